"""Words: what the index holds of a text, and what a person asked for.

The three engines read the same words, made here: folded (no accents, lower case), stemmed, the signs of
"C++" and "C#" spelled out, so that they agree on what answers a question.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from intranet.base import text

LONGEST_WORD = 64
LONGEST_TEXT = 12_000  # words of one thing that are indexed
MOST_WORDS = 12  # of a question

# Words that answer nothing, folded. They are left out of a question unless it has no other.
_STOP_WORDS = """
a ai as au aux avec avait avoir c ce ces cet cette ceux chez d dans de des donc dont du elle elles en est et etaient etait etant
etre eu il ils j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne nos notre nous on ont ou par pas plus pour
qu que qui quoi s sa sans se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y
and for in is of the to
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True)
class Question:
    """What a person typed: `words` folded, `stems` beside them, both without stop words, in order, once each.

    A loose question also accepts the beginning of a word (and, where the engine can, a slip of the keyboard).
    """

    raw: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    is_loose: bool = False

    def __bool__(self) -> bool:
        return bool(self.words)


def ask(raw: str) -> Question:
    """Read what a person typed. Anything is accepted: what is not a word is left out."""
    found = [w[:LONGEST_WORD] for w in text.words(raw[:2_000])]
    # "langage C" keeps its letter; the letter of "l'accueil" goes with the other stop words.
    meant = [w for w in found if w not in STOP_WORDS] or found
    once = tuple(dict.fromkeys(meant))[:MOST_WORDS]
    return Question(raw=raw, words=tuple(map(spell, once)), stems=tuple(spell(text.stem(w)) for w in once))


def spell(word: str) -> str:
    """A word of letters and digits alone: "c++" → "cplusplus", "c#" → "csharp"."""
    return word.replace("+", "plus").replace("#", "sharp")[:LONGEST_WORD]


def names(values: Iterable[str]) -> list[str]:
    """The folded words of titles and labels, not stemmed: for what is completed while typing."""
    return list(dict.fromkeys(spell(w) for value in values for w in text.words(value)))


def stems(value: str) -> list[str]:
    """The stems of a text, in order, at most LONGEST_TEXT."""
    return [spell(text.stem(w[:LONGEST_WORD])) for w in text.words(value)[:LONGEST_TEXT]]
