"""Decisions: nobody decides without a mandate, nor without reasons; the answer owed is given."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from ideas.actions import decisions, telling
from ideas.models import Decision, Idea, Mandate, ProblemEcho, ReplyDuty
from ideas.permissions import decisions as permissions
from intranet.base import clock
from intranet.discussion.actions import post_comment
from intranet.notifications.models import Notification
from intranet.roles import Role
from skills.models import Evidence
from tests.factories import AgentFactory
from tests.ideas import factories, votes

pytestmark = pytest.mark.django_db
WORDS = {"explanation": votes.EXPLANATION, "reasons": votes.REASONS}


@pytest.fixture
def voted():
    """A vote counted: the second idea came out first."""
    made = votes.opened()
    votes.cast(made, [[2], [2], [2, 1], [1], [2], [3]])
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        votes.close(made)
    made.ideas = list(Idea.objects.with_words().filter(pk__in=[i.pk for i in made.ideas]).order_by("pk"))
    return made


def draft(made, number=1, **fields):
    return decisions.draft_decision(agent=made.decider, subject=made.ideas[number], **{"outcome": "accepted", **WORDS, **fields})


def test_decision_when_within_a_mandate_with_its_reasons_then_published(voted):
    decision = decisions.publish_decision(agent=voted.decider, decision=draft(voted))
    assert (decision.status, decision.decided_by, decision.follows_tally) == ("published", voted.decider, True)
    assert decision.tally.round == voted.round
    assert Idea.objects.get(pk=voted.ideas[1].pk).status == "decided"
    duty = ReplyDuty.objects.get(idea=voted.ideas[1])
    assert (duty.state, duty.decision) == ("answered", decision)


def test_decision_when_it_departs_from_the_vote_then_it_says_why(voted):
    departing = draft(voted, 0)
    with pytest.raises(ValidationError) as refusal:
        decisions.publish_decision(agent=voted.decider, decision=departing)
    assert set(refusal.value.message_dict) == {"divergence_reason"}
    decisions.change_decision(
        agent=voted.decider, decision=departing, outcome="accepted", divergence_reason="Le premier reste financé.", **WORDS
    )
    assert decisions.publish_decision(agent=voted.decider, decision=departing).departs
    refusing = draft(voted, 1, outcome="declined")
    with pytest.raises(ValidationError):
        decisions.publish_decision(agent=voted.decider, decision=refusing)
    following = draft(voted, 2, outcome="declined")
    assert decisions.publish_decision(agent=voted.decider, decision=following).follows_tally


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"outcome": ""}, "outcome"),
        ({"explanation": "Trop court."}, "explanation"),
        ({"explanation": " \n" * 200}, "explanation"),
        ({"reasons": []}, "reasons"),
        ({"reasons": [{"criterion": "Coût", "finding": "  "}]}, "reasons"),
        ({"outcome": "deferred", "divergence_reason": "x"}, "review_on"),
        ({"outcome": "deferred", "divergence_reason": "x", "review_on": clock.today() - timedelta(days=1)}, "review_on"),
    ],
    ids=["outcome", "short", "empty", "reasons", "findings", "date", "past"],
)
def test_decision_when_something_lacks_then_refused_by_field(voted, fields, faulty):
    with pytest.raises(ValidationError) as refusal:
        decisions.publish_decision(agent=voted.decider, decision=draft(voted, **fields))
    assert set(refusal.value.message_dict) == {faulty}
    assert Decision.objects.get().is_draft
    assert Idea.objects.get(pk=voted.ideas[1].pk).status == "awaiting_decision"


def test_who_may_decide(voted):
    made = draft(voted)
    for agent in (voted.facilitator, voted.voters[0], AgentFactory(roles=[Role.DECISION_MAKER]), AgentFactory(roles=[Role.ADMINISTRATOR])):
        with pytest.raises(PermissionDenied):
            decisions.publish_decision(agent=agent, decision=made)
    with pytest.raises(PermissionDenied):
        decisions.draft_decision(agent=voted.voters[0], subject=voted.ideas[0])
    prepared = decisions.draft_decision(agent=voted.facilitator, subject=voted.ideas[0], outcome="declined", **WORDS)
    with pytest.raises(PermissionDenied):
        decisions.publish_decision(agent=voted.facilitator, decision=prepared)
    assert decisions.publish_decision(agent=voted.decider, decision=prepared).written_by == voted.facilitator


@pytest.mark.parametrize(
    "fields",
    [{"valid_until": clock.today() - timedelta(days=1)}, {"published_at": None}, {"powers": "recommend"}],
    ids=["over", "draft", "power"],
)
def test_mandate_when_over_unpublished_or_without_power_then_nobody_decides(voted, fields):
    made = draft(voted)
    Mandate.objects.filter(pk=voted.campaign.mandate_id).update(**fields)
    with pytest.raises(PermissionDenied):
        decisions.publish_decision(agent=voted.decider, decision=made)


def test_the_sole_author_never_decides_on_their_idea(voted):
    voted.ideas[1].authorships.all().delete()
    factories.IdeaAuthor.objects.create(idea=voted.ideas[1], agent=voted.decider, state="accepted")
    with pytest.raises(PermissionDenied):
        draft(voted)


def test_published_decision_when_corrected_then_another_replaces_it(voted):
    first = decisions.publish_decision(agent=voted.decider, decision=draft(voted))
    with pytest.raises(PermissionDenied):
        decisions.change_decision(agent=voted.decider, decision=first, outcome="declined", **WORDS)
    with pytest.raises(PermissionDenied):
        decisions.delete_draft(agent=voted.decider, decision=first)
    second = decisions.draft_decision(agent=voted.decider, subject=voted.ideas[1], replaces=first, outcome="accepted_with_changes", **WORDS)
    with pytest.raises(ValidationError):
        decisions.draft_decision(agent=voted.decider, subject=voted.ideas[1], replaces=first)
    decisions.publish_decision(agent=voted.decider, decision=second)
    first.refresh_from_db()
    assert first.status == "superseded"
    assert set(Decision.objects.published()) == {first, second}
    assert list(Decision.objects.in_force()) == [second]


def test_draft_when_another_was_published_meanwhile_then_refused(voted):
    prepared = decisions.draft_decision(agent=voted.facilitator, subject=voted.ideas[1], outcome="declined", **WORDS)
    first = decisions.publish_decision(agent=voted.decider, decision=draft(voted))
    with pytest.raises(ValidationError):
        decisions.publish_decision(agent=voted.decider, decision=prepared)
    assert list(Decision.objects.in_force()) == [first]
    with pytest.raises(IntegrityError), transaction.atomic():  # nor may anything else than the action
        Decision.objects.filter(pk=prepared.pk).update(
            status="published",
            decided_by=voted.decider,
            decided_at=clock.now(),
            published_at=clock.now(),
            tally=first.tally,
            follows_tally=True,
        )


def test_draft_when_of_others_then_unseen(voted):
    made = draft(voted)
    assert list(Decision.objects.visible_to(voted.decider)) == [made]
    for agent in (voted.facilitator, voted.voters[0], AgentFactory(roles=[Role.DECISION_MAKER])):
        assert not Decision.objects.visible_to(agent).exists()


def test_those_concerned_are_told_once(voted, drain):
    reporter, echoer, commenter = AgentFactory(), AgentFactory(), AgentFactory()
    problem = factories.ProblemFactory(author=reporter)
    factories.Membership.objects.create(
        recurring=voted.recurring, problem=problem, state="confirmed", decided_by=voted.facilitator, decided_at=clock.now()
    )
    ProblemEcho.objects.create(problem=problem, agent=echoer)
    post_comment(author=commenter, about=voted.ideas[1], body="D’accord.")
    decision = decisions.publish_decision(agent=voted.decider, decision=draft(voted))
    drain()
    telling.tell_decision(decision=decision)
    told = Notification.objects.filter(kind="ideas.decided")
    assert {n.recipient for n in told} == {reporter, echoer, commenter, *voted.voters[:6]}
    assert told.count() == 9


def test_authors_of_an_accepted_idea_are_offered_the_evidence_and_those_of_a_refused_one_are_not(voted):
    decisions.publish_decision(agent=voted.decider, decision=draft(voted, 2, outcome="declined"))
    assert not Evidence.objects.exists()
    decisions.publish_decision(agent=voted.decider, decision=draft(voted))
    assert set(Evidence.objects.filter(kind="idea").values_list("agent", flat=True)) == {voted.voters[0].pk, voted.voters[1].pk}


def test_duty_when_near_and_late_then_reminded_and_public(voted, drain):
    sponsor = voted.campaign.mandate.sponsor
    due = ReplyDuty.objects.filter(round=voted.round).first().due_on
    with time_machine.travel(clock.now() + timedelta(days=28), tick=False):
        telling.tell_duties()
        assert {n.recipient for n in Notification.objects.filter(kind="ideas.duty_due_soon")} == {voted.decider}
    with time_machine.travel(clock.now() + (due - clock.today()) + timedelta(days=2), tick=False):
        telling.tell_duties()
        telling.tell_duties()
        late = Notification.objects.filter(kind="ideas.duty_late")
        assert {n.recipient for n in late} == {voted.decider, sponsor}
        assert late.count() == 2 * len(voted.ideas)
        assert ReplyDuty.objects.late().count() == len(voted.ideas)


def test_duty_when_its_day_has_come_then_it_is_not_late_and_the_day_after_it_is(voted, as_agent):
    due = ReplyDuty.objects.filter(round=voted.round).first().due_on
    for days, n in ((0, 0), (1, len(voted.ideas))):
        with time_machine.travel(clock.now() + (due - clock.today()) + timedelta(days=days), tick=False):
            assert ReplyDuty.objects.late().count() == n
            shown = as_agent(voted.voters[0]).get("/ideas/duties/", {"state": "late"})
            assert shown.context["page"].paginator.count == n
            assert sum(each["count"] for each in shown.context["late"]) == n


def test_duty_is_waived_by_who_gave_the_mandate_with_a_public_reason(voted):
    duty = ReplyDuty.objects.filter(round=voted.round).first()
    for agent in (voted.decider, voted.facilitator, voted.voters[0]):
        with pytest.raises(PermissionDenied):
            decisions.waive_duty(agent=agent, duty=duty, reason="Non.")
    sponsor = voted.campaign.mandate.sponsor
    with pytest.raises(ValidationError):
        decisions.waive_duty(agent=sponsor, duty=duty, reason=" ")
    assert decisions.waive_duty(agent=sponsor, duty=duty, reason="L’idée est déjà faite.").state == "waived"


def test_recurring_problem_may_be_decided_on(voted):
    made = decisions.draft_decision(agent=voted.decider, subject=voted.recurring, outcome="accepted", **WORDS)
    assert permissions.awaits_decision(voted.recurring)
    assert decisions.publish_decision(agent=voted.decider, decision=made).follows_tally is None
    assert not permissions.awaits_decision(voted.recurring)
    with pytest.raises(ValidationError):
        decisions.draft_decision(agent=voted.decider, subject=voted.recurring, outcome="declined", **WORDS)
