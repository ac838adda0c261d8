"""Who may do what with a pilot, its mandates and its decisions."""

from ideas.models import Decision, IdeaAuthor
from intranet import roles
from intranet.directory.models import Agent
from pilots.models import Membership, Pilot, PilotGroupPermission, SponsorMandate
from pilots.models.gates import Gate, Kind
from pilots.models.pilots import BEFORE_RUNNING, State


def rights_of(agent: Agent, pilot: Pilot) -> frozenset[str]:
    """The rights that grants give `agent` on `pilot` ("frame_pilot"…): one query for each request."""
    if not agent.is_active:
        return frozenset()
    known = pilot.__dict__.setdefault("_rights", {})
    if agent.pk not in known:
        held = PilotGroupPermission.objects.filter(content_object=pilot, group__user=agent.pk)
        known[agent.pk] = frozenset(held.values_list("permission__codename", flat=True))
    return known[agent.pk]


def can_propose_pilot(agent: Agent) -> bool:
    """Any agent may propose a pilot, whatever their grade."""
    return agent.is_active


def can_start_from(agent: Agent, decision: Decision) -> bool:
    """Facilitators, who took the decision, and the authors of its idea, once it is published and favourable and no pilot follows from it."""
    if decision.status != Decision.Status.PUBLISHED or not decision.is_favourable or decision.pilots.exists():
        return False
    return (
        roles.has(agent, roles.Role.FACILITATOR)
        or decision.decided_by_id == agent.pk
        or (decision.idea_id is not None and IdeaAuthor.objects.accepted().filter(idea=decision.idea_id, agent=agent).exists())
    )


def can_frame(agent: Agent, pilot: Pilot) -> bool:
    """The lead, until the pilot ended; facilitators too, while it is only proposed."""
    if pilot.is_ended:
        return False
    return "frame_pilot" in rights_of(agent, pilot) or (pilot.state == State.DRAFT and roles.has(agent, roles.Role.FACILITATOR))


def can_measure(agent: Agent, pilot: Pilot) -> bool:
    """The lead and the team, until the pilot ended."""
    return not pilot.is_ended and "measure_pilot" in rights_of(agent, pilot)


def can_propose_mandate(agent: Agent, pilot: Pilot) -> bool:
    """The lead, until the pilot ended."""
    return can_frame(agent, pilot)


def can_read_mandate(agent: Agent, mandate: SponsorMandate) -> bool:
    """Whoever sees the pilot once it is accepted or ended; before, who is asked, who asks, and the lead."""
    if mandate.accepted_at is not None:
        return True
    return agent.pk in (mandate.sponsor_id, mandate.proposed_by_id) or "frame_pilot" in rights_of(agent, mandate.pilot)


def can_edit_mandate(agent: Agent, mandate: SponsorMandate) -> bool:
    """The lead: while it is proposed; or accepted, before the pilot runs, and then it waits for the sponsor again."""
    if not can_frame(agent, mandate.pilot):
        return False
    return mandate.is_proposed or (mandate.is_accepted and mandate.pilot.state in BEFORE_RUNNING)


def can_answer_mandate(agent: Agent, mandate: SponsorMandate) -> bool:
    """The person whom it asks, and nobody for them, while it is proposed."""
    return mandate.is_proposed and mandate.sponsor_id == agent.pk and agent.is_active


def can_end_mandate(agent: Agent, mandate: SponsorMandate) -> bool:
    """The sponsor, while it is accepted."""
    return mandate.is_accepted and mandate.sponsor_id == agent.pk


def can_decide(agent: Agent, pilot: Pilot, gate: str, kind: str) -> bool:
    """Framing: facilitators. Preparation, outcome, suspension: the sponsor. Start, submission to review: the lead. A stop before the agreement to prepare: facilitators, the lead and the sponsor. Closing: the lead, the sponsor and facilitators."""
    rights = rights_of(agent, pilot)
    facilitates = roles.has(agent, roles.Role.FACILITATOR)
    if gate == Gate.FRAMING:
        return facilitates
    if gate in (Gate.RUNNING, Gate.REVIEW):
        return "frame_pilot" in rights
    if gate == Gate.CLOSE:
        return facilitates or bool(rights & {"frame_pilot", "decide_pilot"})
    if gate == Gate.OUTCOME and kind == Kind.STOP and pilot.state in (State.DRAFT, State.FRAMING):
        return facilitates or bool(rights & {"frame_pilot", "decide_pilot"})
    return "decide_pilot" in rights


def can_agree_time(agent: Agent, member: Membership) -> bool:
    """The member's line manager, or the sponsor when they have none; nobody agrees to their own time."""
    if member.left_on is not None or member.manager_agreed_on is not None or member.person_id == agent.pk:
        return False
    if member.person.manager_id is None:
        return "decide_pilot" in rights_of(agent, member.pilot)
    return member.person.manager_id == agent.pk


def can_comment_pilot(agent: Agent, pilot: Pilot) -> bool:
    """Whoever sees the pilot."""
    return pilot.visibility == Pilot.Visibility.OPEN or "view_pilot" in rights_of(agent, pilot)


def can_moderate_pilot(agent: Agent, pilot: Pilot) -> bool:
    """Facilitators and the lead."""
    return roles.has(agent, roles.Role.FACILITATOR) or "frame_pilot" in rights_of(agent, pilot)
