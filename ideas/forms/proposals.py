"""The shape of what is typed about ideas."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.forms.problems import text_area
from ideas.models import Campaign, Idea, IdeaVersion, RecurringProblem
from intranet.base.forms import Form
from intranet.directory.forms import AgentField
from intranet.directory.models import Agent


class IdeaForm(Form):
    """The words of an idea. As a draft only its title is required."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("What there would be, in one line."))
    problems = forms.ModelMultipleChoiceField(
        RecurringProblem.objects.none(),
        label=_("The recurring problem it answers"),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )
    proposal = forms.CharField(
        label=_("What you propose"),
        max_length=8000,
        widget=text_area(8),
        help_text=_("Paragraphs and lists are kept; **bold** and links too."),
    )
    expected_effect = forms.CharField(
        label=_("What it would change"),
        max_length=500,
        widget=text_area(2),
        help_text=_("Something that can be seen or counted: “half as many people sent elsewhere”."),
    )
    beneficiaries = forms.CharField(label=_("Who would benefit"), max_length=300)
    cost_band = forms.ChoiceField(
        label=_("What it would cost"),
        choices=[("", _("Choose")), *IdeaVersion.Cost.choices],
        help_text=_("Roughly. Nobody will hold you to it."),
    )
    risks = forms.CharField(label=_("What could go wrong"), max_length=1500, required=False, widget=text_area(3))
    change_note = forms.CharField(
        label=_("What changed"),
        max_length=300,
        help_text=_("For those who follow the idea: “We add Mougins, where the bus stops at four.”"),
    )
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args, campaign: Campaign, as_draft: bool, published: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["problems"].queryset = RecurringProblem.objects.confirmed().filter(campaign=campaign)
        if published:
            del self.fields["problems"]
        else:
            del self.fields["change_note"]
        if as_draft:
            for name, field in self.fields.items():
                if field.required and name != "title":
                    field.required, field.needed_when = False, _("(before publishing)")

    def words(self) -> dict:
        return {name: self.cleaned_data[name] for name in IdeaVersion.WORDS}


class IdeaFilter(Form):
    SORTS = (("", _("as it suits the moment")), ("newest", _("the newest first")), ("shuffled", _("in an order of my own")))

    q = forms.CharField(label=_("Words"), max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), to_field_name="slug", required=False, empty_label=_("All")
    )
    status = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *[c for c in Idea.Status.choices if c[0] not in {"draft", "withdrawn"}]]
    )
    who = forms.ChoiceField(
        label=_("Whose"), required=False, choices=[("", _("Everyone’s")), ("mine", _("mine")), ("followed", _("that I follow"))]
    )
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)

    def __init__(self, *args, agent: Agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(agent).published().only("slug", "name")

    @property
    def chosen(self) -> dict:
        self.is_valid()
        return {k: v for k, v in self.cleaned_data.items() if v}

    @property
    def active(self) -> int:
        return len([k for k in self.chosen if k not in {"sort", "q"}])


class InviteForm(Form):
    colleague = AgentField(label=_("Colleague"), help_text=_("A name or an e-mail address."))

    def __init__(self, *args, agent: Agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].viewer = agent


class WithdrawForm(Form):
    reason = forms.CharField(label=_("A word to those who follow it"), max_length=1000, required=False, widget=text_area(3))


class JudgeForm(Form):
    admissible = forms.TypedChoiceField(
        label=_("This idea"),
        choices=[("yes", _("can be put to the vote")), ("no", _("cannot be put to the vote as it is"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=text_area(4),
        help_text=_("Required when it cannot. The authors read it, and so does everyone."),
    )


class JoinForm(Form):
    into = forms.ModelChoiceField(Idea.objects.none(), label=_("Join it to"), to_field_name="public_id", empty_label=_("Choose"))

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = choices
