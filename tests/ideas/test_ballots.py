"""Casting: one ballot each, none lost, whatever happens at the same time (P2)."""

import random
import threading
import time
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import close_old_connections, connection

from ideas.actions import tallies
from ideas.actions.ballots import cast_ballot, receipt_of
from ideas.models import Ballot, BallotLog, CountedBallot, VotingRound
from intranet.base import clock
from tests.factories import AgentFactory
from tests.ideas import votes

THREADS = 16


@pytest.mark.django_db
def test_a_ballot_is_changed_in_place_and_counts_its_revisions():
    made = votes.opened()
    voter = made.voters[0]
    first = cast_ballot(round=made.round, agent=voter, choices=[2, 1])
    assert (first.revision, first.is_repeat) == (1, False)
    again = cast_ballot(round=made.round, agent=voter, choices=["1", "2"])
    assert (again.revision, again.is_repeat, again.code) == (1, True, first.code)
    changed = cast_ballot(round=made.round, agent=voter, choices=[])
    assert (changed.revision, changed.is_repeat, changed.code) == (2, False, first.code)
    assert Ballot.objects.get(round=made.round).content == []
    assert list(BallotLog.objects.filter(round=made.round).values_list("kind", flat=True)) == ["cast", "changed"]


@pytest.mark.django_db
@pytest.mark.parametrize("choices", [[1, 2, 3], [99], ["x"], [None], [0], [-1], ["1e9"]], ids=range(7))
def test_a_ballot_out_of_the_rules_changes_nothing(choices):
    made = votes.opened()
    with pytest.raises(ValidationError):
        cast_ballot(round=made.round, agent=made.voters[0], choices=choices)
    assert not Ballot.objects.exists()
    assert not BallotLog.objects.exists()


@pytest.mark.django_db
def test_a_vote_not_open_yet_off_the_roll_or_without_announcement_is_refused():
    coming = votes.opened(opens_at=clock.now() + timedelta(days=1))
    with pytest.raises(ValidationError):
        cast_ballot(round=coming.round, agent=coming.voters[0], choices=[1])
    with pytest.raises(PermissionDenied):
        cast_ballot(round=votes.opened().round, agent=AgentFactory(), choices=[1])
    draft = votes.prepared()
    with pytest.raises(ValidationError):
        cast_ballot(round=draft.round, agent=draft.voters[0], choices=[1])


@pytest.mark.django_db
def test_receipts_are_all_different_and_say_nothing_without_the_key():
    made = votes.opened()
    codes = {receipt_of(made.round, voter) for voter in made.voters}
    assert len(codes) == len(made.voters)
    before = receipt_of(made.round, made.voters[0])
    made.round.receipt_key = "other"
    assert receipt_of(made.round, made.voters[0]) != before


def together(work, count=THREADS):
    """Run `work(n)` in `count` threads that start at the same moment; gives what each returned or raised."""
    gate, results = threading.Barrier(count), [None] * count

    def run(n):
        close_old_connections()
        try:
            gate.wait(30)
            results[n] = work(n)
        except Exception as error:  # noqa: BLE001 - what a thread raises is a result here
            results[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results


def test_sixteen_sendings_of_the_same_agent_make_one_ballot(all_tables):
    made = votes.opened()
    voter = made.voters[0]
    results = together(lambda n: cast_ballot(round=made.round, agent=voter, choices=[n % 4 + 1]))
    assert not [r for r in results if isinstance(r, Exception)]
    ballot = Ballot.objects.get(round=made.round)
    changes = [r for r in results if not r.is_repeat]
    assert ballot.revision == len(changes)
    assert sorted(r.revision for r in changes) == list(range(1, len(changes) + 1))
    assert BallotLog.objects.filter(round=made.round, kind="cast").count() == 1
    assert ballot.size == 1


def race(made, *, rounds_each, close_after):
    """Everybody casts and changes while the round is closed; gives what was accepted last for each voter."""
    accepted = {}

    def work(n):
        if n == 0:
            time.sleep(close_after)
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                try:
                    return tallies.close_round(round=made.round)
                except ValidationError:
                    time.sleep(0.02)
            raise TimeoutError
        voter, chance = made.voters[n - 1], random.Random(n)
        for _turn in range(rounds_each):
            choices = sorted(chance.sample([1, 2, 3, 4], chance.randint(0, 2)))
            try:
                cast_ballot(round=made.round, agent=voter, choices=choices)
            except ValidationError:
                return "closed"
            accepted[voter.pk] = choices
        return "done"

    results = together(work)
    faults = [r for r in results if isinstance(r, Exception)]
    assert not faults, faults
    return accepted, results[0]


def check_race(made, accepted, tally):
    """None doubled, none accepted and missing: what was counted is what was accepted last, person by person."""
    counted = {c.receipt: c.content for c in CountedBallot.objects.filter(round=made.round)}
    by_agent = {b.agent_id: b.content for b in Ballot.objects.filter(round=made.round)}
    assert by_agent == accepted
    assert sorted(counted.values()) == sorted(accepted.values())
    assert tally.ballots == len(accepted) == BallotLog.objects.filter(round=made.round, kind="cast").count()
    votes_counted = {line["option"]: line["votes"] for line in tally.result["ranking"]}
    assert votes_counted == {n: sum(n in content for content in accepted.values()) for n in (1, 2, 3, 4)}


def test_casting_changing_and_closing_at_once_short(all_tables):
    made = votes.vote(voters=THREADS - 1)
    # an open round keeps the ballots with their authors, so that the test can compare person by person
    votes.opened(campaign=made, secrecy="open", closes_at=clock.now() + timedelta(seconds=1.2))
    accepted, tally = race(made, rounds_each=400, close_after=0.5)
    assert accepted
    check_race(made, accepted, tally)
    with pytest.raises(ValidationError):
        cast_ballot(round=made.round, agent=made.voters[0], choices=[1, 4] if accepted.get(made.voters[0].pk) != [1, 4] else [2])


@pytest.mark.postgresql
@pytest.mark.skipif("not __import__('django').db.connection.vendor == 'postgresql'", reason="DATABASE_URL is not PostgreSQL")
@pytest.mark.parametrize("turn", range(5))
def test_casting_changing_and_closing_at_once_long(all_tables, turn):
    made = votes.vote(voters=THREADS - 1)
    votes.opened(campaign=made, secrecy="open", closes_at=clock.now() + timedelta(seconds=2))
    accepted, tally = race(made, rounds_each=4000, close_after=1)
    check_race(made, accepted, tally)


def test_closing_twice_at_once_counts_once(all_tables):
    made = votes.opened(closes_at=clock.now() + timedelta(seconds=0.6))
    votes.cast(made, [[1], [2], [1]])
    time.sleep(0.7)
    results = together(lambda n: tallies.close_round(round=made.round).pk, count=6)
    assert len(set(results)) == 1, results
    assert VotingRound.objects.get(pk=made.round.pk).tallies.count() == 1
    assert CountedBallot.objects.filter(round=made.round).count() == 3
