"""The mandate of a sponsor: what they promise, until when, accepted by themselves."""

import hashlib
import json

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.base import clock, guards
from intranet.base.models import Dated, Public
from intranet.directory.models import Agent
from pilots.models.pilots import Pilot
from pilots.querysets.mandates import SponsorMandateQuerySet


class SponsorMandate(Public, Dated):
    """What a sponsor is asked to promise, and their answer. Accepted in their own session, by nobody else.

    `content_hash` is the fingerprint of the text that they read. Once accepted, neither text nor
    commitments change: to change them, the mandate goes back to "proposed", or another one replaces it.
    """

    class Kind(models.TextChoices):
        PRIMARY = "primary", _("sponsor")
        CO = "co", _("co-sponsor")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for the sponsor’s answer")
        ACCEPTED = "accepted", _("Accepted by the sponsor")
        DECLINED = "declined", _("Declined")
        SUSPENDED = "suspended", _("Suspended")
        ENDED = "ended", _("Ended")

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="mandates")
    sponsor = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="sponsor_mandates", verbose_name=_("sponsor"))
    title_at_signature = models.CharField(_("position when accepted"), max_length=160, blank=True)
    unit_at_signature = models.CharField(_("unit when accepted"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PRIMARY)
    status = models.CharField(_("status of the mandate"), max_length=10, choices=Status, default=Status.PROPOSED, editable=False)
    text = models.TextField(_("what the sponsor is asked"), max_length=4000)
    protects_time = models.BooleanField(_("the team’s time"), default=True)
    protects_budget = models.BooleanField(_("the budget"), default=False)
    protects_autonomy = models.BooleanField(_("the team’s autonomy"), default=True)
    protects_error = models.BooleanField(_("the right to be wrong"), default=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    proposed_by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("who proposed it"))
    proposed_at = models.DateTimeField(_("asked on"), default=clock.now)
    answered_at = models.DateTimeField(_("mandate answered on"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("mandate accepted on"), null=True, blank=True, editable=False)
    content_hash = models.CharField(_("fingerprint of the text"), max_length=64, blank=True, editable=False)
    decline_reason = models.CharField(_("why it is declined"), max_length=600, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    ended_reason = models.CharField(_("why it ended"), max_length=600, blank=True)
    successor = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed successor")
    )

    objects = SponsorMandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("sponsor’s mandate")
        verbose_name_plural = _("sponsors’ mandates")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["pilot"], name="sponsor_mandate_one_primary", condition=Q(kind="primary", status="accepted")),
            models.UniqueConstraint(fields=["pilot", "kind"], name="sponsor_mandate_one_proposed", condition=Q(status="proposed")),
            models.CheckConstraint(
                name="sponsor_mandate_accepted_is_signed",
                condition=~Q(status="accepted") | Q(accepted_at__isnull=False) & ~Q(content_hash=""),
            ),
            models.CheckConstraint(
                name="sponsor_mandate_dates_in_order",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("A mandate ends after it begins."),
            ),
            models.CheckConstraint(name="sponsor_mandate_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.pilot_id}: {self.sponsor_id}"

    def get_absolute_url(self):
        return reverse("pilots:mandate", args=[self.pilot.code, self.public_id])

    @property
    def is_in_force(self) -> bool:
        """Accepted, begun and not over, today."""
        return self.status == self.Status.ACCEPTED and self.starts_on <= clock.today() <= self.ends_on

    @property
    def is_proposed(self) -> bool:
        return self.status == self.Status.PROPOSED

    @property
    def is_accepted(self) -> bool:
        return self.status == self.Status.ACCEPTED

    @property
    def protects(self) -> list[str]:
        """The names of what the sponsor protects."""
        fields = ("protects_time", "protects_budget", "protects_autonomy", "protects_error")
        return [self._meta.get_field(name).verbose_name for name in fields if getattr(self, name)]

    def fingerprint(self) -> str:
        """SHA-256 of what the sponsor reads: text, what is protected, term, and commitments in their order."""
        content = {
            "text": self.text,
            "protects": [self.protects_time, self.protects_budget, self.protects_autonomy, self.protects_error],
            "term": [self.starts_on.isoformat(), self.ends_on.isoformat()],
            "commitments": [[c.what, c.due_on.isoformat()] for c in self.commitments.all()],
        }
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class SponsorCommitment(Public):
    """One thing that a sponsor promises to do, by a date, and when it was done."""

    mandate = models.ForeignKey(SponsorMandate, on_delete=models.CASCADE, related_name="commitments")
    what = models.CharField(_("what"), max_length=240)
    due_on = models.DateField(_("by when"))
    done_on = models.DateField(_("kept on"), null=True, blank=True)

    class Meta:
        verbose_name = _("sponsor’s commitment")
        verbose_name_plural = _("sponsor’s commitments")
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(name="sponsor_commitment_says_something", condition=~Q(what=""))]

    def __str__(self):
        return self.what

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due_on < clock.today()


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{c} <> OLD.{c}" for c in columns)


guards.refuse(
    "sponsor_mandate_text_stands_once_accepted",
    model="pilots.SponsorMandate",
    events=("UPDATE",),
    when="OLD.status = 'accepted' AND NEW.status = 'accepted' AND ("
    + _changed(
        "text",
        "protects_time",
        "protects_budget",
        "protects_autonomy",
        "protects_error",
        "starts_on",
        "ends_on",
        "sponsor_id",
        "pilot_id",
        "kind",
        "content_hash",
    )
    + ")",
    message="an accepted mandate does not change: propose it again",
)
guards.refuse(
    "sponsor_mandate_sponsor_is_not_the_lead",
    model="pilots.SponsorMandate",
    events=("INSERT", "UPDATE"),
    when="NEW.status = 'accepted' AND EXISTS (SELECT 1 FROM pilots_membership t WHERE t.pilot_id = NEW.pilot_id"
    " AND t.role = 'lead' AND t.left_on IS NULL AND t.person_id = NEW.sponsor_id)",
    message="the sponsor of a pilot is not its lead",
)
guards.refuse(
    "sponsor_mandate_is_kept_once_answered",
    model="pilots.SponsorMandate",
    events=("DELETE",),
    when="OLD.accepted_at IS NOT NULL",
    message="a mandate that was accepted is kept",
)
_ACCEPTED = "EXISTS (SELECT 1 FROM pilots_sponsormandate m WHERE m.id = {row}.mandate_id AND m.status = 'accepted')"
guards.refuse(
    "sponsor_commitment_added_before_acceptance",
    model="pilots.SponsorCommitment",
    events=("INSERT",),
    when=_ACCEPTED.format(row="NEW"),
    message="an accepted mandate does not change: propose it again",
)
guards.refuse(
    "sponsor_commitment_stands_once_accepted",
    model="pilots.SponsorCommitment",
    events=("UPDATE",),
    when=f"({_changed('what', 'due_on', 'mandate_id')}) AND " + _ACCEPTED.format(row="OLD"),
    message="an accepted mandate does not change: propose it again",
)
guards.refuse(
    "sponsor_commitment_kept_once_accepted",
    model="pilots.SponsorCommitment",
    events=("DELETE",),
    when=_ACCEPTED.format(row="OLD"),
    message="an accepted mandate does not change: propose it again",
)
