"""The facts by which colleagues are found: one flat row for each shared skill, scanned through one index."""

from django.db import models

from intranet.directory.models import Agent, Site
from skills.models.catalogue import Skill
from skills.models.profile import AgentSkill
from skills.querysets.profile import FactQuerySet


class Fact(models.Model):
    """A shared skill, with what a search filters and counts by. Written with the profile; rebuilt by `manage.py skills rebuild_facts`.

    Nothing that only its agent sees is here, nor a sensitive skill.
    """

    source = models.OneToOneField(AgentSkill, on_delete=models.CASCADE, primary_key=True, related_name="fact")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField(default=0)  # 0: not assessed
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    unit_path = models.CharField(max_length=255, blank=True)
    direction = models.CharField(max_length=8, blank=True)
    site = models.ForeignKey(Site, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    visibility = models.PositiveSmallIntegerField()
    can_help = models.BooleanField()
    can_train = models.BooleanField()
    interest = models.CharField(max_length=8, default=AgentSkill.Interest.NEUTRAL)
    is_private = models.BooleanField(default=False)  # learnt outside work: matched only when whoever searches asks
    sort_key = models.IntegerField()  # the surest first: level, then month confirmed, then evidence

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [
            # Covering: a search reads this index and nothing else. The agent comes second, so that
            # "does this person have that skill too?" is one step.
            models.Index(
                fields=[
                    "skill",
                    "agent",
                    "level",
                    "visibility",
                    "unit_path",
                    "direction",
                    "site",
                    "can_help",
                    "can_train",
                    "interest",
                    "is_private",
                    "sort_key",
                ],
                name="fact_covering",
            )
        ]
        constraints = [models.CheckConstraint(name="fact_is_shared", condition=models.Q(visibility__gte=1))]

    def __str__(self):
        return f"{self.agent_id} {self.skill_id}"
