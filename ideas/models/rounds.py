"""Rounds of voting: what is put to the vote, under which rules, and who is on the roll. All of it is frozen at the announcement."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.models.campaigns import Campaign, Phase, RuleSetVersion
from ideas.models.problems import RecurringProblem
from ideas.models.proposals import IdeaVersion
from ideas.querysets.rounds import OptionQuerySet, RoundQuerySet
from intranet.base import clock, guards
from intranet.base.models import Dated, Public
from intranet.directory.models import Agent, OrgUnit


class VotingRound(Public, Dated):
    """One vote of a campaign. It opens and closes by the clock; the close counts the ballots."""

    class Kind(models.TextChoices):
        PRIORITISE = "prioritise", _("choose which problems to solve first")
        VOTE = "vote", _("vote on ideas")

    class Secrecy(models.TextChoices):
        OPEN = "open", _("ballots not shown, kept with their author")
        CONFIDENTIAL = "confidential", _("confidential")

    class Status(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        ANNOUNCED = "announced", _("announced")
        PUBLISHED = "published", _("result published")
        CANCELLED = "cancelled", _("cancelled")

    class Stage(models.TextChoices):
        """Where the round stands on the clock."""

        DRAFT = "draft", _("in preparation")
        COMING = "coming", _("coming")
        OPEN = "open", _("open")
        COUNTING = "counting", _("being counted")
        PUBLISHED = "published", _("closed, result published")
        CANCELLED = "cancelled", _("cancelled")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("campaign"))
    phase = models.ForeignKey(Phase, on_delete=models.SET_NULL, null=True, blank=True, related_name="rounds", verbose_name=_("phase"))
    kind = models.CharField(_("what is voted on"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=140)
    presentation = models.TextField(_("what is asked"), max_length=2000, blank=True)
    rules = models.ForeignKey(RuleSetVersion, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("rules of the game"))
    method = models.CharField(_("way of counting"), max_length=20, default="approval")
    max_choices = models.PositiveSmallIntegerField(_("choices at most"), default=3)
    places = models.PositiveSmallIntegerField(_("how many come out first"), default=1)
    secrecy = models.CharField(_("confidentiality"), max_length=12, choices=Secrecy, default=Secrecy.CONFIDENTIAL)
    opens_at = models.DateTimeField(_("opens on"))
    closes_at = models.DateTimeField(_("closes on"))
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.DRAFT)
    created_by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("prepared by"))

    # written once, by the announcement
    announced_at = models.DateTimeField(_("announced on"), null=True, blank=True)
    announced_by = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("announced by")
    )
    params = models.JSONField(_("frozen parameters"), default=dict, blank=True)
    roll_size = models.PositiveIntegerField(_("people on the roll"), default=0)
    options_sha256 = models.CharField(_("fingerprint of the options"), max_length=64, blank=True)
    roll_sha256 = models.CharField(_("fingerprint of the roll"), max_length=64, blank=True)
    rules_sha256 = models.CharField(_("fingerprint of the rules"), max_length=64, blank=True)
    # The key of the receipts. A confidential round forgets it at the close: nobody can make the receipts again.
    receipt_key = models.CharField(max_length=64, blank=True, editable=False)

    published_at = models.DateTimeField(_("result published on"), null=True, blank=True)
    cancel_reason = models.TextField(_("why it is cancelled"), max_length=1000, blank=True)
    cancel_asked_by = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cancellation asked by")
    )
    cancelled_by = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cancelled by")
    )
    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("voting round")
        verbose_name_plural = _("voting rounds")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "rules"], name="round_and_rules"),
            models.CheckConstraint(
                name="round_dates_in_order",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("The vote closes after it opens."),
            ),
            models.CheckConstraint(name="round_has_choices_and_places", condition=Q(max_choices__gte=1, places__gte=1)),
            models.CheckConstraint(
                name="round_announced_is_frozen",
                condition=Q(status="draft")
                | (
                    Q(announced_at__isnull=False, announced_by__isnull=False, roll_size__gte=1)
                    & ~Q(options_sha256="")
                    & ~Q(roll_sha256="")
                    & ~Q(rules_sha256="")
                ),
            ),
            models.CheckConstraint(
                name="round_cancelled_by_two",
                condition=~Q(status="cancelled")
                | (
                    Q(cancel_asked_by__isnull=False, cancelled_by__isnull=False, cancelled_at__isnull=False)
                    & ~Q(cancel_reason="")
                    & ~Q(cancel_asked_by=F("cancelled_by"))
                ),
                violation_error_message=_("A vote is cancelled by two people, with a reason."),
            ),
            models.CheckConstraint(name="round_published_has_date", condition=~Q(status="published") | Q(published_at__isnull=False)),
        ]
        indexes = [models.Index(fields=["status", "closes_at"], name="round_to_close")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ideas:round", args=[self.public_id])

    def stage_at(self, moment: datetime) -> str:
        """Where the round stands at `moment`."""
        if self.status != self.Status.ANNOUNCED:
            return self.Stage(self.status)
        if moment < self.opens_at:
            return self.Stage.COMING
        return self.Stage.OPEN if moment < self.closes_at else self.Stage.COUNTING

    @property
    def stage(self) -> str:
        return self.stage_at(clock.now())

    @property
    def stage_label(self) -> str:
        return str(self.Stage(self.stage).label)

    @property
    def is_open(self) -> bool:
        return self.stage == self.Stage.OPEN

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_confidential(self) -> bool:
        return self.secrecy == self.Secrecy.CONFIDENTIAL

    @property
    def shows_turnout(self) -> bool:
        """Whether the rules let the number of ballots show while the vote is open (for the whole roll only)."""
        return bool(self.params.get("show_turnout"))


class RoundOption(Public):
    """One thing put to the vote: a recurring problem or a version of an idea, under a number."""

    round = models.ForeignKey(VotingRound, on_delete=models.CASCADE, related_name="options", verbose_name=_("round"))
    number = models.PositiveSmallIntegerField(_("number"))
    recurring = models.ForeignKey(
        RecurringProblem, on_delete=models.PROTECT, null=True, blank=True, related_name="options", verbose_name=_("recurring problem")
    )
    version = models.ForeignKey(
        IdeaVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="options", verbose_name=_("version of an idea")
    )
    # As announced: what the vote was about, whatever becomes of the idea.
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in one line"), max_length=240, blank=True)

    objects = OptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="option_number_once"),
            models.UniqueConstraint(fields=["round", "recurring"], name="option_recurring_once"),
            models.UniqueConstraint(fields=["round", "version"], name="option_version_once"),
            models.CheckConstraint(
                name="option_of_one_thing",
                condition=Q(recurring__isnull=False, version__isnull=True) | Q(recurring__isnull=True, version__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    @property
    def subject(self):
        """The recurring problem or the idea that is put to the vote."""
        return self.recurring or self.version.idea

    def get_absolute_url(self):
        return self.subject.get_absolute_url()


class RollEntry(models.Model):
    """An agent who may vote in a round: the roll is a snapshot, later moves do not change it (I16)."""

    round = models.ForeignKey(VotingRound, on_delete=models.CASCADE, related_name="roll", verbose_name=_("round"))
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="roll_entries", verbose_name=_("agent"))
    unit_at_freeze = models.ForeignKey(OrgUnit, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("unit on that day"))
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    # Written at the close: that a person voted, never when nor what.
    has_voted = models.BooleanField(_("has voted"), default=False)

    class Meta:
        verbose_name = _("line of the roll")
        verbose_name_plural = _("roll")
        constraints = [
            models.UniqueConstraint(fields=["round", "agent"], name="roll_agent_once"),
            models.CheckConstraint(name="roll_weight_is_one", condition=Q(weight=1)),
        ]

    def __str__(self):
        return f"{self.round_id}:{self.agent_id}"


class Priority(models.Model):
    """A recurring problem that a round of prioritisation put among the first."""

    recurring = models.ForeignKey(
        RecurringProblem, on_delete=models.CASCADE, related_name="priorities", verbose_name=_("recurring problem")
    )
    round = models.ForeignKey(VotingRound, on_delete=models.PROTECT, related_name="priorities", verbose_name=_("round"))
    place = models.PositiveSmallIntegerField(_("rank in the result"))

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["round", "place"]
        constraints = [models.UniqueConstraint(fields=["recurring", "round"], name="priority_once")]

    def __str__(self):
        return f"{self.place}. {self.recurring}"


guards.append_only(
    "ideas.VotingRound",
    frozen=(
        "campaign_id",
        "kind",
        "title",
        "presentation",
        "rules_id",
        "method",
        "max_choices",
        "places",
        "secrecy",
        "opens_at",
        "closes_at",
        "announced_at",
        "announced_by_id",
        "params",
        "roll_size",
        "options_sha256",
        "roll_sha256",
        "rules_sha256",
    ),
    when="OLD.status <> 'draft'",
)
guards.refuse(
    "ideas_round_goes_forward",
    model="ideas.VotingRound",
    events=("UPDATE",),
    when="OLD.status <> NEW.status AND NOT ("
    "(OLD.status = 'draft' AND NEW.status = 'announced') OR (OLD.status = 'announced' AND NEW.status IN ('published', 'cancelled')))",
    message="a round goes from draft to announced, then is published or cancelled",
)
guards.refuse(
    "ideas_round_begins_as_draft",
    model="ideas.VotingRound",
    events=("INSERT",),
    when="NEW.status <> 'draft'",
    message="a round begins as a draft",
)
guards.refuse(
    "ideas_round_published_is_counted",
    model="ideas.VotingRound",
    events=("UPDATE",),
    when="NEW.status = 'published' AND NOT EXISTS (SELECT 1 FROM ideas_tally t WHERE t.round_id = NEW.id)",
    message="a round is published with its tally",
)
_ROUND_STATUS = "(SELECT r.status FROM ideas_votinground r WHERE r.id = {row}.round_id)"
for _model, _name in (("ideas.RoundOption", "ideas_options"), ("ideas.RollEntry", "ideas_roll")):
    guards.refuse(
        f"{_name}_frozen",
        model=_model,
        events=("INSERT",),
        when=f"{_ROUND_STATUS.format(row='NEW')} <> 'draft'",
        message=f"{_model}: frozen when the round was announced",
    )
    guards.refuse(
        f"{_name}_kept",
        model=_model,
        events=("DELETE",),
        when=f"{_ROUND_STATUS.format(row='OLD')} <> 'draft'",
        message=f"{_model}: frozen when the round was announced",
    )
guards.refuse(
    "ideas_options_unchanged",
    model="ideas.RoundOption",
    events=("UPDATE",),
    when=f"{_ROUND_STATUS.format(row='OLD')} <> 'draft' OR {_ROUND_STATUS.format(row='NEW')} <> 'draft'",
    message="ideas.RoundOption: frozen when the round was announced",
)
guards.refuse(
    "ideas_options_of_one_kind",
    model="ideas.RoundOption",
    events=("INSERT", "UPDATE"),
    when="(SELECT r.kind FROM ideas_votinground r WHERE r.id = NEW.round_id)"
    " <> (CASE WHEN NEW.recurring_id IS NULL THEN 'vote' ELSE 'prioritise' END)",
    message="the options of a round are of its kind",
)
guards.refuse(
    "ideas_roll_unchanged",
    model="ideas.RollEntry",
    events=("UPDATE",),
    when="NEW.round_id <> OLD.round_id OR NEW.agent_id <> OLD.agent_id OR (OLD.has_voted AND NOT NEW.has_voted)"
    f" OR ({_ROUND_STATUS.format(row='OLD')} <> 'draft' AND ((NEW.unit_at_freeze_id IS NULL) <> (OLD.unit_at_freeze_id IS NULL)"
    " OR NEW.unit_at_freeze_id <> OLD.unit_at_freeze_id) AND NEW.unit_at_freeze_id IS NOT NULL)",
    message="ideas.RollEntry: frozen when the round was announced",
)
