"""Questions asked of what agents declare, of what was recognised, and of the requests for help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from intranet.base import clock
from skills.querysets.eyes import Eyes, Visibility, facts_shown_to, shown_to

if TYPE_CHECKING:
    from intranet.directory.models import Agent
    from intranet.thread.fil import Keys


# A declared skill that stands: declared now, by somebody who is still here, of a skill still in use.
STANDING = {"valid_to": None, "agent__is_active": True, "agent__erased_at": None, "skill__status": "active"}


class AgentSkillQuerySet(models.QuerySet):
    def active(self) -> AgentSkillQuerySet:
        """What is declared now, by people who are still here, of skills still in use."""
        return self.filter(**STANDING)

    def seen_by(self, eyes: Eyes) -> AgentSkillQuerySet:
        """The declared skills that these eyes may see, among those declared now."""
        return self.active().filter(shown_to(eyes))

    def visible_to(self, agent: Agent) -> AgentSkillQuerySet:
        """The declared skills that `agent` may see, among those declared now."""
        return self.seen_by(Eyes.of(agent))

    def of(self, agent: Agent) -> AgentSkillQuerySet:
        return self.filter(agent_id=agent.pk)

    def helpers(self, skills: Iterable) -> AgentSkillQuerySet:
        """Who offered help on one of `skills` (skills or their keys), openly, and is not away today."""
        today = clock.today()
        away = Q(agent__absent_from__lte=today) & (Q(agent__absent_until=None) | Q(agent__absent_until__gte=today))
        return self.active().filter(skill__in=list(skills), can_help=True, visibility=Visibility.EVERYONE).exclude(away)

    def surest_first(self) -> AgentSkillQuerySet:
        return self.order_by(models.F("level").desc(nulls_last=True), "-confirmed_at", "pk")

    def with_skill(self) -> AgentSkillQuerySet:
        return self.select_related("skill", "skill__domain")


class EvidenceQuerySet(models.QuerySet):
    def seen_by(self, eyes: Eyes) -> EvidenceQuerySet:
        """Accepted evidence on a declared skill that these eyes see, within its own visibility; of one's own, what was not declined."""
        skill_stands = Q(**{f"agent_skill__{name}": value for name, value in STANDING.items()})
        shown = Q(status="accepted") & skill_stands & shown_to(eyes, at="agent_skill__") & shown_to(eyes)
        return self.filter(shown | Q(agent_id=eyes.agent_id, status="proposed"))

    def visible_to(self, agent: Agent) -> EvidenceQuerySet:
        """What `agent` may see: accepted evidence on skills shared with them, and whatever was proposed to them."""
        return self.seen_by(Eyes.of(agent))

    def of(self, agent: Agent) -> EvidenceQuerySet:
        return self.filter(agent_id=agent.pk)

    def proposed(self) -> EvidenceQuerySet:
        return self.filter(status="proposed")

    def accepted(self) -> EvidenceQuerySet:
        return self.filter(status="accepted")

    def about(self, model: type[models.Model], pks: Keys) -> EvidenceQuerySet:
        """Evidence about these objects of `model`, for the links of the thread."""
        return self.filter(about_type__app_label=model._meta.app_label, about_type__model=model._meta.model_name, about_id__in=pks)


class HelpAskQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> HelpAskQuerySet:
        """A request for help is read by who asked and who was asked."""
        return self.filter(Q(asker_id=agent.pk) | Q(helper_id=agent.pk))

    def waiting(self) -> HelpAskQuerySet:
        return self.filter(status="asked")

    def with_people(self) -> HelpAskQuerySet:
        return self.select_related("asker", "helper", "skill")

    def newest_first(self) -> HelpAskQuerySet:
        return self.order_by("-created_at", "-pk")


class FactQuerySet(models.QuerySet):
    def seen_by(self, eyes: Eyes) -> FactQuerySet:
        """The facts that these eyes may see."""
        return self.filter(facts_shown_to(eyes))

    def visible_to(self, agent: Agent) -> FactQuerySet:
        """The facts that `agent` may see."""
        return self.seen_by(Eyes.of(agent))


def within_reach(agent: Agent, evidence: Iterable) -> list:
    """Of this evidence, what is about things that `agent` may see: one query for each kind of thing."""
    evidence = list(evidence)
    wanted: dict[int, set[int]] = {}
    for each in evidence:
        if each.about_type_id:
            wanted.setdefault(each.about_type_id, set()).add(each.about_id)
    seen = set()
    for type_id, keys in wanted.items():
        manager = ContentType.objects.get_for_id(type_id).model_class()._default_manager
        if hasattr(manager, "visible_to"):
            seen |= {(type_id, pk) for pk in manager.visible_to(agent).filter(pk__in=keys).values_list("pk", flat=True)}
    return [each for each in evidence if each.about_type_id is None or (each.about_type_id, each.about_id) in seen]
