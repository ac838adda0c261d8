"""Fields that several forms of the area share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.directory.models import Territory


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


def area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TerritoriesField(forms.ModelMultipleChoiceField):
    """Territories to tick, each with its communes: its name alone says little."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Territories"))
        super().__init__(Territory.objects.all(), required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj):
        return f"{obj.name} ({', '.join(obj.communes)})" if obj.communes else obj.name
