"""Finding colleagues."""

import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intranet.base import text
from intranet.base.pages import paginate
from intranet.directory.models import OrgUnit, Site
from skills.models import Skill
from skills.search import names
from skills.search.around import often_shared
from skills.search.cards import cards
from skills.search.people import CAN, find
from skills.search.requirements import MOST_SKILLS, Criteria, skills_of_words

SEPARATORS = re.compile(r"\s*[,;]\s*|\s+\+\s+")
PAGE = 8
NEAR_FIRST = 4
NEIGHBOURS = 5
WORDS_LENGTH = 120


def read_criteria(params: QueryDict) -> Criteria:
    """What the address asks for. Whatever in it means nothing is left aside."""
    words = text.clean(params.get("q", "").replace("\x00", ""))[:WORDS_LENGTH]
    slugs = [slug for slug in params.getlist("skill") if 0 < len(slug) <= WORDS_LENGTH and "\x00" not in slug]
    chosen = params.get("q_slug", "")
    by_slug = {each.slug: each for each in Skill.objects.active().select_related("domain").filter(slug__in=[*slugs, chosen][:20])}
    skills = [by_slug[slug] for slug in dict.fromkeys(slugs) if slug in by_slug]
    if chosen in by_slug and words in {by_slug[chosen].label, by_slug[chosen].pref_label}:
        words = ""
        if by_slug[chosen] not in skills:
            skills.append(by_slug[chosen])
    words, listed = _listed(words)
    skills += [each for each in listed if each not in skills]
    level = params.get("level", "")
    return Criteria(
        words=words,
        skills=tuple(skills[:MOST_SKILLS]),
        level=int(level) if level in {"1", "2", "3", "4"} else 0,
        unit=OrgUnit.objects.filter(code=params["unit"][:40].replace("\x00", "")).first() if params.get("unit") else None,
        site=Site.objects.filter(name=params["site"][:160].replace("\x00", "")).first() if params.get("site") else None,
        can=params.get("can", "") if params.get("can", "") in CAN else "",
    )


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


def address_of(criteria: Criteria, **changes) -> str:
    """The query string of `criteria`, with `changes`."""
    pairs = [("skill", each.slug) for each in changes.get("skills", criteria.skills)]
    values = {
        "q": criteria.words,
        "level": criteria.level or "",
        "can": criteria.can,
        "unit": criteria.unit.code if criteria.unit else "",
        "site": criteria.site.name if criteria.site else "",
    }
    values.update({name: value for name, value in changes.items() if name != "skills"})
    return "?" + urlencode(pairs + [(name, value) for name, value in values.items() if value])


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Colleagues who have what is asked, then those who come near, with the counts of each filter."""
    criteria = read_criteria(request.GET)
    is_near = request.GET.get("band") == "near"
    found = find(request.user, criteria, with_near=is_near)
    # A word that names a skill becomes one of the chosen skills, and the field is free for the next.
    understood = next((each for each in found.requirements if each.matched), None)
    named = names.resolve(criteria.words) if criteria.words else None
    skills = [*criteria.skills, *([named] if named and named not in criteria.skills else [])]
    page = paginate(request, found.near if is_near else found.exact, per_page=PAGE)
    shown = cards(request.user, criteria, found.requirements, page.object_list)
    near = [] if is_near or page.has_next() else cards(request.user, criteria, found.requirements, found.near[:NEAR_FIRST])
    cleared = Criteria(words=criteria.words, skills=criteria.skills)
    context = {
        "criteria": criteria,
        "around": often_shared(request.user) if criteria.is_empty else [],
        "found": found,
        "understood": understood,
        "skills": [
            (each, address_of(criteria, skills=[s for s in skills if s != each], q="" if each == named else criteria.words))
            for each in skills
        ],
        "words": "" if named else criteria.words,
        "can_add": len(skills) < MOST_SKILLS,
        "page": page,
        "cards": shown,
        "near": near,
        "near_rest": max(0, len(found.near) - NEAR_FIRST),
        "is_near": is_near,
        "clear_url": address_of(cleared),
        "exact_url": address_of(criteria),
        "near_url": address_of(criteria, band="near"),
        "neighbours": list(found.requirements[0].near.values())[:NEIGHBOURS] if len(skills) == 1 else [],
    }
    is_part = request.htmx and not request.htmx.boosted
    response = render(request, "skills/_found.html" if is_part else "skills/people.html", context)
    if is_part:
        response["HX-Push-Url"] = request.path + address_of(criteria)  # the short address, without the empty filters
    response["Vary"] = "HX-Request"
    return response
