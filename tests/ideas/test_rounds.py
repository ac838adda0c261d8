"""Rounds: what is frozen, who announces, how a vote ends."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from ideas.actions import rounds, tallies
from ideas.actions.ballots import cast_ballot, receipt_of
from ideas.models import Ballot, BallotLog, CountedBallot, Idea, Priority, RecurringProblem, ReplyDuty, RollEntry, RoundOption, VotingRound
from ideas.permissions.rounds import may_see_results
from ideas.tally import documents, pack
from ideas.tally.canonical import fingerprint
from intranet.base import clock
from intranet.notifications.models import Notification
from tests.ideas import votes

pytestmark = pytest.mark.django_db


def later(**delta):
    return time_machine.travel(clock.now() + timedelta(**delta), tick=False)


def test_announcement_freezes_options_roll_and_rules_under_their_fingerprints():
    made = votes.opened()
    round = VotingRound.objects.get(pk=made.round.pk)
    assert round.status == "announced"
    assert round.roll_size == RollEntry.objects.filter(round=round).count() == len(made.voters)
    assert round.options_sha256 == fingerprint(documents.options_of(round.options.with_subjects().order_by("number")))
    assert round.rules_sha256 == fingerprint(documents.rules_of(round.rules))
    assert round.roll_sha256 == fingerprint(documents.roll_of(round.roll))
    assert {i.status for i in Idea.objects.filter(pk__in=[i.pk for i in made.ideas])} == {"on_ballot"}


def test_announced_when_something_would_change_then_it_is_refused():
    made = votes.opened()
    with pytest.raises(ValidationError):
        rounds.change_round(agent=made.facilitator, round=made.round, max_choices=3)
    with pytest.raises(ValidationError):
        rounds.set_options(agent=made.facilitator, round=made.round, subjects=made.ideas[:2])
    with pytest.raises(ValidationError):
        rounds.delete_round(agent=made.facilitator, round=made.round)
    with pytest.raises(ValidationError):
        rounds.announce_round(agent=made.facilitator, round=made.round)


def test_only_facilitators_prepare_and_announce():
    made = votes.prepared()
    for agent in (made.voters[0], made.decider):
        with pytest.raises(PermissionDenied):
            rounds.announce_round(agent=agent, round=made.round)
        with pytest.raises(PermissionDenied):
            rounds.prepare_round(agent=agent, campaign=made.campaign, kind="vote")
        with pytest.raises(PermissionDenied):
            rounds.set_options(agent=agent, round=made.round, subjects=made.ideas)
        with pytest.raises(PermissionDenied):
            rounds.delete_round(agent=agent, round=made.round)
    assert rounds.announce_round(agent=made.facilitator, round=made.round).status == "announced"


@pytest.mark.parametrize(
    "fields",
    [
        {"max_choices": 4},  # as many as there are lines
        {"places": 9},
        {"closes_at": clock.now() - timedelta(minutes=5), "opens_at": clock.now() - timedelta(days=1)},
    ],
    ids=["choices", "places", "dates"],
)
def test_checklist_when_a_sentence_is_false_then_the_announcement_is_refused(fields):
    made = votes.prepared(**fields)
    assert [s for ok, s in rounds.checklist(made.round) if not ok]
    with pytest.raises(ValidationError):
        rounds.announce_round(agent=made.facilitator, round=made.round)


def test_a_confidential_vote_needs_ten_people():
    made = votes.prepared(campaign=votes.vote(voters=9))
    with pytest.raises(ValidationError):
        rounds.announce_round(agent=made.facilitator, round=made.round)
    rounds.change_round(agent=made.facilitator, round=made.round, secrecy="open")
    assert rounds.announce_round(agent=made.facilitator, round=made.round).roll_size == 9


def test_rules_that_ask_for_confidence_refuse_an_open_vote():
    made = votes.prepared(campaign=votes.vote(params={"secrecy": "confidential"}), secrecy="open")
    with pytest.raises(ValidationError):
        rounds.announce_round(agent=made.facilitator, round=made.round)


def test_an_idea_revised_since_it_was_chosen_stops_the_announcement():
    made = votes.prepared()
    idea = made.ideas[0]
    version = idea.current_version
    version.pk, version.number, version.public_id, version._state.adding = None, 2, uuid.uuid4(), True
    version.save()
    Idea.objects.filter(pk=idea.pk).update(current_version=version)
    with pytest.raises(ValidationError):
        rounds.announce_round(agent=made.facilitator, round=made.round)


def test_the_holders_of_the_mandate_do_not_vote_unless_the_rules_say_so():
    assert votes.prepared().decider not in rounds.electorate(votes.prepared().round)
    made = votes.prepared(campaign=votes.vote(params={"deciders_vote": True}))
    assert made.decider in rounds.electorate(made.round)


def test_roll_is_a_snapshot(django_assert_max_num_queries):
    made = votes.opened()
    leaver, newcomer = made.voters[0], votes.AgentFactory(unit=made.voters[1].unit)
    leaver.unit = None
    leaver.save()
    assert cast_ballot(round=made.round, agent=leaver, choices=[1]).revision == 1
    with pytest.raises(PermissionDenied):
        cast_ballot(round=made.round, agent=newcomer, choices=[1])
    made.round.refresh_from_db()
    assert made.round.roll_size == len(made.voters)


def test_cancel_takes_two_people_and_destroys_the_ballots():
    made = votes.opened()
    votes.cast(made, [[1], [2]])
    with pytest.raises(PermissionDenied):
        rounds.cancel_round(agent=made.facilitator, round=made.round)
    with pytest.raises(ValidationError):
        rounds.ask_cancel(agent=made.facilitator, round=made.round, reason=" ")
    rounds.ask_cancel(agent=made.facilitator, round=made.round, reason="Une idée manquait.")
    for alone in (made.facilitator, made.voters[0], made.decider):
        with pytest.raises(PermissionDenied):
            rounds.cancel_round(agent=alone, round=made.round)
    rounds.cancel_round(agent=made.second, round=made.round)
    assert VotingRound.objects.get(pk=made.round.pk).status == "cancelled"
    assert not Ballot.objects.filter(round=made.round).exists()
    assert Idea.objects.get(pk=made.ideas[0].pk).status == "admissible"
    with pytest.raises(ValidationError, match=".+"):
        cast_ballot(round=made.round, agent=made.voters[0], choices=[2, 3])


def test_a_demand_to_cancel_may_be_taken_back():
    made = votes.opened()
    rounds.ask_cancel(agent=made.facilitator, round=made.round, reason="Une idée manquait.")
    rounds.drop_cancel(agent=made.second, round=made.round)
    with pytest.raises(PermissionDenied):
        rounds.cancel_round(agent=made.second, round=made.round)


def test_close_counts_drops_the_link_and_opens_the_answers():
    made = votes.opened()
    votes.cast(made, [[1, 2], [1], [], [2], [1], [3]])
    code = receipt_of(made.round, made.voters[0])
    with pytest.raises(ValidationError):
        tallies.close_round(round=made.round)
    assert not may_see_results(made.facilitator, made.round)
    with later(days=4):
        tally = votes.close(made)
        assert tallies.close_round(round=made.round) == tally  # done again, the same
    assert (tally.ballots, tally.blanks, tally.quorum_met, tally.roll_size) == (6, 1, True, 12)
    assert [(line["option"], line["votes"]) for line in tally.result["ranking"]][:2] == [(1, 3), (2, 2)]
    assert may_see_results(made.voters[5], made.round)
    assert not Ballot.objects.filter(round=made.round).exists()
    assert CountedBallot.objects.get(round=made.round, receipt=code).content == [1, 2]
    assert receipt_of(made.round, made.voters[0]) == ""
    assert list(CountedBallot.objects.filter(round=made.round).order_by("pk").values_list("receipt", flat=True)) == sorted(
        CountedBallot.objects.filter(round=made.round).values_list("receipt", flat=True)
    )
    assert RollEntry.objects.filter(round=made.round, has_voted=True).count() == 6
    assert ReplyDuty.objects.open().filter(round=made.round, holder=made.decider).count() == len(made.ideas)
    assert {i.status for i in Idea.objects.filter(pk__in=[i.pk for i in made.ideas])} == {"awaiting_decision"}


def test_an_open_round_keeps_each_ballot_with_its_author():
    made = votes.opened(secrecy="open")
    votes.cast(made, [[1], [2]])
    with later(days=4):
        votes.close(made)
    assert Ballot.objects.get(round=made.round, agent=made.voters[0]).content == [1]
    assert CountedBallot.objects.get(round=made.round, receipt=receipt_of(made.round, made.voters[0])).content == [1]


def test_a_ballot_that_disappeared_stops_the_count():
    made = votes.opened()
    votes.cast(made, [[1], [2]])
    BallotLog.objects.create(round=made.round, kind="cast")
    with later(days=4), pytest.raises(RuntimeError, match="3 ballots were received and 2"):
        votes.close(made)
    assert VotingRound.objects.get(pk=made.round.pk).status == "announced"


def test_the_clock_closes_reminds_and_tells(drain, mailoutbox):
    made = votes.opened()
    drain()
    votes.cast(made, [[1], [2]])
    with later(days=2, hours=1):
        drain()
        assert {n.recipient for n in notes("ideas.round_closes_soon")} == set(made.voters[2:])
    with later(days=4):
        drain()
        assert {n.recipient for n in notes("ideas.results_published")} == set(made.voters)
        assert {n.recipient for n in notes("ideas.duty_opened")} == {made.decider}
    made.round.refresh_from_db()
    assert made.round.status == "published"
    assert {n.recipient for n in notes("ideas.ballot_received")} == set(made.voters[:2])


def notes(kind):
    return Notification.objects.filter(kind=kind)


def test_prioritisation_marks_the_first_problems():
    made = votes.vote()
    subjects = [made.recurring] + [
        RecurringProblem.objects.create(title=t, summary="…", campaign=made.campaign, named_by=made.facilitator, confirmed_at=clock.now())
        for t in ("Attente au téléphone", "Justificatifs demandés deux fois")
    ]
    made = votes.opened(campaign=made, kind="prioritise", subjects=subjects, places=2)
    votes.cast(made, [[3], [3], [2, 3], [2], [3], [1]])
    with later(days=4):
        votes.close(made)
    assert list(Priority.objects.filter(round=made.round).values_list("recurring__title", "place")) == [
        ("Justificatifs demandés deux fois", 1),
        ("Attente au téléphone", 2),
    ]


def test_quorum_missed_then_the_result_is_consultative_and_the_answer_still_owed():
    made = votes.opened()
    votes.cast(made, [[1]])
    with later(days=4):
        tally = votes.close(made)
    assert tally.result["consultative"]
    assert ReplyDuty.objects.open().filter(round=made.round).count() == len(made.ideas)


def test_pack_recount_and_contest():
    made = votes.opened()
    votes.cast(made, [[1, 2], [1], [], [2]])
    with later(days=4):
        tally = votes.close(made)
        document = pack.read(pack.write(tallies.pack_of(made.round), notice=tallies.notice_of(made.round)))
        assert pack.recount(document).result == tally.result
        assert document["hashes"]["pack"] == tally.pack_sha256
        assert document["hashes"]["options"] == made.round.options_sha256
        assert document["hashes"]["rules"] == made.round.rules_sha256
        assert tallies.check_tally(agent=made.voters[3], round=made.round).same
        with pytest.raises(ValidationError):
            tallies.contest_tally(agent=made.voters[3], round=made.round, reason="  ")
        again = tallies.contest_tally(agent=made.voters[3], round=made.round, reason="Je compte autrement.")
        assert (again.seq, again.result) == (2, tally.result)
        with pytest.raises(ValidationError):
            tallies.contest_tally(agent=made.voters[3], round=made.round, reason="Encore.")
    names = {str(a.public_id) for a in made.voters} | {a.last_name for a in made.voters}
    written = pack.write(tallies.pack_of(made.round)).decode("latin-1") + str(document)
    assert not [name for name in names if name in written]


def test_no_recount_before_the_close():
    made = votes.opened()
    for act in (tallies.check_tally, lambda **k: tallies.contest_tally(reason="x", **k)):
        with pytest.raises(PermissionDenied):
            act(agent=made.facilitator, round=made.round)


def test_options_are_shuffled_for_each_voter_and_stay_so():
    made = votes.opened()
    orders = {tuple(RoundOption.objects.filter(round=made.round).shuffled_for(v).values_list("number", flat=True)) for v in made.voters}
    assert len(orders) > 3
    one = [tuple(RoundOption.objects.filter(round=made.round).shuffled_for(made.voters[0]).values_list("number", flat=True)) for _ in "ab"]
    assert one[0] == one[1]
