"""The mandate of a sponsor, and the answers to it."""

import re

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.base.forms import Form
from intranet.directory.forms import AgentField
from pilots.forms.fields import DayField, area
from pilots.forms.measures import read_day
from pilots.models import SponsorMandate

PROTECTS = (
    ("protects_time", _("the team’s time")),
    ("protects_budget", _("the budget")),
    ("protects_autonomy", _("the team’s autonomy")),
    ("protects_error", _("the right to be wrong")),
)
MOST_COMMITMENTS = 12


class CommitmentsField(forms.CharField):
    """Commitments, one a line: what, then a semicolon, then the day. Cleans to [(what, day), …]."""

    def __init__(self, **kwargs):
        super().__init__(max_length=4000, widget=area(5), **kwargs)

    def to_python(self, value):
        found = []
        for number, line in enumerate((super().to_python(value) or "").splitlines(), start=1):
            if not line.strip():
                continue
            what, _sep, day = (part.strip() for part in re.sub(r"[;\t]([^;\t]*)$", "\x1f\\1", line).partition("\x1f"))
            due = read_day(day)
            if not what or due is None:
                raise forms.ValidationError(
                    gettext(
                        "Line {number}: write what is promised, a semicolon, then the day, as in “Two half-days freed; 15/12/2026”."
                    ).format(number=number)
                )
            if len(what) > 240:
                raise forms.ValidationError(gettext("Line {number}: 240 characters at most.").format(number=number))
            found.append((what, due))
        if len(found) > MOST_COMMITMENTS:
            raise forms.ValidationError(gettext("{most} commitments at most: keep those that matter.").format(most=MOST_COMMITMENTS))
        return found

    def validate(self, value):
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value):
        return None

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(f"{what} ; {date_format(due, 'd/m/Y')}" for what, due in value)


class MandateTextForm(Form):
    """What is asked of the sponsor."""

    text = forms.CharField(
        label=_("What the sponsor is asked"),
        max_length=4000,
        widget=area(8),
        help_text=_("Why them, what they answer for, how often you meet. They read it before they accept."),
    )
    protects = forms.MultipleChoiceField(
        label=_("What the sponsor protects"), choices=PROTECTS, widget=forms.CheckboxSelectMultiple, required=False
    )
    commitments = CommitmentsField(
        label=_("Commitments, one a line"), help_text=_("What is promised, a semicolon, the day: “Free two half-days; 15/12/2026”.")
    )
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))

    @staticmethod
    def initial_of(mandate: SponsorMandate) -> dict:
        """What an existing mandate says, for its form."""
        return {
            "text": mandate.text,
            "protects": [name for name, _label in PROTECTS if getattr(mandate, name)],
            "commitments": [(c.what, c.due_on) for c in mandate.commitments.all()],
            "starts_on": mandate.starts_on,
            "ends_on": mandate.ends_on,
        }


class MandateForm(MandateTextForm):
    """A mandate, and to whom it is proposed."""

    sponsor = AgentField(label=_("Sponsor"), help_text=_("High enough to free time and to decide. Never the person who leads the pilot."))
    field_order = ("sponsor",)

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sponsor"].viewer = agent


class AcceptForm(Form):
    """The acceptance of the text that was read."""

    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)
    has_read = forms.BooleanField(label=_("I have read this mandate and I accept it."))


class DeclineForm(Form):
    reason = forms.CharField(label=_("Why you decline"), max_length=600, widget=area(3))


class EndForm(Form):
    reason = forms.CharField(label=_("Why"), max_length=600, widget=area(3), help_text=_("The team and the audience read it."))
    successor = AgentField(
        label=_("Hand over to"),
        required=False,
        help_text=_("Your mandate stays until they accept. Without anybody, it ends now and the pilot is suspended."),
    )

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].viewer = agent
