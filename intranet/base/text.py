"""Text: folding and stems for search, and the one way from what an agent typed to HTML."""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from threading import Lock

import nh3
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from snowballstemmer import stemmer

# A word; the sign belongs to it in "C++", "C#", "A+", not in "agents+usagers".
WORD = re.compile(r"[^\W_]{1,3}[+#]{1,2}(?!\w)|[^\W_]+")
# The French Snowball stemmer takes "-er" for a verb's ending in the singular only ("usager" → "usag",
# "usagers" → "usager"): `stem` takes the plural of these words away first. What uses it (usage) stays apart.
STEM_EXCEPTIONS = {"usager": "usager", "usagere": "usager", "usageres": "usager"}
LINK = re.compile(r"\[([^\]\n]+)\]\([^)\s]+\)")
MARKS = re.compile(r"^\s*(?:#{1,6}|[-*+>]|\d+[.)])\s+|\*\*|`", re.MULTILINE)
FIRST = re.compile(r"(?<!\d)1 (?=[^\W\d])")  # "1 mai", not "11 mai" nor "1 200"
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_french = stemmer("french")
_stemming = Lock()  # a stemmer keeps the word it works on: one thread at a time
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable(["image", "html_inline", "html_block"])
# A bare address, its closing punctuation left out; a parenthesis belongs to it only when it was opened in it.
ADDRESS = re.compile(r"(?<![\w/])https?://\w[^\s<>\"“”«»`]*", re.IGNORECASE)
CLOSING = ".,;:!?…'’*_"
_TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code", "br", "h3", "h4", "pre", "hr"}


def clean(value: str) -> str:
    """What was typed, in one Unicode form, without control characters, line ends as `\\n`, trimmed."""
    value = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in value if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def fold(value: str) -> str:
    """Lower case, without accents: "État civil" → "etat civil". For comparison, never for display."""
    value = value.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", value)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def written_day(value: date, pattern: str = "j F Y") -> str:
    """A day in words, in the active language: "14 mai 2026"; the first of a month is "1er mai" in French."""
    shown = date_format(value, pattern)
    return FIRST.sub("1er ", shown, count=1) if (get_language() or "fr").startswith("fr") else shown


def ordinal(number: int, *, feminine: bool = False) -> str:
    """A rank as written: "1st", "2nd", "3rd", "11th"; in French "1er", or "1re" of what is feminine, then "2e"."""
    if (get_language() or "").startswith("fr"):
        return f"{number}{('re' if feminine else 'er') if number == 1 else 'e'}"
    teens = 11 <= number % 100 <= 13
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The French stem of one word, folded: "conseillers" → "conseil".

    Folded first: stemmed with its accents, "mobilité" would become "mobil" and never meet "mobilite".
    """
    folded = fold(word)
    if folded.endswith("ers") and len(folded) > 4:
        folded = folded[:-1]
    with _stemming:
        return STEM_EXCEPTIONS.get(folded) or _french.stemWord(folded)


def words(value: str) -> list[str]:
    """The words of a text, folded, in order: "L'état civil" → ["l", "etat", "civil"]. "C++" and "C#" stay whole."""
    return WORD.findall(fold(value))


def stems(value: str) -> list[str]:
    """The stems of the words of a text, in order."""
    return [stem(w) for w in WORD.findall(value.replace("’", "'"))]


def _link_addresses(state: StateCore) -> None:
    """A rule of markdown-it: a bare http or https address becomes a link, relative when it is ours. Never within a link or code."""
    for block in state.tokens:
        if block.type != "inline" or "://" not in block.content:
            continue
        tokens, inside = [], 0
        for token in block.children or ():
            inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            tokens += _linked(token.content, token.level) if token.type == "text" and not inside else [token]
        block.children = tokens


def _linked(written: str, level: int) -> list[Token]:
    tokens, position = [], 0
    for match in ADDRESS.finditer(written):
        address = _trimmed(match[0])
        href = _markdown.normalizeLink(address)
        if not _markdown.validateLink(href):
            continue
        ours = f"{settings.SITE_URL.rstrip('/')}/"
        opening = Token("link_open", "a", 1, attrs={"href": href.replace(ours, "/", 1) if href.startswith(ours) else href}, level=level)
        tokens += [Token("text", "", 0, content=written[position : match.start()], level=level), opening]
        tokens += [Token("text", "", 0, content=address, level=level + 1), Token("link_close", "a", -1, level=level)]
        position = match.start() + len(address)
    return [*tokens, Token("text", "", 0, content=written[position:], level=level)]


def _trimmed(address: str) -> str:
    """An address without the punctuation of the sentence that it ends."""
    while address[-1] in CLOSING or any(
        address.endswith(close) and address.count(close) > address.count(opened) for opened, close in ("()", "[]")
    ):
        address = address[:-1]
    return address


_markdown.core.ruler.push("addresses", _link_addresses)


@lru_cache(maxsize=1_000)
def markdown(value: str) -> str:
    """Safe HTML from the Markdown subset that agents may write: paragraphs, lists, emphasis, links, bare addresses, quotes.

    Titles are pushed under the page's own; HTML, images and scripts are written out as text or dropped.
    It depends on the text alone: the texts read most are kept as they were written out.
    """
    html = _markdown.render(value)
    html = re.sub(r"<(/?)h[1-6]>", r"<\1h3>", html)
    return nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener nofollow"
    )


def quoted(value: object) -> str:
    """Somebody's words, or a title, in the quotation marks of the active language: « Accueil », “Accueil”."""
    return gettext("“{words}”").format(words=value)


def plain(value: str) -> str:
    """The words of a Markdown text without its marks: what the index holds and an excerpt shows."""
    value = LINK.sub(r"\1", value)
    return MARKS.sub("", value)


def one_line(value: str) -> str:
    """A text on one line. The spaces that do not break stay: they keep « and ; with their words."""
    return _BLANKS.sub(" ", value).strip()


def excerpt(value: str, length: int = 160) -> str:
    """The first `length` characters of a text on one line, cut at a word, with an ellipsis when cut."""
    flat = one_line(value)
    if len(flat) <= length:
        return flat
    return flat[:length].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
