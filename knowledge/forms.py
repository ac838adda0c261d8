"""The shape of what agents share and ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.base.forms import Form
from intranet.directory.models import Agent, OrgUnit
from knowledge.models import OutdatedFlag
from knowledge.models.tips import LONGEST
from knowledge.search import NAMES
from skills.forms import SkillField, SkillsField


class TipForm(Form):
    """A tip: one field is enough."""

    text = forms.CharField(
        label=_("Your tip"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you would have liked to know sooner. 900 characters at most: what is read in a minute."),
    )
    title = forms.CharField(label=_("Title"), max_length=120, required=False, help_text=_("Without one, your first sentence is the title."))
    link = forms.URLField(
        label=_("Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("One address, if it helps: a form, a text, a page of the intranet."),
    )
    skills = SkillsField(label=_("Skills"), required=False, help_text=_("So that the people concerned find it."))


class QuestionForm(Form):
    """A question: its title, details, skills, and to whom."""

    title = forms.CharField(
        label=_("Your question"), max_length=160, min_length=8, help_text=_("One sentence, as you would ask a colleague.")
    )
    body = forms.CharField(
        label=_("Details"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you tried, for what kind of case. Never a name or a file of a member of the public."),
    )
    skills = SkillsField(
        label=_("Skills it calls for"),
        required=False,
        help_text=_("It goes to colleagues who declare one of them and accept to be asked. Without any, a knowledge editor sends it on."),
    )
    audience = forms.ChoiceField(label=_("Who may read it"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args, asker: Agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.direction = None
        if asker.unit_id:
            self.direction = OrgUnit.objects.filter(path=asker.unit.direction_path, depth__gt=1).first()
        if self.direction is None:
            del self.fields["audience"]
        else:
            self.fields["audience"].choices = [("", _("Everyone")), ("direction", self.direction.name)]

    def clean_audience(self) -> OrgUnit | None:
        return self.direction if self.cleaned_data["audience"] == "direction" else None


class EditQuestionForm(Form):
    """The words of a question already asked; to whom it was asked does not change."""

    title = QuestionForm.base_fields["title"]
    body = QuestionForm.base_fields["body"]
    skills = QuestionForm.base_fields["skills"]


class OrientForm(Form):
    skills = SkillsField(label=_("Skills it calls for"), help_text=_("It goes to three more people who declare one of them."))


class AnswerForm(Form):
    body = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What to do, in order; where you know it from. Lists, **bold** and [links](https://…) are understood."),
    )


class ReasonForm(Form):
    """Why: a few words that somebody will read."""

    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, label="", hint="", required=True, **kwargs):
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label
        self.fields["reason"].help_text = hint
        self.fields["reason"].required = required


class FlagForm(Form):
    reason = forms.CharField(
        label=_("What is no longer right?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A few words: whoever answers for it is told, and replies to you."),
    )


class FlagReplyForm(Form):
    outcome = forms.ChoiceField(label=_("What becomes of it?"), choices=OutdatedFlag.Outcome, widget=forms.RadioSelect)
    reply = forms.CharField(label=_("A word to the person who reported it"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class BrowseForm(Form):
    """The filters of the list: words, kind, skill, mine."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Everything")), *NAMES.items()], required=False, widget=forms.RadioSelect)
    skill = SkillField(label=_("Skill"), required=False)
    mine = forms.BooleanField(label=_("Mine only"), required=False)
