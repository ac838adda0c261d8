"""The people found as a table: of each, only what the reader sees on their card."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.directory.models import Agent
from skills.search.cards import Card, cards
from skills.search.criteria import Criteria
from skills.search.people import Found
from skills.search.requirements import Requirement

AT_ONCE = 200  # people read and sent together


def header(requirements: list[Requirement]) -> list[str]:
    """The columns: the person, then each thing asked with its level."""
    asked = [title for each in requirements for title in (each.label, _("{skill}: level").format(skill=each.label))]
    return [_("Name"), pgettext("job", "Position"), _("Unit"), _("Site"), *asked]


def table(viewer: Agent, criteria: Criteria, found: Found) -> Iterator[list[str]]:
    """A row for each person who has all that is asked, as `viewer` sees them: read and sent AT_ONCE at a time."""
    for start in range(0, len(found.exact), AT_ONCE):
        keys = found.exact[start : start + AT_ONCE]
        shown = cards(viewer, criteria, found.requirements, keys)
        yield from (_row(shown[pk], found.requirements) for pk in keys if pk in shown)


def _row(card: Card, requirements: list[Requirement]) -> list[str]:
    person = card.person
    row = [person.name, person.position_title, person.unit.name if person.unit else "", person.site.name if person.site else ""]
    for each in requirements:
        lines = [line for line in card.lines if line.asked == each.label]
        row.append(", ".join(line.held.skill.label if line.held else line.route for line in lines))
        row.append(", ".join(line.held.level_word for line in lines if line.held))
    return row
