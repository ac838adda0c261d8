"""One resolver for the names of skills: the search, the suggestions and the forms all ask it."""

import difflib
import math
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from intranet.base import text
from skills.models import LabelWord, Skill, SkillFramework, SkillLabel
from skills.models.names import WORD_LENGTH, normalise
from skills.search.asking import meant_words

LOOKED_AT = 60  # names looked at for a suggestion
LAST = "\U0010ffff"  # after every letter
MANY = 50_000  # names of a large catalogue: what a word tells is measured against it
HEARD = 600  # names looked at for one word of a question
WEAKEST = 0.3  # share of a question that a name must answer
MOST_WORDS = 8  # of a search typed without a comma, looked at as several names


@dataclass(frozen=True)
class Named:
    """A skill, and the name of it that matched."""

    skill: Skill
    matched: str

    @property
    def note(self) -> str:
        """Which other name matched, when it is not the one shown: "found by “LSF”"."""
        if normalise(self.matched) == normalise(self.skill.label):
            return ""
        return _("found by “{name}”").format(name=self.matched)


def resolve(words: str) -> Skill | None:
    """The skill in use that `words` name exactly (any name, acronym or misspelling, accents and case aside), or None."""
    label = _named_exactly(words)
    return label.skill if label else None


def resolve_named(words: str) -> Named | None:
    """The same, with the name that matched."""
    label = _named_exactly(words)
    return Named(label.skill, label.text) if label else None


def _named_exactly(words: str) -> SkillLabel | None:
    key = normalise(words)
    if not key:
        return None
    return (
        SkillLabel.objects.usable()
        .filter(normalised=key)
        .select_related("skill", "skill__domain")
        .order_by("framework__order", "skill_id")
        .first()
    )


def named_in(words: str) -> list[Skill]:
    """The skills whose exact names, one after the other, make up the whole of `words`: "lsf italien". The fewest; none when a word is left."""
    typed = normalise(words).split()
    if not 2 <= len(typed) <= MOST_WORDS:
        return []
    ends = range(1, len(typed) + 1)
    runs = {" ".join(typed[start:end]) for end in ends for start in range(end)}
    labels = (
        SkillLabel.objects.usable()
        .filter(normalised__in=runs)
        .select_related("skill", "skill__domain")
        .order_by("-framework__order", "-skill_id")
    )
    named = {label.normalised: label.skill for label in labels}
    made: dict[int, list[Skill]] = {0: []}  # what the first words are made of, by how many they are
    for end in ends:
        ways = [[*made[start], named[run]] for start in range(end) if start in made and (run := " ".join(typed[start:end])) in named]
        if ways:
            made[end] = min(ways, key=len)
    return list(dict.fromkeys(made.get(len(typed), [])))


def suggest(words: str, *, limit: int = 8) -> list[Named]:
    """Skills that are offered and whose names answer `words` as they are typed, one skill once, by the name that matched best.

    The exact name first, then names that begin so, then those that have every word (its beginning, or its stem), our own
    framework before any other. When there is none, words are read as near spellings of words of the catalogue.
    """
    typed = text.words(words)[:8]
    if not typed:
        return []
    labels = _with_words([(word,) for word in typed])
    if len(labels) < limit:
        # "usagers" for "usager", "recrutements" for "recruter": by their stems, without losing what was found.
        labels += _with_words([(text.stem(word), word) for word in typed])
    if not labels:
        near = [(word,) if _is_known(word) else tuple(_nearly(word)) for word in typed]
        labels = _with_words(near) if all(near) else []
    key = normalise(words)
    if not labels and (named := resolve_named(" ".join(meant_words(words)))) is not None:
        return _and_others([named], meant(words, limit=limit))[:limit]
    is_hidden = SkillLabel.Kind.HIDDEN
    labels.sort(
        key=lambda each: (each.normalised != key, each.framework.order, not each.normalised.startswith(key), each.kind == is_hidden)
    )
    found = _each_once(labels)[:limit]
    if len(found) == limit or (found and len(typed) == 1):
        return found
    return _and_others(found, meant(words, limit=limit))[:limit]


def _and_others(found: list[Named], others: list[Named]) -> list[Named]:
    known = {each.skill.pk for each in found}
    return found + [each for each in others if each.skill.pk not in known]


