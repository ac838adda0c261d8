"""Who is told what of votes and decisions. Called by the outbox: told twice, a person is told once."""

from datetime import timedelta
from typing import Any

from django.db import models

from ideas.models import (
    Ballot,
    Decision,
    IdeaAuthor,
    IdeaFollow,
    Membership,
    Problem,
    ProblemEcho,
    ReplyDuty,
    RollEntry,
    Tally,
    VotingRound,
)
from ideas.notifications import decisions as told_decisions
from ideas.notifications import rounds as told_rounds
from intranet import roles
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.discussion.models import Comment
from intranet.notifications.messages import Message, notify

SOON = timedelta(days=7)


def tell_round_open(*, round: VotingRound) -> None:
    """Tell the roll that the vote is open. Nothing when it was cancelled or is over."""
    if round.is_open:
        _tell_roll(told_rounds.RoundOpen, round, "open", closes_at=round.closes_at.isoformat())


def remind_round(*, round: VotingRound) -> None:
    """Tell those of the roll who have not voted that the close is near."""
    if round.is_open:
        voted = Ballot.objects.filter(round=round).order_by().values("agent")
        people = _roll(round).exclude(pk__in=voted)
        closes_at = round.closes_at.isoformat()
        notify(told_rounds.RoundClosesSoon, people, key=f"{round.pk}", about=round, title=round.title, closes_at=closes_at)


def tell_ballot(*, round: VotingRound, agent: Agent, revision: int) -> None:
    """Tell an agent that their ballot was received, never what it holds."""
    notify(
        told_rounds.BallotReceived,
        [agent],
        key=f"{round.pk}:{agent.pk}:{revision}",
        about=round,
        title=round.title,
        revision=revision,
        closes_at=round.closes_at.isoformat(),
    )


def tell_results(*, round: VotingRound) -> None:
    """Tell the roll that the result is published (not the result), and whoever owes answers that they are expected."""
    if not round.is_published:
        return
    _tell_roll(told_rounds.ResultsPublished, round, "results")
    duties = list(ReplyDuty.objects.open().filter(round=round).select_related("holder"))
    for holder in {duty.holder for duty in duties}:
        due_on = min(duty.due_on for duty in duties if duty.holder == holder).isoformat()
        notify(told_decisions.DutyOpened, [holder], key=f"{round.pk}", about=round, title=round.title, due_on=due_on)


def tell_cancel_asked(*, round: VotingRound, agent: Agent, at: str) -> None:
    """Tell the other facilitators that a cancellation waits for a second person."""
    if round.cancel_asked_by_id == agent.pk:
        notify(
            told_rounds.CancelAsked,
            roles.holders(roles.Role.FACILITATOR),
            key=f"{round.pk}:{at}",
            about=round,
            actor=agent,
            title=round.title,
            reason=round.cancel_reason,
        )


def tell_cancelled(*, round: VotingRound) -> None:
    """Tell the roll that the vote is cancelled, and why."""
    _tell_roll(told_rounds.RoundCancelled, round, "cancelled", reason=round.cancel_reason)


def tell_recount(*, tally: Tally) -> None:
    """Tell the facilitators that somebody asked for a recount, and whether it gives the same."""
    same = tally.result == tally.round.tallies.get(seq=1).result
    notify(
        told_rounds.CountedAgain,
        roles.holders(roles.Role.FACILITATOR),
        key=f"{tally.pk}",
        about=tally.round,
        actor=tally.asked_by,
        title=tally.round.title,
        same=same,
    )


def tell_decision(*, decision: Decision) -> None:
    """Tell a decision to whoever wrote, reported, met, followed, voted on or commented on what it is about."""
    notify(
        told_decisions.Decided,
        concerned_by(decision),
        key=f"{decision.pk}",
        about=decision,
        actor=decision.decided_by,
        title=decision.title,
        outcome=decision.outcome,
        departs=decision.departs,
    )


def concerned_by(decision: Decision) -> models.QuerySet:
    """The agents whom a decision concerns: authors, followers, voters, commenters; reporters and those who said « moi aussi »."""
    if decision.idea_id:
        problems = models.Q(problem__memberships__recurring__ideas=decision.idea_id)
        memberships = Membership.objects.confirmed().filter(recurring__ideas=decision.idea_id)
    else:
        problems = models.Q(problem__memberships__recurring=decision.recurring_id)
        memberships = Membership.objects.confirmed().filter(recurring=decision.recurring_id)
    reports = Problem.objects.filter(pk__in=memberships.values("problem"))
    sources = [
        reports.values("author"),
        ProblemEcho.objects.filter(problems, problem__memberships__state="confirmed").values("agent"),
        Comment.objects.under(decision.subject).standing().values("author"),
    ]
    if decision.idea_id:
        sources += [
            IdeaAuthor.objects.accepted().filter(idea=decision.idea_id).values("agent"),
            IdeaFollow.objects.filter(idea=decision.idea_id).values("agent"),
        ]
    if decision.tally_id:
        sources.append(RollEntry.objects.filter(round=decision.tally.round_id, has_voted=True).values("agent"))
    condition = models.Q(pk__in=[])
    for source in sources:
        condition |= models.Q(pk__in=source.order_by())
    return Agent.objects.filter(condition, is_active=True)


def tell_duties() -> None:
    """Remind who owes an answer a week before its date; once it is late, tell them and whoever gave the mandate."""
    today = clock.today()
    for duty in ReplyDuty.objects.due_by(today + SOON).with_subject().select_related("mandate__sponsor"):
        params = {"title": duty.subject.title, "due_on": duty.due_on.isoformat()}
        if duty.is_late:
            people = [duty.holder, duty.mandate.sponsor]
            notify(told_decisions.DutyLate, people, key=f"{duty.pk}", about=duty.subject, holder=duty.holder.name, **params)
        else:
            notify(told_decisions.DutyDueSoon, [duty.holder], key=f"{duty.pk}", about=duty.subject, **params)


def _roll(round: VotingRound) -> models.QuerySet:
    return Agent.objects.filter(pk__in=RollEntry.objects.filter(round=round).values("agent"), is_active=True)


def _tell_roll(message: type[Message], round: VotingRound, what: str, **params: Any) -> None:
    notify(message, _roll(round), key=f"{what}:{round.pk}", about=round, title=round.title, **params)
