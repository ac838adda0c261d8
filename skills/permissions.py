"""Who may do what with skills. Each docstring is the rule."""

from intranet import roles
from intranet.directory.models import Agent
from skills.models import AgentSkill, Evidence, HelpAsk, SavedSearch
from skills.querysets.catalogue import is_editor


def can_edit_catalogue(agent: Agent) -> bool:
    """Knowledge editors and administrators keep the catalogue: they answer proposals, name, relate, merge and withdraw skills."""
    return is_editor(agent)


def can_change_declared(agent: Agent, declared: AgentSkill) -> bool:
    """An agent alone changes, confirms or removes what they declare. Nobody does it for them."""
    return agent.is_active and declared.agent_id == agent.pk


def can_answer_evidence(agent: Agent, evidence: Evidence) -> bool:
    """An agent alone accepts or declines what is proposed as recognised."""
    return agent.is_active and evidence.agent_id == agent.pk


def can_export_people(agent: Agent) -> bool:
    """HR mobility advisers take a search of colleagues away as a table: of each, what they see themselves. The journal keeps it."""
    return roles.has(agent, roles.Role.HR_ADVISER)


def can_change_search(agent: Agent, search: SavedSearch) -> bool:
    """An agent alone reads, changes or removes the searches that they saved."""
    return agent.is_active and search.agent_id == agent.pk


def can_ask_for_help(asker: Agent, declared: AgentSkill) -> bool:
    """Anybody who sees a declared skill whose agent offered help may ask, but not oneself."""
    return (
        asker.is_active
        and declared.can_help
        and declared.agent_id != asker.pk
        and AgentSkill.objects.visible_to(asker).filter(pk=declared.pk).exists()
    )


def can_answer_help(agent: Agent, ask: HelpAsk) -> bool:
    """Who was asked answers, once."""
    return agent.is_active and ask.helper_id == agent.pk and ask.status == HelpAsk.Status.ASKED
