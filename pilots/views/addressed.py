"""The pilot of an address."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from pilots.models import Pilot


def pilot_or_404(request: HttpRequest, code: str) -> Pilot:
    """The pilot of an address, if the signed-in agent may see it; else it does not exist."""
    found = Pilot.objects.visible_to(request.user).select_related("decision", "owner_unit", "created_by")
    return get_object_or_404(found, code=code)
