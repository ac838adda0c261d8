"""Why a result is there: the words that matched, marked, in their context."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from intranet.base import text
from intranet.search.words import LONGEST_WORD, Question, spell

LENGTH = 220
READ = 20_000  # characters of a text in which the words are looked for


def marked(value: str, question: Question) -> SafeString:
    """The whole of `value` as safe HTML, with the words of the question in `<mark>`."""
    return _with_marks(value, [place for place, _stem in _places(value, question)])


def excerpt(value: str, question: Question) -> SafeString:
    """A piece of `value`, about LENGTH characters, that holds the most words of the question; "" when it holds none."""
    value = text.one_line(value[:READ])
    places = _places(value, question)
    if not places:
        return mark_safe("")
    best, most = places[0][0][0], 0
    for (start, _end), _stem in places:
        held = len({stem for (first, last), stem in places if start <= first and last <= start + LENGTH - 40})
        if held > most:
            best, most = start, held
    begin = max(0, best - 40)
    if begin:
        begin = value.find(" ", begin, best) + 1 or best
    end = min(len(value), begin + LENGTH)
    if end < len(value):
        end = max(value.rfind(" ", begin, end), best + 1)
    inside = [(first - begin, last - begin) for (first, last), _stem in places if begin <= first and last <= end]
    piece = _with_marks(value[begin:end], inside)
    return mark_safe(("…" if begin else "") + piece + ("…" if end < len(value) else ""))  # noqa: S308 - escaped piece by piece


def held(value: str, question: Question) -> set[str]:
    """The stems of the words of `value` that answer the question."""
    return {stem for _span, stem in _places(value[:READ], question)}


def _places(value: str, question: Question) -> list[tuple[tuple[int, int], str]]:
    """Where the words of the question stand in `value`, with the stem that each answers."""
    value = value.replace("’", "'")
    found = []
    for match in text.WORD.finditer(value):
        stem = spell(text.stem(match[0][:LONGEST_WORD]))
        if stem in question.stems or (question.is_loose and any(spell(text.fold(match[0])).startswith(w) for w in question.words)):
            found.append((match.span(), stem))
    return found


def _with_marks(value: str, spans: list[tuple[int, int]]) -> SafeString:
    parts, position = [], 0
    for start, end in spans:
        parts += [escape(value[position:start]), "<mark>", escape(value[start:end]), "</mark>"]
        position = end
    return mark_safe("".join([*parts, escape(value[position:])]))  # noqa: S308 - every part is escaped
