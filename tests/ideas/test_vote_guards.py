"""What the database itself refuses of votes and decisions, by raw SQL: whoever writes, and however."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from ideas.actions import decisions
from ideas.models import Decision, ReplyDuty, Tally
from intranet.base import clock
from tests.factories import AgentFactory
from tests.ideas import votes

pytestmark = pytest.mark.django_db
NOW = "2026-05-12 10:00:00+00:00"


def run(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def refused(sql, *params):
    with pytest.raises(DatabaseError):
        run(sql, *params)


def put(round, agent, content=(1,), *, size=None, rules=None):
    return (
        "INSERT INTO ideas_ballot (round_id, agent_id, rules_id, content, size, revision, cast_at) VALUES (%s, %s, %s, %s, %s, 1, %s)",
        round.pk,
        agent.pk,
        rules or round.rules_id,
        json.dumps(list(content)),
        len(content) if size is None else size,
        NOW,
    )


def test_ballot_when_second_of_the_same_agent_then_refused():
    made = votes.opened()
    assert run(*put(made.round, made.voters[0])) == 1
    refused(*put(made.round, made.voters[0], (2,)))


def test_ballot_when_off_the_roll_then_refused():
    made = votes.opened()
    refused(*put(made.round, AgentFactory()))


def test_ballot_when_of_other_rules_then_refused():
    made = votes.opened()
    refused(*put(made.round, made.voters[0], rules=votes.rules(made.facilitator).pk))


def test_ballot_when_too_many_choices_or_a_false_size_then_refused():
    made = votes.opened()
    refused(*put(made.round, made.voters[0], (1, 2, 3)))
    refused(*put(made.round, made.voters[0], (1, 2, 3), size=2))


def test_ballot_when_the_round_is_not_announced_then_refused():
    made = votes.prepared()
    refused(*put(made.round, made.voters[0]))


def test_ballot_when_moved_or_deleted_before_the_count_then_refused():
    made = votes.opened()
    votes.cast(made, [[1]])
    refused("UPDATE ideas_ballot SET agent_id = %s, revision = revision + 1 WHERE round_id = %s", made.voters[5].pk, made.round.pk)
    refused("UPDATE ideas_ballot SET content = %s WHERE round_id = %s", "[2]", made.round.pk)  # without counting the revision
    refused("DELETE FROM ideas_ballot WHERE round_id = %s", made.round.pk)


def test_open_round_when_counted_then_its_ballots_stay():
    made = votes.opened(secrecy="open")
    votes.cast(made, [[1]])
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        votes.close(made)
    refused("DELETE FROM ideas_ballot WHERE round_id = %s", made.round.pk)
    refused("UPDATE ideas_ballot SET content = %s, revision = 9 WHERE round_id = %s", "[2]", made.round.pk)


@pytest.mark.parametrize(
    "change",
    [
        "max_choices = 3",
        "places = 2",
        "secrecy = 'open'",
        "title = 'Autre'",
        "roll_size = 1",
        "roll_sha256 = 'x'",
        "options_sha256 = 'x'",
        "rules_sha256 = 'x'",
        "params = '{}'",
        "closes_at = '2030-01-01 00:00:00+00:00'",
        "status = 'draft'",
        "status = 'published'",
    ],
)
def test_announced_round_when_changed_then_refused(change):
    made = votes.opened()
    refused(f"UPDATE ideas_votinground SET {change} WHERE id = %s", made.round.pk)


def test_announced_round_when_its_rules_change_or_it_is_deleted_then_refused():
    made = votes.opened()
    refused("UPDATE ideas_votinground SET rules_id = %s WHERE id = %s", votes.rules(made.facilitator).pk, made.round.pk)
    refused("DELETE FROM ideas_votinground WHERE id = %s", made.round.pk)


def test_announced_round_when_cancelled_by_one_person_then_refused():
    made = votes.opened()
    sql = "UPDATE ideas_votinground SET status = 'cancelled', cancel_reason = %s, cancel_asked_by_id = %s, cancelled_by_id = %s, cancelled_at = %s WHERE id = %s"
    refused(sql, "x", made.facilitator.pk, made.facilitator.pk, NOW, made.round.pk)
    refused(sql, "", made.facilitator.pk, made.second.pk, NOW, made.round.pk)
    assert run(sql, "x", made.facilitator.pk, made.second.pk, NOW, made.round.pk) == 1


def test_options_and_roll_when_announced_then_frozen():
    made = votes.opened()
    refused("UPDATE ideas_roundoption SET title = 'Autre' WHERE round_id = %s", made.round.pk)
    refused("DELETE FROM ideas_roundoption WHERE round_id = %s", made.round.pk)
    refused("DELETE FROM ideas_rollentry WHERE round_id = %s AND agent_id = %s", made.round.pk, made.voters[0].pk)
    refused(
        "UPDATE ideas_rollentry SET agent_id = %s WHERE round_id = %s AND agent_id = %s",
        AgentFactory().pk,
        made.round.pk,
        made.voters[0].pk,
    )
    refused(
        "INSERT INTO ideas_rollentry (round_id, agent_id, weight, has_voted) VALUES (%s, %s, 1, %s)",
        made.round.pk,
        AgentFactory().pk,
        False,
    )
    option = made.round.options.first()
    refused(
        "INSERT INTO ideas_roundoption (public_id, round_id, number, version_id, title, summary) SELECT %s, round_id, 99, NULL, title, summary"
        " FROM ideas_roundoption WHERE id = %s",
        "0" * 32,
        option.pk,
    )


def test_roll_when_a_weight_is_not_one_then_refused():
    made = votes.prepared()
    refused(
        "INSERT INTO ideas_rollentry (round_id, agent_id, weight, has_voted) VALUES (%s, %s, 2, %s)",
        made.round.pk,
        made.voters[0].pk,
        False,
    )


def counted():
    made = votes.opened()
    votes.cast(made, [[2], [2], [2], [1], [2], [1]])
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        votes.close(made)
    return made


def test_tally_counted_ballots_and_log_when_written_then_kept():
    made = counted()
    pk = made.round.pk
    for sql in (
        "UPDATE ideas_tally SET ballots = 1 WHERE round_id = %s",
        "UPDATE ideas_tally SET result = '{}' WHERE round_id = %s",
        "DELETE FROM ideas_tally WHERE round_id = %s",
        "UPDATE ideas_countedballot SET content = '[1]' WHERE round_id = %s AND id = (SELECT MAX(id) FROM ideas_countedballot)",
        "DELETE FROM ideas_countedballot WHERE round_id = %s",
        "DELETE FROM ideas_ballotlog WHERE round_id = %s",
        "INSERT INTO ideas_countedballot (round_id, receipt, content) VALUES (%s, 'AAAA', '[1]')",
    ):
        refused(sql.replace("'[1]' WHERE", "'[3]' WHERE"), pk)


def published():
    made = counted()
    subject = made.ideas[1]
    subject.refresh_from_db()
    draft = decisions.draft_decision(
        agent=made.decider, subject=subject, outcome="accepted", explanation=votes.EXPLANATION, reasons=votes.REASONS
    )
    return made, draft


PUBLISH = "UPDATE ideas_decision SET status = 'published', decided_by_id = %s, decided_at = %s, published_at = %s, tally_id = %s, follows_tally = %s"


def publish(made, draft, extra="", follows=True):
    tally = Tally.objects.get(round=made.round)
    return (PUBLISH + extra + " WHERE id = %s", made.decider.pk, NOW, NOW, tally.pk, follows, draft.pk)


@pytest.mark.parametrize(
    "extra",
    [
        ", explanation = 'court'",
        ", explanation = '" + " " * 200 + "'",
        ", explanation = '" + "\n" * 200 + "'",
        ", outcome = ''",
        ", reasons = '[]'",
        ", mandate_id = NULL",
        ", outcome = 'deferred'",  # without a date
    ],
    ids=["short", "spaces", "lines", "outcome", "reasons", "mandate", "deferred"],
)
def test_decision_when_published_without_its_reasons_then_refused(extra):
    made, draft = published()
    refused(*publish(made, draft, extra))


def test_decision_when_it_departs_without_saying_why_then_refused():
    made, draft = published()
    refused(*publish(made, draft, follows=False))
    refused(*publish(made, draft, ", divergence_reason = '  '", follows=False))
    assert run(*publish(made, draft, ", divergence_reason = 'Le budget courant suffit.'", follows=False)) == 1


def test_decision_when_on_a_vote_it_says_whether_it_follows():
    made, draft = published()
    refused(*publish(made, draft, follows=None))


def test_decision_when_published_then_never_changed_nor_deleted():
    made, draft = published()
    run(*publish(made, draft))
    for change in (
        "explanation = explanation || '.'",
        "outcome = 'declined'",
        "reasons = '[1]'",
        "status = 'draft'",
        "status = 'superseded'",
    ):
        refused(f"UPDATE ideas_decision SET {change} WHERE id = %s", draft.pk)
    refused("DELETE FROM ideas_decision WHERE id = %s", draft.pk)
    assert Decision.objects.get(pk=draft.pk).outcome == "accepted"


def test_decision_when_about_two_things_or_none_then_refused():
    made, draft = published()
    refused("UPDATE ideas_decision SET recurring_id = %s WHERE id = %s", made.recurring.pk, draft.pk)
    refused("UPDATE ideas_decision SET idea_id = NULL WHERE id = %s", draft.pk)


def test_idea_when_decided_without_a_published_decision_then_refused():
    made, draft = published()
    refused("UPDATE ideas_idea SET status = 'decided' WHERE id = %s", draft.idea_id)
    run(*publish(made, draft))
    assert run("UPDATE ideas_idea SET status = 'decided' WHERE id = %s", draft.idea_id) == 1


def test_duty_when_answered_by_nothing_or_waived_without_a_reason_then_refused():
    made, draft = published()
    duty = ReplyDuty.objects.get(idea=draft.idea)
    refused("UPDATE ideas_replyduty SET state = 'answered', answered_at = %s, decision_id = %s WHERE id = %s", NOW, draft.pk, duty.pk)
    refused("UPDATE ideas_replyduty SET state = 'waived', waived_by_id = %s, waived_reason = ' ' WHERE id = %s", made.decider.pk, duty.pk)
    refused("UPDATE ideas_replyduty SET due_on = '2099-01-01' WHERE id = %s", duty.pk)
    refused("DELETE FROM ideas_replyduty WHERE id = %s", duty.pk)
