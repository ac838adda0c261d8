"""Who knows what: finding colleagues by one to three skills, words, level, unit, site, with the counts of every filter.

One scan of the facts that the reader may see gives the people, the order and the counts, so that
they cannot disagree. What is hidden from the reader is in none of them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.base import text
from intranet.directory.models import Agent, OrgUnit, Site
from intranet.search import door
from skills.models import AgentSkill, Evidence, Fact, Level, Skill, SkillLabel, SkillRelation
from skills.querysets.eyes import Eyes
from skills.querysets.profile import within_reach
from skills.search import names

MOST_SKILLS = 3
NEAR_SHOWN = 12  # neighbours of one skill that are looked at
WORD_SKILLS = 12  # skills that words without an exact name may mean
NEAR_WHEN_FEWER = 60  # past this many exact holders, nobody needs the neighbours unless they ask
NAMED_PEOPLE = 300  # people whom words may name
ANY, HELP, TRAIN = 0, 1, 2
CAN = {"": ANY, "help": HELP, "train": TRAIN}
ABSENT = -1  # lower than any level: "does not have it"


@dataclass(frozen=True)
class Criteria:
    """What is looked for: as the address of the page says it."""

    words: str = ""
    skills: tuple[Skill, ...] = ()
    level: int = 0
    unit: OrgUnit | None = None
    site: Site | None = None
    can: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.skills)

    @property
    def filter_count(self) -> int:
        """How many filters narrow the answer: on the button "Filtrer (2)"."""
        return sum(map(bool, (self.level, self.unit, self.site, self.can)))


@dataclass(frozen=True)
class Near:
    """A neighbour of what is asked, and how it stands to it."""

    skill: Skill
    weight: float
    route: str


@dataclass(frozen=True)
class Requirement:
    """One thing asked: the skills that answer it, those that come near, the people whom its words name."""

    label: str
    exact: dict[int, Skill]
    near: dict[int, Near]
    people: frozenset[int] = frozenset()
    matched: str = ""  # the other name by which it was understood


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
class Line:
    """Why a person is there, for one thing asked: what was asked, what they hold, by which route."""

    asked: str
    held: AgentSkill | None
    route: str
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What else says why: the route of a near skill, training, the private sphere, an old confirmation."""
        if self.held is None:
            return [self.route]
        notes = [self.route] if self.route else []
        if self.held.can_train:
            notes.append(_("can train"))
        if self.held.sphere == AgentSkill.Sphere.PRIVATE:
            notes.append(_("learnt outside work, shared by choice"))
        if self.held.is_stale:
            months = self.held.months_since_confirmed
            notes.append(ngettext("confirmed {n} month ago", "confirmed {n} months ago", months).format(n=months))
        return notes


@dataclass(frozen=True)
class Card:
    """A person found, and why."""

    person: Agent
    lines: list[Line]

    @property
    def to_ask(self) -> AgentSkill | None:
        """The declared skill on which this person offered help, if any."""
        return next((line.held for line in self.lines if line.held and line.held.can_help), None)


@dataclass(frozen=True)
class Found:
    """The answer: agents' keys in order, in two bands, and the filters with their counts."""

    requirements: list[Requirement]
    exact: list[int]
    near: list[int]
    facets: Facets


class _Tally:
    """What one person holds towards each thing asked: the best level, alone, with help offered, with training offered."""

    __slots__ = ("exact", "near", "path", "score", "site", "weight")

    def __init__(self, size: int, path: str, site: int | None):
        self.exact = [[ABSENT, ABSENT, ABSENT] for _each in range(size)]
        self.near = [[ABSENT, ABSENT, ABSENT] for _each in range(size)]
        self.score = [0] * size
        self.weight = [0.0] * size
        self.path, self.site = path, site


