"""Who answers for a pilot: asked, accepted by themselves, ended, expired (P6)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from intranet import access
from intranet.base import clock
from intranet.notifications.models import Notification
from intranet.roles import Role
from pilots.actions import gates, grants, mandates
from pilots.actions import pilots as piloting
from pilots.models import Audience, Pilot, SponsorMandate
from tests.factories import AgentFactory, unit
from tests.pilots import factories

pytestmark = pytest.mark.django_db


def asked(pilot, sponsor=None, **fields):
    values = {
        "text": "Vous répondez de ce pilote.",
        "starts_on": clock.today(),
        "ends_on": clock.today() + timedelta(days=100),
        "commitments": [("Libérer du temps", clock.today() + timedelta(days=10))],
        **fields,
    }
    return mandates.propose_mandate(pilot=pilot, agent=pilot.created_by, sponsor=sponsor or AgentFactory(), **values)


def test_accept_when_the_sponsor_then_signed_and_granted():
    pilot = factories.a_pilot("draft")
    mandate = asked(pilot)
    assert not access.can(mandate.sponsor, "decide_pilot", pilot)
    mandates.accept_mandate(mandate=mandate, agent=mandate.sponsor, fingerprint=mandate.fingerprint())
    mandate.refresh_from_db()
    assert mandate.is_in_force
    assert mandate.content_hash == mandate.fingerprint()
    assert access.can(mandate.sponsor, "decide_pilot", pilot)
    assert not access.can(mandate.sponsor, "answer_pilot", pilot)


def test_accept_when_anybody_else_then_refused_even_an_administrator():
    pilot = factories.a_pilot("draft")
    mandate = asked(pilot)
    admin = AgentFactory(roles=[Role.ADMINISTRATOR, Role.FACILITATOR], is_superuser=True)
    for other in (admin, pilot.created_by, AgentFactory()):
        with pytest.raises(PermissionDenied):
            mandates.accept_mandate(mandate=mandate, agent=other, fingerprint=mandate.fingerprint())
        with pytest.raises(PermissionDenied):
            mandates.decline_mandate(mandate=mandate, agent=other, reason="Non")
    mandate.refresh_from_db()
    assert mandate.is_proposed


def test_accept_when_the_text_changed_since_it_was_read_then_refused():
    pilot = factories.a_pilot("draft")
    mandate = asked(pilot)
    read = mandate.fingerprint()
    mandates.edit_mandate(
        mandate=mandate,
        agent=pilot.created_by,
        text="Vous donnez aussi le budget.",
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
        commitments=[],
        protects=["protects_budget"],
    )
    with pytest.raises(ValidationError):
        mandates.accept_mandate(mandate=mandate, agent=mandate.sponsor, fingerprint=read)


def test_edit_when_accepted_then_it_waits_again_and_the_grant_goes():
    pilot = factories.a_pilot("framing")
    mandate = pilot.mandates.get()
    assert access.can(mandate.sponsor, "decide_pilot", pilot)
    fields = {"text": "Autre texte", "starts_on": mandate.starts_on, "ends_on": mandate.ends_on, "commitments": [], "protects": []}
    mandates.edit_mandate(mandate=mandate, agent=pilot.created_by, **fields)
    mandate.refresh_from_db()
    assert (mandate.status, mandate.content_hash) == ("proposed", "")
    assert not access.can(mandate.sponsor, "decide_pilot", pilot)
    running = factories.a_pilot("running")
    with pytest.raises(ValidationError):
        mandates.edit_mandate(mandate=running.mandates.get(), agent=running.created_by, **fields)


def test_propose_when_the_lead_or_a_second_then_refused():
    pilot = factories.a_pilot("draft")
    with pytest.raises(ValidationError):
        asked(pilot, sponsor=pilot.created_by)
    asked(pilot)
    with pytest.raises(ValidationError):
        asked(pilot)
    with pytest.raises(PermissionDenied):
        mandates.propose_mandate(
            pilot=pilot,
            agent=AgentFactory(),
            sponsor=AgentFactory(),
            text="x",
            starts_on=clock.today(),
            ends_on=clock.today() + timedelta(9),
        )


def test_lead_when_the_sponsor_then_refused():
    pilot = factories.a_pilot("framing")
    with pytest.raises(ValidationError):
        piloting.add_member(pilot=pilot, agent=pilot.created_by, person=pilot.mandates.get().sponsor, role="lead")


def test_expiry_when_near_then_warned_and_when_over_then_suspended():
    pilot = factories.a_pilot("running")
    mandate = pilot.mandates.get()
    with time_machine.travel(clock.now() + timedelta(days=115), tick=False):
        mandates.watch_mandates()
        mandates.watch_mandates()
        told = Notification.objects.filter(kind="pilots.mandate_ends")
        assert {n.recipient_id for n in told} == {mandate.sponsor_id, pilot.created_by_id}
        pilot.refresh_from_db()
        assert pilot.state == "running"
    with time_machine.travel(clock.now() + timedelta(days=121), tick=False):
        mandates.watch_mandates()
        pilot.refresh_from_db()
        assert pilot.state == "suspended"
        assert pilot.gate_decisions.first().decided_by is None
        assert not access.can(mandate.sponsor, "decide_pilot", pilot)


def test_clock_when_one_pilot_fails_then_the_others_are_watched_and_it_stays_as_it_was(monkeypatch, caplog):
    broken, other = factories.a_pilot("running"), factories.a_pilot("running")
    suspend = mandates.suspend_without_sponsor

    def fail_once(*, pilot, reason):
        if pilot.pk == broken.pk:
            raise RuntimeError("broken")
        return suspend(pilot=pilot, reason=reason)

    monkeypatch.setattr(mandates, "suspend_without_sponsor", fail_once)
    with time_machine.travel(clock.now() + timedelta(days=121), tick=False):
        mandates.watch_mandates()
    states = dict(Pilot.objects.values_list("pk", "state"))
    assert states == {broken.pk: "running", other.pk: "suspended"}
    assert broken.mandates.get().status == "accepted"
    assert [r.fields for r in caplog.records if r.getMessage() == "mandate_not_watched"] == [{"pilot": broken.pk}]


def test_clock_when_the_sponsor_account_is_disabled_then_suspended():
    pilot = factories.a_pilot("running")
    sponsor = pilot.mandates.get().sponsor
    sponsor.is_active = False
    sponsor.save()
    mandates.watch_mandates()
    pilot.refresh_from_db()
    assert pilot.state == "suspended"


def test_end_when_the_sponsor_leaves_then_suspended_and_when_handed_over_then_it_goes_on():
    pilot = factories.a_pilot("running")
    mandate, heir = pilot.mandates.get(), AgentFactory()
    with pytest.raises(PermissionDenied):
        mandates.end_mandate(mandate=mandate, agent=pilot.created_by, reason="À sa place")
    mandates.end_mandate(mandate=mandate, agent=mandate.sponsor, reason="Je change de poste", successor=heir)
    pilot.refresh_from_db()
    assert pilot.state == "running"
    proposed = SponsorMandate.objects.proposed().get(pilot=pilot)
    mandates.accept_mandate(mandate=proposed, agent=heir, fingerprint=proposed.fingerprint())
    mandate.refresh_from_db()
    assert mandate.status == "ended"
    assert access.can(heir, "decide_pilot", pilot)
    proposed.refresh_from_db()
    mandates.end_mandate(mandate=proposed, agent=heir, reason="Moi aussi")
    pilot.refresh_from_db()
    assert pilot.state == "suspended"


def test_start_when_the_mandate_ends_meanwhile_then_it_does_not_run():
    """The mandate is over between the page and the button."""
    pilot = factories.a_pilot("ready", starts_on=clock.today())
    lead = pilot.created_by
    with time_machine.travel(clock.now() + timedelta(days=121), tick=False), pytest.raises(ValidationError) as refusal:
        gates.decide_gate(pilot=pilot, agent=lead, gate="running", kind="go", reasons="On y va")
    assert any("mandat" in message.lower() for message in refusal.value.messages)
    assert Pilot.objects.get(pk=pilot.pk).state == "ready"


def test_start_when_the_check_is_passed_over_then_the_database_still_refuses(monkeypatch):
    pilot = factories.a_pilot("ready", starts_on=clock.today())
    SponsorMandate.objects.filter(pilot=pilot).update(status="ended")
    monkeypatch.setattr("pilots.permissions.gates.PilotGate.check", lambda self: [])
    with pytest.raises(ValidationError):
        gates.decide_gate(pilot=pilot, agent=pilot.created_by, gate="running", kind="go", reasons="On y va")
    assert Pilot.objects.get(pk=pilot.pk).state == "ready"
    assert pilot.gate_decisions.count() == 2  # the decision went with the refusal


def test_grants_when_they_drift_then_reported_and_mended():
    pilot = factories.a_pilot("running")
    stranger = AgentFactory()
    assert grants.drift() == []
    access.set_holders(pilot, "sponsor", [stranger], grants.ROLES["sponsor"])
    assert [role for _pilot, role in grants.drift()] == ["sponsor"]
    assert grants.reconcile_grants() == 1
    assert not access.can(stranger, "decide_pilot", pilot)
    assert grants.drift() == []


def test_member_when_removed_then_the_rights_go():
    pilot, karim = factories.a_pilot("running"), AgentFactory()
    member = piloting.add_member(pilot=pilot, agent=pilot.created_by, person=karim, role="team")
    assert access.can(karim, "answer_pilot", pilot)
    piloting.remove_member(member=member, agent=pilot.created_by)
    assert not access.can(karim, "view_pilot", pilot)


def test_member_when_made_lead_meanwhile_then_is_not_removed():
    pilot = factories.a_pilot("running")
    person = AgentFactory()
    seen = piloting.add_member(pilot=pilot, agent=pilot.created_by, person=person, role="team")
    piloting.add_member(pilot=pilot, agent=pilot.created_by, person=person, role="lead")
    with pytest.raises(ValidationError):
        piloting.remove_member(member=seen, agent=person)
    assert pilot.memberships.leads().get().person == person


def test_time_when_agreed_in_another_window_or_the_member_left_then_it_stands():
    boss = AgentFactory()
    pilot = factories.a_pilot("running")
    seen = piloting.add_member(pilot=pilot, agent=pilot.created_by, person=AgentFactory(manager=boss), role="team", share_of_time=20)
    piloting.remove_member(member=type(seen).objects.get(pk=seen.pk), agent=pilot.created_by)
    with pytest.raises(PermissionDenied):
        piloting.agree_time(member=seen, agent=boss)


def test_announced_when_whoever_proposed_it_left_then_each_of_the_audiences_is_told_once():
    office, roads, other = unit("bureau"), unit("routes"), unit("ailleurs")
    inner = unit("guichet", office)
    pilot = factories.a_pilot("framing")
    pilot.audiences.all().delete()
    for each in (office, inner, roads):
        Audience.objects.create(pilot=pilot, name=each.name, unit=each, what_changes="Ceci", added_value="Cela")
    concerned = {AgentFactory(unit=each) for each in (office, inner, roads)}
    AgentFactory(unit=other)
    AgentFactory(unit=roads, is_active=False)
    assert list(piloting.concerned_by(pilot).order_by("pk")) == sorted(concerned, key=lambda a: a.pk)
    pilot.visibility = Pilot.Visibility.MEMBERS
    assert set(piloting.concerned_by(pilot)) == set(pilot.people())
