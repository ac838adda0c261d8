"""What lists of the back office show."""

from django.template.defaultfilters import yesno
from wagtail.admin.ui.tables import Column


class YesNoColumn(Column):
    """A boolean, in words of the reader's language."""

    def get_value(self, instance):
        return yesno(super().get_value(instance))
