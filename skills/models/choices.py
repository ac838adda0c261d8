"""What an agent chose about their own skills: what is shared, suggested, recalled."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.directory.models import Agent
from skills.models.catalogue import Skill


class SkillChoices(models.Model):
    """The switches of one agent. Who has no row has those of the start: nothing from outside work, a reminder at moments."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, primary_key=True, related_name="skill_choices", verbose_name=_("agent"))
    shares_private = models.BooleanField(_("share also skills from outside work"), default=False)
    wants_nudges = models.BooleanField(_("be reminded of my skills at moments"), default=True)

    class Meta:
        verbose_name = _("choices about skills")
        verbose_name_plural = _("choices about skills")

    def __str__(self):
        return f"{self.pk}"

    @classmethod
    def of(cls, agent: Agent) -> "SkillChoices":
        """The switches of `agent`; those of the start, unsaved, when nothing was chosen."""
        return cls.objects.filter(pk=agent.pk).first() or cls(agent_id=agent.pk)


class NotSuggested(models.Model):
    """A skill that an agent asked not to be suggested again."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", verbose_name=_("agent"))
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+", verbose_name=_("skill"))
    declined_at = models.DateTimeField(_("declined on"))

    class Meta:
        verbose_name = _("skill not to suggest")
        verbose_name_plural = _("skills not to suggest")
        constraints = [models.UniqueConstraint(fields=["agent", "skill"], name="not_suggested_once")]

    def __str__(self):
        return f"{self.pk}"


class Nudge(models.Model):
    """A reminder to look at one's skills. The database keeps it to one in a quarter of the year."""

    class Moment(models.TextChoices):
        POST = "post", _("new position")
        PILOT = "pilot", _("end of a pilot")

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", verbose_name=_("agent"))
    quarter = models.CharField(_("quarter"), max_length=7)  # "2026-Q4"
    moment = models.CharField(_("moment"), max_length=8, choices=Moment)
    created_at = models.DateTimeField(pgettext_lazy("reminder", "sent on"))

    class Meta:
        verbose_name = _("reminder about skills")
        verbose_name_plural = _("reminders about skills")
        constraints = [models.UniqueConstraint(fields=["agent", "quarter"], name="nudge_once_a_quarter")]

    def __str__(self):
        return f"{self.pk}"
