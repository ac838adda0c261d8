"""Who knows what: finding colleagues by one to five skills, words and filters, with the counts of every filter.

The same facts, those that the reader may see, give the people, the order and the counts, so that they
cannot disagree. What is hidden from the reader is in none of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr

from intranet.directory.models import Agent
from skills.models import Fact
from skills.querysets.eyes import Eyes
from skills.search.bands import have_near, have_some
from skills.search.criteria import Criteria
from skills.search.filters import Counts, Facets, Filters
from skills.search.holding import holders, holding_of, with_away
from skills.search.requirements import Requirement, read

NEAR_WHEN_FEWER = 60  # past this many exact holders, nobody needs the other bands unless they ask
HELD = ("level", "can_help", "can_train", "interest", "is_private")  # what the counts read of what is held
PLACED = ("step", "site", "is_away")  # and of where its holder is


@dataclass(frozen=True)
class Found:
    """The answer: agents' keys in order, in three bands, and the filters with their counts."""

    requirements: list[Requirement]
    exact: Sequence[int]
    near: list[int]
    some: list[int]
    facets: Facets


def find(viewer: Agent, criteria: Criteria, *, band: str = "") -> Found:
    """Who answers `criteria`, as `viewer` may see it: those who have all that is asked, those who come near, those who have some of it.

    The other two bands are looked for when the first has NEAR_WHEN_FEWER people at most, or when `band` asks ("near", "some").
    """
    eyes = Eyes.of(viewer)
    requirements = read(criteria)
    filters = Filters(viewer, criteria)
    counts = Counts(filters)
    rarest_first = _rarest_first(requirements)
    if len(requirements) == 1 and len(requirements[0].exact) == 1 and not requirements[0].people:
        exact = _of_one_skill(eyes, filters, requirements[0], counts)
    else:
        everyone = holders(viewer, eyes, rarest_first, with_private=criteria.with_private)
        passing = [(-each.score, each.agent_id) for each in everyone if counts.add(each.holding, each.place)]
        exact = [pk for _score, pk in sorted(passing)]
    near: list[int] = []
    some: list[int] = []
    if requirements and (band or len(exact) <= NEAR_WHEN_FEWER):
        known = set(exact)
        near = have_near(eyes, filters, rarest_first, known)
        some = have_some(eyes, filters, requirements, known.union(near))
    return Found(requirements, exact, near, some, counts.facets())


def find_among(viewer: Agent, criteria: Criteria, agent_ids: list[int]) -> list[int]:
    """Of these few people, in their order, those who have all that is asked, as `viewer` sees them now."""
    requirements = read(criteria)
    wanted = {pk for each in requirements for pk in each.exact}
    facts = Fact.objects.seen_by(Eyes.of(viewer)).filter(Filters(viewer, criteria).passing(), agent__in=agent_ids, skill__in=wanted)
    held: dict[int, set[int]] = {}
    for agent_id, skill_id, level in facts.values_list("agent", "skill", "level"):
        held.setdefault(agent_id, set()).update(
            place for place, each in enumerate(requirements) if skill_id in each.exact and level >= each.level
        )
    called = set(Agent.objects.visible_to(viewer).filter(pk__in=agent_ids).values_list("pk", flat=True))
    for place, each in enumerate(requirements):
        for agent_id in each.people & called:
            held.setdefault(agent_id, set()).add(place)
    return [pk for pk in agent_ids if pk in called and len(held.get(pk, ())) == len(requirements)]


def _rarest_first(requirements: list[Requirement]) -> list[Requirement]:
    """The things asked, the least declared first: whoever has them all is soonest found from there. It changes no answer."""
    if len(requirements) < 2:
        return requirements
    wanted = {pk for requirement in requirements for pk in requirement.exact}
    held = dict(Fact.objects.filter(skill__in=wanted).values_list("skill").annotate(n=Count("*")))
    return sorted(requirements, key=lambda requirement: sum(held.get(pk, 0) for pk in requirement.exact))


class _Ranked(Sequence[int]):
    """The keys of many people in their order: counted already, read from the database a page at a time."""

    def __init__(self, keys: QuerySet, count: int):
        self._keys, self._count = keys, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place):
        return list(self._keys[place]) if isinstance(place, slice) else self._keys[place]


def _of_one_skill(eyes: Eyes, filters: Filters, requirement: Requirement, counts: Counts) -> Sequence[int]:
    """The holders of one skill, counted in `counts`. The usual case, in which each fact is one person: the database counts and orders."""
    (skill_id,) = requirement.exact
    facts = Fact.objects.seen_by(eyes).filter(skill=skill_id, level__gte=requirement.level)
    for *held, n in facts.filter(filters.placed()).values(*HELD).annotate(n=Count("*")).values_list(*HELD, "n"):
        counts.add_holding(holding_of(*held), n)
    # The service is told apart from the others, even when the units counted are wider.
    depth = max(filters.depth, len(filters.service_path))
    places = with_away(facts.filter(filters.held())).annotate(step=Substr("unit_path", 1, depth)).values(*PLACED)
    for *place, n in places.annotate(n=Count("*")).values_list(*PLACED, "n"):
        counts.add_place(tuple(place), n)
    ordered = facts.filter(filters.passing()).order_by("-sort_key", "agent").values_list("agent", flat=True)
    return list(ordered) if counts.found <= NEAR_WHEN_FEWER else _Ranked(ordered, counts.found)
