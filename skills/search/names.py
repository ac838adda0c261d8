"""One resolver for the names of skills: the search, the suggestions and the forms all ask it."""

import difflib
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from intranet.base import text
from skills.models import Skill, SkillLabel
from skills.models.names import normalise

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
    return SkillLabel.objects.usable().filter(normalised=key).select_related("skill", "skill__domain").order_by("skill_id").first()


def named_in(words: str) -> list[Skill]:
    """The skills whose exact names, one after the other, make up the whole of `words`: "lsf italien". The fewest; none when a word is left."""
    typed = normalise(words).split()
    if not 2 <= len(typed) <= MOST_WORDS:
        return []
    ends = range(1, len(typed) + 1)
    runs = {" ".join(typed[start:end]) for end in ends for start in range(end)}
    labels = SkillLabel.objects.usable().filter(normalised__in=runs).select_related("skill", "skill__domain").order_by("-skill_id")
    named = {label.normalised: label.skill for label in labels}
    made: dict[int, list[Skill]] = {0: []}  # what the first words are made of, by how many they are
    for end in ends:
        ways = [[*made[start], named[run]] for start in range(end) if start in made and (run := " ".join(typed[start:end])) in named]
        if ways:
            made[end] = min(ways, key=len)
    return list(dict.fromkeys(made.get(len(typed), [])))


def suggest(words: str, *, limit: int = 8) -> list[Named]:
    """Skills in use whose names answer `words` as they are typed: exact, then beginnings, then every word, then near spellings.

    One skill once, by the name that matched best.
    """
    typed = text.words(words)[:8]
    if not typed:
        return []
    labels = SkillLabel.objects.usable().select_related("skill", "skill__domain")
    condition = Q()
    for word in typed:
        condition &= Q(normalised__startswith=word) | Q(normalised__contains=f" {word}")
    stems = Q()
    for stem in text.stems(words)[:8]:
        stems &= Q(stems__startswith=stem) | Q(stems__contains=f" {stem}")
    found = list(labels.filter(condition | stems).order_by(Length("normalised"), "normalised")[:200])
    key = normalise(words)
    if not found:
        found = _nearly(labels, key)
    # Shown names before hidden ones, the shortest first: they say the most.
    found.sort(key=lambda label: (label.normalised != key, not label.normalised.startswith(key), label.kind == "hidden"))
    best: dict[int, Named] = {}
    for label in found:
        best.setdefault(label.skill_id, Named(label.skill, label.text))
    return list(best.values())[:limit]


def _nearly(labels, key: str) -> list[SkillLabel]:
    """Names spelt almost as `key`, among those with the same first letter."""
    candidates = {label.normalised: label for label in labels.filter(normalised__startswith=key[:1])[:3000]}
    return [candidates[name] for name in difflib.get_close_matches(key, candidates, n=5, cutoff=0.78)]
