"""What a merge of two skills moved, so that it can be undone."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intranet.base.models import Public
from intranet.directory.models import Agent
from skills.models.catalogue import Skill


class SkillMerge(Public):
    """One skill made another name of another, by whom and when. `moved` holds keys only: nothing of what people said."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="merges", verbose_name=_("skill"))
    into = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="merges_received", verbose_name=_("merged into"))
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    merged_at = models.DateTimeField(_("merged on"))
    was = models.CharField(_("status before"), max_length=10, choices=Skill.Status)
    moved = models.JSONField(default=dict, editable=False)
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of skills")
        verbose_name_plural = _("merges of skills")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["skill"], condition=Q(undone_at=None), name="skill_merge_once"),
            models.CheckConstraint(name="skill_merge_into_another", condition=~Q(skill=F("into"))),
        ]

    def __str__(self):
        return f"{self.skill} → {self.into}"
