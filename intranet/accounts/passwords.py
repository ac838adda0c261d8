"""The password rule of the CNIL (délibération 2022-100 of 21 July 2022)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES = (str.islower, str.isupper, str.isdigit, lambda c: not (c.isalnum() or c.isspace()))


class CnilPasswordValidator:
    """Accepts 12 characters of four classes, 14 of three, or a phrase of seven words. No renewal is asked."""

    def validate(self, password, user=None):
        kinds = sum(any(map(belongs, password)) for belongs in CLASSES)
        long_enough = (len(password) >= 12 and kinds == 4) or (len(password) >= 14 and kinds >= 3) or len(password.split()) >= 7
        if not long_enough:
            raise ValidationError(self.get_help_text(), code="password_too_weak")

    def get_help_text(self):
        return _(
            "At least 12 characters with lower case, upper case, digit and sign; or 14 with three of these; or a phrase of seven words."
        )
