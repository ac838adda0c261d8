"""HTTP only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from intranet.base.pages import paginate
from intranet.directory.models import Agent, OrgUnit


def people(request: HttpRequest) -> HttpResponse:
    """Everyone, by name."""
    page = paginate(request, Agent.objects.visible_to(request.user).with_place().by_name())
    return render(request, "directory/people.html", {"page": page})


def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: its head, its place in the tree, its people."""
    shown = get_object_or_404(OrgUnit.objects.with_head(), code=code)
    return render(request, "directory/unit.html", {"unit": shown})


def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """One colleague."""
    shown = get_object_or_404(Agent.objects.visible_to(request.user).with_place(), slug=slug)
    return render(request, "directory/profile.html", {"person": shown})
