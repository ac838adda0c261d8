"""The shape of what is typed about votes and ballots."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ideas.models import Campaign, RoundOption, VotingRound
from intranet.base.forms import Form
from intranet.directory.models import Agent

MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(label, **kwargs) -> forms.DateTimeField:
    """A day and an hour of Paris."""
    widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, widget=widget, input_formats=[MOMENT, "%d/%m/%Y %H:%M"], **kwargs)


class RoundForm(Form):
    """A vote in preparation, once its campaign and its kind are chosen."""

    title = forms.CharField(label=_("Title"), max_length=140, help_text=_("The question asked by this vote, in one sentence."))
    presentation = forms.CharField(
        label=_("In a few words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What people should know before they choose."),
    )
    max_choices = forms.IntegerField(label=_("Choices at most"), min_value=1, max_value=50, initial=3)
    places = forms.IntegerField(
        label=_("How many come out first"),
        min_value=1,
        max_value=50,
        initial=1,
        help_text=_("The decision says why if it departs from them. Equals are separated by lot."),
    )
    secrecy = forms.ChoiceField(
        label=_("Confidentiality"),
        choices=[
            (
                VotingRound.Secrecy.CONFIDENTIAL,
                _("Confidential: hidden from colleagues, managers and facilitators; the link with the person is cut at the close"),
            ),
            (VotingRound.Secrecy.OPEN, _("Kept with its author: never shown, but each person can read their own ballot afterwards")),
        ],
        widget=forms.RadioSelect,
        initial=VotingRound.Secrecy.CONFIDENTIAL,
    )
    opens_at = moment_field(_("Opens on"), help_text=_("A past date opens the vote as soon as it is announced."))
    closes_at = moment_field(_("Closes on"))

    def clean(self):
        data = super().clean()
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("The vote closes after it opens."))
        return data


class NewRoundForm(RoundForm):
    """The same, with the campaign and what is voted on, chosen once."""

    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("Campaign"), to_field_name="slug", empty_label=_("Choose"))
    kind = forms.ChoiceField(
        label=_("What is voted on"),
        choices=[
            (VotingRound.Kind.PRIORITISE, _("The recurring problems: which ones to solve first")),
            (VotingRound.Kind.VOTE, _("The ideas: which ones to carry out")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("campaign", "kind")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.published().exclude(status="archived").order_by("name")


class OptionsForm(Form):
    """What is put to the vote, among what may be."""

    subjects = forms.ModelMultipleChoiceField(
        Campaign.objects.none(), label=_("Put to the vote"), to_field_name="public_id", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subjects"].queryset = candidates


class ReasonForm(Form):
    """A reason that everyone will read."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Everyone will read it.")
    )


class BallotForm(Form):
    """The choices of one agent, on the lines shuffled for them."""

    choices = forms.TypedMultipleChoiceField(label=_("Your choices"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, round: VotingRound, agent: Agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.round = round
        self.is_blank = self.is_bound and self.data.get("blank") == "yes"
        self.options = list(RoundOption.objects.filter(round=round).with_subjects().shuffled_for(agent))
        self.fields["choices"].choices = [(option.number, option.title) for option in self.options]

    def clean_choices(self) -> list[int]:
        chosen = [] if self.is_blank else sorted(set(self.cleaned_data["choices"]))
        most = self.round.max_choices
        if len(chosen) > most:
            raise forms.ValidationError(
                ngettext(
                    "You ticked {chosen} lines: choose {most} at most.", "You ticked {chosen} lines: choose {most} at most.", len(chosen)
                ).format(chosen=len(chosen), most=most)
            )
        if not chosen and not self.is_blank:
            raise forms.ValidationError(_("Tick a line at least, or use the button “Vote blank”."))
        return chosen

    @property
    def lines(self):
        """Each box with its option, in the order of this agent's ballot."""
        return list(zip(self["choices"], self.options, strict=True))

    @property
    def chosen(self) -> list[RoundOption]:
        """The options chosen, in the order of this agent's ballot."""
        return [option for option in self.options if option.number in self.cleaned_data["choices"]]
