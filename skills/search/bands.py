"""The bands under those who have all that is asked: who comes near, who has some of it."""

from functools import reduce
from operator import add, or_
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Q, Sum, Value, When

from skills.models import Fact
from skills.querysets.eyes import Eyes
from skills.search.filters import Filters
from skills.search.holding import Held, of_who_has_all, rows_of
from skills.search.requirements import Requirement

MOST_SOME = 200  # people who have some of what is asked: nobody reads further


def have_near(eyes: Eyes, filters: Filters, requirements: list[Requirement], known: set[int]) -> list[int]:
    """Those who, for each thing asked, have it or a neighbour of it, under the filters, and are not `known`: the nearest first."""
    wide = [({**dict.fromkeys(r.exact, 1.0), **{pk: near.weight for pk, near in r.near.items()}}, r.people) for r in requirements]
    wanted = sorted({pk for weights, _people in wide for pk in weights})
    facts = Fact.objects.seen_by(eyes).filter(filters.passing(), skill__in=wanted)
    held = [
        Held(weights, requirement.level, filters.criteria.with_private)
        for (weights, _people), requirement in zip(wide, requirements, strict=True)
    ]
    people: set[int] = set()
    for row in rows_of(of_who_has_all(facts, wide)):
        if row[2] not in known:
            people.add(row[2])
            for each in held:
                each.add(row)
    found = []
    for agent_id in people:
        if all(agent_id in each.best for each in held):
            weight = sum(each.weight[agent_id] for each in held)
            found.append((-weight, -sum(each.score[agent_id] for each in held), agent_id))
    return [agent_id for *_order, agent_id in sorted(found)]


def have_some(eyes: Eyes, filters: Filters, requirements: list[Requirement], known: set[int]) -> list[int]:
    """Those who have some of several things asked, under the filters, and are not `known`: who has most of them first, then the surest.

    MOST_SOME people at most.
    """
    if len(requirements) < 2:
        return []
    wanted = sorted({pk for requirement in requirements for pk in requirement.exact})
    facts = Fact.objects.seen_by(eyes).filter(filters.passing(), skill__in=wanted)
    asked = [each for each in requirements if each.exact]
    if not asked:
        return []
    if all(len(each.exact) == 1 for each in asked):
        n: Any = Count("*")  # each fact answers one thing: cheaper than to look at which
    else:
        n = reduce(add, (Max(Case(When(_answers(each), then=Value(1)), default=Value(0), output_field=IntegerField())) for each in asked))
    if any(each.level for each in asked):
        facts = facts.filter(reduce(or_, map(_answers, asked)))
    ranked = (
        facts.values("agent")
        .annotate(n=n, score=Sum("sort_key"))
        .filter(n__lt=len(requirements))
        .order_by("-n", "-score", "agent")
        .values_list("agent", flat=True)
    )
    return [pk for pk in ranked[: MOST_SOME + len(known)] if pk not in known][:MOST_SOME]


def _answers(requirement: Requirement) -> Q:
    return Q(skill__in=sorted(requirement.exact), level__gte=requirement.level)
