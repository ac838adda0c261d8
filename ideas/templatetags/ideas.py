"""How this area writes things on a page: differences between two texts, states, phases."""

import re
from difflib import SequenceMatcher

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from ideas.models import Idea

register = template.Library()

MARKS = re.compile(r"^#{1,6} |\*\*", re.MULTILINE)  # of Markdown: they say nothing to a reader of differences
TOKEN = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)
TONES = {
    "good": {"admissible", "decided", "in_pilot", "implemented", "evaluated", "generalised"},
    "warn": {"draft", "on_ballot", "awaiting_decision"},
    "bad": {"not_admissible", "withdrawn", "stopped"},
}


LONG_TEXT = 1500  # words and spaces, both texts together


@register.simple_tag
def words_changed(before: str, after: str) -> str:
    """Two texts as one, word by word: what left in `<del>`, what came in `<ins>`, each said to those who do not see the strokes."""
    old, new = (TOKEN.findall(MARKS.sub("", value or "")) for value in (before, after))
    parts = []
    # Exact on texts of ordinary length; on long ones the matcher may pass over frequent words, so that a page stays quick.
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > LONG_TEXT).get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        if kind == "equal":
            parts.append(escape(gone))
            continue
        if gone:
            parts.append(format_html('<del><span class="visually-hidden">{} </span>{}</del>', _("removed:"), gone))
        if come:
            parts.append(format_html('<ins><span class="visually-hidden">{} </span>{}</ins>', _("added:"), come))
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped above


@register.filter
def tone(status: str) -> str:
    """The colour of a state: good, warn, bad, or none."""
    return next((name for name, states in TONES.items() if status in states), "")


@register.simple_tag
def authors_phrase(idea: Idea) -> str:
    """The authors of an idea as a person says them: « Léa Martin, Karim Haddad et 4 autres » (needs `with_authors()`)."""
    names = [a.agent.name for a in idea.authors]
    if len(names) <= 3:
        return ", ".join(names[:-1]) + (_(" and ") if len(names) > 1 else "") + (names[-1] if names else "")
    return _("{first}, {second} and {n} others").format(first=names[0], second=names[1], n=len(names) - 2)
