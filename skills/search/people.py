"""Who knows what: finding colleagues by one to three skills, words, level, unit, site, with the counts of every filter.

The same facts, those that the reader may see, give the people, the order and the counts, so that they
cannot disagree. What is hidden from the reader is in none of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from intranet.base import text
from intranet.directory.models import Agent, OrgUnit, Site
from skills.models import Fact, Level
from skills.querysets.eyes import Eyes
from skills.search.requirements import Criteria, Requirement, read

NEAR_WHEN_FEWER = 60  # past this many exact holders, nobody needs the neighbours unless they ask
CALLED = 10_000_000  # somebody called by name comes first
ANY, HELP, TRAIN = 0, 1, 2
CAN = {"": ANY, "help": HELP, "train": TRAIN}
ABSENT = -1  # lower than any level: "does not have it"
COLUMNS = ("skill_id", "level", "agent_id", "unit_path", "site_id", "can_help", "can_train", "sort_key")
ALIKE = ("level", "can_help", "can_train", "step", "site")  # what the counts read of one holder
# Somebody who has all that is asked: agent, level held (alone, with help offered, with training offered), score, unit, site.
Holder = tuple[int, tuple[int, int, int], int, str, int | None]


@dataclass(frozen=True)
class Option:
    """One value of a filter, and how many people it would leave."""

    value: str
    label: str
    count: int
    is_on: bool = False


@dataclass(frozen=True)
class Facets:
    level: list[Option]
    can: list[Option]
    unit: list[Option]
    site: list[Option]
    unit_trail: list[OrgUnit]


@dataclass(frozen=True)
class Found:
    """The answer: agents' keys in order, in two bands, and the filters with their counts."""

    requirements: list[Requirement]
    exact: Sequence[int]
    near: list[int]
    facets: Facets


def find(viewer: Agent, criteria: Criteria, *, with_near: bool = False) -> Found:
    """Who answers `criteria`, as `viewer` may see it: those who have all that is asked, then those who come near.

    The second band is looked for when the first has NEAR_WHEN_FEWER people at most, or when `with_near` asks.
    """
    eyes = Eyes.of(viewer)
    requirements = read(criteria)
    rarest_first = _rarest_first(requirements)
    answer = _Answer(criteria)
    if len(requirements) == 1 and len(requirements[0].exact) == 1 and not requirements[0].people:
        (skill_id,) = requirements[0].exact
        exact = _of_one_skill(eyes, criteria, skill_id, answer)
    else:
        holders = _holders(viewer, eyes, rarest_first)
        passing = [(-score, pk) for pk, held, score, path, site_id in holders if answer.count(held, path, site_id)]
        exact = [pk for _score, pk in sorted(passing)]
    near = []
    if requirements and (with_near or len(exact) <= NEAR_WHEN_FEWER):
        near = _near(eyes, criteria, rarest_first, set(exact))
    return Found(requirements, exact, near, answer.facets())


def _rarest_first(requirements: list[Requirement]) -> list[Requirement]:
    """The things asked, the least declared first: whoever has them all is soonest found from there. It changes no answer."""
    if len(requirements) < 2:
        return requirements
    wanted = {pk for requirement in requirements for pk in requirement.exact}
    holders = dict(Fact.objects.filter(skill__in=wanted).values_list("skill").annotate(n=Count("*")))
    return sorted(requirements, key=lambda requirement: sum(holders.get(pk, 0) for pk in requirement.exact))


def _holders(viewer: Agent, eyes: Eyes, requirements: list[Requirement]) -> Iterator[Holder]:
    """Those who have something towards each thing asked, whatever the filters."""
    held = [_Held(dict.fromkeys(requirement.exact, 1.0)) for requirement in requirements]
    wanted = sorted({pk for requirement in requirements for pk in requirement.exact})
    facts = _of_who_has_all(Fact.objects.seen_by(eyes).filter(skill__in=wanted), [(r.exact, r.people) for r in requirements])
    places: dict[int, tuple[str, int | None]] = {}
    for row in _rows(facts):
        places[row[2]] = (row[3], row[4])
        for each in held:
            each.add(row)
    _add_named(viewer, requirements, held, places)
    for agent_id, (path, site_id) in places.items():
        if all(agent_id in each.best for each in held):
            yield agent_id, _lowest(each.best[agent_id] for each in held), sum(each.score[agent_id] for each in held), path, site_id


