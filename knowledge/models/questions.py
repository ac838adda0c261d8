"""Questions asked to colleagues, whom they were sent to and why, and the answers."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.base import clock, guards
from intranet.base.models import Dated, Public
from intranet.directory.models import Agent, OrgUnit
from knowledge.querysets.questions import AnswerQuerySet, QuestionQuerySet, RoutingQuerySet

TAKEN_FOR = timedelta(minutes=10)
WAVES = (0, 2, 5)  # working days after which a question goes to the first, second, third group
EDITORS_AFTER = 8  # working days after which, still without an answer, it goes to the knowledge editors


def _easter(year: int) -> date:
    """Easter Sunday (the Gregorian computus of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def is_working_day(day: date) -> bool:
    """Whether `day` is worked in a French administration: no week-end, no public holiday (Code du travail, L3133-1)."""
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    moving = {_easter(day.year) + timedelta(days=n) for n in (1, 39, 50)}
    return day.weekday() < 5 and (day.month, day.day) not in fixed and day not in moving


def working_days_after(start: datetime, days: int) -> datetime:
    """The same hour, `days` working days after `start`."""
    local = timezone.localtime(start)
    while days:
        local += timedelta(days=1)
        days -= is_working_day(local.date())
    return local


class Question(Public, Dated):
    """A question asked to everyone or to one's own direction, sent to people who declared the skill and accept to be asked."""

    class Status(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        ANSWERED = "answered", _("with an answer")
        CLOSED = "closed", _("closed without an answer")
        WITHDRAWN = "withdrawn", _("withdrawn")

    title = models.CharField(_("question"), max_length=160)
    body = models.TextField(_("details"), max_length=3000, blank=True)
    author = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="questions", verbose_name=_("question by"))
    skills = models.ManyToManyField("skills.Skill", related_name="questions", blank=True, verbose_name=_("skills"))
    # Null: everyone. Otherwise a unit, and those under it.
    audience = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked to"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    accepted = models.ForeignKey(
        "Answer", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted answer")
    )
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    accepted_reason = models.CharField(_("why this answer"), max_length=300, blank=True)
    closed_reason = models.CharField(_("why it is closed"), max_length=300, blank=True)
    closed_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("closed by"))
    taken_by = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("being answered by")
    )
    taken_until = models.DateTimeField(null=True, blank=True)
    wave = models.PositiveSmallIntegerField(_("groups asked"), default=0)
    widens_at = models.DateTimeField(_("goes further on"), null=True, blank=True)
    editors_told_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(_("opened again on"), null=True, blank=True)
    edited_at = models.DateTimeField(_("edited on"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(name="question_says_something", condition=~Q(title="")),
            models.CheckConstraint(
                name="question_answered_by_something",
                condition=Q(status="answered", accepted__isnull=False) | (~Q(status="answered") & Q(accepted=None)),
            ),
            models.CheckConstraint(name="question_closed_says_why", condition=~Q(status="closed") | ~Q(closed_reason="")),
        ]
        indexes = [
            models.Index(fields=["status", "created_at"], name="question_by_age"),
            models.Index(fields=["widens_at"], name="question_to_widen", condition=Q(status="open")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("knowledge:question", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def taker(self) -> Agent | None:
        """Who said "I'm on it" less than ten minutes ago."""
        return self.taken_by if self.taken_until and self.taken_until > clock.now() else None


class Answer(Public, Dated):
    """What a colleague answers."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers", verbose_name=_("question"))
    author = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="answers", verbose_name=_("answer by"))
    body = models.TextField(_("answer"), max_length=4000)
    edited_at = models.DateTimeField(_("edited on"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed on"), null=True, blank=True)
    removed_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("removed by"))
    removed_reason = models.CharField(_("why it was removed"), max_length=300, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers to questions")
        constraints = [models.CheckConstraint(name="answer_says_something", condition=~Q(body=""))]

    def __str__(self):
        return str(self.public_id)

    def get_absolute_url(self):
        return f"{self.question.get_absolute_url()}#answer-{self.public_id}"


class Routing(models.Model):
    """A question sent to a colleague: because of which declared skill, when, in which group; once each."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="routings", verbose_name=_("question"))
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="routings", verbose_name=_("sent to"))
    skill = models.ForeignKey("skills.Skill", on_delete=models.CASCADE, related_name="+", verbose_name=_("because of"))
    level = models.PositiveSmallIntegerField(_("declared level"), null=True, blank=True)
    wave = models.PositiveSmallIntegerField(_("group"))
    asked_at = models.DateTimeField(_("sent on"), default=clock.now)
    declined_at = models.DateTimeField(_("declined on"), null=True, blank=True)

    objects = RoutingQuerySet.as_manager()

    class Meta:
        verbose_name = _("question sent")
        verbose_name_plural = _("questions sent")
        constraints = [models.UniqueConstraint(fields=["question", "agent"], name="routing_once")]
        indexes = [models.Index(fields=["agent", "asked_at"], name="routing_load")]

    def __str__(self):
        return f"{self.question_id} → {self.agent_id}"


class HelpPause(models.Model):
    """An agent asked not to be sent questions until a day."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, related_name="help_pause", verbose_name=_("agent"))
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("pause in being asked")
        verbose_name_plural = _("pauses in being asked")

    def __str__(self):
        return str(self.until)


guards.refuse(
    "question_accepts_its_own_answer",
    model="knowledge.Question",
    events=("INSERT", "UPDATE"),
    when="NEW.accepted_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM knowledge_answer"
    " WHERE knowledge_answer.id = NEW.accepted_id AND knowledge_answer.question_id = NEW.id AND knowledge_answer.removed_at IS NULL)",
    message="the accepted answer is an answer to this question, and stands",
)
guards.refuse(
    "answer_accepted_stands",
    model="knowledge.Answer",
    events=("UPDATE",),
    when="NEW.removed_at IS NOT NULL AND OLD.removed_at IS NULL"
    " AND EXISTS (SELECT 1 FROM knowledge_question WHERE knowledge_question.accepted_id = NEW.id)",
    message="an accepted answer is not removed",
)