def read(viewer: Agent, criteria: Criteria) -> list[Requirement]:
    """What the words and skills of `criteria` ask for, each with its neighbours: a constant number of queries."""
    asked: list[tuple[str, dict[int, Skill], frozenset[int], str]] = [
        (skill.label, {skill.pk: skill}, frozenset(), "") for skill in criteria.skills[:MOST_SKILLS]
    ]
    if criteria.words:
        named = names.resolve_named(criteria.words)
        if named is not None and named.skill not in criteria.skills:
            asked.append((named.skill.label, {named.skill.pk: named.skill}, frozenset(), named.note and named.matched))
        elif named is None:
            found = {each.skill.pk: each.skill for each in _skills_of_words(criteria.words)}
            asked.append((criteria.words, found, frozenset(_people_named(viewer, criteria.words)), ""))
    wanted = {pk for _label, exact, _people, _matched in asked for pk in exact}
    neighbours = _neighbours(wanted)
    return [
        Requirement(
            label,
            exact,
            # Words that name no skill exactly already spread over several: their neighbours would be noise.
            {pk: near for source in exact for pk, near in neighbours.get(source, {}).items() if pk not in exact} if len(exact) == 1 else {},
            people,
            matched,
        )
        for label, exact, people, matched in asked
    ]


def find(viewer: Agent, criteria: Criteria, *, with_near: bool = False) -> Found:
    """Who answers `criteria`, as `viewer` may see it: those who have all that is asked, then those who come near.

    The second band is looked for when the first has NEAR_WHEN_FEWER people at most, or when `with_near` asks.
    """
    eyes = Eyes.of(viewer)
    requirements = read(viewer, criteria)
    tallies: dict[int, _Tally] = {}
    _scan(eyes, tallies, len(requirements), [set(each.exact) for each in requirements], near=None)
    _add_named(viewer, requirements, tallies)
    can, level = CAN.get(criteria.can, ANY), criteria.level
    unit_path = criteria.unit.path if criteria.unit else ""
    site_id = criteria.site.pk if criteria.site else None
    counts = _Counts(criteria)
    exact = []
    for agent_id, tally in tallies.items():
        in_unit = tally.path.startswith(unit_path)
        in_site = site_id is None or tally.site == site_id
        counts.add(tally, level=level, can=can, in_unit=in_unit, in_site=in_site)
        if in_unit and in_site and all(held[can] >= level for held in tally.exact):
            exact.append((-sum(tally.score), agent_id))
    near = []
    if with_near or len(exact) <= NEAR_WHEN_FEWER:
        have_all = {agent_id for _score, agent_id in exact}
        _scan(eyes, tallies, len(requirements), [set(each.near) for each in requirements], near=requirements)
        for agent_id, tally in tallies.items():
            pairs = list(zip(tally.exact, tally.near, strict=True))
            if (
                agent_id not in have_all
                and tally.path.startswith(unit_path)
                and (site_id is None or tally.site == site_id)
                and all(max(held[can], close[can]) >= level for held, close in pairs)
            ):
                whole = sum(held[can] >= level for held, _close in pairs)
                near.append((-whole, -sum(tally.weight), -sum(tally.score), agent_id))
    return Found(requirements, [a for *_o, a in sorted(exact)], [a for *_o, a in sorted(near)], counts.facets())


def _scan(eyes: Eyes, tallies: dict[int, _Tally], size: int, skills: list[set[int]], *, near: list[Requirement] | None) -> None:
    """One scan of the facts about `skills`, one set for each thing asked: exact holders, or the band of `near` ones."""
    places: dict[int, list[int]] = {}
    for index, keys in enumerate(skills):
        for pk in keys:
            places.setdefault(pk, []).append(index)
    if not places:
        return
    rows = (
        Fact.objects.seen_by(eyes)
        .filter(skill__in=sorted(places))
        .values_list("skill_id", "level", "agent_id", "unit_path", "site_id", "can_help", "can_train", "sort_key")
    )
    for skill_id, level, agent_id, path, site_id, helps, trains, sort_key in rows.iterator(chunk_size=5000):
        tally = tallies.get(agent_id)
        if tally is None:
            tally = tallies[agent_id] = _Tally(size, path, site_id)
        for index in places[skill_id]:
            held = (tally.near if near else tally.exact)[index]
            held[ANY] = max(held[ANY], level)
            if helps:
                held[HELP] = max(held[HELP], level)
            if trains:
                held[TRAIN] = max(held[TRAIN], level)
            tally.score[index] = max(tally.score[index], sort_key)
            if near:
                tally.weight[index] = max(tally.weight[index], near[index].near[skill_id].weight)