class _Ranked(Sequence[int]):
    """The keys of many people in their order: counted already, read from the database a page at a time."""

    def __init__(self, keys: QuerySet, count: int):
        self._keys, self._count = keys, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place):
        return list(self._keys[place]) if isinstance(place, slice) else self._keys[place]


def _of_one_skill(eyes: Eyes, criteria: Criteria, skill_id: int, answer: "_Answer") -> Sequence[int]:
    """The holders of one skill, counted in `answer`. The usual case, in which each fact is one person: the database counts and orders."""
    facts = Fact.objects.seen_by(eyes).filter(skill=skill_id)
    alike = facts.annotate(step=Substr("unit_path", 1, answer.depth)).values(*ALIKE)
    if criteria.unit:
        alike = alike.filter(unit_path__startswith=criteria.unit.path)
    found = 0
    for level, helps, trains, path, site_id, n in alike.annotate(n=Count("*")).values_list(*ALIKE, "n"):
        found += n * answer.count(_held(level, helps, trains), path, site_id, n)
    ordered = facts.filter(_passing(criteria)).order_by("-sort_key", "agent").values_list("agent", flat=True)
    return list(ordered) if found <= NEAR_WHEN_FEWER else _Ranked(ordered, found)


def _near(eyes: Eyes, criteria: Criteria, requirements: list[Requirement], have_all: set[int]) -> list[int]:
    """Those who, for each thing asked, have it or a neighbour of it, under the filters, and do not have it all: the nearest first."""
    wide = [({**dict.fromkeys(r.exact, 1.0), **{pk: near.weight for pk, near in r.near.items()}}, r.people) for r in requirements]
    facts = Fact.objects.seen_by(eyes).filter(_passing(criteria), skill__in=sorted({pk for weights, _people in wide for pk in weights}))
    held = [_Held(weights) for weights, _people in wide]
    people: set[int] = set()
    for row in _rows(_of_who_has_all(facts, wide)):
        if row[2] not in have_all:
            people.add(row[2])
            for each in held:
                each.add(row)
    found = []
    for agent_id in people:
        if all(agent_id in each.best for each in held):
            weight = sum(each.weight[agent_id] for each in held)
            found.append((-weight, -sum(each.score[agent_id] for each in held), agent_id))
    return [agent_id for *_order, agent_id in sorted(found)]


def _passing(criteria: Criteria) -> Q:
    """The filters, over facts."""
    passing = Q(level__gte=criteria.level)
    if criteria.can:
        passing &= Q(**{f"can_{criteria.can}": True})
    if criteria.unit:
        passing &= Q(unit_path__startswith=criteria.unit.path)
    if criteria.site:
        passing &= Q(site=criteria.site)
    return passing


def _of_who_has_all(facts: QuerySet, wanted: list[tuple[Iterable[int], Iterable[int]]]) -> QuerySet:
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


def _rows(facts: QuerySet) -> list[tuple]:
    """The columns of these facts as the database gives them: no model, no conversion, which cost more than the scan."""
    connection = connections[facts.db]
    try:
        sql, params = facts.values_list(*COLUMNS).query.get_compiler(facts.db).as_sql()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


class _Held:
    """What people hold towards one thing asked, from the facts of the skills that answer it (by weight, 1 when exact)."""

    def __init__(self, weights: dict[int, float]):
        self.weights = weights
        self.best: dict[int, tuple[int, int, int]] = {}
        self.score: dict[int, int] = {}
        self.weight: dict[int, float] = {}

    def add(self, row: tuple) -> None:
        """Count one fact, when it is of these skills."""
        skill_id, level, agent_id, _path, _site, helps, trains, score = row
        weight = self.weights.get(skill_id)
        if weight is None:
            return
        now = _held(level, helps, trains)
        known = self.best.get(agent_id)
        self.best[agent_id] = now if known is None else (max(known[0], now[0]), max(known[1], now[1]), max(known[2], now[2]))
        self.score[agent_id] = max(self.score.get(agent_id, 0), score)
        self.weight[agent_id] = max(self.weight.get(agent_id, 0.0), weight)


