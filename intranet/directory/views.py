"""HTTP only."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intranet.base import text
from intranet.base.forms import bind, once
from intranet.base.pages import paginate
from intranet.base.posting import form_page
from intranet.base.versions import ChangedMeanwhile
from intranet.directory import actions, forms
from intranet.directory.chart import chart
from intranet.directory.models import Agent, OrgUnit, OrgUnitLineage, Site

SUGGESTED = 8
TEAM_SHOWN = 6


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everyone, by name; `?q=` words of the name or position, `?unit=` with the units under it, `?site=`."""
    words = text.clean(request.GET.get("q", ""))[:200]
    code, number = text.clean(request.GET.get("unit", ""))[:40], _number(request.GET.get("site", ""))
    unit = OrgUnit.objects.filter(code=code).first() if code else None
    site = Site.objects.filter(pk=number).first() if number else None
    found = Agent.objects.visible_to(request.user).named(words)
    if unit is not None:
        found = found.in_unit(unit)
    if site is not None:
        found = found.filter(site=site)
    context = {
        "page": paginate(request, found.as_rows().by_name()),
        "words": words,
        "unit": unit,
        "site": site,
        "units": OrgUnit.objects.around(unit).only("code", "name", "depth"),
        "sites": Site.objects.only("name"),
        "filters": sum(chosen is not None for chosen in (unit, site)),
    }
    return render(request, "directory/people.html", context)


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """The colleagues whose name begins with `?q=`, for a combobox: [{"value", "label", "note"}], with the "slug" that a mention writes."""
    words = text.clean(request.GET.get("q", ""))[:100]
    found = Agent.objects.visible_to(request.user).suggested(words, most=SUGGESTED) if words else ()
    return JsonResponse(
        [
            {
                "value": str(agent.public_id),
                "slug": agent.slug,
                "label": agent.name,
                "note": ", ".join(filter(None, (agent.position_title, str(agent.unit or "")))),
            }
            for agent in found
        ],
        safe=False,
    )


@require_safe
def suggest_units(request: HttpRequest) -> JsonResponse:
    """The units whose name or code begins with `?q=`, for a combobox: [{"value", "label", "note"}], the widest first."""
    words = text.clean(request.GET.get("q", ""))[:100]
    found = list(OrgUnit.objects.named(words).order_by("depth", "path")[:SUGGESTED]) if words else []
    return JsonResponse([{"value": unit.code, "label": unit.name, "note": place} for unit, place in forms.places_of(found)], safe=False)


@require_safe
def organisation_chart(request: HttpRequest) -> HttpResponse:
    """The units in their tree; `?unit=` opens the way down to one."""
    opened = OrgUnit.objects.filter(code=text.clean(request.GET.get("unit", ""))[:40]).first()
    return render(request, "directory/chart.html", {"top": chart(request.user, opened=opened), "opened": opened})


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: its mission, its head, its place in the tree, its people. The address of a former unit leads to the one that follows it."""
    shown = OrgUnit.objects.with_head().select_related("site").filter(code=code).first()
    if shown is None:
        heir = OrgUnitLineage.objects.heir_of(code)
        if heir is None:
            raise Http404
        return redirect(heir)
    found = Agent.objects.visible_to(request.user).in_unit(shown).with_place().by_name()
    context = {
        "unit": shown,
        "above": [each for each in OrgUnit.objects.above(shown) if each.pk != shown.pk],
        "under": OrgUnit.objects.under(shown).with_head(),
        "page": paginate(request, found),
    }
    return render(request, "directory/unit.html", context)


@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """One colleague."""
    person = get_object_or_404(Agent.objects.visible_to(request.user).with_entry(), slug=slug)
    return render(request, "directory/profile.html", entry_of(request.user, person))


def entry_of(viewer: Agent, person: Agent) -> dict:
    """What the page of `person` shows to `viewer`: the same for the page itself and for "see my page as…"."""
    team = list(Agent.objects.visible_to(viewer).reports_of(person).as_rows().by_name()[: TEAM_SHOWN + 1])
    return {
        "person": person,
        "is_me": person.pk == viewer.pk,
        "above": OrgUnit.objects.above(person.unit).only("code", "name") if person.unit else (),
        "team": team[:TEAM_SHOWN],
        "has_larger_team": len(team) > TEAM_SHOWN,
    }


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """My own entry, at an address that is the same for everyone."""
    return redirect(request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Edit my entry."""
    person = request.user
    initial = {name: getattr(person, name) for name in actions.ENTRY}
    form = bind(request, forms.EntryForm, initial={**initial, "version": actions.entry_version(person)})

    def act(data) -> str:
        try:
            actions.edit_entry(agent=person, expected=form.take_version(), **data)
        except ChangedMeanwhile:
            now = Agent.objects.get(pk=person.pk)
            form.show_differences({name: getattr(now, name) for name in actions.ENTRY}, actions.entry_version(now))
            raise
        return person.get_absolute_url()

    return form_page(request, form, act, "directory/edit.html", {"person": person}, done=_("Your entry was saved."))


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Say that my entry is right."""
    actions.confirm_details(agent=request.user)
    messages.success(request, _("Thank you: your entry is confirmed for a year."))
    return redirect(request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """Announce an absence and who covers it."""
    person = Agent.objects.select_related("cover").get(pk=request.user.pk)
    initial = {"absent_from": person.absent_from, "absent_until": person.absent_until, "cover": person.cover}
    form = bind(request, forms.AbsenceForm, agent=person, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                actions.announce_absence(agent=person, **form.cleaned_data)
                sent.done(reverse("directory:profile", args=[person.slug]))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Your absence is announced on your entry."))
            return redirect(person)
    return render(request, "directory/absence.html", {"form": form, "person": person}, status=422 if form.errors else 200)


@require_POST
def end_absence(request: HttpRequest) -> HttpResponse:
    """Forget my absence."""
    actions.end_absence(agent=request.user)
    messages.success(request, _("Your absence was removed."))
    return redirect(request.user)


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The people whose line manager I am."""
    found = Agent.objects.visible_to(request.user).reports_of(request.user)
    context = {
        "page": paginate(request, found.with_place().select_related("unit", "site", "cover").by_name()),
        "away": found.absent().count(),
        "unit": request.user.unit,
    }
    return render(request, "directory/team.html", context)
