"""The pilot of an address."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from pilots.models import Pilot
from pilots.querysets.pilots import PilotQuerySet


def pilot_or_404(request: HttpRequest, code: str, among: PilotQuerySet | None = None) -> Pilot:
    """The pilot of an address, if the signed-in agent may see it; else it does not exist. `among`: with what the page reads of it."""
    pilots = Pilot.objects.all() if among is None else among
    return get_object_or_404(pilots.visible_to(request.user), code=code)
