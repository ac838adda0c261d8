"""What agents say of a pilot, and what is answered."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.base import clock, guards
from intranet.base.models import Public
from intranet.directory.models import Agent
from pilots.models.indicators import Intervention
from pilots.models.pilots import Audience, Pilot
from pilots.querysets.feedback import FeedbackQuerySet, ReplyQuerySet


class Feedback(Public):
    """What an agent says of a pilot. Closed only by a reply. Its author's name is hidden from the sponsor and their hierarchy, unless they choose otherwise."""

    class Kind(models.TextChoices):
        OBSTACLE = "obstacle", _("something gets in the way")
        IDEA = "idea", _("an idea to do better")
        PRAISE = "praise", _("something that works well")
        ACCESSIBILITY = "accessibility", _("an accessibility problem")
        RISK = "risk", _("a risk")

    class Channel(models.TextChoices):
        ONLINE = "online", _("for myself")
        DESK = "desk", _("for a person met at the desk")
        PHONE = "phone", _("for a person on the telephone")

    class State(models.TextChoices):
        NEW = "new", _("received")
        TRIAGED = "triaged", _("being looked at")
        ANSWERED = "answered", _("answered, still to do")
        CLOSED = "closed", _("with its reply")
        REOPENED = "reopened", _("opened again by its author")

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="feedback")
    author = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="pilot_feedback", verbose_name=_("author"))
    channel = models.CharField(_("on whose behalf"), max_length=8, choices=Channel, default=Channel.ONLINE)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    text = models.TextField(_("what happened"), max_length=2000)
    audience = models.ForeignKey(
        Audience, on_delete=models.SET_NULL, null=True, blank=True, related_name="feedback", verbose_name=_("for whom")
    )
    is_named = models.BooleanField(_("the sponsor and my hierarchy may see my name"), default=False)
    given_at = models.DateTimeField(_("feedback given on"), default=clock.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW, editable=False)
    # Triage.
    theme = models.CharField(_("theme"), max_length=80, blank=True)
    owner = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="feedback_to_answer", verbose_name=_("who answers")
    )
    due_on = models.DateField(_("reply due on"))
    triaged_by = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged with")
    )
    reopened_at = models.DateTimeField(_("open again since"), null=True, blank=True, editable=False)
    reopened_because = models.CharField(_("why it is opened again"), max_length=600, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="feedback_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="feedback_not_merged_into_itself", condition=Q(merged_into=None) | ~Q(merged_into=F("pk"))),
        ]
        indexes = [models.Index(fields=["pilot", "state", "due_on"], name="feedback_by_due")]

    def __str__(self):
        return f"{self.pilot_id}: {self.public_id}"

    def get_absolute_url(self):
        return reverse("pilots:feedback_item", args=[self.pilot.code, self.public_id])

    @property
    def is_waiting(self) -> bool:
        """Whether its author still waits for a reply."""
        return self.state in (self.State.NEW, self.State.TRIAGED, self.State.REOPENED)

    @property
    def is_overdue(self) -> bool:
        return self.is_waiting and self.due_on < clock.today()


class Adjustment(Public):
    """What a pilot changes because of what it heard or measured. It marks the curve on the day it takes effect."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="adjustments")
    what = models.CharField(_("what changes"), max_length=300)
    effective_on = models.DateField(_("from"))
    intervention = models.OneToOneField(Intervention, on_delete=models.PROTECT, related_name="adjustment")
    made_by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by"))
    made_at = models.DateTimeField(_("decided on"), auto_now_add=True)

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["-effective_on", "-pk"]
        constraints = [models.CheckConstraint(name="adjustment_says_something", condition=~Q(what=""))]

    def __str__(self):
        return self.what


class Reply(Public):
    """The answer to a feedback, to its author and to those whose feedback was merged with it. Never changed: a correction is another reply."""

    class Outcome(models.TextChoices):
        DONE = "done", _("it is done")
        IN_PROGRESS = "in_progress", _("under way")
        REFUSED = "refused", _("no, and why")
        NOTED = "noted", _("heard, nothing to change")

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="replies")
    outcome = models.CharField(_("answer"), max_length=12, choices=Outcome)
    said = models.CharField(_("what was said, as it will be published"), max_length=200, blank=True)
    text = models.TextField(_("what is answered"), max_length=2000)
    reason = models.CharField(_("reason of the refusal"), max_length=600, blank=True)
    due_on = models.DateField(_("done by"), null=True, blank=True)
    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    is_published = models.BooleanField(_("publish under “You said, we did”"), default=True)
    replied_by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="feedback_replies", verbose_name=_("reply written by"))
    replied_at = models.DateTimeField(_("reply written on"), default=clock.now)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["-replied_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="reply_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="reply_refusal_has_a_reason", condition=~Q(outcome="refused") | ~Q(reason="")),
            models.CheckConstraint(name="reply_under_way_has_a_date", condition=~Q(outcome="in_progress") | Q(due_on__isnull=False)),
            models.CheckConstraint(name="reply_published_says_what_was_said", condition=Q(is_published=False) | ~Q(said="")),
        ]

    def __str__(self):
        return f"{self.feedback_id}: {self.outcome}"

    @property
    def is_late(self) -> bool:
        """Whether what it says to be under way was promised for a day that has passed, and is not done. Needs its feedback."""
        is_past = self.outcome == self.Outcome.IN_PROGRESS and self.due_on < clock.today()
        return is_past and self.feedback.state != Feedback.State.CLOSED


# P7. Opened again, a feedback needs a newer reply.
guards.refuse(
    "feedback_closes_with_a_reply",
    model="pilots.Feedback",
    events=("INSERT", "UPDATE"),
    when="NEW.state IN ('answered', 'closed') AND NOT EXISTS (SELECT 1 FROM pilots_reply r"
    " WHERE (r.feedback_id = NEW.id OR r.feedback_id = NEW.merged_into_id)"
    " AND (NEW.reopened_at IS NULL OR r.replied_at > NEW.reopened_at))",
    message="no feedback closes without a reply to its author",
)
guards.append_only(
    "pilots.Reply",
    frozen=("feedback_id", "outcome", "said", "text", "reason", "due_on", "is_published", "replied_by_id", "replied_at"),
)
