"""Certifications (*habilitations*, certificates, licences) on a declared skill: title, issuer, dates. The document is never kept."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from intranet.base import clock
from intranet.base.models import Public
from intranet.base.versions import version_of
from skills.models.profile import AgentSkill
from skills.querysets.certification import CertificationQuerySet

SOON = timedelta(days=90)  # before a lapse: the page says it, and a first reminder goes
LAST_CALL = timedelta(days=30)  # the second reminder


class Certification(Public):
    """A certificate that stands on a declared skill. It is seen by who sees the skill, and disappears with it."""

    agent_skill = models.ForeignKey(AgentSkill, on_delete=models.CASCADE, related_name="certifications", verbose_name=_("declared skill"))
    title = models.CharField(_("title"), max_length=200)
    issuer = models.CharField(_("delivered by"), max_length=120, blank=True)
    issued_on = models.DateField(_("delivered on"))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)  # null: it does not lapse
    created_at = models.DateTimeField(_("added on"))
    changed_at = models.DateTimeField(_("changed on"))
    removed_at = models.DateTimeField(pgettext_lazy("certification", "removed on"), null=True, blank=True)

    objects = CertificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        ordering = ["expires_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="certification_in_order",
                condition=Q(expires_on=None) | Q(expires_on__gt=F("issued_on")),
                violation_error_message=_("A certification ends after the day it was delivered."),
            ),
            models.CheckConstraint(name="certification_named", condition=~Q(title="")),
        ]
        indexes = [models.Index(fields=["expires_on"], name="certification_by_end", condition=Q(removed_at=None))]

    def __str__(self):
        return f"{self.public_id}"  # the journal writes it: it names neither the agent nor the certificate

    def get_absolute_url(self):
        return reverse("skills:mine")

    @property
    def version(self) -> str:
        """The mark of what it says, for two windows that change it."""
        return version_of(self.title, self.issuer, self.issued_on, self.expires_on)

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < clock.today()

    @property
    def is_lapsing(self) -> bool:
        """Whether it ends within 90 days."""
        return self.expires_on is not None and not self.is_expired and self.expires_on <= clock.today() + SOON

    @property
    def state(self) -> str:
        """The colour of its state, as a status of the stylesheet: "" when nothing is to be said."""
        return "bad" if self.is_expired else "warn" if self.is_lapsing else ""

    @property
    def state_words(self) -> str:
        """What its dates mean today: "expired 12 days ago", "expires in 2 months", "does not lapse"."""
        if self.expires_on is None:
            return gettext("does not lapse")
        days = (self.expires_on - clock.today()).days
        if days < 0:
            return gettext("expired")
        if days == 0:
            return gettext("expires today")
        if days <= 45:
            return ngettext("expires in {n} day", "expires in {n} days", days).format(n=days)
        months = round(days / 30.44)
        if months <= 18:
            return ngettext("expires in {n} month", "expires in {n} months", months).format(n=months)
        return gettext("valid until {year}").format(year=self.expires_on.year)