def _held(level: int, helps: bool, trains: bool) -> tuple[int, int, int]:
    """A level, as what is held alone, with help offered, with training offered."""
    return level, level if helps else ABSENT, level if trains else ABSENT


def _lowest(held: Iterable[tuple[int, int, int]]) -> tuple[int, int, int]:
    """The least of what is held towards each thing asked: enough in all is enough in the least."""
    any_level, helping, training = zip(*held, strict=True)
    return min(any_level), min(helping), min(training)


def _add_named(viewer: Agent, requirements: list[Requirement], held: list[_Held], places: dict[int, tuple[str, int | None]]) -> None:
    """People whose name, position or entry answers the words count as answering them, without level or offer."""
    named = {pk for requirement in requirements for pk in requirement.people}
    if not named:
        return
    rows = Agent.objects.visible_to(viewer).filter(pk__in=named).values_list("pk", "unit__path", "site_id", "first_name", "last_name")
    for agent_id, path, site_id, first_name, last_name in rows:
        called = set(text.words(f"{first_name} {last_name}"))
        places.setdefault(agent_id, (path or "", site_id))
        for requirement, each in zip(requirements, held, strict=True):
            if agent_id in requirement.people:
                each.best.setdefault(agent_id, (0, ABSENT, ABSENT))
                each.score.setdefault(agent_id, 0)
                if set(text.words(requirement.label)) <= called:
                    each.score[agent_id] += CALLED


class _Answer:
    """Whether people pass the filters, and the counts of every filter, each under all the others."""

    def __init__(self, criteria: Criteria):
        self.criteria = criteria
        self.highest: Counter = Counter()  # how many hold each level at most
        self.cans: Counter = Counter()
        self.units: Counter = Counter()
        self.sites: Counter = Counter()
        self.can, self.level = CAN[criteria.can], criteria.level
        self.unit_path = criteria.unit.path if criteria.unit else ""
        self.site_id = criteria.site.pk if criteria.site else None
        # One step below the chosen unit; at first, the directions.
        self.depth = (len(self.unit_path) or OrgUnit.steplen) + OrgUnit.steplen

    def count(self, held: tuple[int, int, int], path: str, site_id: int | None, n: int = 1) -> bool:
        """Take `n` holders alike into each count that the other filters allow; whether all the filters let them through."""
        if self.unit_path and not path.startswith(self.unit_path):
            return False
        enough = held[self.can] >= self.level
        if enough:
            self.sites[site_id] += n
        if self.site_id is not None and site_id != self.site_id:
            return False
        self.highest[held[self.can]] += n
        if held[HELP] >= self.level:
            self.cans["help"] += n
        if held[TRAIN] >= self.level:
            self.cans["train"] += n
        if enough:
            self.units[path[: self.depth]] += n
        return enough

    def facets(self) -> Facets:
        """The filters with their counts: a constant number of queries."""
        criteria = self.criteria
        trail = list(OrgUnit.objects.above(criteria.unit).filter(depth__gt=1)) if criteria.unit else []
        under = OrgUnit.objects.filter(path__in=[p for p in self.units if len(p) == self.depth])
        units = {path: (code, name) for path, code, name in under.order_by().values_list("path", "code", "name")}
        often = [pk for pk, _n in self.sites.most_common(6) if pk]
        sites = dict(Site.objects.filter(pk__in=often).order_by().values_list("pk", "name"))
        if criteria.site:
            sites[criteria.site.pk] = criteria.site.name
        at_least = {each: sum(n for level, n in self.highest.items() if level >= each) for each in Level}
        return Facets(
            level=[Option(str(each.value), str(each.label), at_least[each], criteria.level == each) for each in reversed(Level)],
            can=[
                Option("help", _("answer a question"), self.cans["help"], criteria.can == "help"),
                Option("train", _("train"), self.cans["train"], criteria.can == "train"),
            ],
            unit=[Option(*units[p], n) for p, n in self.units.most_common() if p in units][:8],
            site=sorted(
                (Option(name, name, self.sites[pk], pk == self.site_id) for pk, name in sites.items()), key=lambda o: (-o.count, o.label)
            ),
            unit_trail=trail,
        )
