"""Fields that several forms of the area share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.directory.models import OrgUnit


class DayField(forms.DateField):
    """A day, typed in the browser's own calendar, between the years 2000 and 2100."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)

    def clean(self, value):
        day = super().clean(value)
        if day is not None and not 2000 <= day.year <= 2100:
            raise forms.ValidationError(_("This date is too far from today."))
        return day


class UnitField(forms.ModelChoiceField):
    """A unit of the organisation, in the order of the tree."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(OrgUnit.objects.all(), **kwargs)

    def label_from_instance(self, unit):
        return f"{'— ' * (unit.depth - 1)}{unit.name}"


class UnitsField(forms.ModelMultipleChoiceField):
    """Several units, in the order of the tree."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(OrgUnit.objects.all(), widget=forms.SelectMultiple(attrs={"size": 6}), **kwargs)

    def label_from_instance(self, unit):
        return f"{'— ' * (unit.depth - 1)}{unit.name}"


def area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})
