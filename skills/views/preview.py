"""My page as others see it: the very page of the directory, made for other eyes by the same permissions."""

import copy

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intranet import roles
from intranet.directory.models import Agent, OrgUnit
from intranet.directory.views import entry_of
from skills.querysets.eyes import direction_of


def previews(agent: Agent) -> dict[str, tuple[str, Agent]]:
    """Who may look at my page, and somebody who stands for them. The manager is the real one, when there is one."""
    found: dict[str, tuple[str, Agent]] = {}
    if agent.unit is not None:
        unit = OrgUnit.objects.filter(path=direction_of(agent.unit)).first()
        found["colleague"] = (_("a colleague of my direction"), roles.stand_in(unit=unit))
    if agent.manager_id and agent.manager.is_active:
        found["manager"] = (_("my manager, {name}").format(name=agent.manager.name), agent.manager)
    found["hr"] = (_("an HR mobility adviser"), roles.stand_in(roles.Role.HR_ADVISER))
    found["other"] = (_("another direction"), roles.stand_in())
    return found


@require_safe
def seen_as(request: HttpRequest, who: str) -> HttpResponse:
    """My page of the directory, as these eyes get it."""
    found = previews(request.user)
    if who not in found:
        raise Http404
    label, viewer = found[who]
    person = get_object_or_404(Agent.objects.visible_to(viewer).with_entry(), pk=request.user.pk)
    theirs = copy.copy(request)
    theirs.user = viewer
    context = entry_of(viewer, person)
    return render(
        request,
        "skills/seen_as.html",
        {
            "who": who,
            "label": label,
            "previews": [(key, words) for key, (words, _viewer) in found.items()],
            "person": person,
            "entry_head": render_to_string("directory/_entry_head.html", context, request=theirs),
            "entry": render_to_string("directory/_entry.html", context, request=theirs),
        },
    )


def meant_for_colleagues(request: HttpRequest) -> HttpResponse:
    """Where the links of one's own page lead, pressed while looking at it as others get it: back, with the reason."""
    messages.info(request, _("This link is for your colleagues: you were looking at your own page."))
    return redirect("skills:mine")
