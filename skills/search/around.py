"""What colleagues around somebody share the most: where a search may begin."""

from django.db.models import Count

from intranet.directory.models import Agent, OrgUnit
from skills.models import AgentSkill, Fact, NotSuggested, Skill
from skills.search.occupations import skills_for_title

SHOWN = 12
LOOKED_AT = 300  # colleagues: enough to say what is shared often, few enough for a direction of thousands


def often_shared(viewer: Agent) -> list[Skill]:
    """The skills that colleagues of `viewer` share most often with them, in their service: their unit and those beside it.

    Of the facts that `viewer` may see, as every search. Nothing for somebody who is in no unit.
    """
    if viewer.unit is None:
        return []
    path = viewer.unit.path[: max(2 * OrgUnit.steplen, len(viewer.unit.path) - OrgUnit.steplen)]
    units = OrgUnit.objects.filter(path__startswith=path).order_by().values("pk")
    near = Agent.objects.visible_to(viewer).filter(unit__in=units).exclude(pk=viewer.pk).order_by("unit_id", "pk")
    facts = Fact.objects.visible_to(viewer).filter(agent__in=near.values("pk")[:LOOKED_AT])
    keys = list(facts.values_list("skill", flat=True).annotate(n=Count("*")).order_by("-n", "skill")[:SHOWN])
    skills = Skill.objects.matchable().only("slug", "pref_label", "label_en").in_bulk(keys)
    return [skills[key] for key in keys if key in skills]


def suggested_for(agent: Agent, *, limit: int = 12) -> list[Skill]:
    """Skills that `agent` may well have: those of their position's title first, then those often shared with them around.

    Never one that they declare, or asked not to be suggested again, nor one that may not be matched.
    """
    by_title = skills_for_title(agent.position_title, limit=2 * limit) if agent.position_title else []
    found = {skill.pk: skill for skill in [*by_title, *often_shared(agent)] if not skill.sensitive}
    known = set(AgentSkill.objects.of(agent).filter(skill__in=found, valid_to=None).values_list("skill", flat=True))
    known |= set(NotSuggested.objects.filter(agent=agent, skill__in=found).values_list("skill", flat=True))
    left = [pk for pk in found if pk not in known][:limit]
    skills = Skill.objects.matchable().select_related("domain").in_bulk(left)
    return [skills[pk] for pk in left if pk in skills]
