"""HTTP only."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from intranet.search import door

LONGEST_QUESTION = 200


@dataclass(frozen=True)
class Choice:
    """One kind as a filter: its label, how many results, whether it is the one shown."""

    kind: str
    label: str | Promise
    count: int
    is_full: bool
    is_on: bool


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What answers `?q=`, all kinds or one (`?kind=`), a page at a time."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()
    words = asked[:LONGEST_QUESTION].strip()
    kind = request.GET.get("kind", "")
    kinds = [kind] if kind in door.sources() else None
    found = door.find(words, agent=request.user, kinds=kinds, page=request.GET.get("page"))
    everywhere = sum(found.counts.values())
    choices = [
        Choice(source.kind, source.label, found.counts[source.kind], found.counts[source.kind] >= door.WINDOW, source.kind == kind)
        for source in door.sources().values()
        if found.counts[source.kind] or source.kind == kind
    ]
    context = {
        "words": words,
        "cut_at": LONGEST_QUESTION if len(asked) > LONGEST_QUESTION else 0,
        "found": found,
        "choices": choices,
        "kind": kind if kinds else "",
        "kind_label": door.sources()[kind].label if kinds else "",
        "everywhere": everywhere,
        "sources": door.sources().values(),
        "correction": door.correct(words, agent=request.user) if words and (not everywhere or found.is_loose) else "",
    }
    return render(request, "search/results.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """For the field of the header: [{"value": address, "label": title, "note": kind}], at most eight."""
    hits = door.suggest(request.GET.get("q", "")[:LONGEST_QUESTION], agent=request.user)
    found = [{"value": hit.url, "label": str(hit.obj), "note": f"{hit.source.label}"} for hit in hits if hit.url]
    return JsonResponse(found, safe=False)
