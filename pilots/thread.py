"""Pilots on the thread: decision → pilot → result → outcome → what it leaves behind."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.models import Decision
from intranet.directory.models import Agent
from intranet.thread.fil import Knot, Offer, Step, knot, link, offer
from knowledge.models import GuidePage, ProcedurePage, Tip
from pilots.models import GateDecision, Indicator, Pilot
from pilots.models.pilots import State
from pilots.permissions import pilots as permissions
from skills.models import Evidence


def _pilot(pilot: Pilot, agent: Agent) -> Knot:
    detail = str(pilot.get_state_display())
    if pilot.state == State.RUNNING and pilot.week:
        detail = _("week {week} of {weeks}").format(week=pilot.week, weeks=pilot.planned_weeks)
    return Knot(title=pilot.title, url=pilot.get_absolute_url(), detail=detail, is_done=pilot.is_ended)


def _result(indicator: Indicator, agent: Agent) -> Knot:
    url = f"{indicator.pilot.get_absolute_url()}#measured"
    return Knot(title=indicator.name, url=url, detail=_("measured, on the page of the pilot"), is_done=indicator.pilot.is_ended)


def _outcome(decision: GateDecision, agent: Agent) -> Knot:
    return Knot(title=str(decision.get_kind_display()).capitalize(), url=decision.get_absolute_url(), is_done=True)


def _offer(decision: Decision, agent: Agent) -> Offer | None:
    if not permissions.can_start_from(agent, decision):
        return None
    return Offer(
        label=_("Start the pilot"),
        url=f"{reverse('pilots:new')}?decision={decision.public_id}",
        detail=_("A sponsor, a hypothesis, a territory, a measure."),
    )


knot(Pilot, step=Step.PILOT, read=_pilot, columns=("title", "code", "state", "started_on", "planned_weeks"))
knot(Indicator, step=Step.RESULT, read=_result, columns=("name", "pilot__code", "pilot__state"))
knot(GateDecision, step=Step.OUTCOME, read=_outcome, columns=("kind", "number", "pilot__code"))
link(
    Decision,
    Pilot,
    forward=lambda pks: Pilot.objects.filter(decision__in=pks),
    backward=lambda pks: Decision.objects.filter(pilots__in=pks),
)
# The result is the main indicator, once something was measured since the start.
link(
    Pilot,
    Indicator,
    forward=lambda pks: Indicator.objects.headlines().filter(pilot__in=pks),
    backward=lambda pks: Pilot.objects.filter(indicators__in=pks),
)
link(
    Pilot,
    GateDecision,
    forward=lambda pks: GateDecision.objects.outcomes().filter(pilot__in=pks),
    backward=lambda pks: Pilot.objects.filter(gate_decisions__in=pks),
)
link(
    Pilot,
    Evidence,
    forward=lambda pks: Evidence.objects.about(Pilot, pks),
    backward=lambda pks: Pilot.objects.filter(pk__in=Evidence.objects.filter(pk__in=pks, kind=Evidence.Kind.PILOT).values("about_id")),
)
for _model in (Tip, GuidePage, ProcedurePage):
    link(
        Pilot,
        _model,
        forward=lambda pks, model=_model: model.objects.from_origin(Pilot, pks),
        backward=lambda pks, model=_model: Pilot.objects.filter(pk__in=model.objects.filter(pk__in=pks).origins(Pilot)),
    )
offer(Decision, _offer)
