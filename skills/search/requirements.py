"""What is asked of colleagues: the criteria of a search, read into the skills, neighbours and names that answer them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from intranet.directory.models import OrgUnit, Site
from intranet.search import door
from skills.models import Skill, SkillRelation
from skills.search import names

MOST_SKILLS = 3
NEAR_SHOWN = 12  # neighbours of one skill that are looked at
WORD_SKILLS = 12  # skills that words without an exact name may mean
NAMED_PEOPLE = 300  # people whom words may name
SHOWN = ("slug", "pref_label", "label_en", "kind")  # what a neighbour shows of itself


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

    def skills(self) -> Iterator[tuple[int, Skill]]:
        """Every skill that answers it or comes near, with its key."""
        yield from self.exact.items()
        yield from ((pk, near.skill) for pk, near in self.near.items())


def read(criteria: Criteria) -> list[Requirement]:
    """What the words and skills of `criteria` ask for, each with its neighbours: a constant number of queries.

    People are named as the index ranks them: whoever shows them applies `visible_to`.
    """
    asked: list[tuple[str, dict[int, Skill], frozenset[int], str]] = [
        (skill.label, {skill.pk: skill}, frozenset(), "") for skill in criteria.skills[:MOST_SKILLS]
    ]
    if criteria.words:
        named = names.resolve_named(criteria.words)
        if named is not None and named.skill not in criteria.skills:
            asked.append((named.skill.label, {named.skill.pk: named.skill}, frozenset(), named.note and named.matched))
        elif named is None:
            found = {each.skill.pk: each.skill for each in skills_of_words(criteria.words)}
            asked.append((criteria.words, found, frozenset(door.rank("person", criteria.words, limit=NAMED_PEOPLE)), ""))
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


def _neighbours(skills: set[int]) -> dict[int, dict[int, Near]]:
    """For each skill, those that come near by an accepted relation, the strongest first, at most NEAR_SHOWN."""
    found: dict[int, dict[int, Near]] = {pk: {} for pk in skills}
    relations = (
        SkillRelation.objects.accepted()
        .filter(Q(from_skill__in=skills) | Q(to_skill__in=skills))
        .filter(from_skill__status="active", to_skill__status="active", from_skill__sensitive=False, to_skill__sensitive=False)
        .select_related("from_skill", "to_skill")
        .only("kind", "weight", *(f"{end}__{name}" for end in ("from_skill", "to_skill") for name in SHOWN))
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


def skills_of_words(words: str) -> list[names.Named]:
    """The skills of which one name has every word of `words`, by their stems."""
    return [each for each in names.having(words) if not each.skill.sensitive][:WORD_SKILLS]
