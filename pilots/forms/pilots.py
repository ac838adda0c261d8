"""Propose and frame a pilot, its audiences, its team, its announcements."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.base.forms import Form, ModelForm
from intranet.base.text import written_day
from intranet.directory.forms import AgentField, UnitField, UnitsField
from intranet.directory.models import Territory
from pilots.actions.pilots import FIXED_AT_START, FRAMED
from pilots.forms.fields import DayField, TerritoriesField, area
from pilots.models import Audience, Membership, Pilot
from pilots.models.pilots import State
from skills.forms import SkillsField


class ProposeForm(Form):
    """A pilot in its first words."""

    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("As one would say it to a colleague."))
    question = forms.CharField(label=_("In one sentence"), max_length=240, required=False)
    problem = forms.CharField(
        label=_("The problem"),
        max_length=3000,
        widget=area(5),
        help_text=_("What happens today, to whom, how often. Without the solution."),
    )
    origin = forms.CharField(
        label=_("Where it comes from"),
        max_length=300,
        help_text=_("An idea, a request, an observation, an obligation: who asked, and when."),
    )
    lead = AgentField(label=_("Who would lead it"), required=False, help_text=_("Leave empty when it is you."))
    territories = TerritoriesField()

    def __init__(self, *args, agent, decision=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].viewer = agent
        if decision is not None:
            del self.fields["origin"]


class FramingForm(ModelForm):
    """The framing, in sections. Only the title is required: what is missing is said at the gate, not here."""

    legal_end = DayField(label=_("Legal end"), required=False, help_text=_("For an experiment or a derogation: on that day it stops."))
    social_dialogue_on = DayField(label=_("Consulted on"), required=False)
    starts_on = DayField(label=_("Starts on"), required=False)
    next_review_on = DayField(label=_("Next review"), required=False)
    owner_unit = UnitField(label=_("Unit that carries it"), required=False)
    territories = TerritoriesField()
    units = UnitsField(label=_("Units concerned"), required=False, help_text=_("Several may be chosen."))

    skills = SkillsField(
        label=_("Skills that it uses"), most=5, required=False, help_text=_("Proposed to the team as recognised skills when it ends.")
    )

    class Meta:
        model = Pilot
        fields = FRAMED
        widgets = {
            "problem": area(4),
            "we_believe": area(2),
            "for_whom": area(2),
            "will_produce": area(2),
            "we_will_know_when": area(2),
            "added_value": area(2),
            "support_plan": area(3),
            "risks": area(3),
            "costs": area(2),
        }

    SECTIONS = (
        (_("What is tried"), ("title", "question", "problem", "origin", "added_value")),
        (_("The hypothesis, in four parts"), ("we_believe", "for_whom", "will_produce", "we_will_know_when")),
        (_("Where"), ("territories", "units", "owner_unit", "visibility")),
        (_("Training, support, risks"), ("support_plan", "skills", "risks", "processing_record_ref", "accessibility_status")),
        (_("Law and social dialogue"), ("legal_basis", "legal_end", "social_dialogue", "social_dialogue_note", "social_dialogue_on")),
        (
            _("Dates and rules"),
            (
                "starts_on",
                "planned_weeks",
                "next_review_on",
                "notice_days",
                "reply_days",
                "is_feedback_open",
                "least_measures",
                "costs",
            ),
        ),
    )

    def __init__(self, *args, pilot, **kwargs):
        super().__init__(
            *args,
            instance=pilot,
            initial={"territories": pilot.territories.all(), "units": pilot.units.all(), "skills": list(pilot.skills.all())},
            **kwargs,
        )
        if pilot.state == State.DRAFT:
            self.fields["visibility"].help_text = _("Facilitators open the framing: keep it open to all until then.")
        self.fields["risks"].help_text = _("Personal data included: what is held, for how long, who sees it.")
        self.fields["is_feedback_open"].help_text = _("From the day it is ready until it ends.")

        # What was typed on a page that was open before the start is refused with a sentence, and not lost in silence.
        self.fixed = []
        if pilot.is_under_way:
            for name in FIXED_AT_START:
                field = self.fields[name]
                if not (self.is_bound and self.add_prefix(name) in self.data):
                    self.fixed.append((field.label, _written(pilot, name)))
                    del self.fields[name]

    def sections(self):
        """Each section that has some: its title and its fields."""
        kept = [(title, [self[name] for name in names if name in self.fields]) for title, names in self.SECTIONS]
        return [(title, fields) for title, fields in kept if fields]


def _written(pilot: Pilot, name: str) -> str:
    """A field of the framing as it reads when it can no longer be changed."""
    value = getattr(pilot, name)
    if isinstance(value, date):
        return written_day(value)
    return pilot.get_legal_basis_display() if name == "legal_basis" else str(value or "")


class AudienceForm(ModelForm):
    """People concerned, and what they gain: required."""

    unit = UnitField(
        label=_("Unit, with those under it"), required=False, help_text=_("Its agents are told of the change and asked for feedback.")
    )

    class Meta:
        model = Audience
        fields = ("name", "unit", "what_changes", "added_value", "cost", "help", "headcount")
        widgets = {"what_changes": area(2), "added_value": area(2), "cost": area(2), "help": area(2)}


class MemberForm(Form):
    """Somebody for the team."""

    person = AgentField(label=_("Who"))
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices, initial=Membership.Role.TEAM)
    share_of_time = forms.IntegerField(
        label=_("Share of their time, in %"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Their line manager is asked to agree."),
    )

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].viewer = agent


class AnnouncementForm(Form):
    """What changes, said to those whom it changes something for."""

    title = forms.CharField(label=_("Title"), max_length=160)
    what_changes = forms.CharField(label=_("What changes"), max_length=2000, widget=area(4))
    effective_on = DayField(label=_("From when"))
    stays_the_same = forms.CharField(label=_("What stays the same"), max_length=1000, required=False, widget=area(2))
    cost = forms.CharField(
        label=_("What it costs you"), max_length=1000, required=False, widget=area(2), help_text=_("Time, habits: say it plainly.")
    )
    help = forms.CharField(label=_("Help available"), max_length=1000, required=False, widget=area(2))


class FilterForm(forms.Form):
    """The filters of the list of pilots, in its address."""

    q = forms.CharField(max_length=200, required=False)
    state = forms.ChoiceField(
        choices=[
            ("", _("All of them")),
            ("running", _("Under way")),
            ("coming", _("Being prepared")),
            ("ended", _("Ended")),
        ],
        required=False,
    )
    territory = forms.ModelChoiceField(Territory.objects.all(), required=False)
    mine = forms.BooleanField(required=False)