def _add_named(viewer: Agent, requirements: list[Requirement], tallies: dict[int, _Tally]) -> None:
    """People whose name, position or entry answers the words count as answering them, without level or offer."""
    named = {pk for requirement in requirements for pk in requirement.people}
    if not named:
        return
    places = Agent.objects.visible_to(viewer).filter(pk__in=named).values_list("pk", "unit__path", "site_id", "first_name", "last_name")
    for agent_id, path, site_id, first_name, last_name in places:
        called = text.words(f"{first_name} {last_name}")
        tally = tallies.setdefault(agent_id, _Tally(len(requirements), path or "", site_id))
        for index, requirement in enumerate(requirements):
            if agent_id in requirement.people:
                tally.exact[index][ANY] = max(tally.exact[index][ANY], 0)
                if set(text.words(requirement.label)) <= set(called):
                    tally.score[index] += 10_000_000  # somebody called by name comes first


class _Counts:
    """The counts of every filter, each under all the other filters."""

    def __init__(self, criteria: Criteria):
        self.criteria = criteria
        self.levels: Counter = Counter()
        self.cans: Counter = Counter()
        self.units: Counter = Counter()
        self.sites: Counter = Counter()
        # One step below the chosen unit; at first, the directions.
        self.depth = (len(criteria.unit.path) if criteria.unit else OrgUnit.steplen) + OrgUnit.steplen

    def add(self, tally: _Tally, *, level: int, can: int, in_unit: bool, in_site: bool) -> None:
        """Count one person wherever all the filters but one let them through."""
        held = tally.exact
        enough = all(each[can] >= level for each in held)
        if in_unit and in_site:
            lowest = min((each[can] for each in held), default=ABSENT)
            for each in range(1, lowest + 1):
                self.levels[each] += 1
            for name, index in CAN.items():
                if all(each[index] >= level for each in held):
                    self.cans[name] += 1
        if enough and in_site and in_unit:
            self.units[tally.path[: self.depth]] += 1
        if enough and in_unit:
            self.sites[tally.site] += 1

    def facets(self) -> Facets:
        criteria = self.criteria
        trail = list(OrgUnit.objects.above(criteria.unit).filter(depth__gt=1)) if criteria.unit else []
        units = {unit.path: unit for unit in OrgUnit.objects.filter(path__in=[p for p in self.units if len(p) == self.depth])}
        sites = Site.objects.in_bulk([pk for pk, _n in self.sites.most_common(8) if pk])
        if criteria.site:
            sites[criteria.site.pk] = criteria.site
        return Facets(
            level=[
                Option(str(each.value), str(each.label), self.levels[each.value], criteria.level == each.value) for each in reversed(Level)
            ],
            can=[
                Option("help", _("answer a question"), self.cans["help"], criteria.can == "help"),
                Option("train", _("train"), self.cans["train"], criteria.can == "train"),
            ],
            unit=[Option(units[p].code, units[p].name, n) for p, n in self.units.most_common() if p in units][:12],
            site=sorted(
                (Option(s.name, s.name, self.sites[s.pk], criteria.site == s) for s in sites.values()), key=lambda o: (-o.count, o.label)
            ),
            unit_trail=trail,
        )


def cards(viewer: Agent, criteria: Criteria, requirements: list[Requirement], agent_ids: Iterable[int]) -> list[Card]:
    """The cards of these people, in this order, each with why it is there: a constant number of queries, however many they are."""
    agent_ids = list(agent_ids)
    people = {each.pk: each for each in Agent.objects.visible_to(viewer).with_place().filter(pk__in=agent_ids)}
    wanted = {pk for requirement in requirements for pk in (*requirement.exact, *requirement.near)}
    held: dict[int, dict[int, AgentSkill]] = {}
    for each in AgentSkill.objects.visible_to(viewer).filter(agent__in=agent_ids, skill__in=wanted).with_skill():
        if _passes(each, criteria):
            held.setdefault(each.agent_id, {})[each.skill_id] = each
    evidence: dict[int, list[Evidence]] = {}
    shown = [each.pk for rows in held.values() for each in rows.values()]
    for each in within_reach(viewer, Evidence.objects.visible_to(viewer).accepted().filter(agent_skill__in=shown)):
        evidence.setdefault(each.agent_skill_id, []).append(each)
    return [
        Card(people[pk], _once(line for each in requirements for line in _lines(each, held.get(pk, {}), evidence, pk)))
        for pk in agent_ids
        if pk in people
    ]


