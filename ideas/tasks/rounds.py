"""The clock of votes and of answers."""

from ideas.actions import tallies, telling
from ideas.models import Decision, Tally, VotingRound
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.jobs.outbox import every, job


def _round(pk: int) -> VotingRound | None:
    return VotingRound.objects.select_related("campaign").filter(pk=pk).first()


@job("ideas.close_round")
def close_round(*, round: int) -> None:
    """Close, count and publish the round whose hour has come."""
    found = VotingRound.objects.to_close_at(clock.now()).filter(pk=round).first()
    if found is not None:
        tallies.close_round(round=found)


@every("ideas.close_rounds", minutes=10)
def close_rounds() -> None:
    """Close what should be closed already: should a promise have failed, the clock comes again."""
    for found in VotingRound.objects.to_close_at(clock.now()):
        tallies.close_round(round=found)


@job("ideas.tell_round_open")
def tell_round_open(*, round: int) -> None:
    if found := _round(round):
        telling.tell_round_open(round=found)


@job("ideas.remind_round")
def remind_round(*, round: int) -> None:
    if found := _round(round):
        telling.remind_round(round=found)


@job("ideas.tell_ballot")
def tell_ballot(*, round: int, agent: int, revision: int) -> None:
    found, voter = _round(round), Agent.objects.filter(pk=agent).first()
    if found and voter:
        telling.tell_ballot(round=found, agent=voter, revision=revision)


@job("ideas.tell_results")
def tell_results(*, round: int) -> None:
    if found := _round(round):
        telling.tell_results(round=found)


@job("ideas.tell_cancel_asked")
def tell_cancel_asked(*, round: int, agent: int, at: str) -> None:
    found, facilitator = _round(round), Agent.objects.filter(pk=agent).first()
    if found and facilitator:
        telling.tell_cancel_asked(round=found, agent=facilitator, at=at)


@job("ideas.tell_cancelled")
def tell_cancelled(*, round: int) -> None:
    if found := _round(round):
        telling.tell_cancelled(round=found)


@job("ideas.tell_recount")
def tell_recount(*, tally: int) -> None:
    if found := Tally.objects.select_related("round", "asked_by").filter(pk=tally).first():
        telling.tell_recount(tally=found)


@job("ideas.tell_decision")
def tell_decision(*, decision: int) -> None:
    if found := Decision.objects.published().with_subject().filter(pk=decision).first():
        telling.tell_decision(decision=found)


@every("ideas.tell_duties", minutes=24 * 60)
def tell_duties() -> None:
    """Remind of the answers that are owed soon, and tell those that are late."""
    telling.tell_duties()
