"""One colleague asks another for help."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.base.models import Public
from intranet.directory.models import Agent
from skills.models.catalogue import Skill
from skills.querysets.profile import HelpAskQuerySet


class HelpAsk(Public):
    """A short request to somebody who offered help on a skill, and their answer."""

    class Status(models.TextChoices):
        ASKED = "asked", _("waiting for an answer")
        CAN = "can", _("can help")
        NOT_NOW = "not_now", _("not now")

    asker = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="help_asked", verbose_name=_("who asks"))
    helper = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="help_requests", verbose_name=_("who is asked"))
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+", verbose_name=_("skill"))
    message = models.CharField(_("message"), max_length=600)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.ASKED)
    answer = models.CharField(_("answer"), max_length=600, blank=True)
    created_at = models.DateTimeField(_("asked on"))
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    objects = HelpAskQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="help_ask_of_somebody_else", condition=~Q(asker=F("helper"))),
            models.CheckConstraint(
                name="help_ask_answered_has_date",
                condition=Q(status="asked", answered_at=None) | (~Q(status="asked") & Q(answered_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["asker", "-created_at"], name="help_ask_by_asker"),
            models.Index(fields=["helper", "status", "-created_at"], name="help_ask_by_helper"),
        ]

    def __str__(self):
        return str(self.skill)  # the journal shows it: neither person is named there

    def get_absolute_url(self):
        return reverse("skills:ask_detail", args=[self.public_id])