def meant(words: str, *, limit: int = 8) -> list[Named]:
    """Skills that a question is about, when no name has all its words: those whose names have its most telling words.

    A word tells the more, the fewer names have it; a name that says little else comes first. What only asks ("qui peut
    m'aider à…") is left out, and a word that the catalogue does not have is read as those spelt almost so.
    """
    asked = meant_words(words)[:MOST_WORDS]
    told: dict[int, float] = defaultdict(float)
    total = 0.0
    answered: dict[int, int] = defaultdict(int)
    for word in dict.fromkeys(asked):
        held = _holding(word)
        weight = math.log(MANY / (1 + len(held)))
        total += weight if held else weight / 4  # a word that nobody knows asks for little
        for label, nearness in held.items():
            told[label] += weight * nearness
            answered[label] += 1
    best = sorted((pk for pk in told if told[pk] >= WEAKEST * total), key=lambda pk: (-told[pk], pk))[: 4 * LOOKED_AT]
    labels = list(SkillLabel.objects.usable().filter(pk__in=best).select_related("skill", "skill__domain", "framework"))

    def order(label: SkillLabel) -> tuple:
        said = [word for word in label.normalised.split() if len(word) > 2] or [""]
        share = min(1.0, answered[label.pk] / len(said))
        return -round(told[label.pk] / total * (0.6 + 0.4 * share), 3), label.framework.order, label.kind == "hidden", label.pk

    return _each_once(sorted(labels, key=order))[:limit]


def _holding(word: str) -> dict[int, float]:
    """The names that have `word`, by how near what they have is to it: the word, its stem, a longer word, or one spelt almost so."""
    stem = text.stem(word)
    ways = (word,) if len(stem) < 3 else (stem, word)
    rows = _heard(ways)
    if not rows and len(word) > 3:
        rows = _heard(tuple(_nearly(word)))
    held: dict[int, float] = {}
    for label, found in rows:
        nearness = 1.0 if text.stem(found) == stem else 0.8 if len(found) - len(stem) <= 4 else 0.5
        held[label] = max(held.get(label, 0.0), nearness)
    return held


def _heard(ways: tuple[str, ...]) -> list[tuple[int, str]]:
    if not ways:
        return []
    return list(LabelWord.objects.filter(_beginning(ways)).order_by("rank", "label").values_list("label", "word")[:HEARD])


def having(words: str, *, framework: SkillFramework | None = None, most: int = 200) -> list[Named]:
    """Skills that are offered and have a name with every word of `words`, by their stems; of one framework when it is given."""
    stems = text.stems(words)[:8]
    return _each_once(_with_words([(stem,) for stem in stems], framework=framework, most=most)) if stems else []


def _each_once(labels: list[SkillLabel]) -> list[Named]:
    """Each skill once, by its first name here; of two frameworks that name a skill alike, the one that comes first."""
    best: dict[int, Named] = {}
    shown: set[str] = set()
    for label in labels:
        if label.skill_id in best or (name := normalise(label.skill.pref_label)) in shown:
            continue
        shown.add(name)
        best[label.skill_id] = Named(label.skill, label.text)
    return list(best.values())


def _with_words(wanted: list[tuple[str, ...]], *, framework: SkillFramework | None = None, most: int = LOOKED_AT) -> list[SkillLabel]:
    """The names that have, for each of `wanted`, a word beginning with one of these, the plainest first, at most `most`.

    The longest word asked is looked up in the index of words, already in order; the others only check what it gives.
    """
    driver, *others = sorted(wanted, key=lambda ways: -max(map(len, ways)))
    found = LabelWord.objects.filter(_beginning(driver))
    if framework is not None:
        found = found.filter(label__framework=framework)
    for ways in others:
        found = found.filter(Exists(LabelWord.objects.filter(_beginning(ways), label=OuterRef("label"))))
    keys = list(dict.fromkeys(found.order_by("rank", "label").values_list("label", flat=True)[:most]))
    place = {key: number for number, key in enumerate(keys)}
    labels = list(SkillLabel.objects.usable().filter(pk__in=keys).select_related("skill", "skill__domain", "framework"))
    labels.sort(key=lambda label: place[label.pk])
    return labels


def _beginning(ways: tuple[str, ...]) -> Q:
    """A word that begins with one of these: ranges of the index, which LIKE would not use on every database."""
    condition = Q()
    for word in ways:
        condition |= Q(word__gte=word[:WORD_LENGTH], word__lt=word[:WORD_LENGTH] + LAST)
    return condition


def _is_known(word: str) -> bool:
    return LabelWord.objects.filter(_beginning((word,))).exists()


def _nearly(word: str) -> list[str]:
    """Words of the catalogue spelt almost as `word`, among those with the same first letter and about as long; none for a short one."""
    if len(word) < 4:
        return []
    lengths = range(len(word) - 2, len(word) + 3)
    vocabulary = LabelWord.objects.filter(_beginning((word[:1],))).annotate(size=Length("word")).filter(size__in=lengths)
    return difflib.get_close_matches(word, vocabulary.order_by().values_list("word", flat=True).distinct(), n=3, cutoff=0.78)
