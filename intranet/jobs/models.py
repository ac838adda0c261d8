"""The outbox: what was promised and is not done yet."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One promise, written in the same transaction as the act that made it, kept by a drain.

    A drain takes a job by a lease; a drain that dies leaves a lease that ends, and the job is taken
    again. What a job writes and the mark that it is done are one transaction: killed anywhere, it
    has happened once or not yet.
    """

    name = models.CharField(_("name"), max_length=80)
    arguments = models.JSONField(_("arguments"), default=dict)
    key = models.CharField(_("key"), max_length=200, unique=True, null=True, blank=True)
    run_after = models.DateTimeField(_("not before"), db_index=True)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    done_at = models.DateTimeField(_("done on"), null=True, blank=True)
    gave_up_at = models.DateTimeField(_("given up on"), null=True, blank=True)
    promised_at = models.DateTimeField(_("promised on"), auto_now_add=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(fields=["run_after", "id"], name="job_waiting", condition=Q(done_at=None, gave_up_at=None)),
        ]

    def __str__(self):
        return self.name
