"""Decisions at the gates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.base.forms import Form
from pilots.forms.fields import DayField, TerritoriesField, area
from pilots.models.gates import Gate, Kind


class DecisionForm(Form):
    """A decision and its reasons; the other fields follow from what is decided."""

    reasons = forms.CharField(label=_("Reasons"), max_length=4000, widget=area(5), help_text=_("Published with your name."))
    lessons = forms.CharField(
        label=_("What was learned"),
        max_length=4000,
        widget=area(5),
        help_text=_("What others should know before they try the same. It is found by the search, for years."),
    )
    long_term_owner = forms.CharField(label=_("Who carries it in the long run"), max_length=240)
    without_measure_because = forms.CharField(
        label=_("Decided without measure, because"),
        max_length=600,
        required=False,
        help_text=_("Only when the main indicator has no final measure since the start."),
    )
    conditions = forms.CharField(label=_("Conditions"), max_length=2000, required=False, widget=area(2))
    consulted = forms.CharField(label=_("Who was consulted"), max_length=600, required=False)
    dissent = forms.CharField(label=_("Disagreements expressed"), max_length=1500, required=False, widget=area(2))
    territories = TerritoriesField()
    next_review_on = DayField(label=_("Next review"), required=False)

    def __init__(self, *args, gate, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind != Kind.STOP:
            del self.fields["lessons"]
        if kind != Kind.GENERALISE:
            del self.fields["long_term_owner"]
            del self.fields["without_measure_because"]
        if gate != Gate.OUTCOME or kind == Kind.STOP:
            del self.fields["territories"]
        if gate not in (Gate.OUTCOME, Gate.REVIEW):
            del self.fields["dissent"]
            del self.fields["consulted"]
        if kind in (Kind.STOP, Kind.SUSPEND) or gate == Gate.CLOSE:
            del self.fields["next_review_on"]
