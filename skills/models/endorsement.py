"""A colleague confirms a declared skill (*confirmation*): in words, with a name, never as a score."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.base import guards
from intranet.base.models import Public
from intranet.directory.models import Agent
from skills.models.profile import AgentSkill
from skills.querysets.endorsement import EndorsementQuerySet


class Endorsement(Public):
    """What a colleague saw somebody do with a skill: asked or offered, shown once its subject accepts, gone with the skill."""

    agent_skill = models.ForeignKey(AgentSkill, on_delete=models.CASCADE, related_name="endorsements", verbose_name=_("declared skill"))
    by = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="endorsements_given", verbose_name=_("who confirms"))
    context = models.CharField(_("what they saw"), max_length=300, blank=True)  # empty only while a request waits
    requested = models.BooleanField(_("asked for"), default=False)
    asked_words = models.CharField(_("words of the request"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("begun on"))
    written_at = models.DateTimeField(pgettext_lazy("confirmation", "written on"), null=True, blank=True)
    accepted_at = models.DateTimeField(pgettext_lazy("confirmation", "accepted on"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined on"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation by a colleague")
        verbose_name_plural = _("confirmations by colleagues")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agent_skill", "by"],
                condition=Q(declined_at=None, withdrawn_at=None),
                name="endorsement_once",
                violation_error_message=_("This confirmation was already asked for or given."),
            ),
            models.CheckConstraint(
                name="endorsement_written_in_words",
                condition=Q(written_at=None, context="") | (Q(written_at__isnull=False) & ~Q(context="")),
            ),
            models.CheckConstraint(name="endorsement_offered_is_written", condition=Q(requested=True) | Q(written_at__isnull=False)),
            models.CheckConstraint(
                name="endorsement_accepted_is_written",
                condition=Q(accepted_at=None) | Q(written_at__isnull=False, declined_at=None),
            ),
        ]
        indexes = [models.Index(fields=["by", "-created_at"], name="endorsement_by_giver")]

    def __str__(self):
        return f"{self.public_id}"  # the journal writes it: it names nobody

    def get_absolute_url(self):
        return reverse("skills:confirmation", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether it was neither declined nor withdrawn."""
        return self.declined_at is None and self.withdrawn_at is None

    @property
    def is_asked(self) -> bool:
        """Whether it waits for the words of the colleague who was asked."""
        return self.is_open and self.written_at is None

    @property
    def is_offered(self) -> bool:
        """Whether it waits for the person whose skill it confirms."""
        return self.is_open and self.written_at is not None and self.accepted_at is None

    @property
    def is_shown(self) -> bool:
        return self.is_open and self.accepted_at is not None


_OWNER = "(SELECT agent_id FROM skills_agentskill WHERE id = NEW.agent_skill_id)"
_IN_LINE = (
    f"((SELECT manager_id FROM directory_agent WHERE id = NEW.by_id) = {_OWNER}"  # noqa: S608 - names of columns of ours
    f" OR (SELECT manager_id FROM directory_agent WHERE id = {_OWNER}) = NEW.by_id)"
)
guards.refuse(
    "endorsement_of_somebody_else",
    model="skills.Endorsement",
    events=("INSERT", "UPDATE"),
    when=f"NEW.by_id = {_OWNER}",
    message="Nobody confirms their own skill",
)
guards.refuse(
    "endorsement_outside_the_line",
    model="skills.Endorsement",
    events=("INSERT",),
    when=_IN_LINE,
    message="A line manager and their reports do not confirm one another",
)
guards.refuse(
    "endorsement_accepted_outside_the_line",
    model="skills.Endorsement",
    events=("UPDATE",),
    when=f"NEW.accepted_at IS NOT NULL AND OLD.accepted_at IS NULL AND {_IN_LINE}",
    message="A line manager and their reports do not confirm one another",
)
