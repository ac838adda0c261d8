"""What is asked of colleagues: the criteria of a search read into the skills, neighbours and names that answer them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from intranet.search import door
from skills.models import Skill, SkillRelation
from skills.search import names
from skills.search.asking import meant_words
from skills.search.criteria import Criteria

NEAR_SHOWN = 12  # neighbours of one skill that are looked at
WORD_SKILLS = 12  # skills that words without an exact name may mean
NEARLY = 3  # skills that misspelt words may mean
NAMED_PEOPLE = 300  # people whom words may name
SHOWN = ("slug", "pref_label", "label_en", "kind")  # what a neighbour shows of itself


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
    level: int = 0  # the least level asked of it
    named: Skill | None = None  # the skill that the words name, or nearly
    is_words: bool = False  # words that name no skill
    others: tuple[Skill, ...] = ()  # what the words may mean besides, when they were only nearly a name

    def skills(self) -> Iterator[tuple[int, Skill]]:
        """Every skill that answers it or comes near, with its key."""
        yield from self.exact.items()
        yield from ((pk, near.skill) for pk, near in self.near.items())


def read(criteria: Criteria) -> list[Requirement]:
    """What the words and skills of `criteria` ask for, each with its neighbours: a constant number of queries.

    People are named as the index ranks them: whoever shows them applies `visible_to`.
    """
    asked = [Requirement(skill.label, {skill.pk: skill}, {}, level=criteria.level_of(skill)) for skill in criteria.skills]
    if criteria.words:
        asked += _read_words(criteria)
    neighbours = _neighbours({pk for each in asked for pk in each.exact})
    return [
        replace(each, near={pk: near for source in each.exact for pk, near in neighbours.get(source, {}).items() if pk not in each.exact})
        # Words that name no skill exactly already spread over several: their neighbours would be noise.
        if len(each.exact) == 1
        else each
        for each in asked
    ]


def _read_words(criteria: Criteria) -> list[Requirement]:
    """The words as one thing asked: the skill that they name; or whatever has them in its name or entry; or the skill nearly spelt so.

    Nothing when they name a skill that is asked already.
    """
    words = criteria.words
    named = None if criteria.is_literal else names.resolve_named(words) or names.resolve_named(" ".join(meant_words(words)))
    if named is not None:
        return [] if named.skill in criteria.skills else [_of_name(named.skill, named.note and named.matched)]
    found = {each.skill.pk: each.skill for each in skills_of_words(words)}
    people = frozenset(door.rank("person", words, limit=NAMED_PEOPLE))
    if not found and not people and not criteria.is_literal:
        nearly = [each.skill for each in names.suggest(words, limit=NEARLY)]
        if nearly and nearly[0] not in criteria.skills:
            return [replace(_of_name(nearly[0], words), others=tuple(nearly[1:]))]
    return [Requirement(words, found, {}, people, is_words=True)]


def _of_name(skill: Skill, matched: str) -> Requirement:
    return Requirement(skill.label, {skill.pk: skill}, {}, matched=matched, named=skill)


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
