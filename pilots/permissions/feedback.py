"""Who may give, read and answer feedback."""

from intranet.directory.models import Agent
from pilots.models import Feedback, Pilot
from pilots.permissions.pilots import rights_of


def can_give_feedback(agent: Agent, pilot: Pilot) -> bool:
    """Any agent who sees the pilot, while its channel is open."""
    return agent.is_active and pilot.takes_feedback


def can_read_all_feedback(agent: Agent, pilot: Pilot) -> bool:
    """The lead, the team and the sponsor read every item; the sponsor without its author's name."""
    return bool(rights_of(agent, pilot) & {"answer_pilot", "decide_pilot"})


def can_answer_feedback(agent: Agent, pilot: Pilot) -> bool:
    """The lead and the team. What was heard is answered even after the pilot ended."""
    return "answer_pilot" in rights_of(agent, pilot)


def can_reopen(agent: Agent, feedback: Feedback) -> bool:
    """Its author, once it was answered, unless it was merged with another."""
    return feedback.author_id == agent.pk and feedback.merged_into_id is None and feedback.state in ("answered", "closed")
