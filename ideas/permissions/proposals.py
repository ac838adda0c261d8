"""Who may do what with ideas."""

from ideas.models import Campaign, Idea, IdeaAuthor, Phase
from intranet import roles
from intranet.directory.models import Agent


def is_author(agent: Agent, idea: Idea) -> bool:
    """An author is who started the idea or accepted to write it with others."""
    return IdeaAuthor.objects.accepted().filter(idea=idea, agent=agent).exists()


def can_propose(agent: Agent, campaign: Campaign) -> bool:
    """Any agent of the campaign's perimeter, while its phase « Propose ideas » is open."""
    return Campaign.objects.open_to(agent).in_phase(Phase.Kind.IDEATE).filter(pk=campaign.pk).exists()


def can_edit_idea(agent: Agent, idea: Idea) -> bool:
    """Its authors, each as much as the other, until it is put to the vote. Nobody edits another's idea."""
    return idea.is_open_to_edit and is_author(agent, idea)


def can_judge_admissibility(agent: Agent, idea: Idea) -> bool:
    """Facilitators say whether an idea can be voted on, with a reason when it cannot. Not on an idea of theirs."""
    return roles.has(agent, roles.Role.FACILITATOR) and not is_author(agent, idea)


def can_comment_idea(agent: Agent, idea: Idea) -> bool:
    """Whoever reads a published idea may comment it, until it was withdrawn or joined to another."""
    return idea.status not in {Idea.Status.DRAFT, Idea.Status.WITHDRAWN, Idea.Status.MERGED}


def can_write_idea_view(agent: Agent, idea: Idea) -> bool:
    """Its authors and the facilitators say what the idea would be like for the person concerned."""
    return can_edit_idea(agent, idea) or (roles.has(agent, roles.Role.FACILITATOR) and not idea.is_draft)
