"""Feedback in three fields, and what the team does with it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.base.forms import Form
from intranet.directory.models import Agent
from pilots.forms.fields import DayField, area
from pilots.models import Audience, Feedback, Reply


class FeedbackForm(Form):
    """What, of which kind, for whom."""

    text = forms.CharField(label=_("What happened, or what would help"), max_length=2000, widget=area(4))
    kind = forms.ChoiceField(label=_("It is…"), choices=Feedback.Kind.choices, widget=forms.RadioSelect)
    audience = forms.ModelChoiceField(
        Audience.objects.none(),
        label=_("For whom"),
        required=False,
        empty_label=_("Everyone, or I do not know"),
        to_field_name="public_id",
    )
    channel = forms.ChoiceField(
        label=_("You speak"), choices=Feedback.Channel.choices, initial=Feedback.Channel.ONLINE, widget=forms.RadioSelect
    )
    is_named = forms.BooleanField(
        label=_("The sponsor and my hierarchy may see my name"),
        required=False,
        help_text=_("Otherwise only the team of the pilot sees it, to answer you."),
    )

    def __init__(self, *args, pilot, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["audience"].queryset = pilot.audiences.all()
        if not pilot.audiences.exists():
            del self.fields["audience"]


class TriageForm(Form):
    owner = forms.ModelChoiceField(Agent.objects.none(), label=_("Who answers"), to_field_name="public_id")
    theme = forms.CharField(label=_("Theme"), max_length=80, required=False)
    due_on = DayField(label=_("Reply due on"))

    def __init__(self, *args, pilot, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Agent.objects.filter(
            is_active=True,
            pilot_memberships__pilot=pilot,
            pilot_memberships__left_on=None,
            pilot_memberships__role__in=("lead", "team"),
        ).distinct()


class MergeForm(Form):
    into = forms.ModelChoiceField(Feedback.objects.none(), label=_("Says the same as"), to_field_name="public_id")

    def __init__(self, *args, feedback, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = candidates
        self.fields["into"].label_from_instance = lambda f: f"{f.theme + ' · ' if f.theme else ''}{f.text[:90]}"


class ReplyForm(Form):
    outcome = forms.ChoiceField(label=_("What becomes of it"), choices=Reply.Outcome.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What you answer"), max_length=2000, widget=area(4), help_text=_("Goes to the author, and to those who said the same.")
    )
    reason = forms.CharField(label=_("Reason of a refusal"), max_length=600, required=False)
    due_on = DayField(label=_("Done by"), required=False)
    is_published = forms.BooleanField(label=_("Publish under “You said, we did”"), required=False, initial=True)
    said = forms.CharField(
        label=_("What was said, as it is published"),
        max_length=200,
        required=False,
        help_text=_("In words by which nobody recognises who said it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        needed = {"reason": _("(to refuse)"), "due_on": _("(when it is under way)"), "said": _("(to publish)")}
        for name, when in needed.items():
            self.fields[name].needed_when = when

    def clean(self):
        data = super().clean()
        if data.get("outcome") == Reply.Outcome.REFUSED and not data.get("reason"):
            self.add_error("reason", _("A refusal says why."))
        if data.get("outcome") == Reply.Outcome.IN_PROGRESS and not data.get("due_on"):
            self.add_error("due_on", _("What is under way has a date to come."))
        if data.get("is_published") and not data.get("said"):
            self.add_error("said", _("Write what was said, or do not publish."))
        return data


class ReopenForm(Form):
    because = forms.CharField(label=_("What the reply leaves unanswered"), max_length=600, widget=area(3))


class AdjustForm(Form):
    what = forms.CharField(label=_("What changes"), max_length=300)
    effective_on = DayField(label=_("From"))
    said = forms.CharField(
        label=_("What was said, as it is published"),
        max_length=200,
        required=False,
        help_text=_("In words by which nobody recognises who said it."),
    )
    text = forms.CharField(label=_("What you answer to its authors"), max_length=2000, required=False, widget=area(3))
    answers = forms.ModelMultipleChoiceField(
        Feedback.objects.none(),
        label=_("Feedback that it answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        to_field_name="public_id",
    )

    def __init__(self, *args, pilot, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["said"].needed_when = _("(when it answers feedback)")
        self.fields["answers"].queryset = Feedback.objects.filter(pilot=pilot).roots().waiting().by_due()
        self.fields["answers"].label_from_instance = lambda f: f.text[:120]

    def clean(self):
        data = super().clean()
        if data.get("answers") and not data.get("said"):
            self.add_error("said", _("Write what was said: the answer is published."))
        return data
