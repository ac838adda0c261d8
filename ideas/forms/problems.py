"""The shape of what is typed about problems."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.models import Campaign, Category, Phase, Problem, RecurringProblem, UserView
from intranet.base.forms import Form, ModelForm
from intranet.directory.forms import UnitField
from intranet.directory.models import Agent


def text_area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProblemForm(Form):
    """A report. As a draft only its first sentence is required."""

    title = forms.CharField(
        label=_("The problem in one sentence"),
        max_length=140,
        help_text=_("For example: “Visitors are sent from one desk to another for the same paper.”"),
    )
    body = forms.CharField(
        label=_("What happens"), max_length=3000, widget=text_area(4), help_text=_("A fact, a moment, a place. No name of a visitor.")
    )
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True), label=_("It is about"), to_field_name="slug", empty_label=_("Choose")
    )
    service = UnitField(label=_("Service concerned"), help_text=_("The first letters are enough."))
    affected = forms.ChoiceField(label=_("Who it affects"), choices=Problem.Affected.choices, widget=forms.RadioSelect, initial="both")
    frequency = forms.ChoiceField(label=_("How often"), choices=Problem.Frequency.choices, widget=forms.RadioSelect, initial="weekly")
    consequence = forms.CharField(
        label=_("What it causes"),
        max_length=1500,
        required=False,
        widget=text_area(2),
        help_text=_("Time lost, an errand made twice, a right given up."),
    )
    on_behalf = forms.ChoiceField(
        label=_("You report it"),
        choices=Problem.Behalf.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("You may write what a person told you at a desk or on the telephone: it is said so on the page."),
    )
    authorship = forms.ChoiceField(
        label=_("Your name"),
        choices=Problem.Authorship.choices,
        widget=forms.RadioSelect,
        initial="named",
        help_text=_(
            "Without your name, nobody reads who you are: neither colleagues, nor managers, nor facilitators. Only the technical operator could find it."
        ),
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("For the campaign"), to_field_name="slug", required=False, empty_label=_("No campaign")
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1)

    def __init__(self, *args, agent: Agent, as_draft: bool = False, current: Campaign | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        open_now = Campaign.objects.open_to(agent).in_phase(Phase.Kind.COLLECT_PROBLEMS)
        campaigns = Campaign.objects.filter(models.Q(pk__in=open_now.values("pk")) | models.Q(pk=current.pk if current else None))
        self.fields["campaign"].queryset = campaigns
        if not campaigns:
            del self.fields["campaign"]
        if as_draft:
            for name, field in self.fields.items():
                field.required = name == "title"

    def report(self) -> dict:
        """What an action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ProblemFilter(Form):
    """What a list of problems is narrowed by, from the address."""

    SORTS = (("newest", _("the newest first")), ("shared", _("the most shared first")))
    STATES = (
        ("", _("All")),
        ("alone", _("not grouped yet")),
        ("grouped", _("in a recurring problem")),
        ("mine", _("mine")),
        ("echoed", _("where I said “me too”")),
    )

    q = forms.CharField(label=_("Words"), max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label=_("Show"), choices=STATES, required=False)
    category = forms.ModelChoiceField(
        Category.objects.all(), label=_("It is about"), to_field_name="slug", required=False, empty_label=_("Anything")
    )
    service = UnitField(label=_("Service, with those under it"), required=False, placeholder=_("The whole organisation"))
    affected = forms.ChoiceField(label=_("Who it affects"), choices=[("", _("All")), *Problem.Affected.choices], required=False)
    frequency = forms.ChoiceField(label=_("How often"), choices=[("", _("All")), *Problem.Frequency.choices], required=False)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), to_field_name="slug", required=False, empty_label=_("All")
    )
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)

    def __init__(self, *args, agent: Agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(agent).published()

    @property
    def chosen(self) -> dict:
        """What is asked and makes sense; the rest is left out, and said beside its field."""
        self.is_valid()
        return {k: v for k, v in self.cleaned_data.items() if v}

    @property
    def active(self) -> int:
        return len([k for k in self.chosen if k not in {"sort", "q"}])


class HideForm(Form):
    reason = forms.CharField(
        label=_("Why it is hidden"),
        max_length=500,
        widget=text_area(3),
        help_text=_("The author reads it. So does everyone, in the moderation log."),
    )


class EchoForm(Form):
    note = forms.CharField(label=_("A word on how it is for you"), max_length=300, required=False)


class ContestForm(Form):
    reason = forms.CharField(label=_("Why it does not belong there"), max_length=1000, widget=text_area(4))


class AnswerContestForm(Form):
    accepted = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("You are right: I take the report out")), ("no", _("I leave it there, and explain why"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=_("Explanation"), max_length=1000, widget=text_area(4), help_text=_("The author reads it word for word.")
    )


class GatherForm(Form):
    """A recurring problem: its name, what its reports have in common, and the reports ticked."""

    title = forms.CharField(label=_("Title"), max_length=140, help_text=_("In the words of those who live it."))
    summary = forms.CharField(label=_("What these reports have in common"), max_length=2000, widget=text_area(4))
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("For the campaign"), to_field_name="slug", required=False, empty_label=_("No campaign")
    )
    problems = forms.ModelMultipleChoiceField(
        Problem.objects.none(), label=pgettext_lazy("of problems", "Reports"), to_field_name="public_id"
    )

    def __init__(self, *args, agent: Agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(agent).exclude(status="archived")
        self.fields["problems"].queryset = Problem.objects.visible_to(agent).published()


class RecurringForm(GatherForm):
    problems = None  # type: ignore[assignment]

    def __init__(self, *args, **kwargs):
        forms.Form.__init__(self, *args, **{k: v for k, v in kwargs.items() if k != "agent"})
        self.fields["campaign"].queryset = Campaign.objects.visible_to(kwargs["agent"]).exclude(status="archived")


class TickForm(Form):
    """Reports ticked, to be added."""

    problems = forms.ModelMultipleChoiceField(
        Problem.objects.none(), label=pgettext_lazy("of problems", "Reports"), to_field_name="public_id"
    )

    def __init__(self, *args, agent: Agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["problems"].queryset = Problem.objects.visible_to(agent).published().grouped(False)


class UserViewForm(ModelForm):
    class Meta:
        model = UserView
        fields = ("persona", "situation", "journey_now", "pain", "evidence")
        widgets = {"situation": text_area(3), "journey_now": text_area(5), "pain": text_area(2), "evidence": text_area(2)}
        help_texts = {
            "persona": _("A first name and an age are enough: “Mrs D., 71”. Never a real identity."),
            "situation": _("Where they live, what they ask for, what they can and cannot do."),
            "journey_now": _("Step by step, as they live it: where they go, what they are told, how long they wait."),
            "evidence": _("A conversation, an observation at the desk, a count. Say how many people."),
        }


class RecurringFilter(Form):
    q = forms.CharField(label=_("Words"), max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), to_field_name="slug", required=False, empty_label=_("All")
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *[(v, RecurringProblem.Status(v).label) for v in RecurringProblem.SHOWN]]
    )

    def __init__(self, *args, agent: Agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(agent).published()

    chosen = ProblemFilter.chosen
    active = ProblemFilter.active
