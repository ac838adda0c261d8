"""Decide at a gate: the only way in which the state of a pilot changes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q
from django.utils import translation
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent, Territory
from intranet.notifications.messages import notify
from intranet.search import door
from pilots import notifications
from pilots.actions.grants import sync_grants
from pilots.charts import table, words
from pilots.models import Feedback, GateDecision, Indicator, Pilot, Reply, SponsorCommitment, SponsorMandate
from pilots.models.gates import Gate, Kind
from pilots.models.pilots import ENDED, State
from pilots.permissions import pilots as permissions
from pilots.permissions.gates import PilotGate
from skills.actions.choices import nudge
from skills.actions.evidence import propose_evidence


def snapshot(pilot: Pilot) -> dict[str, Any]:
    """What is known of `pilot` now, as plain values that will not move: curves in words and figures, feedback, commitments, costs.

    Made from the curves themselves: what they mask is masked here too.
    """
    return {
        "on": clock.today().isoformat(),
        "week": pilot.week,
        "indicators": [_frozen(indicator) for indicator in Indicator.objects.filter(pilot=pilot).for_curves()],
        "feedback": feedback_counts(pilot),
        "adjustments": [{"what": a.what, "on": a.effective_on.isoformat()} for a in pilot.adjustments.order_by("effective_on", "pk")],
        "commitments": commitment_counts(pilot),
        "costs": pilot.costs,
    }


def _frozen(indicator: Indicator) -> dict[str, Any]:
    curve = indicator.curve()
    said = {}
    for language in ("fr", "en"):
        with translation.override(language):
            said[language] = " ".join([words.sentence(curve), *words.notes(curve)])
    with translation.override("fr"):
        rows = [{"from": table.day(r.start), "to": table.day(r.end), "value": r.value, "signal": r.signal} for r in table.rows(curve)]
    return {"name": indicator.name, "dimension": indicator.dimension, "said": said, "rows": rows}


def feedback_counts(pilot: Pilot) -> dict[str, int]:
    """How many items of feedback were given, answered, refused, wait, and wait beyond their date."""
    refused = Reply.objects.filter(feedback__pilot=pilot, outcome=Reply.Outcome.REFUSED).count()
    return {**Feedback.objects.filter(pilot=pilot).counts(), "refused": refused}


def commitment_counts(pilot: Pilot) -> dict[str, int]:
    """How many commitments the accepted sponsors took, and kept."""
    return SponsorCommitment.objects.filter(mandate__pilot=pilot, mandate__status=SponsorMandate.Status.ACCEPTED).aggregate(
        taken=Count("pk"), kept=Count("pk", filter=Q(done_on__isnull=False))
    )


@transaction.atomic
def decide_gate(
    *,
    pilot: Pilot,
    agent: Agent,
    gate: str,
    kind: str,
    reasons: str,
    conditions: str = "",
    consulted: str = "",
    dissent: str = "",
    lessons: str = "",
    without_measure_because: str = "",
    long_term_owner: str = "",
    territories: Iterable[Territory] = (),
    next_review_on: date | None = None,
) -> GateDecision:
    """Decide at `gate` in the way `kind` ("go", "stop"…), with reasons; the state follows.

    Refuses: a way that does not leave from the present state; who may not decide there; what the gate
    still lacks (one sentence for each thing); no reasons; a stop without what was learned; a
    generalisation without measures or the reason for having none, or without somebody to carry it.
    """
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    way = PilotGate.find(pilot, gate, kind)
    if way is None:
        raise ValidationError(
            _("This decision cannot be taken now: the pilot is in the state “{state}”.").format(state=pilot.get_state_display())
        )
    if not permissions.can_decide(agent, pilot, gate, kind):
        raise PermissionDenied(_("This decision belongs to somebody else: see who decides at this gate."))
    # Mandates are locked with their pilot: none ends between this look and the commit.
    list(SponsorMandate.objects.filter(pilot=pilot).select_for_update().values_list("pk", flat=True))
    missing = way.check()
    if not reasons.strip():
        missing.append(_("Write the reasons: nothing is decided without them."))
    if kind == Kind.STOP and not lessons.strip():
        missing.append(_("Write what was learned: a pilot that stops leaves its lessons."))
    if kind == Kind.GENERALISE and not long_term_owner.strip():
        missing.append(_("Name who carries it in the long run."))
    if kind == Kind.GENERALISE and not without_measure_because.strip() and not way.measured():
        missing.append(_("The main indicator has no final measure since the start: say why it is decided without measure."))
    if missing:
        raise ValidationError(missing)
    decision = _write(
        pilot,
        way,
        agent=agent,
        reasons=reasons,
        conditions=conditions,
        consulted=consulted,
        dissent=dissent,
        lessons=lessons,
        without_measure_because=without_measure_because,
        long_term_owner=long_term_owner,
        territories=list(territories),
        next_review_on=next_review_on,
    )
    if gate in (Gate.REVIEW, Gate.OUTCOME) and pilot.started_on:
        _recognise(pilot)
    audit.record("pilots.decide", pilot, actor=agent, number=decision.number, gate=gate, kind=kind, to=decision.to_state)
    return decision


def _recognise(pilot: Pilot) -> None:
    """Propose to the lead and the team that the pilot shows skills of theirs; each accepts it or not."""
    skills = list(pilot.skills.all())
    for member in pilot.memberships.current().filter(role__in=("lead", "team")).select_related("person"):
        propose_evidence(agent=member.person, kind="pilot", about=pilot, title=pilot.title, skills=skills)
        if pilot.is_ended:
            nudge(agent=member.person, moment="pilot")


def _write(pilot: Pilot, way: PilotGate, *, agent: Agent | None, territories: list[Territory], **fields: Any) -> GateDecision:
    today = clock.today()
    number = (pilot.gate_decisions.aggregate(last=Max("number"))["last"] or 0) + 1
    evidence = snapshot(pilot) if way.gate in (Gate.REVIEW, Gate.OUTCOME, Gate.HOLD) else {}
    try:
        with transaction.atomic():
            decision = GateDecision.objects.create(
                pilot=pilot,
                number=number,
                gate=way.gate,
                kind=way.kind,
                from_state=pilot.state,
                to_state=way.to_state,
                decided_by=agent,
                decided_on=today,
                evidence=evidence,
                **fields,
            )
            decision.territories.set(territories)
            pilot.state = way.to_state
            if way.to_state == State.RUNNING and pilot.started_on is None:
                pilot.started_on = today
            if way.to_state in ENDED and pilot.ended_on is None:
                pilot.ended_on = today
            if fields.get("next_review_on"):
                pilot.next_review_on = fields["next_review_on"]
            pilot.save(update_fields=["state", "started_on", "ended_on", "next_review_on", "updated_at"])
    except IntegrityError as error:
        # The last wall: what each gate requires was asked before, under the locks of the pilot and its mandates.
        raise ValidationError(_("This decision cannot be taken now: the pilot changed meanwhile. Read its page again.")) from error
    sync_grants(pilot=pilot)
    door.refresh(pilot)
    _tell(pilot, decision, agent)
    return decision


def _tell(pilot: Pilot, decision: GateDecision, agent: Agent | None) -> None:
    people = Agent.objects.filter(
        Q(pilot_memberships__pilot=pilot, pilot_memberships__left_on=None)
        | Q(sponsor_mandates__pilot=pilot, sponsor_mandates__status="accepted")
        | Q(pk=pilot.created_by_id)
    )
    told = {a.pk: a for a in people.distinct()}
    if pilot.decision_id and pilot.visibility == Pilot.Visibility.OPEN:
        told.update({a.pk: a for a in Agent.objects.filter(authorships__idea=pilot.decision.idea_id, authorships__state="accepted")})
    notify(
        notifications.PilotDecided,
        list(told.values()),
        about=pilot,
        actor=agent,
        key=f"decided:{pilot.pk}:{decision.number}",
        url=decision.get_absolute_url(),
        pilot=pilot.title,
        state=decision.to_state,
    )


@transaction.atomic
def suspend_without_sponsor(*, pilot: Pilot, reason: str) -> GateDecision | None:
    """Suspend a pilot under way that has lost its sponsor. Nobody decides: it follows from the rule (P6)."""
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    way = PilotGate.find(pilot, Gate.HOLD, Kind.SUSPEND)
    if way is None:
        return None
    decision = _write(pilot, way, agent=None, territories=[], reasons=reason)
    audit.record("pilots.suspend", pilot, actor=None, number=decision.number)
    return decision
