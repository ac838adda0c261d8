"""HTTP only."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intranet.base.forms import bind
from intranet.privacy import actions
from intranet.privacy.forms import EraseForm
from intranet.privacy.register import held_about, holdings


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is held about me, why, and what I can do about it."""
    held = [{"holding": holding, "count": len(rows)} for holding, rows in held_about(request.user) if rows]
    return render(request, "privacy/mine.html", {"held": held})


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The archive of what is held about me."""
    archive = actions.export(agent=request.user)
    return HttpResponse(archive, content_type="application/zip", headers={"Content-Disposition": 'attachment; filename="traverse.zip"'})


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of processing: what is held about everyone, why, how long, what becomes of it."""
    purposes: dict[str, list] = {}
    for holding in holdings():
        purposes.setdefault(str(holding.purpose), []).append(holding)
    return render(request, "privacy/register.html", {"purposes": purposes.items()})


def erase(request: HttpRequest) -> HttpResponse:
    """Ask, then erase me."""
    form = bind(request, EraseForm, agent=request.user)
    if request.method == "POST" and form.is_valid():
        agent = request.user
        actions.erase(agent=agent, by=agent)
        logout(request)
        messages.success(request, _("Your account is erased."))
        return redirect("account_login")
    return render(request, "privacy/erase.html", {"form": form}, status=422 if form.errors else 200)
