"""What is missing at the gates, the review, the decisions. HTTP only."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from intranet.base.forms import bind
from intranet.base.pages import paginate
from intranet.base.posting import form_page
from pilots.actions import gates as act
from pilots.forms.gates import DecisionForm
from pilots.models import GateDecision
from pilots.models.gates import Kind
from pilots.models.pilots import State
from pilots.permissions import pilots as permissions
from pilots.permissions.gates import PilotGate
from pilots.views.addressed import pilot_or_404
from pilots.views.pilots import curve_context, stages

# Who decides at each gate, as the page says it. Elsewhere the sponsor does.
DECIDERS = {
    "framing": gettext_lazy("A facilitator decides."),
    "running": gettext_lazy("The lead decides, once nothing is missing."),
    "review": gettext_lazy("The lead submits the pilot."),
    "close": gettext_lazy("The lead, the sponsor or a facilitator closes the pilot."),
}


def decider(way: PilotGate) -> str:
    """Who takes this way, in a sentence that agrees with `permissions.can_decide`."""
    if way.gate in DECIDERS:
        return str(DECIDERS[way.gate])
    if way.kind == Kind.STOP and way.pilot.state in (State.DRAFT, State.FRAMING):
        return _("Until the agreement to prepare, the lead, the sponsor or a facilitator may stop it.")
    sponsor = way.pilot.mandates.accepted().primary().with_sponsor().first()
    if sponsor is None:
        return _("The sponsor decides: nobody has accepted to be it yet.")
    return _("The sponsor, {name}, decides.").format(name=sponsor.sponsor.name)


@require_safe
def gates(request: HttpRequest, code: str) -> HttpResponse:
    """The ways out of the present state: what is missing, in sentences, and who decides.

    To stop or to suspend, which nothing prepares, shows only to who may; the outcomes of a review show to all.
    """
    pilot = pilot_or_404(request, code)
    ways = []
    for way in PilotGate.ways_out(pilot):
        may_decide = permissions.can_decide(request.user, pilot, way.gate, way.kind)
        if may_decide or pilot.state == State.REVIEW or way.kind not in (Kind.STOP, Kind.SUSPEND):
            ways.append({"way": way, "missing": way.check(), "decider": decider(way), "may_decide": may_decide})
    return render(
        request,
        "pilots/gates.html",
        {"pilot": pilot, "stages": stages(pilot), "ways": ways, "may_frame": permissions.can_frame(request.user, pilot)},
    )


def decide(request: HttpRequest, code: str, gate: str, kind: str) -> HttpResponse:
    """Take a decision at a gate, with its reasons."""
    pilot = pilot_or_404(request, code)
    way = PilotGate.find(pilot, gate, kind)
    if way is None:
        raise Http404
    if not permissions.can_decide(request.user, pilot, gate, kind):
        raise PermissionDenied(decider(way))
    initial = {"territories": pilot.territories.all(), "next_review_on": pilot.next_review_on}
    form = bind(request, DecisionForm, gate=gate, kind=kind, initial=initial)

    def save(data):
        return act.decide_gate(pilot=pilot, agent=request.user, gate=gate, kind=kind, **data).get_absolute_url()

    return form_page(
        request,
        form,
        save,
        "pilots/decide.html",
        {"pilot": pilot, "way": way, "missing": way.check()},
        done=_("The decision is published with its reasons."),
    )


@require_safe
def review(request: HttpRequest, code: str) -> HttpResponse:
    """What is known, on one page, for the decision: curves on the same time, feedback, adjustments, commitments, costs."""
    pilot = pilot_or_404(request, code)
    curves = [curve_context(i) for i in pilot.indicators.for_curves()]
    ways = [
        {"way": way, "missing": way.check(), "may_decide": permissions.can_decide(request.user, pilot, way.gate, way.kind)}
        for way in PilotGate.ways_out(pilot)
        if way.gate == "outcome" or (way.gate == "review")
    ]
    return render(
        request,
        "pilots/review.html",
        {
            "pilot": pilot,
            "curves": curves,
            "counts": act.feedback_counts(pilot),
            "commitments": act.commitment_counts(pilot),
            "adjustments": pilot.adjustments.order_by("effective_on", "pk"),
            "ways": ways if pilot.state in (State.REVIEW, State.RUNNING) else [],
            "may_decide": any(w["may_decide"] for w in ways),
            "is_under_review": pilot.state == State.REVIEW,
        },
    )


@require_safe
def journal(request: HttpRequest, code: str) -> HttpResponse:
    """Every decision on a pilot, the newest first."""
    pilot = pilot_or_404(request, code)
    page = paginate(request, pilot.gate_decisions.newest_first().with_people())
    return render(request, "pilots/journal.html", {"pilot": pilot, "page": page})


@require_safe
def decision(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One decision: its reasons, and what was known when it was taken."""
    pilot = pilot_or_404(request, code)
    found = get_object_or_404(GateDecision.objects.visible_to(request.user).with_people(), pilot=pilot, number=number)
    language = "fr" if (translation.get_language() or "fr").startswith("fr") else "en"
    evidence = [{"name": e["name"], "said": e["said"].get(language, ""), "rows": e["rows"]} for e in found.evidence.get("indicators", [])]
    return render(request, "pilots/decision.html", {"pilot": pilot, "decision": found, "evidence": evidence, "known": found.evidence})
