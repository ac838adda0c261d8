"""A pilot, whom it concerns, and who runs it."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.models import Decision
from intranet.access import GroupObjectPermissionBase
from intranet.base import clock, guards
from intranet.base.models import Dated, Public
from intranet.directory.models import Agent, OrgUnit, Territory
from pilots.querysets.pilots import AudienceQuerySet, MembershipQuerySet, PilotQuerySet
from skills.models import Skill


class State(models.TextChoices):
    DRAFT = "draft", _("Proposed")
    FRAMING = "framing", _("Framing")
    READY = "ready", _("Ready")
    RUNNING = "running", _("Running")
    REVIEW = "review", _("Under review")
    SUSPENDED = "suspended", _("Suspended")
    GENERALISED = "generalised", _("Extended everywhere")
    KEPT_LOCAL = "kept_local", _("Kept where it is")
    STOPPED = "stopped", _("Stopped, learned from")
    CLOSED = "closed", _("Closed, kept")


BEFORE_RUNNING = (State.DRAFT, State.FRAMING, State.READY)
UNDER_WAY = (State.RUNNING, State.REVIEW, State.SUSPENDED)
ENDED = (State.GENERALISED, State.KEPT_LOCAL, State.STOPPED, State.CLOSED)


class Pilot(Public, Dated):
    """A change tried for real, on a territory, for a time, under a sponsor who answers for it.

    Its `state` follows the latest `GateDecision` and nothing else: the database refuses any other change.
    """

    class Visibility(models.TextChoices):
        OPEN = "open", _("All colleagues")
        MEMBERS = "members", _("The team, the sponsor and the observers")

    class LegalBasis(models.TextChoices):
        NONE = "none", _("No particular basis needed")
        INTERNAL = "internal", _("Internal organisation")
        ARTICLE_37_1 = "art_37_1", _("Experiment, article 37-1 of the Constitution")
        ARTICLE_72 = "art_72", _("Local experiment, article 72 of the Constitution")
        DEROGATION = "derogation", _("Derogation granted by the State")

    class SocialDialogue(models.TextChoices):
        TO_CONSULT = "to_consult", _("Still to be consulted")
        NOT_NEEDED = "not_needed", _("Not needed, and why")
        CONSULTED = "consulted", _("Consulted: date and opinion")

    code = models.SlugField(_("short name in the address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    question = models.CharField(_("in one sentence"), max_length=240, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="pilots", verbose_name=_("decision it follows from")
    )
    origin = models.CharField(_("where it comes from"), max_length=300, blank=True)
    problem = models.TextField(_("the problem, without its solution"), max_length=3000, blank=True)
    we_believe = models.TextField(_("we believe that"), max_length=600, blank=True)
    for_whom = models.TextField(_("for"), max_length=600, blank=True)
    will_produce = models.TextField(_("will produce"), max_length=600, blank=True)
    we_will_know_when = models.TextField(_("we will know it when"), max_length=600, blank=True)
    added_value = models.TextField(_("what it is worth"), max_length=1000, blank=True)
    support_plan = models.TextField(_("training and support"), max_length=2000, blank=True)
    risks = models.TextField(_("risks, and what is done about them"), max_length=2000, blank=True)

    owner_unit = models.ForeignKey(
        OrgUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_pilots", verbose_name=_("unit that carries it")
    )
    territories = models.ManyToManyField(Territory, related_name="pilots", blank=True, verbose_name=_("territories"))
    units = models.ManyToManyField(OrgUnit, related_name="pilots", blank=True, verbose_name=_("units concerned"))
    skills = models.ManyToManyField(Skill, related_name="pilots", blank=True, verbose_name=_("skills"))
    visibility = models.CharField(_("who may see it"), max_length=8, choices=Visibility, default=Visibility.OPEN)

    legal_basis = models.CharField(_("legal basis"), max_length=12, choices=LegalBasis, blank=True)
    legal_end = models.DateField(_("legal end"), null=True, blank=True)
    social_dialogue = models.CharField(_("social dialogue"), max_length=12, choices=SocialDialogue, default=SocialDialogue.TO_CONSULT)
    social_dialogue_note = models.CharField(_("why, or the opinion given"), max_length=500, blank=True)
    social_dialogue_on = models.DateField(_("consulted on"), null=True, blank=True)
    processing_record_ref = models.CharField(_("reference in the register of processing"), max_length=120, blank=True)
    accessibility_status = models.CharField(_("accessibility"), max_length=300, blank=True)

    planned_weeks = models.PositiveSmallIntegerField(
        _("planned length, in weeks"), default=24, validators=[MinValueValidator(1), MaxValueValidator(156)]
    )
    reply_days = models.PositiveSmallIntegerField(
        _("days to answer a feedback"), default=10, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    notice_days = models.PositiveSmallIntegerField(
        _("days between the announcement and the start"), default=7, validators=[MaxValueValidator(90)]
    )
    least_measures = models.PositiveSmallIntegerField(
        _("measures needed before the review"), default=6, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    is_feedback_open = models.BooleanField(_("agents may give feedback"), default=False)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    costs = models.TextField(_("what it has cost"), max_length=1000, blank=True)
    created_by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="proposed_pilots", verbose_name=_("who proposed it"))

    objects = PilotQuerySet.as_manager()

    class Meta:
        verbose_name = _("pilot")
        verbose_name_plural = _("pilots")
        ordering = ["-created_at", "-pk"]
        # What named grants carry, beside Django's own "view_pilot". Given by `access`, never to a person directly.
        permissions = [
            ("frame_pilot", "Frame the pilot and submit it to its gates"),
            ("measure_pilot", "Type measures and marks"),
            ("answer_pilot", "Triage and answer feedback"),
            ("decide_pilot", "Decide at the gates"),
        ]
        constraints = [
            models.CheckConstraint(name="pilot_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="pilot_title_said", condition=~Q(title="")),
            models.CheckConstraint(
                name="pilot_derogation_has_an_end",
                condition=~Q(legal_basis__in=["art_37_1", "art_72", "derogation"]) | Q(legal_end__isnull=False),
                violation_error_message=_("An experiment or a derogation has a legal end: give its date."),
            ),
            models.CheckConstraint(name="pilot_running_has_a_start", condition=~Q(state="running") | Q(started_on__isnull=False)),
        ]
        indexes = [models.Index(fields=["state", "-created_at"], name="pilot_by_state")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("pilots:pilot", args=[self.code])

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_before_running(self) -> bool:
        return self.state in BEFORE_RUNNING

    @property
    def takes_feedback(self) -> bool:
        """Whether agents may give feedback now: the channel is open and the pilot is known to be coming or under way."""
        return self.is_feedback_open and self.state in (State.READY, *UNDER_WAY)

    @property
    def week(self) -> int | None:
        """The week of the pilot, from 1, or None when it did not start."""
        if self.started_on is None:
            return None
        return max(1, (clock.today() - self.started_on).days // 7 + 1)

    def people(self) -> models.QuerySet[Agent]:
        """Those who have a part in it: its team and its sponsors."""
        member = Q(pilot_memberships__pilot=self, pilot_memberships__left_on=None)
        sponsor = Q(sponsor_mandates__pilot=self, sponsor_mandates__status="accepted")
        return Agent.objects.filter(member | sponsor).distinct().order_by("pk")

    @property
    def planned_end_on(self):
        return self.started_on + timedelta(weeks=self.planned_weeks) if self.started_on else None


class PilotGroupPermission(GroupObjectPermissionBase):
    """The named grants on pilots: rows with a real foreign key, gone with their pilot."""

    content_object = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="grants")

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class Audience(Public):
    """People whom the pilot changes something for. What they gain is required: a change without it is not announced."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="audiences")
    name = models.CharField(_("you are"), max_length=120)
    unit = models.ForeignKey(
        OrgUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit, with those under it")
    )
    what_changes = models.CharField(_("what changes"), max_length=400)
    added_value = models.CharField(_("what you gain"), max_length=400)
    cost = models.CharField(_("what it costs you"), max_length=400, blank=True)
    help = models.CharField(_("to help you"), max_length=400, blank=True)
    headcount = models.PositiveIntegerField(_("how many people"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="audience_gains_something", condition=~Q(added_value="")),
            models.CheckConstraint(name="audience_knows_what_changes", condition=~Q(what_changes="")),
        ]

    def __str__(self):
        return self.name


