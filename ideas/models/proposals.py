"""Ideas: what agents propose, its versions, its authors, and every step of its life."""

import hashlib

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.models.campaigns import Campaign
from ideas.models.problems import RecurringProblem
from ideas.querysets.proposals import IdeaAuthorQuerySet, IdeaQuerySet
from intranet.base import guards
from intranet.base.models import Dated, Public
from intranet.directory.models import Agent


class Idea(Public, Dated):
    """An answer to a recurring problem, carried by several authors through a campaign. Its words are in its versions."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", pgettext_lazy("idea", "published")
        ADMISSIBLE = "admissible", _("can be voted on")
        NOT_ADMISSIBLE = "not_admissible", _("cannot be voted on")
        ON_BALLOT = "on_ballot", _("put to the vote")
        AWAITING_DECISION = "awaiting_decision", _("waits for a decision")
        DECIDED = "decided", _("decided")
        IN_PILOT = "in_pilot", _("in pilot")
        IMPLEMENTED = "implemented", _("carried out")
        EVALUATED = "evaluated", _("measured")
        GENERALISED = "generalised", _("extended to all")
        STOPPED = "stopped", _("stopped")
        WITHDRAWN = "withdrawn", _("withdrawn by its authors")
        MERGED = "merged", _("joined to another idea")

    OPEN_TO_EDIT = ("draft", "published", "admissible", "not_admissible")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="ideas", verbose_name=_("campaign"))
    problems = models.ManyToManyField(RecurringProblem, related_name="ideas", verbose_name=_("recurring problems it answers"))
    status = models.CharField(_("state"), max_length=18, choices=Status, default=Status.DRAFT)
    status_reason = models.TextField(_("reason of the state"), max_length=1000, blank=True)
    current_version = models.ForeignKey(
        "IdeaVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("current version")
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed")
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["campaign", "status", "-published_at"], name="idea_of_campaign"),
            # The list in its order, with what says whether everyone may read an idea: read, shuffled and counted without the rows.
            models.Index(fields=["-published_at", "-id", "status"], name="idea_newest"),
            models.Index(fields=["status", "published_at"], name="idea_by_status"),
        ]
        constraints = [
            models.CheckConstraint(
                name="idea_published_is_complete",
                condition=Q(status__in=["draft", "withdrawn"]) | Q(published_at__isnull=False, current_version__isnull=False),
            ),
            models.CheckConstraint(
                name="idea_merged_somewhere_else",
                condition=(Q(status="merged") & Q(merged_into__isnull=False) & ~Q(merged_into=F("pk")))
                | (~Q(status="merged") & Q(merged_into=None)),
            ),
            models.CheckConstraint(name="idea_refused_with_a_reason", condition=~Q(status="not_admissible") | ~Q(status_reason="")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ideas:idea", args=[self.public_id])

    @property
    def title(self) -> str:
        """The title of the current version (select it: `Idea.objects.with_words()`)."""
        return self.current_version.title if self.current_version else str(self.public_id)

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_open_to_edit(self) -> bool:
        """Whether its authors may still change its words: never once it is put to the vote (I7)."""
        return self.status in self.OPEN_TO_EDIT


class IdeaVersion(Public):
    """The words of an idea at one moment. Once published a version never changes (I6); only a first draft does."""

    class Cost(models.TextChoices):
        NIL = "nil", _("nothing")
        K1 = "lt1k", _("less than €1,000")
        K10 = "lt10k", _("less than €10,000")
        K100 = "lt100k", _("less than €100,000")
        MORE = "gt100k", _("more than €100,000")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="versions", verbose_name=_("idea"))
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    proposal = models.TextField(_("what you propose"), max_length=8000)
    expected_effect = models.CharField(_("what it would change"), max_length=500)
    beneficiaries = models.CharField(_("who would benefit"), max_length=300)
    cost_band = models.CharField(_("what it would cost"), max_length=6, choices=Cost, default=Cost.NIL)
    risks = models.TextField(_("what could go wrong"), max_length=1500, blank=True)
    change_note = models.CharField(_("what changed"), max_length=300, blank=True)
    editor = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    at = models.DateTimeField(_("written on"), auto_now_add=True)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)

    WORDS = ("title", "proposal", "expected_effect", "beneficiaries", "cost_band", "risks")

    class Meta:
        verbose_name = _("version of an idea")
        verbose_name_plural = _("versions of ideas")
        ordering = ["idea", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "number"], name="idea_version_number_once"),
            models.CheckConstraint(name="idea_version_has_words", condition=~Q(title="")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ideas:idea_version", args=[self.idea.public_id, self.number])

    @property
    def mark(self) -> str:
        """What tells these words from any others of the idea: a form sends it back, so that no edit goes unseen."""
        words = "\x1f".join(getattr(self, name) for name in self.WORDS)
        return f"{self.number}-{hashlib.sha256(words.encode()).hexdigest()[:16]}"


class IdeaAuthor(Public):
    """An author of an idea, invited by another and answering for themselves."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("author")
        DECLINED = "declined", _("declined")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="authorships", verbose_name=_("idea"))
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="authorships", verbose_name=_("author"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.INVITED)
    invited_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("invited by"))
    invited_at = models.DateTimeField(_("invited on"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    objects = IdeaAuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author of an idea")
        verbose_name_plural = _("authors of ideas")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["idea", "agent"], name="idea_author_once")]

    def __str__(self):
        return f"{self.idea_id}/{self.agent_id}"


class IdeaFollow(models.Model):
    """An agent who wants a message at each step of an idea."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="follows", verbose_name=_("idea"))
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="follows", verbose_name=_("agent"))
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)

    class Meta:
        verbose_name = _("follower of an idea")
        verbose_name_plural = _("followers of ideas")
        constraints = [models.UniqueConstraint(fields=["idea", "agent"], name="idea_follow_once")]

    def __str__(self):
        return f"{self.idea_id}/{self.agent_id}"


class IdeaMove(models.Model):
    """One step in the life of an idea, kept for ever: from where to where, by whom, why."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="moves", verbose_name=_("idea"))
    was = models.CharField(_("from"), max_length=18, choices=Idea.Status)
    became = models.CharField(_("to"), max_length=18, choices=Idea.Status)
    by = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    at = models.DateTimeField(_("on"))

    class Meta:
        verbose_name = _("step of an idea")
        verbose_name_plural = _("steps of ideas")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.was} → {self.became}"


guards.append_only(
    "ideas.IdeaVersion",
    frozen=("idea_id", "number", *IdeaVersion.WORDS, "change_note", "editor_id", "published_at"),
    when="OLD.published_at IS NOT NULL",
)
guards.append_only("ideas.IdeaMove", frozen=("idea_id", "was", "became", "by_id", "reason", "at"))
guards.refuse(
    "ideas_idea_answers_a_problem",
    model="ideas.Idea",
    events=("UPDATE",),
    when="NEW.status NOT IN ('draft', 'withdrawn') AND OLD.status = 'draft'"
    " AND NOT EXISTS (SELECT 1 FROM ideas_idea_problems p WHERE p.idea_id = NEW.id)",
    message="an idea answers at least one recurring problem",
)
