"""What readers say about a tip or a page: thanks, it helped me, it is no longer right."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.base.models import Public
from intranet.directory.models import Agent
from knowledge.querysets.marks import FlagQuerySet, MarkQuerySet


class Mark(models.Model):
    """One agent's "thanks" or "it helped me" on a tip or a page, at most one of each. Counted, never listed by name."""

    class Kind(models.TextChoices):
        THANKS = "thanks", _("Thank you")
        HELPED = "helped", _("It helped me")

    about_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", verbose_name=_("agent"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    created_at = models.DateTimeField(_("given on"), auto_now_add=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [models.UniqueConstraint(fields=["about_type", "about_id", "agent", "kind"], name="mark_once")]
        indexes = [models.Index(fields=["kind", "created_at"], name="mark_lately")]

    def __str__(self):
        return self.kind


class OutdatedFlag(Public):
    """A reader says that something is no longer right, and why. Whoever answers for it replies: corrected, or still right."""

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", _("corrected")
        STILL_RIGHT = "still_right", _("still right")
        WITHDRAWN = "withdrawn", _("taken offline")

    about_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("said by"))
    reason = models.CharField(_("what is no longer right"), max_length=500)
    created_at = models.DateTimeField(_("said on"), auto_now_add=True)
    closed_at = models.DateTimeField(_("replied on"), null=True, blank=True)
    closed_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("replied by"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    reply = models.CharField(_("reply"), max_length=500, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("report that something is no longer right")
        verbose_name_plural = _("reports that something is no longer right")
        constraints = [
            models.UniqueConstraint(fields=["about_type", "about_id", "agent"], condition=Q(closed_at=None), name="flag_standing_once"),
            models.CheckConstraint(name="flag_says_why", condition=~Q(reason="")),
            # No report closes without a reply to whoever made it.
            models.CheckConstraint(
                name="flag_closed_with_reply",
                condition=Q(closed_at=None, outcome="", reply="") | (Q(closed_at__isnull=False) & ~Q(outcome="") & ~Q(reply="")),
            ),
        ]
        indexes = [models.Index(fields=["about_type", "about_id"], name="flag_by_object")]

    def __str__(self):
        return self.reason[:60]

    def get_absolute_url(self):
        return reverse("knowledge:flag_reply", args=[self.public_id])
