"""Near reports: the door behind which a better neighbour search may come. Words only for now.

Each telling word of a text is asked of the index apart; a report scores the sum of the words it
shares, a rare word more than a common one (inverse of the square root of how many reports hold it).
One word in common says nothing, whatever it is, and two common ones little. A report is near when it
shares two telling words at least, more than two in five of those of the text (words that no report holds counted),
and a third of the highest score that a report could have.
"""

import math
from dataclasses import dataclass

from ideas.models import Problem
from intranet.base import text
from intranet.directory.models import Agent
from intranet.search import door

MOST_WORDS = 10
PER_WORD = 200
FEWEST_SHARED = 2
SHARE_OF_WORDS, SHARE_OF_SCORE = 2 / 5, 1 / 3
# Words that say nothing of what a report is about, folded.
EMPTY = frozenset(
    [
        "agent",
        "agents",
        "alors",
        "apres",
        "aucun",
        "aucune",
        "aussi",
        "autre",
        "autres",
        "avait",
        "avant",
        "avec",
        "avoir",
        "bien",
        "cela",
        "celle",
        "celui",
        "cette",
        "ceux",
        "chaque",
        "comme",
        "comment",
        "contre",
        "dans",
        "deja",
        "depuis",
        "deux",
        "dire",
        "doit",
        "donc",
        "elle",
        "elles",
        "encore",
        "entre",
        "etait",
        "etre",
        "faire",
        "fait",
        "faut",
        "font",
        "jamais",
        "jour",
        "jours",
        "leur",
        "leurs",
        "mais",
        "meme",
        "memes",
        "moins",
        "nos",
        "notre",
        "nous",
        "parce",
        "pendant",
        "peut",
        "peuvent",
        "plus",
        "plusieurs",
        "pour",
        "pourquoi",
        "probleme",
        "problemes",
        "puis",
        "quand",
        "quel",
        "quelle",
        "quelques",
        "quoi",
        "rien",
        "sans",
        "sera",
        "service",
        "services",
        "seulement",
        "sont",
        "sous",
        "souvent",
        "suis",
        "sur",
        "tous",
        "tout",
        "toute",
        "toutes",
        "tres",
        "trop",
        "une",
        "usager",
        "usagers",
        "vers",
        "votre",
        "vous",
    ]
)


@dataclass(frozen=True)
class Near:
    """A report near a text, and the words that they share, as they are written in the text."""

    problem: Problem
    shared: tuple[str, ...]
    score: float


def telling_words(value: str) -> list[str]:
    """The words of a text worth asking the index, those of web addresses left out, without repeating a stem: at most MOST_WORDS, the longest first."""
    found: dict[str, str] = {}
    for word in text.WORD.findall(text.ADDRESS.sub(" ", value).replace("’", "'")):
        if len(word) >= 4 and text.fold(word) not in EMPTY:
            found.setdefault(text.stem(word), word)
    return sorted(found.values(), key=lambda w: (-len(w), w))[:MOST_WORDS]


def near(
    value: str, agent: Agent, limit: int = 5, *, but: Problem | None = None, ungrouped: bool = False, any_word: bool = False
) -> list[Near]:
    """The published reports nearest to the text `value` that `agent` may see, best first, each with the words it shares.

    `but` is left out; `ungrouped` keeps those that no recurring problem holds; `any_word` lowers the bar to one
    word shared, for a facilitator who chooses among them. A constant number of queries.
    """
    scores: dict[int, float] = {}
    shared: dict[int, list[str]] = {}
    highest = 0.0
    words = telling_words(value)
    for word in words:
        keys = door.rank("problem", word, limit=PER_WORD)
        weight = len(keys) ** -0.5 if keys else 0.0
        highest += weight
        for pk in keys:
            scores[pk] = scores.get(pk, 0.0) + weight
            shared.setdefault(pk, []).append(word.lower())
    if not any_word:
        fewest = max(FEWEST_SHARED, math.floor(SHARE_OF_WORDS * len(words)) + 1)
        scores = {pk: score for pk, score in scores.items() if len(shared[pk]) >= fewest and score >= SHARE_OF_SCORE * highest}
    if but is not None:
        scores.pop(but.pk, None)
    best = sorted(scores, key=lambda pk: (-scores[pk], pk))[: limit * 8]
    if not best:
        return []
    found = Problem.objects.visible_to(agent).published().filter(pk__in=best)
    if ungrouped:
        found = found.grouped(False)
    rows = {p.pk: p for p in found.with_line().with_echo_of(agent)}
    kept = [pk for pk in best if pk in rows][:limit]
    return [Near(rows[pk], tuple(shared[pk]), scores[pk]) for pk in kept]