class Membership(Public):
    """Somebody on the team of a pilot, and for how much of their time. `left_on` ends it; the row stays."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        TEAM = "team", _("team")
        OBSERVER = "observer", _("observer")

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="pilot_memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.TEAM)
    share_of_time = models.PositiveSmallIntegerField(_("share of time, in %"), null=True, blank=True, validators=[MaxValueValidator(100)])
    manager_agreed_on = models.DateField(_("line manager agreed on"), null=True, blank=True)
    joined_on = models.DateField(_("on the team since"))
    left_on = models.DateField(_("on the team until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ["role", "joined_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pilot", "person"], name="team_member_once", condition=Q(left_on=None)),
            models.UniqueConstraint(fields=["pilot"], name="team_one_lead", condition=Q(left_on=None, role="lead")),
            models.CheckConstraint(name="team_share_possible", condition=Q(share_of_time=None) | Q(share_of_time__lte=100)),
        ]

    def __str__(self):
        return f"{self.pilot_id}: {self.person_id}"


guards.refuse(
    "pilot_begins_as_a_draft",
    model="pilots.Pilot",
    events=("INSERT",),
    when="NEW.state <> 'draft'",
    message="a pilot begins as a draft",
)
guards.refuse(
    "pilot_state_follows_a_decision",
    model="pilots.Pilot",
    events=("UPDATE",),
    when="NEW.state <> OLD.state AND NOT EXISTS (SELECT 1 FROM pilots_gatedecision d WHERE d.pilot_id = NEW.id"
    " AND d.from_state = OLD.state AND d.to_state = NEW.state"
    " AND d.number = (SELECT MAX(l.number) FROM pilots_gatedecision l WHERE l.pilot_id = NEW.id))",
    message="the state of a pilot follows its latest gate decision",
)
# P6. The day that counts is the day of the decision, so that a moved clock and an old archive are judged alike.
_SPONSORS = (
    "SELECT COUNT(*) FROM pilots_sponsormandate m JOIN directory_agent a ON a.id = m.sponsor_id"
    " JOIN pilots_gatedecision d ON d.pilot_id = m.pilot_id"
    " WHERE m.pilot_id = NEW.id AND m.kind = 'primary' AND m.status = 'accepted' AND a.is_active"
    " AND d.number = (SELECT MAX(l.number) FROM pilots_gatedecision l WHERE l.pilot_id = NEW.id)"
    " AND m.starts_on <= d.decided_on AND m.ends_on >= d.decided_on"
    " AND NOT EXISTS (SELECT 1 FROM pilots_membership t WHERE t.pilot_id = NEW.id AND t.role = 'lead'"
    " AND t.left_on IS NULL AND t.person_id = m.sponsor_id)"
)
guards.refuse(
    "pilot_runs_under_a_mandate",
    model="pilots.Pilot",
    events=("UPDATE",),
    when=f"NEW.state = 'running' AND OLD.state <> 'running' AND ({_SPONSORS}) <> 1",
    message="no pilot runs without one accepted, unexpired mandate of an active sponsor who is not its lead",
)
guards.refuse(
    "team_lead_is_not_the_sponsor",
    model="pilots.Membership",
    events=("INSERT", "UPDATE"),
    when="NEW.role = 'lead' AND NEW.left_on IS NULL AND EXISTS (SELECT 1 FROM pilots_sponsormandate m"
    " WHERE m.pilot_id = NEW.pilot_id AND m.sponsor_id = NEW.person_id AND m.status = 'accepted')",
    message="the lead of a pilot is not its sponsor",
)
