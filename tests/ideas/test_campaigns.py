"""Campaigns, phases, rules, mandates: what is required, what the clock does, what the database refuses."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from ideas.actions import campaigns, rules
from ideas.models import Campaign, Mandate, Phase, RuleSet, RuleSetVersion
from ideas.permissions.campaigns import can_decide_within
from intranet import access
from intranet.base import clock
from intranet.home import tasks_of
from intranet.notifications.models import Notification
from intranet.roles import Role
from tests.factories import AgentFactory, unit
from tests.ideas import factories as make

pytestmark = pytest.mark.django_db


def dates(*rows) -> list[campaigns.Dates]:
    now = clock.now()
    return [campaigns.Dates(kind, now + timedelta(days=first), now + timedelta(days=last)) for kind, first, last in rows]


def raw(sql: str, *params) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


# --- what is required to open (I10) ---------------------------------------------------------------


def test_publish_when_something_is_missing_then_it_is_said_in_sentences(as_agent):
    boss = make.facilitator()
    bare = campaigns.prepare_campaign(by=boss, name="Nue")
    page = as_agent(boss).get(bare.get_absolute_url()).content.decode()
    assert len(campaigns.lacks(bare)) == 8
    for sentence in campaigns.lacks(bare):
        assert sentence.split(",")[0].replace("’", "’")[:30] in page
    with pytest.raises(ValidationError):
        campaigns.publish_campaign(by=boss, campaign=bare)
    assert as_agent(AgentFactory()).get(bare.get_absolute_url()).status_code == 404


def test_publish_when_complete_then_everyone_reads_and_the_promises_stay(as_agent):
    boss, draft = make.facilitator(), make.draft_campaign()
    seen = Campaign.objects.get(pk=draft.pk)  # on a page opened before it is published
    with pytest.raises(PermissionDenied):
        campaigns.publish_campaign(by=AgentFactory(), campaign=draft)
    campaigns.set_phases(by=boss, campaign=draft, dates=dates(("collect_problems", -1, 9), ("ideate", 9, 20)))
    as_agent(boss).post(reverse("ideas:campaign_publish", args=[draft.slug]))
    draft.refresh_from_db()
    assert draft.status == "running"
    assert as_agent(AgentFactory()).get(draft.get_absolute_url()).status_code == 200
    with pytest.raises(ValidationError):
        campaigns.prepare_campaign(by=boss, campaign=draft, name="X", question="Autre question ?")
    for campaign in (draft, seen):
        with pytest.raises(ValidationError):
            campaigns.discard_campaign(by=boss, campaign=campaign)
    with pytest.raises(ValidationError):
        campaigns.set_phases(by=boss, campaign=seen, dates=dates(("collect_problems", 2, 9), ("ideate", 9, 20)))


@pytest.mark.parametrize("column", ["question", "funding_principle", "why", "mandate_id", "rules_id", "reply_days", "published_at"])
def test_campaign_when_raw_sql_publishes_it_incomplete_then_the_database_refuses(column):
    draft = make.draft_campaign()
    empty = "''" if column in {"question", "funding_principle", "why"} else "NULL"
    moment = clock.now()
    raw(
        f"UPDATE ideas_campaign SET published_at = %s, {column} = {empty} WHERE id = %s", moment, draft.pk
    ) if column != "published_at" else None
    with pytest.raises(DatabaseError):
        raw("UPDATE ideas_campaign SET status = 'published' WHERE id = %s", draft.pk)


def test_campaign_when_raw_sql_publishes_it_without_perimeter_then_the_database_refuses():
    draft = make.draft_campaign()
    raw("DELETE FROM ideas_campaign_perimeter WHERE campaign_id = %s", draft.pk)
    with pytest.raises(DatabaseError, match="perimeter"):
        raw("UPDATE ideas_campaign SET published_at = %s, status = 'published' WHERE id = %s", clock.now(), draft.pk)


def test_campaign_when_complete_then_raw_sql_may_publish_it_but_not_take_it_back():
    draft = make.draft_campaign()
    raw("UPDATE ideas_campaign SET published_at = %s, status = 'published' WHERE id = %s", clock.now(), draft.pk)
    with pytest.raises(DatabaseError, match="draft"):
        raw("UPDATE ideas_campaign SET status = 'draft' WHERE id = %s", draft.pk)


# --- phases ---------------------------------------------------------------------------------------


def test_phases_when_they_overlap_or_cross_then_they_are_refused():
    boss, draft = make.facilitator(), make.draft_campaign()
    for wrong in (
        (("collect_problems", 0, 10), ("ideate", 9, 20)),
        (("collect_problems", 10, 20), ("ideate", 0, 9)),
        (("ideate", 5, 4),),
    ):
        with pytest.raises(ValidationError):
            campaigns.set_phases(by=boss, campaign=draft, dates=dates(*wrong))
    with pytest.raises(PermissionDenied):
        campaigns.set_phases(by=AgentFactory(), campaign=draft, dates=[])


def test_phases_when_they_all_move_then_the_guards_let_them(as_agent):
    boss, draft = make.facilitator(), make.draft_campaign()
    rows = (("collect_problems", 1, 10), ("user_view", 10, 20), ("ideate", 20, 30))
    campaigns.set_phases(by=boss, campaign=draft, dates=dates(*rows))
    kept = {p.kind: p.pk for p in draft.phases.all()}
    for shift in (7, -6, 30):
        campaigns.set_phases(by=boss, campaign=draft, dates=dates(*[(k, a + shift, b + shift) for k, a, b in rows]))
    campaigns.set_phases(by=boss, campaign=draft, dates=dates(("collect_problems", 40, 50), ("ideate", 50, 60), ("vote", 60, 70)))
    assert {p.kind: p.pk for p in draft.phases.all()}["ideate"] == kept["ideate"]
    assert set(draft.phases.values_list("kind", flat=True)) == {"collect_problems", "ideate", "vote"}


def test_phases_when_raw_sql_crosses_them_then_the_database_refuses():
    where = make.campaign("collect_problems", "ideate")
    first, second = where.phases.order_by("opens_at")
    for sql in (
        "UPDATE ideas_phase SET closes_at = %s WHERE id = %s",
        "UPDATE ideas_phase SET opens_at = %s WHERE id = %s",
    ):
        with pytest.raises(DatabaseError):
            raw(sql, second.closes_at if "closes" in sql else second.opens_at + timedelta(days=1), first.pk)
    with pytest.raises(DatabaseError, match="overlap"), transaction.atomic():
        Phase.objects.create(campaign=where, kind="user_view", opens_at=first.opens_at + timedelta(days=1), closes_at=first.closes_at)
    with pytest.raises(DatabaseError, match="order"), transaction.atomic():
        Phase.objects.create(
            campaign=where, kind="user_view", opens_at=second.closes_at + timedelta(days=1), closes_at=second.closes_at + timedelta(days=2)
        )


def test_phases_when_published_then_the_past_does_not_move():
    boss = make.facilitator()
    where = make.campaign("collect_problems", "ideate")
    now = {p.kind: campaigns.Dates(p.kind, p.opens_at, p.closes_at) for p in where.phases.all()}
    begun = now["collect_problems"]
    moved = campaigns.Dates(begun.kind, begun.opens_at - timedelta(days=3), begun.closes_at)
    with pytest.raises(ValidationError):
        campaigns.set_phases(by=boss, campaign=where, dates=[moved, now["ideate"]])
    with pytest.raises(ValidationError):
        campaigns.set_phases(by=boss, campaign=where, dates=[now["ideate"]])
    campaigns.set_phases(by=boss, campaign=where, dates=[begun])
    assert where.phases.count() == 1


def test_phases_when_the_form_is_sent_then_they_are_written(as_agent):
    boss, draft = make.facilitator(), make.draft_campaign()
    url = reverse("ideas:campaign_phases", args=[draft.slug])
    first, last = clock.today() + timedelta(days=2), clock.today() + timedelta(days=8)
    client = as_agent(boss)
    half = client.post_form(url, {"ideate_from": first.isoformat()})
    assert half.status_code == 422
    client.post_form(url, {"ideate_from": first.isoformat(), "ideate_until": last.isoformat()})
    phase = draft.phases.get()
    assert (phase.last_moment.astimezone(clock.now().tzinfo) - phase.opens_at).days == 6
    assert client.post_form(url, {"ideate_from": last.isoformat(), "ideate_until": first.isoformat()}).status_code == 422


def test_clock_when_it_moves_then_phases_open_are_told_once_and_close(drain, as_agent):
    boss = make.facilitator()
    inside, outside = AgentFactory(unit=unit("dedans")), AgentFactory(unit=unit("dehors"))
    draft = make.draft_campaign(perimeter=inside.unit)
    campaigns.set_phases(by=boss, campaign=draft, dates=dates(("collect_problems", 2, 12), ("ideate", 12, 22)))
    campaigns.publish_campaign(by=boss, campaign=draft)

    def told(kind: str) -> list:
        return list(Notification.objects.filter(kind=kind).values_list("recipient", "params__phase"))

    def turn():
        drain()
        campaigns.turn_phases()
        drain()

    turn()
    assert told("ideas.phase_opens") == []
    start = clock.now()
    with time_machine.travel(start + timedelta(days=3), tick=True):
        turn()
        turn()
        assert told("ideas.phase_opens") == [(inside.pk, "collect_problems")]
        draft.refresh_from_db()
        assert draft.status == "running"
        assert any(t.title == draft.question for t in tasks_of(inside))
        assert not any(t.title == draft.question for t in tasks_of(outside))
        assert Campaign.objects.open_to(inside).in_phase("collect_problems").exists()
    with time_machine.travel(start + timedelta(days=10, hours=1), tick=True):
        turn()
        turn()
        assert told("ideas.phase_closes") == [(inside.pk, "collect_problems")]
    with time_machine.travel(start + timedelta(days=13), tick=True):
        turn()
        assert not Campaign.objects.open_to(inside).in_phase("collect_problems").exists()
        assert (inside.pk, "ideate") in told("ideas.phase_opens")
    with time_machine.travel(start + timedelta(days=30), tick=True):
        turn()
        draft.refresh_from_db()
        assert draft.status == "closed"


# --- rules ----------------------------------------------------------------------------------------


def a_ruleset() -> RuleSet:
    return RuleSet.objects.create(name="Règles", slug="regles", purpose="Voter")


def test_rules_when_drafted_by_a_facilitator_then_a_decision_maker_adopts(as_agent):
    boss, decider, ruleset = make.facilitator(), make.decision_maker(), a_ruleset()
    with pytest.raises(PermissionDenied):
        rules.draft_rules(by=AgentFactory(), ruleset=ruleset, text_fr="x", change_reason="x", params={})
    first = rules.draft_rules(by=boss, ruleset=ruleset, text_fr="Trois choix.", change_reason="Première", params={"max_choices": 3})
    assert as_agent(AgentFactory()).get(first.get_absolute_url()).status_code == 404
    with pytest.raises(ValidationError):
        rules.draft_rules(by=boss, ruleset=ruleset, text_fr="y", change_reason="y", params={})
    with pytest.raises(PermissionDenied):
        rules.adopt_rules(by=boss, version=first)
    seen, first = first, rules.adopt_rules(by=decider, version=first)
    assert first.is_in_force
    assert len(first.sha256) == 64
    for version in (first, seen):  # the second as a page opened before the adoption has it
        with pytest.raises(ValidationError):
            rules.draft_rules(by=boss, ruleset=ruleset, text_fr="z", change_reason="z", params={}, version=version)
        with pytest.raises(ValidationError):
            rules.consult_on_rules(by=boss, version=version)
    second = rules.draft_rules(by=boss, ruleset=ruleset, text_fr="Quatre choix.", change_reason="Trop peu", params={"max_choices": 4})
    with pytest.raises(ValidationError):
        rules.adopt_rules(by=decider, version=second, in_force_from=clock.now() + timedelta(days=3))
    second = rules.adopt_rules(by=decider, version=second)
    assert not second.is_in_force
    page = as_agent(AgentFactory()).get(second.get_absolute_url()).content.decode()
    assert "<ins>" in page and "<del>" in page and "Quatre" in page
    with time_machine.travel(clock.now() + timedelta(days=16), tick=True):
        rules.turn_rules()
        first.refresh_from_db()
        assert first.status == "superseded"
        assert list(RuleSetVersion.objects.in_force()) == [second]


@pytest.mark.parametrize("change", ["text_fr = 'autre'", "params = '{}'", "status = 'draft'", "number = 9", "sha256 = 'b'"])
def test_rules_when_in_force_then_raw_sql_cannot_change_them(change):
    version = make.rules_in_force()
    with pytest.raises(DatabaseError):
        raw(f"UPDATE ideas_rulesetversion SET {change} WHERE id = %s", version.pk)
    with pytest.raises(DatabaseError):
        raw("DELETE FROM ideas_rulesetversion WHERE id = %s", version.pk)


# --- mandates -------------------------------------------------------------------------------------


def test_mandate_when_an_administrator_publishes_it_then_its_holders_may_decide_while_it_runs(as_agent):
    admin, decider, other = AgentFactory(roles=[Role.ADMINISTRATOR]), make.decision_maker(), make.decision_maker()
    today = clock.today()
    sent = {
        "title": "Décider", "text": "Des suites", "powers": "decide", "sponsor": str(other.public_id), "holders": [str(decider.public_id)],
        "perimeter": [make.root().code], "valid_from": today.isoformat(), "valid_until": (today + timedelta(days=90)).isoformat(),
    }  # fmt: skip
    assert as_agent(decider).post(reverse("ideas:mandate_new"), sent).status_code == 403
    as_agent(admin).post_form(reverse("ideas:mandate_new"), sent)
    mandate = Mandate.objects.get()
    assert access.can(decider, "decide", mandate)
    assert list(Mandate.objects.held_by(decider)) == [mandate]
    assert can_decide_within(decider, mandate)
    assert not can_decide_within(other, mandate)
    assert not can_decide_within(AgentFactory(is_superuser=True), mandate)
    with time_machine.travel(clock.now() + timedelta(days=100), tick=True):
        assert not can_decide_within(decider, mandate)


# --- who may take part ----------------------------------------------------------------------------


def test_perimeter_when_one_works_elsewhere_then_one_reads_but_does_not_take_part(as_agent):
    inside, outside = AgentFactory(unit=unit("dedans")), AgentFactory(unit=unit("dehors"))
    where = make.campaign("ideate", perimeter=inside.unit)
    make.RecurringFactory(campaign=where)
    for agent, allowed in ((inside, True), (outside, False)):
        page = as_agent(agent).get(where.get_absolute_url())
        assert page.status_code == 200
        assert (reverse("ideas:idea_new") in page.content.decode()) is allowed
        assert Campaign.objects.open_to(agent).filter(pk=where.pk).exists() is allowed
    under = AgentFactory(unit=unit("dessous", parent=inside.unit))
    assert Campaign.objects.open_to(under).filter(pk=where.pk).exists()
