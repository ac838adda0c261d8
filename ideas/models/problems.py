"""Problems: what agents report, what recurs, and what it is like for the person at the counter."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ideas.models.campaigns import Campaign
from ideas.querysets.problems import ContestQuerySet, MembershipQuerySet, ProblemQuerySet, RecurringProblemQuerySet, UserViewQuerySet
from intranet.base.models import Dated, Public
from intranet.directory.models import Agent, OrgUnit


class Category(Public):
    """What a problem is about, in the words of agents."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    slug = models.SlugField(_("address name"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(pgettext_lazy("rank", "position"), default=0)
    is_active = models.BooleanField(_("offered in the form"), default=True)

    class Meta:
        verbose_name = _("category of problems")
        verbose_name_plural = _("categories of problems")
        ordering = ["position", "name"]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return (self.name_en if (get_language() or "fr").startswith("en") else "") or self.name


class Problem(Public, Dated):
    """A problem that an agent met at work, or reports for someone met at a desk."""

    class Authorship(models.TextChoices):
        NAMED = "named", _("with my name")
        HIDDEN = "hidden_from_peers", _("without showing my name")

    class Affected(models.TextChoices):
        USERS = "users", _("users of the service")
        AGENTS = "agents", pgettext_lazy("affected", "agents")
        BOTH = "both", _("users and agents")

    class Frequency(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month")
        ONCE = "once", _("it happened once")

    class Behalf(models.TextChoices):
        NOBODY = "", _("for myself")
        DESK = "desk", _("for a person received at a desk")
        PHONE = "phone", _("for a person on the telephone")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        HIDDEN = "hidden", _("hidden by a facilitator")
        WITHDRAWN = "withdrawn", _("withdrawn by its author")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("campaign")
    )
    author = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="problems", verbose_name=_("reported by"))
    authorship = models.CharField(_("your name"), max_length=18, choices=Authorship, default=Authorship.NAMED)
    # What is shown in place of a hidden name, chosen once when the report is published: the author's
    # direction when at least five people work there, else nothing.
    shown_unit = models.ForeignKey(OrgUnit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    service = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, null=True, related_name="problems", verbose_name=_("service concerned"))
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="problems", verbose_name=_("category"))
    title = models.CharField(_("the problem in one sentence"), max_length=140)
    body = models.TextField(_("what happens"), max_length=3000, blank=True)
    consequence = models.TextField(_("what it causes"), max_length=1500, blank=True)
    affected = models.CharField(_("who it affects"), max_length=6, choices=Affected, default=Affected.BOTH)
    frequency = models.CharField(_("how often"), max_length=8, choices=Frequency, default=Frequency.WEEKLY)
    on_behalf = models.CharField(_("reported"), max_length=6, choices=Behalf, default=Behalf.NOBODY, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    hidden_reason = models.CharField(_("why it was hidden"), max_length=500, blank=True)
    hidden_by = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=pgettext_lazy("report", "hidden by")
    )
    hidden_at = models.DateTimeField(_("hidden on"), null=True, blank=True)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem")
        verbose_name_plural = _("problems")
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["status", "-published_at", "-id"], name="problem_newest")]
        constraints = [
            models.CheckConstraint(
                name="problem_complete_when_published",
                condition=Q(status__in=["draft", "withdrawn"])
                | (Q(service__isnull=False, category__isnull=False, published_at__isnull=False) & ~Q(title="") & ~Q(body="")),
            ),
            models.CheckConstraint(
                name="problem_hidden_with_a_reason",
                condition=~Q(status="hidden") | (~Q(hidden_reason="") & Q(hidden_by__isnull=False, hidden_at__isnull=False)),
            ),
            models.CheckConstraint(name="problem_named_has_no_veil", condition=Q(authorship="hidden_from_peers") | Q(shown_unit=None)),
        ]

    def __str__(self):
        return self.title or str(self.public_id)

    def get_absolute_url(self):
        return reverse("ideas:problem", args=[self.public_id])

    @property
    def is_named(self) -> bool:
        return self.authorship == self.Authorship.NAMED

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def byline(self) -> str:
        """Who reported it, as anybody may read it. Never reads the name of an author who hid it."""
        if self.is_named:
            return self.author.name
        if self.shown_unit:
            return str(_("an agent, {unit}")).format(unit=self.shown_unit.name)
        return str(_("an agent"))


