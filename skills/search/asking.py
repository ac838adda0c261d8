"""What in a question only asks: "qui peut m'aider à faire un publipostage" is about "publipostage"."""

from intranet.base import text
from intranet.search.words import STOP_WORDS

# Folded words by which one asks for help or names a person, and that say nothing of what they should know.
_ASKING = """
aide aider aidera aidez besoin bien bon bonne capable cherche chercher comment comprendre connait connaissance connaitre
connaissent expert experte experts faire fait faut help how know knows mieux monter parle
parlent parler personne personnes peut peuvent pourrait quel quelle quelqu quelque recherche referent
referente sait savent savoir specialiste trouver utiliser veut voudrais qu who can somebody someone speaks needed about with
"""
ASKING = frozenset(_ASKING.split())
LONGEST_ELISION = 1  # "l", "d": what is left of an article before its apostrophe


def meant_words(words: str) -> list[str]:
    """The words of a question that say what it is about, folded, in order; all of them when none would be left."""
    typed = text.words(words)
    spelled = [word for word in _spelled_out(typed) if word not in STOP_WORDS and word not in ASKING]
    told = [word for word in spelled if len(word) > LONGEST_ELISION or word.isdigit()]
    return told or typed


def _spelled_out(typed: list[str]) -> list[str]:
    """ "D.P.O." is one word: "dpo"."""
    if len(typed) > 1 and all(len(word) == 1 for word in typed):
        return ["".join(typed)]
    return typed
