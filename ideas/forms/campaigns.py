"""The shape of what is typed about campaigns, rules and mandates."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.actions.campaigns import Dates
from ideas.actions.rules import DEFAULTS
from ideas.forms.problems import text_area
from ideas.models import Campaign, Mandate, Phase, RuleSetVersion
from intranet.base.forms import Form
from intranet.directory.forms import UnitsField
from intranet.directory.models import Agent


class CampaignForm(Form):
    """What a campaign says. Everything but the short name may wait, until it is published."""

    name = forms.CharField(label=_("Short name"), max_length=80, help_text=_("For lists and messages: “From the desk to the home”."))
    question = forms.CharField(
        label=_("The question"),
        max_length=200,
        required=False,
        help_text=_("One sentence, as a person would ask it. It is the title of the page."),
    )
    why = forms.CharField(label=_("Why we ask it"), max_length=4000, required=False, widget=text_area(5))
    perimeter = UnitsField(
        label=_("Who may take part"),
        required=False,
        help_text=_("The services chosen, with those under them."),
    )
    mandate = forms.ModelChoiceField(
        Mandate.objects.none(),
        label=_("Mandate of those who will decide"),
        to_field_name="public_id",
        required=False,
        empty_label=_("Choose"),
    )
    rules = forms.ModelChoiceField(
        RuleSetVersion.objects.none(), label=_("Rules of the game"), to_field_name="public_id", required=False, empty_label=_("Choose")
    )
    funding_principle = forms.CharField(
        label=_("How what is retained will be paid for"), max_length=1000, required=False, widget=text_area(3)
    )
    budget = forms.DecimalField(label=_("Budget, in euros"), max_digits=12, decimal_places=2, min_value=0, required=False)
    reply_days = forms.IntegerField(
        label=_("Days to reply"),
        min_value=1,
        max_value=365,
        required=False,
        help_text=_("To each idea put to the vote, counted from the result."),
    )

    def __init__(self, *args, campaign: Campaign | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("question", "why", "perimeter", "mandate", "rules", "funding_principle", "reply_days"):
            self.fields[name].needed_when = _("(before publishing)")  # its page says what it still lacks
        self.fields["mandate"].queryset = Mandate.objects.valid()
        self.fields["rules"].queryset = RuleSetVersion.objects.in_force().select_related("ruleset")
        if campaign is not None and not campaign.is_draft:
            for name in ("question", "perimeter", "mandate", "rules", "funding_principle", "reply_days"):
                del self.fields[name]
            self.fields["why"].required = True


class PhasesForm(Form):
    """The dates of the phases, two fields for each kind; a kind without dates has no phase. Days begin and end at midnight."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind, label in Phase.Kind.choices:
            for edge, words in (("from", _("first day")), ("until", _("last day"))):
                self.fields[f"{kind}_{edge}"] = forms.DateField(
                    label=f"{label} – {words}", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
                )

    @classmethod
    def initial_of(cls, campaign: Campaign) -> dict:
        found = {}
        for phase in campaign.phases.all():
            found[f"{phase.kind}_from"] = timezone.localdate(phase.opens_at)
            found[f"{phase.kind}_until"] = timezone.localdate(phase.closes_at - timezone.timedelta(seconds=1))
        return found

    def rows(self) -> list[dict]:
        return [{"label": label, "first": self[f"{kind}_from"], "last": self[f"{kind}_until"]} for kind, label in Phase.Kind.choices]

    def clean(self):
        cleaned = super().clean()
        for kind, label in Phase.Kind.choices:
            first, last = cleaned.get(f"{kind}_from"), cleaned.get(f"{kind}_until")
            if bool(first) != bool(last):
                self.add_error(f"{kind}_from", _("Give both days of this phase, or neither.").format(phase=label))
        return cleaned

    def dates(self, campaign: Campaign) -> list[Dates]:
        """The phases asked, as actions take them. A day that was not changed keeps the exact hour of the phase that stands."""
        standing = {p.kind: p for p in campaign.phases.all()}
        before = self.initial_of(campaign)
        found = []
        for kind in Phase.ORDER:
            first, last = self.cleaned_data.get(f"{kind}_from"), self.cleaned_data.get(f"{kind}_until")
            if not first or not last:
                continue
            opens = timezone.make_aware(datetime.combine(first, time.min))
            closes = timezone.make_aware(datetime.combine(last + timezone.timedelta(days=1), time.min))
            phase = standing.get(kind)
            if phase is not None and before[f"{kind}_from"] == first:
                opens = phase.opens_at
            if phase is not None and before[f"{kind}_until"] == last:
                closes = phase.closes_at
            found.append(Dates(kind, opens, closes))
        return found


class RulesForm(Form):
    text_fr = forms.CharField(
        label=_("Text of the rules"),
        max_length=20_000,
        widget=text_area(18),
        help_text=_("In plain French: whoever has never voted here must understand it."),
    )
    change_reason = forms.CharField(
        label=_("Why this version"), max_length=1000, widget=text_area(3), help_text=_("Published beside the text.")
    )
    max_choices = forms.IntegerField(label=_("Ideas that a ballot may approve, at most"), min_value=1, max_value=20)
    quorum_pct = forms.IntegerField(label=_("Quorum, in per cent of the roll"), min_value=0, max_value=100)
    quorum_cmp = forms.ChoiceField(
        label=_("The quorum is reached with"), choices=[(">=", _("this share or more")), (">", _("more than this share"))]
    )
    secrecy = forms.ChoiceField(
        label=_("Who may read a ballot"),
        choices=[("confidential", _("nobody: hidden from colleagues, managers and facilitators")), ("open", _("everyone"))],
    )
    reply_days = forms.IntegerField(label=_("Days to reply to each idea put to the vote"), min_value=1, max_value=365)

    PARAMS = ("max_choices", "quorum_pct", "quorum_cmp", "secrecy", "reply_days")

    def params(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.PARAMS}

    @classmethod
    def initial_of(cls, version: RuleSetVersion | None) -> dict:
        if version is None:
            return {name: DEFAULTS[name] for name in cls.PARAMS}
        params = {**DEFAULTS, **version.params}
        return {"text_fr": version.text_fr, **{name: params[name] for name in cls.PARAMS}}


class AdoptForm(Form):
    in_force_from = forms.DateField(
        label=_("In force from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: as soon as possible. A change applies fifteen days after its adoption at the earliest."),
    )

    def instant(self) -> datetime | None:
        day = self.cleaned_data.get("in_force_from")
        return timezone.make_aware(datetime.combine(day, time.min)) if day else None


class MandateForm(Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    text = forms.CharField(label=_("What the mandate allows"), max_length=4000, widget=text_area(5))
    powers = forms.ChoiceField(label=_("Power"), choices=Mandate.Powers.choices)
    sponsor = forms.ModelChoiceField(Agent.objects.none(), label=_("Given by"), to_field_name="public_id", empty_label=_("Choose"))
    holders = forms.ModelMultipleChoiceField(Agent.objects.none(), label=_("Held by"), to_field_name="public_id")
    perimeter = UnitsField(label=_("Perimeter"))
    valid_from = forms.DateField(label=_("Valid from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    valid_until = forms.DateField(label=_("Valid until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args, decision_makers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sponsor"].queryset = decision_makers
        self.fields["holders"].queryset = decision_makers

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("valid_from") and cleaned.get("valid_until") and cleaned["valid_until"] < cleaned["valid_from"]:
            self.add_error("valid_until", _("The mandate ends before it begins."))
        return cleaned
