"""The bands under those who have all that is asked: who comes near, who has some of it."""

from functools import reduce
from operator import add

from django.db.models import Case, F, IntegerField, Max, Q, Sum, Value, When

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
    answered = [
        Max(Case(When(_answers(each), then=Value(1)), default=Value(0), output_field=IntegerField())) for each in requirements if each.exact
    ]
    if not answered:
        return []
    ranked = (
        facts.filter(reduce(lambda one, other: one | other, (_answers(each) for each in requirements if each.exact)))
        .values("agent")
        .annotate(n=reduce(add, answered), score=Sum(F("sort_key")))
        .filter(n__lt=len(requirements))
        .order_by("-n", "-score", "agent")
        .values_list("agent", flat=True)
    )
    return [pk for pk in ranked[: MOST_SOME + len(known)] if pk not in known][:MOST_SOME]


def _answers(requirement: Requirement) -> Q:
    return Q(skill__in=sorted(requirement.exact), level__gte=requirement.level)
