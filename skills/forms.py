"""The shape of what agents write about skills."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.base import clock, text
from intranet.base.forms import Form
from intranet.base.versions import Versioned
from intranet.directory.forms import AgentField
from intranet.directory.models import Agent
from skills.models import LEVELS, AgentSkill, Level, Skill, SkillDomain, Visibility
from skills.models.catalogue import NAME_LENGTH
from skills.models.sensitive import refuse_revealing
from skills.search import names

SKILL_LENGTH = 120  # of an address, and of a name that is written here; those of a framework are longer


class SkillWidget(forms.Widget):
    """A plain text input, made a combobox where scripts run. Sends `<name>` (the typed words) and `<name>_slug` (the choice)."""

    template_name = "skills/widgets/skill.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        typed, slug = value if isinstance(value, tuple) else (value.label, value.slug) if isinstance(value, Skill) else (value or "", "")
        context["widget"].update({"typed": typed, "slug": slug, "url": reverse("skills:suggest")})
        return context

    def value_from_datadict(self, data, files, name):
        typed, slug = str(data.get(name) or ""), str(data.get(f"{name}_slug") or "")
        return (typed, slug) if typed.strip() else None


class SkillField(forms.Field):
    """One skill of the catalogue, by its choice in the list or by any of its names. Cleans to a Skill, or None when not required."""

    widget = SkillWidget

    def __init__(self, **kwargs):
        self.matchable = kwargs.pop("matchable", False)
        super().__init__(**kwargs)

    def to_python(self, value) -> Skill | None:
        if isinstance(value, Skill) or value in self.empty_values:
            return value or None
        typed, slug = value if isinstance(value, tuple) else (str(value), "")
        return read_skill(typed, slug)

    def has_changed(self, initial, data):
        return True


class SkillsWidget(forms.Widget):
    """Several skill inputs, one under the other. Every `<name>` sent is one skill."""

    template_name = "skills/widgets/skills.html"
    use_fieldset = True

    def __init__(self, attrs=None, most=3):
        super().__init__(attrs)
        self.most = most

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        rows = [(each.label, each.slug) if isinstance(each, Skill) else each for each in value or ()]
        rows += [("", "")] * (self.most - len(rows))
        context["widget"].update({"rows": rows[: self.most], "url": reverse("skills:suggest")})
        return context

    def value_from_datadict(self, data, files, name):
        get = data.getlist if hasattr(data, "getlist") else lambda key: list(data.get(key) or ())
        typed, slugs = get(name), get(f"{name}_slug")
        slugs = [*slugs, *[""] * len(typed)]
        return [(str(words), str(slugs[i])) for i, words in enumerate(typed) if str(words).strip()]

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_):
        return ""


class SkillsField(forms.Field):
    """A few skills of the catalogue (`most`, 3 by default). Cleans to a list of Skill, each once, in the order typed."""

    widget = SkillsWidget

    def __init__(self, *, most: int = 3, **kwargs):
        kwargs.setdefault("widget", SkillsWidget(most=most))
        self.most = most
        super().__init__(**kwargs)

    def to_python(self, value) -> list[Skill]:
        found: list[Skill] = []
        errors = []
        for each in value or ():
            if isinstance(each, Skill):
                skill = each
            else:
                try:
                    skill = read_skill(*each)
                except ValidationError as error:
                    errors.append(error)
                    continue
            if skill not in found:
                found.append(skill)
        if errors:
            raise ValidationError(errors)
        if len(found) > self.most:
            raise ValidationError(gettext("{n} skills at most.").format(n=self.most))
        return found

    def has_changed(self, initial, data):
        return True


def read_skill(typed: str, slug: str = "") -> Skill:
    """The skill that was chosen or typed. Refuses, with what to do, words that name none."""
    if len(typed) > NAME_LENGTH or "\x00" in typed:
        raise ValidationError(gettext("A skill has {n} characters at most.").format(n=NAME_LENGTH))
    chosen = Skill.objects.offered().select_related("domain").filter(slug=slug).first() if is_slug(slug) else None
    # The choice counts only as long as its words were not changed after it.
    if chosen is not None and typed.strip() in {chosen.label, chosen.pref_label, chosen.label_en}:
        return chosen
    skill = names.resolve(typed)
    if skill is not None:
        return skill
    refuse_revealing(typed)
    near = [text.quoted(each.skill.label) for each in names.suggest(typed, limit=3)]
    if near:
        raise ValidationError(
            gettext("“{typed}” is not in the catalogue. Perhaps {near}?").format(typed=typed.strip(), near=", ".join(near))
        )
    raise ValidationError(gettext("“{typed}” is not in the catalogue. Try another word, or propose the skill.").format(typed=typed.strip()))


def is_slug(value: str) -> bool:
    return 0 < len(value) <= SKILL_LENGTH and bool(slug_re.fullmatch(value))


SEEN_BY = {
    Visibility.ME: _("Only me. Nobody can find, count or deduce it."),
    Visibility.HR: _("HR mobility advisers. Neither my manager nor my colleagues."),
    Visibility.DIRECTION: _("My direction: colleagues of the same direction, my manager, HR mobility advisers."),
    Visibility.EVERYONE: _("Everyone in the organisation."),
}
AS_USUAL_AT_WORK = ("", _("As usual: everyone."))
AS_USUAL = ("", _("As usual: everyone when it comes from work, only me when it comes from outside work."))


def _meaning(level: Level, words) -> str:
    """A level and what it means, on one label."""
    return format_html('<span><b>{}</b><span class="hint">{}</span></span>', level.label, words)


class DeclarationForm(Versioned, Form):
    """What one says of a skill. `skill` is known when it is being changed, or chosen in the form.

    Without `shares_private`, where it was learnt is not asked: it is taken to come from work.
    """

    level = forms.TypedChoiceField(
        label=_("How well do you know it?"),
        choices=[("", _("Not assessed")), *Level.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("“Not assessed” is not zero: you have it, without saying how well."),
    )
    interest = forms.ChoiceField(label=_("What do you want to do with it?"), choices=AgentSkill.Interest, initial="neutral")
    last_used = forms.IntegerField(
        label=_("Year you last used it"), required=False, min_value=1950, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    can_help = forms.BooleanField(
        label=_("Colleagues may ask for my help"), required=False, help_text=_("A short message; you answer when you can, or not now.")
    )
    can_train = forms.BooleanField(label=_("I can train colleagues"), required=False)
    sphere = forms.ChoiceField(
        label=_("Where do you use or did you learn it?"),
        choices=AgentSkill.Sphere,
        widget=forms.RadioSelect,
        initial="professional",
        help_text=_("What you learnt outside work is yours to share or not: no disadvantage follows from keeping it to yourself."),
    )
    note = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=200,
        validators=[refuse_revealing],
        help_text=_("For instance: used every week at the front desk."),
    )
    visibility = forms.TypedChoiceField(
        label=_("Who sees it?"),
        choices=[AS_USUAL, *SEEN_BY.items()],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )

    def __init__(self, *args, skill: Skill | None = None, shares_private: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.skill = skill
        if not shares_private:
            del self.fields["sphere"]
            self.fields["visibility"].choices = [AS_USUAL_AT_WORK, *SEEN_BY.items()]
        # What everyone sees because it comes from work stays "as usual": said to come from outside work, it is shared by choice only.
        if (self.initial.get("sphere"), self.initial.get("visibility")) == (AgentSkill.Sphere.WORK, Visibility.EVERYONE):
            self.initial["visibility"] = ""
        if skill is not None and not skill.has_levels:
            del self.fields["level"]
        elif skill is not None:
            self.fields["level"].choices = [("", _("Not assessed")), *((n, _meaning(n, skill.meaning_of(n))) for n in Level)]
        else:
            self.fields["level"].choices = [("", _("Not assessed")), *((n, _meaning(n, LEVELS[n])) for n in Level)]
        if skill is not None and skill.sensitive:
            self.fields["visibility"].choices = [(n, words) for n, words in SEEN_BY.items() if n <= Visibility.HR]
            self.fields["visibility"].initial = Visibility.ME

    def clean_last_used(self):
        year = self.cleaned_data["last_used"]
        if year is not None and year > clock.today().year:
            raise ValidationError(gettext("This year has not come yet."))
        return year

    def clean(self):
        data = super().clean()
        # Sent by a page that still offered it: it is not taken, in silence, to come from work.
        if "sphere" not in self.fields and self.data.get("sphere") not in (None, "", AgentSkill.Sphere.WORK):
            raise ValidationError(gettext("You have not chosen to share skills from outside work: turn it on in your choices first."))
        skill = data.get("skill") or self.skill
        if skill is not None and not skill.has_levels:
            data["level"] = None
        if skill is not None and data.get("visibility", "") is None:
            data["visibility"] = AgentSkill.usual_visibility(skill, data.get("sphere") or self.initial.get("sphere", ""))
        if (data.get("can_help") or data.get("can_train")) and data.get("visibility") == Visibility.ME:
            self.add_error(
                "visibility", gettext("Colleagues cannot ask you about a skill that only you see: show it, or untick the offer of help.")
            )
        return data


class DeclareForm(DeclarationForm):
    """The same, beginning with the choice of the skill."""

    skill = SkillField(label=_("Which skill?"), help_text=_("Type a word, an acronym or a task: “LSF”, “mail merge”, “public contracts”."))
    field_order = ["skill"]


class SeveralRow(Form):
    """One skill among several: whether I have it, how well, or not to suggest it again."""

    has = forms.BooleanField(label=_("I know how to do this"), required=False)
    level = forms.TypedChoiceField(
        label=_("Level"), choices=[("", _("Not assessed")), *Level.choices], coerce=int, empty_value=None, required=False
    )
    never = forms.BooleanField(label=_("Do not suggest it again"), required=False)

    def __init__(self, *args, skill: Skill, **kwargs):
        super().__init__(*args, prefix=skill.slug, **kwargs)
        self.skill = skill
        if not skill.has_levels:
            del self.fields["level"]

    def clean(self):
        data = super().clean()
        if data.get("has") and data.get("never"):
            raise ValidationError(gettext("Choose one: declare it, or not see it suggested again."))
        return data


class SeveralForm(Form):
    """Who sees them, and other skills than those suggested, separated by their own fields."""

    others = SkillsField(label=_("Others"), most=3, required=False, help_text=_("A word, an acronym or a task. Their levels come after."))
    visibility = forms.TypedChoiceField(
        label=_("Who sees them?"),
        choices=[AS_USUAL_AT_WORK, *SEEN_BY.items()],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        initial="",
        help_text=_("You may change it afterwards, skill by skill."),
    )


class CertificationForm(Versioned, Form):
    title = forms.CharField(
        label=_("Which certification?"),
        max_length=200,
        validators=[refuse_revealing],
        help_text=_("For instance: “SST”, “CACES R489”, “electrical permit B1V”."),
    )
    issuer = forms.CharField(label=_("Delivered by"), max_length=120, required=False, validators=[refuse_revealing])
    issued_on = forms.DateField(label=_("Delivered on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    expires_on = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Leave empty when it does not lapse. You are told 90 and 30 days before."),
    )

    def clean(self):
        data = super().clean()
        first, last = data.get("issued_on"), data.get("expires_on")
        if first and last and last <= first:
            self.add_error("expires_on", gettext("A certification ends after the day it was delivered."))
        return data


class ChoicesForm(Form):
    shares_private = forms.BooleanField(
        label=_("Share also skills from outside work"),
        required=False,
        help_text=_(
            "Languages of the home, associations, volunteering. Nobody has to: no disadvantage follows. Turned off, those already declared are seen by you alone."
        ),
    )
    wants_nudges = forms.BooleanField(
        label=_("Remind me to look at my skills at a moment that matters"),
        required=False,
        help_text=_("A new position, the end of a pilot; never more than once a quarter."),
    )


class AskToConfirmForm(Form):
    colleague = AgentField(label=_("Which colleague?"), help_text=_("Somebody who saw you at work, outside your hierarchy."))
    words = forms.CharField(
        label=_("A word for them"),
        required=False,
        max_length=300,
        validators=[refuse_revealing],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you did together, to help them remember."),
    )

    def __init__(self, *args, viewer: Agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].viewer = viewer


class ConfirmationForm(Form):
    context = forms.CharField(
        label=_("What did you see?"),
        max_length=300,
        validators=[refuse_revealing],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The work, the moment, the place, in one or two sentences. The person reads it and accepts it before anybody else."),
    )


class PassportForm(Form):
    """What goes on the sheet."""

    seen_by = forms.TypedChoiceField(
        label=_("Which skills?"),
        choices=[
            (Visibility.EVERYONE, _("Those that everyone sees")),
            (Visibility.HR, _("Those that HR mobility advisers see")),
            (Visibility.ME, _("All mine")),
        ],
        coerce=int,
        initial=Visibility.EVERYONE,
        widget=forms.RadioSelect,
    )
    certifications = forms.BooleanField(label=_("Certifications"), required=False, initial=True)
    evidence = forms.BooleanField(label=_("Where they were seen"), required=False, initial=True)
    confirmations = forms.BooleanField(label=_("Confirmations by colleagues"), required=False, initial=True)


class ProposeForm(Form):
    label = forms.CharField(label=_("Name of the skill"), max_length=SKILL_LENGTH, min_length=2, validators=[refuse_revealing])
    why = forms.CharField(
        label=_("What would it be useful for?"),
        required=False,
        max_length=400,
        validators=[refuse_revealing],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(Form):
    message = forms.CharField(
        label=_("Your message"),
        max_length=600,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In two sentences: what you are trying to do, and by when."),
    )


class AnswerForm(Form):
    can = forms.TypedChoiceField(
        label=_("Can you help?"),
        choices=[("yes", _("I can")), ("no", _("Not now"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("A word"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("When and how to reach you, or who else could help."),
    )


class AcceptProposalForm(Form):
    label = forms.CharField(label=_("Name in French"), max_length=SKILL_LENGTH)
    label_en = forms.CharField(label=_("Name in English"), max_length=SKILL_LENGTH)
    kind = forms.ChoiceField(label=_("Kind"), choices=Skill.Kind, initial=Skill.Kind.KNOW_HOW)
    domain = forms.ModelChoiceField(label=_("Domain"), queryset=SkillDomain.objects.all())
    names = forms.CharField(label=_("Other names, separated by commas"), required=False, max_length=400)

    def clean_names(self):
        return [name.strip()[:SKILL_LENGTH] for name in self.cleaned_data["names"].split(",") if name.strip()]


class MergeForm(Form):
    into = SkillField(label=_("It is the same as"))


class MergeTwoForm(Form):
    """Two skills, of which the first becomes another name of the second."""

    skill = SkillField(label=_("The one that goes"))
    into = SkillField(label=_("The one that stays"))

    def clean(self):
        found = super().clean()
        if found.get("skill") and found.get("skill") == found.get("into"):
            self.add_error("into", _("Choose another skill, in use, to merge into."))
        return found


class RefuseForm(Form):
    reason = forms.CharField(
        label=_("Why not"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person who proposed it will read this."),
    )


MOST_SENT = 60 * 1024 * 1024  # bytes of a ZIP of published files: that of ROME has four million


class FrameworkImportForm(forms.Form):
    """The ZIP of the published files of a framework. Whether they are the right ones, the action says."""

    kind = forms.ChoiceField(
        label=_("Framework"), choices=[("rome", _("ROME (France Travail)")), ("esco", _("ESCO (European Commission)"))]
    )
    file = forms.FileField(
        label=_("ZIP of the published files"),
        help_text=_("As it is downloaded: the CSV files are inside. It is read again whole; only what changed is written."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_SENT:
            raise ValidationError(_("This file is larger than 60 MB: give the ZIP as it is published."))
        return file


class SearchForm(Form):
    """A search that an agent keeps: its name, and whether to be told."""

    name = forms.CharField(label=_("Name"), max_length=120)
    is_told = forms.BooleanField(
        label=_("Tell me when somebody new appears"),
        required=False,
        help_text=_("At most once a day, in your notifications: only people whom you may see at that moment."),
    )
