"""What people hold towards what is asked: facts read fast, and folded into one holder a person."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from intranet.base import text
from intranet.directory.models import Agent
from skills.models import Fact
from skills.querysets.eyes import Eyes
from skills.search.criteria import CANS, INTERESTS
from skills.search.requirements import Requirement

CALLED = 10_000_000  # somebody called by name comes first
ABSENT = -1  # lower than any level: "does not have it"
COLUMNS = (
    "skill_id",
    "level",
    "agent_id",
    "unit_path",
    "site_id",
    "can_help",
    "can_train",
    "interest",
    "is_private",
    "sort_key",
    "is_away",
)
# What the offer, the interest and the private sphere may ask together, and where the level held so stands in a holding.
KINDS = {
    kind: place
    for place, kind in enumerate((can, interest, private) for can in CANS for interest in INTERESTS for private in (False, True))
}
Holding = tuple[int, ...]  # the level held, for each of KINDS; ABSENT where it is not held so


Place = tuple[str, int | None, bool]  # their unit's path, their site, whether they are away today


class Holder(NamedTuple):
    """Somebody who has something towards each thing asked."""

    agent_id: int
    holding: Holding
    score: int
    place: Place


@lru_cache(maxsize=1024)
def holding_of(level: int, helps: bool, trains: bool, interest: str, is_private: bool) -> Holding:
    """What one fact holds: its level, for each of KINDS that it answers."""
    offers = {"": True, "help": helps, "train": trains}
    return tuple(
        level if offers[can] and wanted in ("", interest) and (private or not is_private) else ABSENT for can, wanted, private in KINDS
    )


def most(one: Holding, other: Holding) -> Holding:
    """The best of two facts that answer the same thing."""
    return tuple(map(max, one, other))


def least(holdings: Iterable[Holding]) -> Holding:
    """The least of what is held towards each thing asked: enough in all is enough in the least."""
    first, *others = holdings
    return tuple(map(min, first, *others)) if others else first


def with_away(rows: QuerySet, agent: str = "agent") -> QuerySet:
    """These rows, saying whether their agent is away today."""
    away = Agent.objects.absent().order_by().values("pk")
    return rows.annotate(is_away=Case(When(**{f"{agent}__in": away}, then=Value(True)), default=Value(False), output_field=BooleanField()))


def holders(viewer: Agent, eyes: Eyes, requirements: list[Requirement], *, with_private: bool) -> Iterator[Holder]:
    """Those who have something towards each thing asked, as `eyes` see them, whatever the filters."""
    held = [Held(dict.fromkeys(each.exact, 1.0), each.level, with_private) for each in requirements]
    wanted = sorted({pk for requirement in requirements for pk in requirement.exact})
    facts = of_who_has_all(Fact.objects.seen_by(eyes).filter(skill__in=wanted), [(r.exact, r.people) for r in requirements])
    places: dict[int, Place] = {}
    for row in rows_of(facts):
        places[row[2]] = (row[3], row[4], bool(row[10]))
        for each in held:
            each.add(row)
    _add_named(viewer, requirements, held, places)
    for agent_id, place in places.items():
        if all(agent_id in each.best for each in held):
            yield Holder(agent_id, least(each.best[agent_id] for each in held), sum(each.score[agent_id] for each in held), place)


def of_who_has_all(facts: QuerySet, wanted: list[tuple[Iterable[int], Iterable[int]]]) -> QuerySet:
    """Of these facts, those of people who have something towards each of several things asked (skills, people named).

    Only to fetch fewer rows: `facts` are those that the reader sees, and whoever calls keeps only
    the people who have everything among them. Each thing is looked for among those who have the ones before it.
    """
    if len(wanted) < 2:
        return facts
    have_all = None
    for skills, people in wanted:
        has_it = Fact.objects.filter(skill__in=sorted(skills))
        if people:
            facts = facts.filter(Q(agent__in=has_it.values("agent")) | Q(agent__in=sorted(people)))
        else:
            have_all = (has_it if have_all is None else has_it.filter(agent__in=have_all)).values("agent")
    return facts if have_all is None else facts.filter(agent__in=have_all)


def rows_of(facts: QuerySet) -> list[tuple]:
    """COLUMNS of these facts as the database gives them: no model, no conversion, which cost more than the scan."""
    connection = connections[facts.db]
    try:
        sql, params = with_away(facts).values_list(*COLUMNS).query.get_compiler(facts.db).as_sql()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


class Held:
    """What people hold towards one thing asked, from the facts of the skills that answer it (by weight, 1 when exact)."""

    def __init__(self, weights: dict[int, float], level: int, with_private: bool):
        self.weights, self.level, self.with_private = weights, level, with_private
        self.best: dict[int, Holding] = {}
        self.score: dict[int, int] = {}
        self.weight: dict[int, float] = {}

    def add(self, row: tuple) -> None:
        """Count one fact, when it is of these skills and of the level asked of them."""
        skill_id, level, agent_id, _path, _site, helps, trains, interest, is_private, score, _away = row
        weight = self.weights.get(skill_id)
        if weight is None or level < self.level:
            return
        now = holding_of(level, bool(helps), bool(trains), interest, bool(is_private))
        known = self.best.get(agent_id)
        self.best[agent_id] = now if known is None else most(known, now)
        if is_private and not self.with_private:
            score = 0  # only counted, for whoever would ask for what was learnt outside work: it puts nobody first
        self.score[agent_id] = max(self.score.get(agent_id, 0), score)
        self.weight[agent_id] = max(self.weight.get(agent_id, 0.0), weight)


def _add_named(viewer: Agent, requirements: list[Requirement], held: list[Held], places: dict[int, Place]) -> None:
    """People whose name, position or entry answers the words count as answering them, without level, offer or wish."""
    named = {pk for requirement in requirements for pk in requirement.people}
    if not named:
        return
    nothing_more = holding_of(0, helps=False, trains=False, interest="", is_private=False)
    rows = with_away(Agent.objects.visible_to(viewer).filter(pk__in=named), "pk")
    for agent_id, path, site_id, is_away, first_name, last_name in rows.values_list(
        "pk", "unit__path", "site_id", "is_away", "first_name", "last_name"
    ):
        called = set(text.words(f"{first_name} {last_name}"))
        places.setdefault(agent_id, (path or "", site_id, is_away))
        for requirement, each in zip(requirements, held, strict=True):
            if agent_id in requirement.people:
                each.best[agent_id] = most(each.best.get(agent_id, nothing_more), nothing_more)
                each.score.setdefault(agent_id, 0)
                if set(text.words(requirement.label)) <= called:
                    each.score[agent_id] += CALLED
