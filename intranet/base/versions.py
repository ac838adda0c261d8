"""Two windows on the same thing: what was saved in one is not lost by saving the other.

A form that edits something carries, hidden, a mark of what it was when it was read (`version_of`). The action compares it
under its lock and raises `ChangedMeanwhile`; the page then shows both texts, keeps what was typed, and lets the person choose.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def version_of(*values: object) -> str:
    """A short mark of these values: the same as long as none changes."""
    return hashlib.sha256("\x1f".join(map(repr, values)).encode()).hexdigest()[:16]


class ChangedMeanwhile(ValidationError):
    """What is being saved changed since it was read, in another window."""

    def __init__(self) -> None:
        super().__init__(_("This was changed in another window while you were writing. Nothing was lost: choose below."), code="changed")


@dataclass(frozen=True)
class Difference:
    """A field that differs: its words, what is saved now, what was typed here."""

    label: str
    saved: str
    typed: str


class Versioned(forms.Form):
    """A form that carries the mark of what it edits; "" when the thing is new."""

    version = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    differences: list[Difference] = []

    def take_version(self) -> str:
        """The mark that was sent, taken out of the cleaned data."""
        return self.cleaned_data.pop("version", "")

    def show_differences(self, saved: Mapping[str, Any], version: str) -> None:
        """After a conflict: remember what differs from `saved` (values by field) and let what was typed be sent again over it."""
        self.differences = []
        for name, value in saved.items():
            if name not in self.fields:
                continue
            typed = self.cleaned_data.get(name)
            if typed != value and (typed or value):
                field = self.fields[name]
                self.differences.append(Difference(str(field.label), _words(field, value), _words(field, typed)))
        sent: Any = self.data
        self.data = sent = sent.copy()
        sent["version"] = version


def _words(field: forms.Field, value: Any) -> str:
    """A value of a field as a person reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return _("nothing")
    for choice, label in getattr(field, "choices", ()):
        if str(choice) == str(value):
            return str(label)
    return str(value)
