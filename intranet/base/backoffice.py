"""What lists of the back office show."""

from django.template.defaultfilters import yesno
from django.utils.text import capfirst
from wagtail.admin.ui.tables import Column


class YesNoColumn(Column):
    """A boolean, in words of the reader's language."""

    def __init__(self, name, *, label, **kwargs):
        super().__init__(name, label=capfirst(label), **kwargs)

    def get_value(self, instance):
        return yesno(super().get_value(instance))
