"""Questions asked of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q

from intranet import roles

if TYPE_CHECKING:
    from intranet.directory.models import Agent


def is_editor(agent: Agent) -> bool:
    """Who keeps the catalogue: knowledge editors and administrators."""
    return roles.has(agent, roles.Role.EDITOR) or roles.has(agent, roles.Role.ADMINISTRATOR)


class SkillQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> SkillQuerySet:
        """The skills whose page `agent` may open: those in use and those that were (their page says where they went).

        A proposed one is seen by who proposed it and by the editors of the catalogue.
        """
        if is_editor(agent):
            return self
        return self.filter(~Q(status="proposed") | Q(pk__in=self.model.objects.filter(proposals__agent_id=agent.pk).values("pk")))

    def active(self) -> SkillQuerySet:
        """The skills in use, whether their framework is offered or not: what was declared of them stands."""
        return self.filter(status="active")

    def offered(self) -> SkillQuerySet:
        """The skills in use of the frameworks that are offered to agents: those that may be suggested, searched and newly declared."""
        return self.active().filter(framework__is_offered=True)

    def matchable(self) -> SkillQuerySet:
        """The skills by which colleagues may be found: in use and not sensitive."""
        return self.active().filter(sensitive=False)

    def by_label(self) -> SkillQuerySet:
        return self.order_by("domain__order", "domain__name", "pref_label")


class SkillLabelQuerySet(models.QuerySet):
    def usable(self) -> SkillLabelQuerySet:
        """The names of the skills that are offered."""
        return self.filter(skill__status="active", framework__is_offered=True)


class SkillRelationQuerySet(models.QuerySet):
    def accepted(self) -> SkillRelationQuerySet:
        """The relations that may be used: a computed one only after a person accepted it."""
        return self.filter(accepted=True)


class SkillProposalQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> SkillProposalQuerySet:
        """The editors of the catalogue see the queue; an agent sees their own proposals."""
        return self if is_editor(agent) else self.filter(agent_id=agent.pk)

    def pending(self) -> SkillProposalQuerySet:
        return self.filter(status="pending")


class SkillFrameworkQuerySet(models.QuerySet):
    def counted(self) -> SkillFrameworkQuerySet:
        """Our own framework first, each with `n`, how many skills in use it has."""
        return self.annotate(n=Count("skills", filter=Q(skills__status="active"))).order_by("order", "name")

    def offered(self) -> SkillFrameworkQuerySet:
        """The frameworks that agents may choose in, with their skills counted; none that is empty."""
        return self.counted().filter(is_offered=True, n__gt=0)