class ProblemEcho(models.Model):
    """« Moi aussi »: an agent meets the same problem."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="echoes", verbose_name=_("problem"))
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="echoes", verbose_name=_("agent"))
    note = models.CharField(_("a word on how it is for you"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)

    class Meta:
        verbose_name = _("“me too”")
        verbose_name_plural = _("“me too”")
        constraints = [models.UniqueConstraint(fields=["problem", "agent"], name="echo_once")]

    def __str__(self):
        return f"{self.problem_id}"


class RecurringProblem(Public, Dated):
    """Several reports that tell the same story, gathered and named by a person."""

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("rejected")
        SPLIT = "split", _("split")
        MERGED = "merged", pgettext_lazy("recurring problem", "merged")
        ADDRESSED = "addressed", _("addressed")
        REOPENED = "reopened", _("reopened")

    SHOWN = ("confirmed", "addressed", "reopened")

    title = models.CharField(_("title"), max_length=140)
    summary = models.TextField(_("what these reports have in common"), max_length=2000)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="recurring_problems", verbose_name=_("campaign")
    )
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.CONFIRMED)
    named_by = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("named by"))
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="absorbed")

    objects = RecurringProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("recurring problem")
        verbose_name_plural = _("recurring problems")
        ordering = ["-confirmed_at", "-pk"]
        constraints = [
            # I14: a machine may suggest; a person who signs confirms.
            models.CheckConstraint(
                name="recurring_confirmed_by_a_person",
                condition=Q(status__in=["suggested", "rejected"])
                | (Q(named_by__isnull=False, confirmed_at__isnull=False) & ~Q(title="") & ~Q(summary="")),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ideas:recurring", args=[self.public_id])


class Membership(Public):
    """A report in a recurring problem: who put it there, and why."""

    class Source(models.TextChoices):
        MACHINE = "machine", _("suggested by the machine")
        HUMAN = "human", _("chosen by a person")

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("taken out")

    recurring = models.ForeignKey(
        RecurringProblem, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("recurring problem")
    )
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("problem"))
    source = models.CharField(_("origin"), max_length=8, choices=Source, default=Source.HUMAN)
    score = models.FloatField(_("nearness"), null=True, blank=True)
    why = models.JSONField(_("shared words"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SUGGESTED)
    decided_by = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("report in a recurring problem")
        verbose_name_plural = _("reports in recurring problems")
        constraints = [
            models.UniqueConstraint(fields=["recurring", "problem"], name="membership_once"),
            models.UniqueConstraint(fields=["problem"], condition=Q(state="confirmed"), name="membership_one_confirmed"),
            models.CheckConstraint(
                name="membership_decided_by_a_person",
                condition=Q(state="suggested") | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.recurring_id}/{self.problem_id}"


class Contest(Public):
    """An author says that their report does not belong in a recurring problem; a facilitator answers."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted: the report was taken out")
        REFUSED = "refused", _("refused, with an explanation")

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="contests", verbose_name=_("grouping"))
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="contests", verbose_name=_("contested by"))
    reason = models.TextField(_("why it does not belong there"), max_length=1000)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, default=Outcome.OPEN)
    explanation = models.TextField(_("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by"))
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)

    objects = ContestQuerySet.as_manager()

    class Meta:
        verbose_name = _("contested grouping")
        verbose_name_plural = _("contested groupings")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["membership"], condition=Q(outcome="open"), name="contest_one_open"),
            models.CheckConstraint(
                name="contest_answered_with_words",
                condition=Q(outcome="open") | (Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(explanation="")),
            ),
            models.CheckConstraint(name="contest_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return str(self.public_id)

    def get_absolute_url(self):
        return reverse("ideas:contest", args=[self.public_id])


class UserView(Public, Dated):
    """« À la place de l’usager »: one person, one situation, told as they live it, with where it comes from."""

    recurring = models.ForeignKey(
        RecurringProblem, on_delete=models.CASCADE, null=True, blank=True, related_name="user_views", verbose_name=_("recurring problem")
    )
    idea = models.ForeignKey(
        "ideas.Idea", on_delete=models.CASCADE, null=True, blank=True, related_name="user_views", verbose_name=_("idea")
    )
    persona = models.CharField(_("the person"), max_length=120)
    situation = models.TextField(_("their situation"), max_length=1500)
    journey_now = models.TextField(_("what they go through today"), max_length=4000)
    pain = models.TextField(_("what hurts most"), max_length=1500)
    evidence = models.TextField(_("where this comes from"), max_length=1500)
    author = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="user_views", verbose_name=_("written by"))

    objects = UserViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("user’s view")
        verbose_name_plural = _("users’ views")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="user_view_of_one_thing",
                condition=Q(recurring__isnull=False, idea__isnull=True) | Q(recurring__isnull=True, idea__isnull=False),
            ),
        ]

    def __str__(self):
        return self.persona

    def get_absolute_url(self):
        return f"{(self.recurring or self.idea).get_absolute_url()}#view-{self.public_id}"
