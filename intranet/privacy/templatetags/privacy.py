"""Words of the register."""

from django import template
from django.utils.translation import gettext as _

from intranet.privacy.register import Erase

register = template.Library()


@register.filter
def plural_name(model) -> str:
    """The name of a model's rows, capitalised."""
    name = str(model._meta.verbose_name_plural)
    return name[:1].upper() + name[1:]


@register.filter
def erase_words(how: Erase) -> str:
    """What becomes of a row when its agent is erased."""
    return {
        Erase.DELETE: _("Deleted with the account."),
        Erase.KEEP: _("Kept without the name."),
        Erase.BLANK: _("Kept, the link removed."),
    }[how]
