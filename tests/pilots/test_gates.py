"""What each gate requires, who decides there, and what a decision freezes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from intranet.base import clock
from intranet.roles import Role
from pilots.actions import gates
from pilots.actions import pilots as act
from pilots.forms.gates import DecisionForm
from pilots.models import ChangeAnnouncement, Indicator, SponsorMandate
from pilots.models.gates import ARROWS
from pilots.permissions import pilots as permissions
from pilots.permissions.gates import PilotGate
from skills.models import Evidence, Nudge
from tests.factories import AgentFactory, TerritoryFactory
from tests.pilots import factories

pytestmark = pytest.mark.django_db

# (state, gate, kind): who may decide, among lead, team, sponsor, facilitator, stranger, administrator
DECIDERS = {
    ("draft", "framing", "go"): {"facilitator"},
    ("framing", "ready", "go"): {"sponsor"},
    ("ready", "running", "go"): {"lead"},
    ("running", "review", "go"): {"lead"},
    ("review", "outcome", "extend"): {"sponsor"},
    ("review", "outcome", "pivot"): {"sponsor"},
    ("review", "outcome", "generalise"): {"sponsor"},
    ("review", "outcome", "keep_local"): {"sponsor"},
    ("review", "outcome", "stop"): {"sponsor"},
    ("framing", "outcome", "stop"): {"lead", "sponsor", "facilitator"},
    ("ready", "outcome", "stop"): {"sponsor"},
    ("running", "hold", "suspend"): {"sponsor"},
    ("suspended", "hold", "resume"): {"sponsor"},
    ("stopped", "close", "go"): {"lead", "sponsor", "facilitator"},
}


@pytest.mark.parametrize(("step", "allowed"), DECIDERS.items(), ids=lambda v: "-".join(v) if isinstance(v, tuple) else None)
def test_decide_when_each_role_then_only_those_named(step, allowed):
    state, gate, kind = step
    pilot = factories.a_pilot(state)
    team = AgentFactory()
    pilot.memberships.create(person=team, role="team", joined_on=clock.today())
    gates.sync_grants(pilot=pilot)
    people = {
        "lead": pilot.created_by,
        "team": team,
        "facilitator": AgentFactory(roles=[Role.FACILITATOR]),
        "stranger": AgentFactory(),
        "administrator": AgentFactory(roles=[Role.ADMINISTRATOR], is_superuser=True),
    }
    mandate = pilot.mandates.first()
    if mandate:
        people["sponsor"] = mandate.sponsor
    assert {role for role, agent in people.items() if permissions.can_decide(agent, pilot, gate, kind)} == allowed
    for role in set(people) - allowed:
        with pytest.raises(PermissionDenied):
            gates.decide_gate(pilot=pilot, agent=people[role], gate=gate, kind=kind, reasons="r", lessons="l", long_term_owner="o")


def ready_pilot(**fields):
    pilot = factories.a_pilot("framing", **fields)
    factories.an_indicator(pilot)
    return pilot


def missing(pilot, gate, kind="go"):
    return PilotGate.find(pilot, gate, kind).check()


def test_ready_when_complete_then_nothing_is_missing_and_the_sponsor_decides():
    pilot = ready_pilot()
    assert missing(pilot, "ready") == []
    decision = gates.decide_gate(pilot=pilot, agent=pilot.mandates.get().sponsor, gate="ready", kind="go", reasons="Tout y est")
    pilot.refresh_from_db()
    assert (pilot.state, decision.number) == ("ready", 2)


@pytest.mark.parametrize(
    "field", ["we_believe", "will_produce", "support_plan", "risks", "accessibility_status", "legal_basis", "social_dialogue_note"]
)
def test_ready_when_one_thing_lacks_then_one_sentence(field):
    pilot = ready_pilot(**{field: ""})
    assert len(missing(pilot, "ready")) == 1
    with pytest.raises(ValidationError):
        gates.decide_gate(pilot=pilot, agent=pilot.mandates.get().sponsor, gate="ready", kind="go", reasons="Quand même")


def test_ready_when_people_or_measures_lack_then_said():
    pilot = ready_pilot()
    pilot.memberships.update(manager_agreed_on=None)
    assert any("Léa" in sentence for sentence in missing(pilot, "ready"))
    pilot.memberships.update(manager_agreed_on=clock.today())
    Indicator.objects.filter(pilot=pilot).update(dimension="cost")
    pilot.audiences.all().delete()
    pilot.territories.clear()
    pilot.mandates.update(status="ended")
    assert len(missing(pilot, "ready")) == 4


def test_running_when_announced_too_late_or_closed_to_feedback_then_said():
    pilot = factories.a_pilot("ready", starts_on=clock.today())
    assert missing(pilot, "running") == []
    ChangeAnnouncement.objects.filter(pilot=pilot).update(published_on=clock.today() - timedelta(days=5))
    assert len(missing(pilot, "running")) == 1
    ChangeAnnouncement.objects.filter(pilot=pilot).delete()
    pilot.is_feedback_open, pilot.starts_on = False, None
    assert len(missing(pilot, "running")) == 3
    pilot.legal_end = clock.today()
    assert len(missing(pilot, "running")) == 4
    pilot.mandates.update(status="ended")
    assert len(missing(pilot, "running")) == 5


def test_review_when_few_measures_or_a_late_reply_then_said():
    pilot = factories.a_pilot("running", least_measures=3)
    indicator = factories.an_indicator(pilot)
    assert len(missing(pilot, "review")) == 1
    factories.measured(indicator, 30, 28, 25)
    assert missing(pilot, "review") == []
    factories.a_feedback(pilot, days_late=2)
    assert len(missing(pilot, "review")) == 1
    with pytest.raises(ValidationError):
        gates.decide_gate(pilot=pilot, agent=pilot.created_by, gate="review", kind="go", reasons="r")


def test_outcome_when_decided_then_evidence_stays_as_it_was():
    pilot = factories.a_pilot("review")
    indicator = factories.an_indicator(pilot)
    factories.measured(indicator, 30, 28, 25)
    sponsor = pilot.mandates.get().sponsor
    decision = gates.decide_gate(pilot=pilot, agent=sponsor, gate="outcome", kind="extend", reasons="Encore douze semaines")
    before = decision.evidence
    assert [row["value"] for row in before["indicators"][0]["rows"]] == ["30", "28", "25"]
    assert set(before["indicators"][0]["said"]) == {"fr", "en"}
    factories.measured(indicator, 10, first=clock.today() - timedelta(400))
    decision.refresh_from_db()
    assert decision.evidence == before


def test_evidence_when_few_people_then_masked_there_too():
    pilot = factories.a_pilot("review")
    factories.measured(factories.an_indicator(pilot, shape="rate"), (3, 4), (21, 28))
    assert "75" not in str(gates.snapshot(pilot)["indicators"][0]["rows"][0])


def test_stop_when_without_lessons_then_refused_and_with_then_found_and_recognised():
    pilot = factories.a_pilot("review")
    sponsor = pilot.mandates.get().sponsor
    fields = {"pilot": pilot, "agent": sponsor, "gate": "outcome", "kind": "stop"}
    with pytest.raises(ValidationError):
        gates.decide_gate(reasons="Sans effet", **fields)
    with pytest.raises(ValidationError):
        gates.decide_gate(reasons=" ", lessons="Un numéro sur deux", **fields)
    gates.decide_gate(reasons="Sans effet", lessons="Un numéro sur deux", **fields)
    pilot.refresh_from_db()
    assert pilot.state == "stopped"
    assert pilot.ended_on == clock.today()
    assert Evidence.objects.filter(agent=pilot.created_by, kind="pilot").exists()
    assert Nudge.objects.get(agent=pilot.created_by).moment == "pilot"  # the end of a pilot is a moment to look at one's skills


def test_generalise_when_nobody_carries_it_or_nothing_was_measured_then_refused():
    pilot = factories.a_pilot("review")
    fields = {"pilot": pilot, "agent": pilot.mandates.get().sponsor, "gate": "outcome", "kind": "generalise", "reasons": "Utile"}
    with pytest.raises(ValidationError):
        gates.decide_gate(**fields)
    with pytest.raises(ValidationError, match="pourquoi vous décidez sans mesure"):
        gates.decide_gate(long_term_owner="Le service accueil", **fields)
    gates.decide_gate(long_term_owner="Le service accueil", without_measure_because="Obligation légale", **fields)


def test_extend_when_the_legal_end_is_reached_then_refused():
    pilot = factories.a_pilot("review", legal_end=clock.today())
    with pytest.raises(ValidationError):
        gates.decide_gate(pilot=pilot, agent=pilot.mandates.get().sponsor, gate="outcome", kind="extend", reasons="Encore")


def test_arrows_when_listed_then_every_way_is_known_to_the_page():
    for start, _to, gate, kind in ARROWS:
        assert gate in {"framing", "ready", "running", "review", "outcome", "hold", "close"}, (start, kind)


def test_decision_when_only_the_database_refuses_then_one_sentence_whatever_it_says(monkeypatch):
    pilot = factories.a_pilot("ready", starts_on=clock.today())
    SponsorMandate.objects.filter(pilot=pilot).update(status="ended")
    monkeypatch.setattr(PilotGate, "check", lambda self: [])
    with pytest.raises(ValidationError, match="entre-temps"):
        gates.decide_gate(pilot=pilot, agent=pilot.created_by, gate="running", kind="go", reasons="On y va")
    pilot.refresh_from_db()
    assert pilot.state == "ready"


def test_gates_when_nobody_sponsors_yet_then_only_what_one_may_do_shows_and_who_decides_is_said(as_agent):
    pilot = factories.a_pilot("draft")
    url = reverse("pilots:gates", args=[pilot.code])
    stop = reverse("pilots:decide", args=[pilot.code, "outcome", "stop"])
    lead = as_agent(pilot.created_by).get(url).content.decode()
    assert stop in lead and "la personne responsable, le sponsor ou un animateur peut l’arrêter" in lead
    assert "Le sponsor décide" not in lead
    other = as_agent(AgentFactory()).get(url).content.decode()
    assert stop not in other and "l’arrêter" not in other
    ready = factories.a_pilot("ready")
    page = as_agent(ready.created_by).get(reverse("pilots:gates", args=[ready.code])).content.decode()
    assert reverse("pilots:decide", args=[ready.code, "outcome", "stop"]) not in page
    review = factories.a_pilot("review")
    page = as_agent(review.created_by).get(reverse("pilots:gates", args=[review.code])).content.decode()
    assert f"Le sponsor, {review.mandates.get().sponsor.name}, décide." in page


@pytest.mark.parametrize(("name", "value"), [("starts_on", "2026-01-05"), ("least_measures", "1"), ("we_will_know_when", "presque rien")])
def test_framing_when_the_pilot_runs_then_what_the_start_fixed_stays(as_agent, name, value):
    pilot = factories.a_pilot("running", least_measures=6, starts_on=clock.today())
    before = getattr(pilot, name)
    url = reverse("pilots:framing", args=[pilot.code])
    client = as_agent(pilot.created_by)
    page = client.get(url).content.decode()
    assert f'name="{name}"' not in page and 'name="costs"' in page and "Fixé au démarrage" in page
    kept = {"title": pilot.title, "visibility": "open", "planned_weeks": "24", "social_dialogue": "not_needed", "costs": "Deux jours"}
    # A page that was open before the start: refused with a sentence, nothing written.
    refused = client.post_form(url, {**kept, name: value})
    assert refused.status_code == 422 and "a été fixé au démarrage" in refused.content.decode()
    assert client.post_form(url, kept).status_code == 302
    pilot.refresh_from_db()
    assert (getattr(pilot, name), pilot.costs) == (before, "Deux jours")
    with pytest.raises(ValidationError):
        act.frame_pilot(pilot=pilot, agent=pilot.created_by, changes={name: value})


def test_framing_when_the_sponsor_frames_it_again_then_the_lead_changes_it(as_agent):
    pilot = factories.a_pilot("review", least_measures=6)
    factories.move(pilot, "framing")
    assert 'name="least_measures"' in as_agent(pilot.created_by).get(reverse("pilots:framing", args=[pilot.code])).content.decode()
    act.frame_pilot(pilot=pilot, agent=pilot.created_by, changes={"least_measures": 4})
    pilot.refresh_from_db()
    assert pilot.least_measures == 4


def test_territories_when_chosen_then_each_says_its_communes():
    TerritoryFactory(name="Territoire 8", communes=["Cannes", "Le Cannet"])
    assert "Territoire 8 (Cannes, Le Cannet)" in str(DecisionForm(gate="outcome", kind="extend")["territories"])
