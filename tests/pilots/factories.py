"""Pilots in any state, made through the same decisions as people take."""

from datetime import date, timedelta
from decimal import Decimal

from intranet.base import clock
from intranet.directory.models import Agent
from pilots.actions.grants import sync_grants
from pilots.models import (
    Audience,
    ChangeAnnouncement,
    Feedback,
    GateDecision,
    Indicator,
    Measurement,
    Membership,
    Pilot,
    Reply,
    SponsorCommitment,
    SponsorMandate,
)
from pilots.models.gates import ARROWS
from tests.factories import AgentFactory, TerritoryFactory

FRAMED = {
    "question": "Une borne, une personne",
    "problem": "On renvoie les gens d’un guichet à l’autre.",
    "origin": "Demande du service accueil",
    "we_believe": "qu’une personne sur place",
    "for_whom": "les usagers bloqués",
    "will_produce": "moitié moins de renvois",
    "we_will_know_when": "le compte descend à seize",
    "support_plan": "Deux heures de formation",
    "risks": "Aucune donnée gardée",
    "accessibility_status": "Testée",
    "legal_basis": "none",
    "social_dialogue": "not_needed",
    "social_dialogue_note": "Aucun changement de tâche",
    "is_feedback_open": True,
    "costs": "Un mi-temps",
}
PATH = ("draft", "framing", "ready", "running", "review", "stopped")


def a_pilot(state: str = "draft", *, lead: Agent | None = None, sponsor: Agent | None = None, weeks_ago: int = 12, **fields) -> Pilot:
    """A pilot that went through every gate up to `state`, with a lead, and a sponsor from "framing" on."""
    lead = lead or AgentFactory(first_name="Léa")
    number = Pilot.objects.count()
    values = {"title": f"SANU {number}", "code": f"sanu-{number}", **FRAMED, **fields}
    pilot = Pilot.objects.create(created_by=lead, **values)
    pilot.territories.add(TerritoryFactory())
    Membership.objects.create(
        pilot=pilot,
        person=lead,
        role="lead",
        share_of_time=40,
        manager_agreed_on=clock.today(),
        joined_on=clock.today() - timedelta(weeks=weeks_ago),
    )
    Audience.objects.create(
        pilot=pilot, name="Agent d’accueil", what_changes="Vous orientez", added_value="Moins de renvois", unit=lead.unit
    )
    if state != "draft":
        accepted(pilot, sponsor=sponsor, starts_on=clock.today() - timedelta(weeks=weeks_ago))
        ChangeAnnouncement.objects.create(
            pilot=pilot,
            title="Le SANU arrive",
            what_changes="Une personne sur place",
            effective_on=clock.today(),
            published_by=lead,
            published_on=clock.today() - timedelta(weeks=weeks_ago),
        )
    before_start = "suspended" in state
    for target in PATH[1 : PATH.index("running" if before_start else state) + 1]:
        move(pilot, target, on=clock.today() - timedelta(weeks=weeks_ago))
    if before_start:
        move(pilot, "suspended")
    sync_grants(pilot=pilot)
    pilot.refresh_from_db()
    return pilot


def accepted(
    pilot: Pilot, *, sponsor: Agent | None = None, starts_on: date | None = None, ends_on: date | None = None, **fields
) -> SponsorMandate:
    """An accepted primary mandate."""
    starts_on = starts_on or clock.today()
    mandate = SponsorMandate.objects.create(
        pilot=pilot,
        sponsor=sponsor or AgentFactory(first_name="Hélène"),
        text="Vous répondez de ce pilote.",
        starts_on=starts_on,
        ends_on=ends_on or clock.today() + timedelta(days=120),
        proposed_by=pilot.created_by,
        **fields,
    )
    SponsorCommitment.objects.create(mandate=mandate, what="Libérer du temps", due_on=clock.today() + timedelta(days=20))
    mandate.status = "accepted"
    mandate.accepted_at = mandate.answered_at = clock.now()
    mandate.content_hash = mandate.fingerprint()
    mandate.save()
    return mandate


def move(pilot: Pilot, to: str, *, on: date | None = None, **fields) -> GateDecision:
    """One decision, and the state that follows."""
    gate, kind = next((g, k) for a, b, g, k in ARROWS if a == pilot.state and b == to)
    decision = GateDecision.objects.create(
        pilot=pilot,
        number=pilot.gate_decisions.count() + 1,
        gate=gate,
        kind=kind,
        from_state=pilot.state,
        to_state=to,
        decided_by=pilot.created_by,
        decided_on=on or clock.today(),
        reasons="Les conditions sont réunies.",
        lessons="Un numéro sur deux était périmé." if kind == "stop" else "",
        **fields,
    )
    pilot.state = to
    if to == "running" and pilot.started_on is None:
        pilot.started_on = on or clock.today()
    pilot.save()
    return decision


def an_indicator(pilot: Pilot, **fields) -> Indicator:
    values = {
        "name": "Renvois",
        "unit": "renvois par semaine",
        "owner": pilot.created_by,
        "is_headline": not pilot.indicators.exists(),
        "baseline_none_reason": "Jamais compté",
        **fields,
    }
    return Indicator.objects.create(pilot=pilot, **values)


def measured(indicator: Indicator, *values, first: date | None = None, status: str = "final") -> list[Measurement]:
    """Weekly measures, the last of which ended before today; a pair is a numerator and a denominator."""
    first = first or clock.today() - timedelta(days=7 * len(values) + 1)
    rows = []
    for week, value in enumerate(values):
        start = first + timedelta(days=7 * week)
        figures = (
            {"numerator": Decimal(value[0]), "denominator": Decimal(value[1])} if isinstance(value, tuple) else {"value": Decimal(value)}
        )
        rows.append(
            Measurement(
                indicator=indicator,
                period_start=start,
                period_end=start + timedelta(days=6),
                status=status,
                entered_by=indicator.pilot.created_by,
                **figures,
            )
        )
    return Measurement.objects.bulk_create(rows)


def a_feedback(pilot: Pilot, *, author: Agent | None = None, days_late: int = 0, **fields) -> Feedback:
    values = {
        "kind": "obstacle",
        "text": "La borne est hors de vue.",
        "due_on": clock.today() - timedelta(days=days_late) if days_late else clock.today() + timedelta(days=10),
        **fields,
    }
    return Feedback.objects.create(pilot=pilot, author=author or AgentFactory(), **values)


def a_reply(feedback: Feedback, **fields) -> Reply:
    values = {"outcome": "done", "text": "Déplacée", "said": "La borne est hors de vue.", **fields}
    return Reply.objects.create(feedback=feedback, replied_by=feedback.pilot.created_by, **values)