def _passes(declared: AgentSkill, criteria: Criteria) -> bool:
    """Whether a declared skill has the level and the offer that are asked: what does not is no reason to be there."""
    offers = {"": True, "help": declared.can_help, "train": declared.can_train}[criteria.can]
    return offers and (declared.level or 0) >= criteria.level


def _lines(requirement: Requirement, held: dict[int, AgentSkill], evidence: dict[int, list[Evidence]], agent_id: int) -> list[Line]:
    exact = [held[pk] for pk in requirement.exact if pk in held]
    if exact:
        return [Line(requirement.label, each, "", evidence.get(each.pk, [])) for each in exact[:3]]
    if agent_id in requirement.people:
        return [Line(requirement.label, None, _("in their entry: “{words}”").format(words=requirement.label))]
    near = sorted((pk for pk in requirement.near if pk in held), key=lambda pk: (-requirement.near[pk].weight, pk))
    return [Line(requirement.label, held[pk], requirement.near[pk].route, evidence.get(held[pk].pk, [])) for pk in near[:1]]


def _once(lines: Iterable[Line]) -> list[Line]:
    """The lines, one for each skill held: a skill that comes near two things asked says both."""
    found: dict[object, Line] = {}
    for line in lines:
        key = line.held.pk if line.held else line.route
        known = found.get(key)
        found[key] = replace(known, route=" ; ".join(filter(None, (known.route, line.route)))) if known else line
    return list(found.values())


def _neighbours(skills: set[int]) -> dict[int, dict[int, Near]]:
    """For each skill, those that come near by an accepted relation, the strongest first, at most NEAR_SHOWN."""
    found: dict[int, dict[int, Near]] = {pk: {} for pk in skills}
    relations = (
        SkillRelation.objects.accepted()
        .filter(Q(from_skill__in=skills) | Q(to_skill__in=skills))
        .filter(from_skill__status="active", to_skill__status="active", from_skill__sensitive=False, to_skill__sensitive=False)
        .select_related("from_skill", "to_skill")
        .order_by("-weight", "pk")
    )
    for each in relations:
        for source, target in ((each.from_skill, each.to_skill), (each.to_skill, each.from_skill)):
            if source.pk in found and len(found[source.pk]) < NEAR_SHOWN:
                found[source.pk][target.pk] = Near(target, float(each.weight), _route(each, source, target))
    return found


def _route(relation: SkillRelation, source: Skill, target: Skill) -> str:
    if relation.kind == SkillRelation.Kind.BROADER:
        if relation.from_skill_id == source.pk:
            return _("has a near skill: “{asked}” is part of it").format(asked=source.label)
        return _("has a near skill, part of “{asked}”").format(asked=source.label)
    return _("has a near skill: “{asked}” is beside it in the catalogue").format(asked=source.label)


def neighbours_of(skill: Skill) -> list[Near]:
    """The neighbours of one skill, the strongest first."""
    return list(_neighbours({skill.pk})[skill.pk].values())


def _skills_of_words(words: str) -> list[names.Named]:
    stems = text.stems(words)[:8]
    if not stems:
        return []
    condition = Q()
    for stem in stems:
        condition &= Q(stems__startswith=stem) | Q(stems__contains=f" {stem}")
    labels = SkillLabel.objects.usable().filter(condition, skill__sensitive=False).select_related("skill").order_by("normalised")[:60]
    best: dict[int, names.Named] = {}
    for label in labels:
        best.setdefault(label.skill_id, names.Named(label.skill, label.text))
    return list(best.values())[:WORD_SKILLS]


def _people_named(viewer: Agent, words: str) -> list[int]:
    """People whose name or position answers the words: the index when it knows people, else the directory itself."""
    if "person" in door.sources():
        return door.rank("person", words, limit=NAMED_PEOPLE)
    condition = Q()
    for word in words.split()[:6]:
        condition &= Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(position_title__icontains=word)
    return list(Agent.objects.visible_to(viewer).filter(condition).by_name().values_list("pk", flat=True)[:NAMED_PEOPLE])
