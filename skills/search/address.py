"""The address of a search: read into criteria, and written from them."""

import re
from dataclasses import fields, replace
from urllib.parse import urlencode

from django.http import QueryDict

from intranet.base import text
from intranet.directory.models import OrgUnit, Site
from skills.models import Skill
from skills.search import names
from skills.search.criteria import CANS, DISTANCES, INTERESTS, MOST_SKILLS, Criteria
from skills.search.requirements import skills_of_words

SEPARATORS = re.compile(r"\s*[,;]\s*|\s+\+\s+")
WORDS_LENGTH = 120
LEVELS = {"1", "2", "3", "4"}
NAMES = {field.name for field in fields(Criteria)}


def read_criteria(params: QueryDict) -> Criteria:
    """What the address asks for ("skill=lsf:3&skill=falc&km=20"). Whatever in it means nothing is left aside."""
    words = text.clean(params.get("q", "").replace("\x00", ""))[:WORDS_LENGTH]
    asked = dict(
        _slug_and_level(each) for each in reversed(params.getlist("skill")) if 0 < len(each) <= WORDS_LENGTH and "\x00" not in each
    )
    slugs = [_slug_and_level(each)[0] for each in params.getlist("skill")]
    chosen = params.get("q_slug", "")
    by_slug = {each.slug: each for each in Skill.objects.active().select_related("domain").filter(slug__in=[*asked, chosen][:20])}
    skills = [by_slug[slug] for slug in dict.fromkeys(slugs) if slug in asked and slug in by_slug]
    if chosen in by_slug and words in {by_slug[chosen].label, by_slug[chosen].pref_label}:
        words = ""
        if by_slug[chosen] not in skills:
            skills.append(by_slug[chosen])
    is_literal = bool(words) and params.get("exact") == "1"
    if not is_literal:
        words, listed = _listed(words)
        skills += [each for each in listed if each not in skills]
    skills = skills[:MOST_SKILLS]
    return Criteria(
        words=words,
        skills=tuple(skills),
        levels=tuple(asked.get(each.slug, 0) for each in skills),
        level=int(params["level"]) if params.get("level") in LEVELS else 0,
        can=params.get("can", "") if params.get("can", "") in CANS else "",
        interest=params.get("interest", "") if params.get("interest", "") in INTERESTS else "",
        unit=OrgUnit.objects.filter(code=params["unit"][:40].replace("\x00", "")).first() if params.get("unit") else None,
        site=Site.objects.filter(name=params["site"][:160].replace("\x00", "")).first() if params.get("site") else None,
        km=int(params["km"]) if params.get("km") in set(map(str, DISTANCES)) else 0,
        is_elsewhere=params.get("elsewhere") == "1",
        is_present=params.get("present") == "1",
        with_private=params.get("private") == "1",
        is_literal=is_literal,
    )


def _slug_and_level(value: str) -> tuple[str, int]:
    """ "lsf:3" → ("lsf", 3)."""
    slug, _colon, level = value.partition(":")
    return slug, int(level) if level in LEVELS else 0


def _listed(words: str) -> tuple[str, list[Skill]]:
    """The skills of a list typed at once, "LSF, arabe" or "lsf arabe", and the words that name none. A single name is left as it is."""
    parts = [part for part in SEPARATORS.split(words) if part]
    if not parts or names.resolve(words):
        return words, []
    if len(parts) == 1:
        listed = [] if skills_of_words(words) else names.named_in(words)
        return ("", listed) if listed else (words, [])
    named = {part: names.resolve(part) for part in parts[: MOST_SKILLS + 1]}
    return " ".join(part for part in parts if not named.get(part)), [skill for skill in named.values() if skill]


def asked_skill(criteria: Criteria, skill: Skill) -> str:
    """A skill of `criteria` as the address names it: "lsf", or "lsf:3" with its least level."""
    level = criteria.level_of(skill)
    return f"{skill.slug}:{level}" if level else skill.slug


def query_of(criteria: Criteria, **changes) -> str:
    """The query string of `criteria`: "skill=lsf&km=20". `changes` are fields of Criteria (`site=None`) or parameters of the page (`band="near"`)."""
    fresh = {name: value for name, value in changes.items() if name in NAMES}
    if "skills" in fresh:
        fresh["levels"] = tuple(criteria.level_of(each) for each in fresh["skills"])
    criteria = replace(criteria, **fresh)
    values = {
        "q": criteria.words,
        "exact": criteria.is_literal and "1",
        "level": criteria.level,
        "can": criteria.can,
        "interest": criteria.interest,
        "unit": criteria.unit.code if criteria.unit else "",
        "site": criteria.site.name if criteria.site else "",
        "km": criteria.km,
        "elsewhere": criteria.is_elsewhere and "1",
        "present": criteria.is_present and "1",
        "private": criteria.with_private and "1",
    }
    values.update({name: value for name, value in changes.items() if name not in NAMES})
    skills = [("skill", asked_skill(criteria, each)) for each in criteria.skills]
    return urlencode(skills + [(name, value) for name, value in values.items() if value])
