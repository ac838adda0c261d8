"""Finding colleagues."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from intranet.base.pages import paginate
from intranet.base.spreadsheets import csv_answer
from skills import actions, permissions
from skills.models import Level
from skills.search.address import asked_skill, query_of, read_criteria
from skills.search.around import often_shared
from skills.search.bands import MOST_SOME
from skills.search.cards import cards
from skills.search.criteria import MOST_SKILLS, Criteria
from skills.search.people import Found, find
from skills.search.table import header, table

LINES = 15  # what a page says, in lines: a person is one, and each thing asked of them another; more would weigh too much
LEAST = 3  # people on a page, however many things are asked
BAND_FIRST = 3
NEIGHBOURS = 5
BANDS = ("near", "some")


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Colleagues who have what is asked, then those who come near or have some of it, with the counts of each filter."""
    criteria = read_criteria(request.GET)
    band = request.GET.get("band", "") if request.GET.get("band", "") in BANDS else ""
    found = find(request.user, criteria, band=band)
    # A word that names a skill becomes one of the chosen skills, and the field is free for the next.
    settled = _settled(criteria, found)
    page = paginate(
        request, {"near": found.near, "some": found.some}.get(band, found.exact), per_page=LINES // max(2, 1 + len(found.requirements))
    )
    first = [] if band or page.has_next() else [*found.near[:BAND_FIRST], *found.some[:BAND_FIRST]]
    shown = cards(request.user, criteria, found.requirements, [*page.object_list, *first], with_lacks=True)
    of_near, of_some = set(found.near), set(found.some)
    context = {
        "criteria": criteria,
        "around": often_shared(request.user) if criteria.is_empty else [],
        "found": found,
        "understood": next((each for each in found.requirements if each.matched), None),
        "literal_query": query_of(criteria, is_literal=True),
        "skills": [
            (each, asked_skill(settled, each), "?" + query_of(settled, skills=tuple(s for s in settled.skills if s != each)))
            for each in settled.skills
        ],
        "levels": [(str(value), label) for value, label in Level.choices],
        "words": settled.words,
        "can_add": len(settled.skills) < MOST_SKILLS,
        "page": page,
        "cards": [shown[pk] for pk in page.object_list if pk in shown],
        "near": [shown[pk] for pk in first if pk in of_near and pk in shown],
        "some": [shown[pk] for pk in first if pk in of_some and pk in shown],
        "most_some": MOST_SOME,
        "band": band,
        "query": query_of(settled),
        "clear_url": "?" + query_of(Criteria(words=settled.words, skills=settled.skills, is_literal=settled.is_literal)),
        "band_urls": {each: "?" + query_of(settled, band=each) for each in BANDS},
        "neighbours": list(found.requirements[0].near.values())[:NEIGHBOURS] if len(settled.skills) == 1 else [],
        "ways": _ways_out(settled, found) if not found.exact else [],
        "can_export": permissions.can_export_people(request.user),
    }
    is_part = request.htmx and not request.htmx.boosted
    response = render(request, "skills/_found.html" if is_part else "skills/people.html", context)
    if is_part:
        # The short address, without the empty filters.
        response["HX-Push-Url"] = f"{request.path}?{query_of(criteria, band=band)}"
    response["Vary"] = "HX-Request"
    return response


@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The people found, as a table, for HR mobility advisers. Posted, because the journal keeps that it was taken."""
    criteria = read_criteria(QueryDict(request.POST.get("query", "")[:2000]))
    if criteria.is_empty:
        raise PermissionDenied(_("Say first what you look for."))
    found = find(request.user, criteria)
    actions.export_people(agent=request.user, n=len(found.exact))
    return csv_answer(pgettext("file name", "colleagues"), header(found.requirements), table(request.user, criteria, found))


def _settled(criteria: Criteria, found: Found) -> Criteria:
    """The criteria once their words are understood: a skill that they name is one of those chosen."""
    if not criteria.words or any(each.is_words for each in found.requirements):
        return criteria
    named = tuple(each.named for each in found.requirements if each.named)
    return replace(criteria, words="", skills=(*criteria.skills, *named), levels=(*criteria.levels, *(0 for _each in named)))


def _ways_out(criteria: Criteria, found: Found) -> list[tuple[str, str]]:
    """When nobody answers: what to look for as well or to leave aside, with how many there would be then."""
    ways = [
        (_("Also skills from outside work: {n}").format(n=option.count), "?" + query_of(criteria, with_private=True))
        for option in found.facets.also
        if option.value == "private" and option.count and not option.is_on
    ]
    ways += [
        (
            _("Without the filter “{filter}”: {n}").format(filter=option.label, n=option.count),
            "?" + query_of(criteria, **{option.value: _nothing(option.value)}),
        )
        for option in found.facets.without[:1]
        if option.count
    ]
    if len(criteria.skills) > 1:
        ways += [
            (
                _("Without “{skill}”").format(skill=each.label),
                "?" + query_of(criteria, skills=tuple(s for s in criteria.skills if s != each)),
            )
            for each in criteria.skills
        ]
    return ways


def _nothing(name: str) -> object:
    """The value of a field of Criteria that filters nothing."""
    return getattr(Criteria(), name)
