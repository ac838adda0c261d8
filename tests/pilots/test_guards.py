"""What the database refuses, whoever asks: P6, P7, and what is never rewritten. Each by raw SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from intranet.base import clock
from pilots.models import Feedback, GateDecision, Measurement, Membership, Pilot, SponsorCommitment, SponsorMandate, Target
from tests.factories import AgentFactory
from tests.pilots import factories

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def refused(sql, *params):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def decided_to_run(pilot):
    """The decision row that a forger writes before moving the state."""
    return GateDecision.objects.create(
        pilot=pilot,
        number=pilot.gate_decisions.count() + 1,
        gate="running",
        kind="go",
        from_state="ready",
        to_state="running",
        decided_on=clock.today(),
        reasons="Sans attendre",
    )


def run(pilot):
    return "UPDATE pilots_pilot SET state = 'running', started_on = %s WHERE id = %s", clock.today(), pilot.pk


def test_running_when_a_decision_and_a_mandate_then_it_runs():
    pilot = factories.a_pilot("ready")
    decided_to_run(pilot)
    with connection.cursor() as cursor:
        cursor.execute(*(lambda sql, *p: (sql, p))(*run(pilot)))
    pilot.refresh_from_db()
    assert pilot.state == "running"


def test_running_when_no_decision_then_refused():
    refused(*run(factories.a_pilot("ready")))


@pytest.mark.parametrize("lost", ["none", "proposed", "expired", "not_begun", "disabled", "co", "declined"])
def test_running_when_the_mandate_lacks_then_refused(lost):
    pilot = factories.a_pilot("ready")
    mandate = pilot.mandates.get()
    mandates = SponsorMandate.objects.filter(pk=mandate.pk)
    if lost == "disabled":
        mandate.sponsor.is_active = False
        mandate.sponsor.save()
    elif lost in ("proposed", "declined"):
        mandates.update(status=lost)
    else:
        mandates.update(status="ended")
        if lost == "expired":
            factories.accepted(pilot, starts_on=clock.today() - timedelta(90), ends_on=clock.today() - timedelta(1))
        elif lost == "not_begun":
            factories.accepted(pilot, starts_on=clock.today() + timedelta(3))
        elif lost == "co":
            factories.accepted(pilot, kind="co")
    decided_to_run(pilot)
    refused(*run(pilot))


def test_running_when_inserted_so_then_refused():
    lead = AgentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Pilot.objects.create(title="Faux", code="faux", state="running", started_on=clock.today(), created_by=lead)


def test_sponsor_when_the_lead_then_refused_both_ways():
    pilot = factories.a_pilot("framing")
    sponsor = pilot.mandates.get().sponsor
    refused("UPDATE pilots_membership SET person_id = %s WHERE pilot_id = %s", sponsor.pk, pilot.pk)
    lead = Membership.objects.get(pilot=pilot, role="lead").person
    SponsorMandate.objects.filter(pilot=pilot).update(status="ended")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.accepted(pilot, sponsor=lead)


def test_mandate_when_a_second_primary_is_accepted_then_refused():
    pilot = factories.a_pilot("framing")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.accepted(pilot)


def test_mandate_when_accepted_then_its_words_stand():
    pilot = factories.a_pilot("framing")
    mandate = pilot.mandates.get()
    refused("UPDATE pilots_sponsormandate SET text = 'Autre chose' WHERE id = %s", mandate.pk)
    refused("UPDATE pilots_sponsormandate SET ends_on = %s WHERE id = %s", clock.today() + timedelta(500), mandate.pk)
    refused("UPDATE pilots_sponsormandate SET sponsor_id = %s WHERE id = %s", AgentFactory().pk, mandate.pk)
    refused("DELETE FROM pilots_sponsormandate WHERE id = %s", mandate.pk)
    refused("UPDATE pilots_sponsorcommitment SET what = 'Rien' WHERE mandate_id = %s", mandate.pk)
    refused("DELETE FROM pilots_sponsorcommitment WHERE mandate_id = %s", mandate.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        SponsorCommitment.objects.create(mandate=mandate, what="De plus", due_on=clock.today())
    SponsorCommitment.objects.filter(mandate=mandate).update(done_on=clock.today())  # keeping it is what it is for


def test_mandate_when_accepted_without_a_fingerprint_then_refused():
    pilot = factories.a_pilot("draft")
    lead = pilot.created_by
    mandate = SponsorMandate.objects.create(
        pilot=pilot, sponsor=AgentFactory(), text="x", starts_on=clock.today(), ends_on=clock.today() + timedelta(9), proposed_by=lead
    )
    refused("UPDATE pilots_sponsormandate SET status = 'accepted' WHERE id = %s", mandate.pk)


def test_state_when_moved_by_nobody_then_refused():
    pilot = factories.a_pilot("running")
    for state in ("review", "stopped", "generalised", "draft"):
        refused("UPDATE pilots_pilot SET state = %s WHERE id = %s", state, pilot.pk)


def test_decision_when_an_old_one_is_used_again_then_refused():
    pilot = factories.a_pilot("running")
    factories.move(pilot, "suspended")
    factories.move(pilot, "running")
    refused("UPDATE pilots_pilot SET state = 'suspended' WHERE id = %s", pilot.pk)


def test_decision_when_not_an_arrow_or_without_reasons_then_refused():
    pilot = factories.a_pilot("framing")
    fields = {"pilot": pilot, "number": 9, "gate": "running", "kind": "go", "decided_on": clock.today()}
    for states, reasons in ((("framing", "running"), "x"), (("ready", "running"), "x"), (("framing", "ready"), "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            GateDecision.objects.create(from_state=states[0], to_state=states[1], reasons=reasons, **fields)


def test_decision_when_taken_then_never_rewritten():
    decision = factories.a_pilot("framing").gate_decisions.get()
    refused("UPDATE pilots_gatedecision SET reasons = 'Autres raisons' WHERE id = %s", decision.pk)
    refused("DELETE FROM pilots_gatedecision WHERE id = %s", decision.pk)


def test_stop_when_without_lessons_then_refused():
    pilot = factories.a_pilot("review")
    with pytest.raises(IntegrityError), transaction.atomic():
        GateDecision.objects.create(
            pilot=pilot,
            number=9,
            gate="outcome",
            kind="stop",
            from_state="review",
            to_state="stopped",
            decided_on=clock.today(),
            reasons="Sans effet",
        )


def test_generalise_when_nothing_was_measured_then_refused_unless_said_why():
    pilot = factories.a_pilot("review")
    fields = {
        "pilot": pilot,
        "gate": "outcome",
        "kind": "generalise",
        "from_state": "review",
        "to_state": "generalised",
        "decided_on": clock.today(),
        "reasons": "Utile",
    }
    factories.measured(factories.an_indicator(pilot), 12, status="provisional")
    with pytest.raises(IntegrityError), transaction.atomic():
        GateDecision.objects.create(number=9, **fields)
    GateDecision.objects.create(number=9, without_measure_because="L’obligation légale vient en mars", **fields)


@pytest.mark.parametrize("state", ["closed", "answered"])
def test_feedback_when_closed_without_a_reply_then_refused(state):
    feedback = factories.a_feedback(factories.a_pilot("running"))
    refused("UPDATE pilots_feedback SET state = %s WHERE id = %s", state, feedback.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.a_feedback(feedback.pilot, state=state)
    factories.a_reply(feedback)
    Feedback.objects.filter(pk=feedback.pk).update(state=state)


def test_feedback_when_opened_again_then_it_needs_a_newer_reply():
    feedback = factories.a_feedback(factories.a_pilot("running"))
    factories.a_reply(feedback, replied_at=clock.now() - timedelta(days=2))
    Feedback.objects.filter(pk=feedback.pk).update(state="reopened", reopened_at=clock.now() - timedelta(days=1))
    refused("UPDATE pilots_feedback SET state = 'closed' WHERE id = %s", feedback.pk)
    factories.a_reply(feedback)
    Feedback.objects.filter(pk=feedback.pk).update(state="closed")


def test_feedback_when_merged_then_the_reply_to_the_other_closes_it():
    pilot = factories.a_pilot("running")
    first, second = factories.a_feedback(pilot), factories.a_feedback(pilot)
    Feedback.objects.filter(pk=second.pk).update(merged_into=first)
    refused("UPDATE pilots_feedback SET state = 'closed' WHERE id = %s", second.pk)
    factories.a_reply(first)
    Feedback.objects.filter(pk=second.pk).update(state="closed")


def test_reply_when_sent_then_never_rewritten():
    reply = factories.a_reply(factories.a_feedback(factories.a_pilot("running")))
    refused("UPDATE pilots_reply SET text = 'Autre chose' WHERE id = %s", reply.pk)
    refused("DELETE FROM pilots_reply WHERE id = %s", reply.pk)


def test_measure_when_final_then_only_corrected_by_another():
    indicator = factories.an_indicator(factories.a_pilot("running"))
    measure, *_rest = factories.measured(indicator, 31, 34)
    refused("UPDATE pilots_measurement SET value = 1 WHERE id = %s", measure.pk)
    refused("UPDATE pilots_measurement SET status = 'provisional' WHERE id = %s", measure.pk)
    refused("DELETE FROM pilots_measurement WHERE id = %s", measure.pk)
    values = {"indicator": indicator, "period_end": measure.period_end, "value": 30, "entered_by": indicator.owner}
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.objects.create(period_start=measure.period_start, **values)  # a second one of the same period
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.objects.create(
            period_start=measure.period_start - timedelta(1), corrects=measure, correction_reason="Erreur", **values
        )  # of another period
    Measurement.objects.create(period_start=measure.period_start, corrects=measure, correction_reason="Erreur de saisie", **values)
    assert [m.value for m in indicator.measurements.current().in_order()] == [30, 34]


def test_target_when_its_period_is_measured_then_it_stands():
    indicator = factories.an_indicator(factories.a_pilot("running"))
    first = clock.today() - timedelta(30)
    target = Target.objects.create(indicator=indicator, value=16, starts_on=first, due_on=clock.today(), set_by=indicator.owner)
    Target.objects.filter(pk=target.pk).update(value=15)  # nothing measured yet
    factories.measured(indicator, 31)
    refused("UPDATE pilots_target SET value = 20 WHERE id = %s", target.pk)
    refused("DELETE FROM pilots_target WHERE id = %s", target.pk)
