"""Decisions and their reasons, and the duty to answer that they fulfil."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length, Replace, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.models.ballots import JSONLength, Tally
from ideas.models.campaigns import Campaign, Mandate, RuleSetVersion
from ideas.models.problems import RecurringProblem
from ideas.models.proposals import Idea
from ideas.models.rounds import VotingRound
from ideas.querysets.decisions import DecisionQuerySet, DutyQuerySet
from intranet.base import clock, guards
from intranet.base.models import Dated, Public
from intranet.directory.models import Agent

EXPLANATION_MIN = 80


def _trimmed(field: str):
    # TRIM alone leaves line ends and tabulations: a page of empty lines is not an explanation.
    return Length(Trim(Replace(Replace(F(field), Value("\n"), Value(" ")), Value("\t"), Value(" "))))


class Decision(Public, Dated):
    """What was decided about an idea, a recurring problem or a vote, by whom, under which mandate, and why.

    Once published it never changes: a correction is another decision that replaces it.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        ACCEPTED_WITH_CHANGES = "accepted_with_changes", _("accepted with changes")
        PILOTED = "piloted", _("accepted as a pilot")
        DEFERRED = "deferred", _("deferred")
        DECLINED = "declined", _("declined")
        OUT_OF_SCOPE = "out_of_scope", _("out of the perimeter")
        TRANSFERRED = "transferred", _("handed over to another service")

    FAVOURABLE = ("accepted", "accepted_with_changes", "piloted")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("replaced")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("campaign")
    )
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("idea"))
    recurring = models.ForeignKey(
        RecurringProblem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("recurring problem")
    )
    round = models.ForeignKey(
        VotingRound, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("round")
    )
    outcome = models.CharField(_("outcome"), max_length=22, choices=Outcome, blank=True)
    explanation = models.TextField(_("explanation"), max_length=8000, blank=True)
    reasons = models.JSONField(_("reasons, criterion by criterion"), default=list, blank=True)
    alternatives = models.TextField(_("what else was considered"), max_length=4000, blank=True)
    tally = models.ForeignKey(
        Tally, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("result of the vote")
    )
    follows_tally = models.BooleanField(_("follows the vote"), null=True, blank=True)
    divergence_reason = models.TextField(_("why it departs from the vote"), max_length=4000, blank=True)
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("mandate")
    )
    written_by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="decisions_written", verbose_name=_("written by"))
    decided_by = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    review_on = models.DateField(_("to be looked at again on"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.DRAFT)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["status", "-published_at"], name="decision_newest")]
        constraints = [
            models.CheckConstraint(
                name="decision_about_one_thing",
                condition=Q(idea__isnull=False, recurring__isnull=True, round__isnull=True)
                | Q(idea__isnull=True, recurring__isnull=False, round__isnull=True)
                | Q(idea__isnull=True, recurring__isnull=True, round__isnull=False),
            ),
            # I1: nothing is decided without its reasons, its author and its mandate.
            models.CheckConstraint(
                name="decision_published_is_explained",
                condition=Q(status="draft")
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False, published_at__isnull=False, mandate__isnull=False)
                    & ~Q(outcome="")
                    & Q(GreaterThanOrEqual(JSONLength(F("reasons")), 1))
                    & Q(GreaterThanOrEqual(_trimmed("explanation"), EXPLANATION_MIN))
                ),
            ),
            # I3: what departs from a vote says why; what rests on a vote says whether it follows it.
            models.CheckConstraint(
                name="decision_departing_says_why",
                condition=Q(status="draft") | ~Q(follows_tally=False) | Q(GreaterThanOrEqual(_trimmed("divergence_reason"), 1)),
            ),
            models.CheckConstraint(
                name="decision_with_tally_says_if_it_follows",
                condition=Q(status="draft") | Q(tally=None, follows_tally=None) | Q(tally__isnull=False, follows_tally__isnull=False),
            ),
            models.UniqueConstraint(fields=["idea"], condition=Q(status="published"), name="decision_one_in_force_by_idea"),
            models.UniqueConstraint(fields=["recurring"], condition=Q(status="published"), name="decision_one_in_force_by_recurring"),
            models.CheckConstraint(
                name="decision_deferred_has_a_date", condition=Q(status="draft") | ~Q(outcome="deferred") | Q(review_on__isnull=False)
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ideas:decision", args=[self.public_id])

    @property
    def subject(self):
        """The idea, the recurring problem or the vote that is decided on."""
        return self.idea or self.recurring or self.round

    @property
    def title(self) -> str:
        """The title of what is decided on (select it: `Decision.objects.with_subject()`)."""
        return self.subject.title

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_favourable(self) -> bool:
        return self.outcome in self.FAVOURABLE

    @property
    def departs(self) -> bool:
        """Whether it departs from the vote."""
        return self.follows_tally is False

    def would_follow(self, tally: Tally | None) -> bool | None:
        """Whether the outcome goes the way of the vote: what came out first is accepted, the rest is not. None without a vote.

        A consultative result (quorum missed) binds nobody: whatever is decided follows it.
        """
        if tally is None:
            return None
        if tally.result["consultative"]:
            return True
        return tally.line_of(self.subject)["first"] == self.is_favourable


class ReplyDuty(Public):
    """An answer that is owed: to what, by whom, before when. It ends with a published decision, or is waived with a public reason."""

    class State(models.TextChoices):
        OPEN = "open", _("expected")
        ANSWERED = "answered", _("answered")
        WAIVED = "waived", _("waived")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="duties", verbose_name=_("campaign"))
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("idea"))
    recurring = models.ForeignKey(
        RecurringProblem, on_delete=models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("recurring problem")
    )
    round = models.ForeignKey(
        VotingRound, on_delete=models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("opened by the vote")
    )
    from_rule = models.ForeignKey(RuleSetVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("rules that ask for it"))
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="duties", verbose_name=_("mandate"))
    holder = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="duties", verbose_name=_("who must answer"))
    opened_at = models.DateTimeField(_("opened on"))
    due_on = models.DateField(_("expected before"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("decision that answers")
    )
    waived_reason = models.TextField(_("why it is waived"), max_length=1000, blank=True)
    waived_by = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("waived by"))

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty to answer")
        verbose_name_plural = _("duties to answer")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="duty_by_date")]
        constraints = [
            models.CheckConstraint(
                name="duty_about_one_thing",
                condition=Q(idea__isnull=False, recurring__isnull=True) | Q(idea__isnull=True, recurring__isnull=False),
            ),
            models.UniqueConstraint(fields=["idea"], condition=Q(state="open"), name="duty_one_open_by_idea"),
            models.UniqueConstraint(fields=["recurring"], condition=Q(state="open"), name="duty_one_open_by_recurring"),
            models.CheckConstraint(
                name="duty_answered_by_a_decision",
                condition=~Q(state="answered") | Q(decision__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="duty_waived_with_a_reason",
                condition=~Q(state="waived") | (Q(waived_by__isnull=False) & Q(GreaterThanOrEqual(_trimmed("waived_reason"), 1))),
            ),
        ]

    def __str__(self):
        return str(self.public_id)

    def get_absolute_url(self):
        return self.decision.get_absolute_url() if self.decision_id else self.subject.get_absolute_url()

    @property
    def subject(self):
        """The idea or the recurring problem that waits for an answer."""
        return self.idea or self.recurring

    @property
    def is_late(self) -> bool:
        return self.state == self.State.OPEN and self.due_on < clock.today()


guards.append_only(
    "ideas.Decision",
    frozen=(
        "campaign_id",
        "idea_id",
        "recurring_id",
        "round_id",
        "outcome",
        "explanation",
        "reasons",
        "alternatives",
        "tally_id",
        "follows_tally",
        "divergence_reason",
        "mandate_id",
        "written_by_id",
        "decided_by_id",
        "decided_at",
        "published_at",
        "review_on",
        "replaces_id",
    ),
    when="OLD.status <> 'draft'",
)
guards.refuse(
    "ideas_decision_goes_forward",
    model="ideas.Decision",
    events=("UPDATE",),
    when="OLD.status <> NEW.status AND NOT ("
    "(OLD.status = 'draft' AND NEW.status = 'published') OR (OLD.status = 'published' AND NEW.status = 'superseded'"
    " AND EXISTS (SELECT 1 FROM ideas_decision d WHERE d.replaces_id = NEW.id)))",
    message="a published decision is only ever replaced, by another",
)
guards.refuse(
    "ideas_decision_begins_as_draft",
    model="ideas.Decision",
    events=("INSERT",),
    when="NEW.status <> 'draft'",
    message="a decision begins as a draft",
)
guards.refuse(
    "ideas_decided_by_a_decision",  # I2
    model="ideas.Idea",
    events=("INSERT", "UPDATE"),
    when="NEW.status = 'decided'"
    " AND NOT EXISTS (SELECT 1 FROM ideas_decision d WHERE d.idea_id = NEW.id AND d.status IN ('published', 'superseded'))",
    message="an idea is decided by a published decision",
)
guards.refuse(
    "ideas_duty_answered_by_a_published_decision",
    model="ideas.ReplyDuty",
    events=("INSERT", "UPDATE"),
    when="NEW.state = 'answered' AND NOT EXISTS (SELECT 1 FROM ideas_decision d WHERE d.id = NEW.decision_id AND d.status <> 'draft'"
    " AND (d.idea_id = NEW.idea_id OR d.recurring_id = NEW.recurring_id))",
    message="a duty to answer ends with a published decision about the same thing",
)
guards.append_only(
    "ideas.ReplyDuty",
    frozen=("campaign_id", "idea_id", "recurring_id", "round_id", "from_rule_id", "mandate_id", "opened_at", "due_on"),
)
