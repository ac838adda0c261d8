"""Fields that several forms of the area share."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
