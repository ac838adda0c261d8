"""Whom a pilot concerns, and who runs it. HTTP only."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intranet.base.forms import bind
from intranet.base.posting import button, form_page
from pilots.actions import pilots as act
from pilots.forms.pilots import AudienceForm, MemberForm
from pilots.models import Audience, Membership
from pilots.permissions import pilots as permissions
from pilots.views.addressed import pilot_or_404


def team(request: HttpRequest, code: str) -> HttpResponse:
    """The team: who, in which role, for how much of their time; the lead adds and removes, line managers agree."""
    pilot = pilot_or_404(request, code)
    may_frame = permissions.can_frame(request.user, pilot)
    if request.method == "POST" and not may_frame:
        raise PermissionDenied(_("The lead of the pilot makes its team."))
    form = bind(request, MemberForm, agent=request.user)
    members = list(pilot.memberships.current().in_order().select_related("person__manager"))
    rows = [
        {
            "member": m,
            "may_agree": bool(m.share_of_time) and permissions.can_agree_time(request.user, m),
            "may_remove": m.role != "lead" and (may_frame or m.person_id == request.user.pk),
        }
        for m in members
    ]
    here = reverse("pilots:team", args=[pilot.code])

    def add(data):
        act.add_member(pilot=pilot, agent=request.user, **data)
        return here

    return form_page(
        request, form, add, "pilots/team.html", {"pilot": pilot, "rows": rows, "may_frame": may_frame}, done=_("The team is up to date.")
    )


def _member(request: HttpRequest, code: str, public_id) -> Membership:
    return get_object_or_404(
        Membership.objects.current().select_related("person", "pilot"), pilot=pilot_or_404(request, code), public_id=public_id
    )


@require_POST
def remove_member(request: HttpRequest, code: str, public_id) -> HttpResponse:
    member = _member(request, code, public_id)
    back = reverse("pilots:team", args=[code]) if member.pilot.visibility == "open" else reverse("pilots:index")
    return button(request, lambda: act.remove_member(member=member, agent=request.user), back, done=_("The team is up to date."))


@require_POST
def agree_time(request: HttpRequest, code: str, public_id) -> HttpResponse:
    member = _member(request, code, public_id)
    return button(
        request,
        lambda: act.agree_time(member=member, agent=request.user),
        reverse("pilots:team", args=[code]),
        done=_("Your agreement is written down."),
    )


def audience(request: HttpRequest, code: str, public_id=None) -> HttpResponse:
    """One audience of a pilot: what changes for it, what it gains."""
    pilot = pilot_or_404(request, code)
    if not permissions.can_frame(request.user, pilot):
        raise PermissionDenied(_("The lead of the pilot says who is concerned."))
    found = get_object_or_404(Audience, pilot=pilot, public_id=public_id) if public_id else None
    form = bind(request, AudienceForm, instance=found)

    def save(data):
        act.set_audience(pilot=pilot, agent=request.user, audience=found, **data)
        return f"{pilot.get_absolute_url()}#changes"

    return form_page(request, form, save, "pilots/audience.html", {"pilot": pilot, "audience": found}, done=_("It is saved."))


@require_POST
def remove_audience(request: HttpRequest, code: str, public_id) -> HttpResponse:
    pilot = pilot_or_404(request, code)
    found = get_object_or_404(Audience.objects.select_related("pilot"), pilot=pilot, public_id=public_id)
    return button(
        request,
        lambda: act.remove_audience(audience=found, agent=request.user),
        f"{pilot.get_absolute_url()}#changes",
        done=_("This audience is taken away."),
    )
