"""Who may do what with rounds of voting."""

from ideas.models import RollEntry, Tally, VotingRound
from intranet import roles
from intranet.directory.models import Agent


def can_prepare_round(agent: Agent) -> bool:
    """Facilitators prepare rounds, change them until they are announced, and announce them."""
    return roles.has(agent, roles.Role.FACILITATOR)


def can_ask_cancel(agent: Agent, round: VotingRound) -> bool:
    """A facilitator asks that an announced round be cancelled, with a reason."""
    return roles.has(agent, roles.Role.FACILITATOR) and round.status == VotingRound.Status.ANNOUNCED and round.cancel_asked_by_id is None


def can_confirm_cancel(agent: Agent, round: VotingRound) -> bool:
    """A second facilitator cancels the round: never the one who asked."""
    return (
        roles.has(agent, roles.Role.FACILITATOR)
        and round.status == VotingRound.Status.ANNOUNCED
        and round.cancel_asked_by_id is not None
        and round.cancel_asked_by_id != agent.pk
    )


def is_on_roll(agent: Agent, round: VotingRound) -> bool:
    """Whoever was written on the roll when it was frozen, and is still active."""
    return agent.is_active and RollEntry.objects.filter(round=round, agent=agent).exists()


def may_see_results(agent: Agent, round: VotingRound) -> bool:
    """Everyone, once the round is counted and published. Nobody before, whatever their role (I9)."""
    return agent.is_active and round.status == VotingRound.Status.PUBLISHED


def may_see_turnout(agent: Agent, round: VotingRound) -> bool:
    """The number of ballots, for the whole roll only: once published, or while the vote is open when its rules say so."""
    return may_see_results(agent, round) or (agent.is_active and round.shows_turnout and round.is_open)


def can_contest_tally(agent: Agent, round: VotingRound) -> bool:
    """Whoever reads the result may ask once for a recount, with a reason; the new count stands beside the others."""
    return may_see_results(agent, round) and not Tally.objects.filter(round=round, asked_by=agent).exists()
