"""Words of the register."""

from django import template
from django.utils.translation import gettext as _

from intranet.privacy.register import Erase

register = template.Library()


@register.filter
def erase_words(how: Erase) -> str:
    """What becomes of a row when its agent is erased."""
    return {
        Erase.DELETE: _("Deleted with the account."),
        Erase.KEEP: _("Kept without the name."),
        Erase.BLANK: _("Kept, the link removed."),
    }[how]
