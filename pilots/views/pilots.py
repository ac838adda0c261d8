"""The list of pilots, the page of one, its first words and its framing. HTTP only."""

import re
from functools import lru_cache

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ideas.models import Decision
from intranet.base.addresses import identifier
from intranet.base.forms import bind
from intranet.base.pages import paginate
from intranet.base.posting import form_page
from intranet.directory.models import Territory
from intranet.directory.querysets import with_names
from intranet.search import door
from pilots.actions import pilots as act
from pilots.charts import drawing, table, words
from pilots.charts.curve import Curve
from pilots.forms.pilots import AnnouncementForm, FilterForm, FramingForm, ProposeForm
from pilots.models import GateDecision, Indicator, Membership, Pilot, Reply, SponsorMandate
from pilots.models.pilots import BEFORE_RUNNING, ENDED, UNDER_WAY, State
from pilots.permissions import feedback as feedback_permissions
from pilots.permissions import pilots as permissions
from pilots.permissions.gates import PilotGate
from pilots.views.addressed import pilot_or_404

TABLE_ON_PAGE = 12  # measures, a quarter of weeks: beyond, the table is on the page of its indicator and this one stays light
GROUPS = {"running": UNDER_WAY, "coming": BEFORE_RUNNING, "ended": ENDED}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What we try: pilots with filters in the address; those that ended come last, with what they taught."""
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    pilots = Pilot.objects.visible_to(request.user)
    if chosen.get("state"):
        pilots = pilots.filter(state__in=GROUPS[chosen["state"]])
    if chosen.get("territory"):
        pilots = pilots.in_territory(chosen["territory"])
    if chosen.get("mine"):
        pilots = pilots.of(request.user)
    if chosen.get("q"):
        pilots = pilots.filter(pk__in=door.rank("pilot", chosen["q"]))
    page = paginate(request, pilots.for_list().with_counts())
    rows = [_row(pilot) for pilot in _with_people(page.object_list)]
    return render(
        request,
        "pilots/index.html",
        {
            "page": page,
            "rows": rows,
            "chosen": chosen,
            "is_filtered": any(chosen.values()),
            "territories": Territory.objects.all(),
            "states": FilterForm.base_fields["state"].choices,
        },
    )


def _with_people(pilots) -> list[Pilot]:
    """The pilots of a page with their lead, sponsor and latest lessons, in three queries more."""
    pilots = list(pilots)
    keys = [p.pk for p in pilots]
    leads = {m.pilot_id: m.person for m in Membership.objects.leads().filter(pilot__in=keys).select_related("person")}
    sponsors = {m.pilot_id: m.sponsor for m in SponsorMandate.objects.accepted().primary().filter(pilot__in=keys).select_related("sponsor")}
    lessons: dict[int, str] = {}
    for decision in GateDecision.objects.outcomes().filter(pilot__in=keys).newest_first():
        lessons.setdefault(decision.pilot_id, _without_marks(decision.lessons or decision.reasons))
    for pilot in pilots:
        pilot.lead = leads.get(pilot.pk)
        pilot.sponsor = sponsors.get(pilot.pk)
        pilot.learned = lessons.get(pilot.pk, "")
    return pilots


def _without_marks(words_written: str) -> str:
    """The words of a Markdown text on one line, without its stars and dashes."""
    return re.sub(r"^\s*(?:[-*>#]|\d+\.)+\s+|\*\*|__", "", words_written, flags=re.M)


def _row(pilot: Pilot) -> dict:
    return {"pilot": pilot, "places": ", ".join(t.name for t in pilot.territories.all())}


def new(request: HttpRequest) -> HttpResponse:
    """Propose a pilot, or start one from a decision (`?decision=`)."""
    decision = None
    if request.GET.get("decision"):
        decision = _decision(request)
        if not permissions.can_start_from(request.user, decision):
            raise PermissionDenied(_("Facilitators, who decided, and the authors of the idea may start a pilot from a decision, once."))
    initial = {"title": decision.title, "problem": _problem_of(decision)} if decision else {}
    form = bind(request, ProposeForm, agent=request.user, decision=decision, initial=initial)

    def propose(data):
        return act.propose_pilot(agent=request.user, decision=decision, **data).get_absolute_url()

    return form_page(
        request,
        form,
        propose,
        "pilots/new.html",
        {"decision": decision},
        done=_("The pilot is proposed. Its page says what comes next."),
    )


def _decision(request: HttpRequest) -> Decision:
    found = Decision.objects.visible_to(request.user).with_subject()
    return get_object_or_404(found, public_id=identifier(request.GET["decision"]))


def _problem_of(decision: Decision) -> str:
    """The recurring problem behind a decision, as people wrote it: where the framing begins."""
    problem = decision.recurring or (decision.idea.problems.order_by("pk").first() if decision.idea else None)
    return problem.summary if problem else ""


@require_safe
def pilot(request: HttpRequest, code: str) -> HttpResponse:
    """One pilot: whether it changes something, what was heard and done, what changes for whom, who answers for it."""
    found = pilot_or_404(request, code, Pilot.objects.with_origin())
    user = request.user
    indicators = list(found.indicators.for_curves())
    headline = next((i for i in indicators if i.is_headline), None)
    mandates = list(found.mandates.standing().with_sponsor().prefetch_related("commitments"))
    sponsor = next((m for m in mandates if m.is_accepted and m.kind == "primary"), None)
    promised = [c for m in mandates if m.is_accepted for c in m.commitments.all()]
    ways = [way for way in PilotGate.ways_out(found) if way.gate not in ("hold",)]
    next_way = ways[0] if ways else None
    may_decide = [w for w in ways if permissions.can_decide(user, found, w.gate, w.kind)]
    counts = found.feedback.counts()
    overdue = with_names(found.feedback.roots().overdue().by_due(), "owner")
    return render(
        request,
        "pilots/pilot.html",
        {
            "pilot": found,
            "stages": stages(found),
            "places": places(found),
            "chart": curve_context(headline) if headline else None,
            "others": [{"indicator": i, "said": words.sentence(i.curve())} for i in indicators if i is not headline],
            "answers": Reply.objects.filter(feedback__pilot=found).for_publication().order_by("-voices", "-replied_at")[:3],
            "counts": counts,
            "overdue": list(overdue[:5]) if counts["overdue"] else [],
            "audiences": list(found.audiences.all()),
            "announcements": list(found.announcements.all()[:3]),
            "sponsor": sponsor,
            "asked": next((m for m in mandates if m.is_proposed), None),
            "commitments": {"taken": len(promised), "kept": sum(c.done_on is not None for c in promised)},
            "team": list(with_names(found.memberships.current().in_order(), "person")),
            "skills": list(found.skills.only("slug", "pref_label", "label_en")[:8]),
            # Shown while the pilot is held and once it ended, when its last decision says why.
            "latest": found.gate_decisions.newest_first().first() if found.is_ended or found.state == State.SUSPENDED else None,
            "next_way": next_way,
            "missing": next_way.check() if next_way and found.is_before_running else [],
            "may_decide": may_decide,
            "may_frame": permissions.can_frame(user, found),
            "may_measure": permissions.can_measure(user, found),
            "may_answer": feedback_permissions.can_answer_feedback(user, found),
            "may_read_feedback": feedback_permissions.can_read_all_feedback(user, found),
            "may_give": feedback_permissions.can_give_feedback(user, found),
            "is_asked": any(m.is_proposed and m.sponsor_id == user.pk for m in mandates),
        },
    )


def places(pilot: Pilot) -> str:
    """Where it happens, as one line: the communes of its territories, else their names, else its units."""
    territories = list(pilot.territories.all())
    communes = [c for t in territories for c in (t.communes or [t.name])]
    return ", ".join(communes) if communes else ", ".join(u.name for u in pilot.units.all())


def stages(pilot: Pilot) -> list[dict]:
    """The five stages, each with its words, whether it is behind and whether it is the present one."""
    order = {"draft": 0, "framing": 0, "ready": 1, "running": 2, "suspended": 2, "review": 3}
    here = order.get(pilot.state, 4)
    running = _("Running")
    if pilot.state == "running" and pilot.week:
        running = _("Running, week {week} of {weeks}").format(week=pilot.week, weeks=pilot.planned_weeks)
    elif pilot.state == "suspended":
        running = _("Suspended")
    framing = _("Proposed") if pilot.state == "draft" else _("Framing")
    outcome = str(pilot.get_state_display()) if here == 4 else _("Decision")
    names = (framing, _("Ready"), running, _("Review"), outcome)
    # A pilot that ended before it ran did not go through what it skipped.
    behind = here if here < 4 or pilot.started_on else 1
    return [{"name": name, "is_done": number < behind, "is_here": number == here} for number, name in enumerate(names)]


def curve_context(indicator: Indicator) -> dict:
    """The four forms of a curve, from one object."""
    curve = indicator.curve()
    key = f"c{indicator.public_id.hex[:8]}"
    return {"indicator": indicator, "curve": curve, "key": key, **_forms(curve, key, get_language())}


@lru_cache(maxsize=256)
def _forms(curve: Curve, key: str, language: str | None) -> dict:
    """What is drawn and written of a curve. The same measures, marks and target give the same: made once, for all who look."""
    has_long_table = len(curve.points) > TABLE_ON_PAGE
    headers = table.headers(curve)
    rows = [] if has_long_table else table.cells(curve, curve.points)
    return {
        "wide": drawing.svg(curve, drawing.WIDE, key=key),
        "narrow": drawing.svg(curve, drawing.NARROW, key=key),
        "said": words.sentence(curve),
        "notes": words.notes(curve),
        "headers": headers,
        "table": render_to_string("pilots/_table.html", {"headers": headers, "rows": rows, "caption": curve.name}) if rows else "",
        "has_long_table": has_long_table,
    }


def framing(request: HttpRequest, code: str) -> HttpResponse:
    """The framing of a pilot, in sections; saved as it is, complete or not."""
    found = pilot_or_404(request, code)
    if not permissions.can_frame(request.user, found):
        raise PermissionDenied(_("The lead of the pilot frames it."))
    form = bind(request, FramingForm, pilot=found)

    def save(data):
        changes = {name: data[name] for name in act.FRAMED if name in data}
        act.frame_pilot(
            pilot=found,
            agent=request.user,
            changes=changes,
            territories=data["territories"],
            units=data["units"],
            skills=data["skills"],
        )
        return found.get_absolute_url()

    return form_page(
        request,
        form,
        save,
        "pilots/framing.html",
        {"pilot": found, "audiences": found.audiences.all()},
        done=_("The framing is saved."),
    )


def announce(request: HttpRequest, code: str) -> HttpResponse:
    """Publish what changes, for those whom it changes something for."""
    found = pilot_or_404(request, code)
    if not permissions.can_frame(request.user, found):
        raise PermissionDenied(_("The lead of the pilot announces what changes."))
    form = bind(request, AnnouncementForm, initial={"effective_on": found.starts_on})

    def publish(data):
        act.announce_change(pilot=found, agent=request.user, **data)
        return f"{found.get_absolute_url()}#changes"

    return form_page(
        request,
        form,
        publish,
        "pilots/announce.html",
        {"pilot": found, "audiences": found.audiences.all()},
        done=_("The change is announced to those concerned."),
    )
