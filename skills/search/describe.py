"""A search in words: "LSF (Confirmed), FALC, can train, less than 20 km"."""

from django.utils.translation import gettext as _

from intranet.base import text
from skills.models import Level
from skills.search.criteria import Criteria


def describe(criteria: Criteria) -> str:
    """What is looked for, in one line, in the reader's language."""
    parts = []
    for skill in criteria.skills:
        level = criteria.level_of(skill)
        parts.append(f"{skill.label} ({str(Level(level).label).lower()})" if level else skill.label)
    if criteria.words:
        parts.append(text.quoted(criteria.words))
    if criteria.level:
        parts.append(_("{level} at least").format(level=str(Level(criteria.level).label).lower()))
    parts += {"help": [_("can answer a question")], "train": [_("can train")]}.get(criteria.can, [])
    parts += {"use": [_("would like to use it more")], "learn": [_("would like to learn more")]}.get(criteria.interest, [])
    parts += [place.name for place in (criteria.unit, criteria.site) if place]
    if criteria.km:
        parts.append(_("less than {km} km").format(km=criteria.km))
    parts += [
        words
        for words, is_on in (
            (_("not my service"), criteria.is_elsewhere),
            (_("not away today"), criteria.is_present),
            (_("also skills from outside work"), criteria.with_private),
        )
        if is_on
    ]
    return ", ".join(parts)
