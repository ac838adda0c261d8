"""Who may do what with skills. Each docstring is the rule."""

from django.utils.translation import gettext as _

from intranet import roles
from intranet.directory.models import Agent
from skills.models import AgentSkill, Certification, Endorsement, Evidence, HelpAsk, SavedSearch
from skills.querysets.catalogue import is_editor
from skills.querysets.line import in_line


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


def can_change_certification(agent: Agent, certification: Certification) -> bool:
    """An agent alone adds, changes or removes the certifications on their declared skills."""
    return can_change_declared(agent, certification.agent_skill)


def can_see_declared(agent: Agent, declared: AgentSkill) -> bool:
    """A declared skill is seen by those whom its agent chose: oneself, HR mobility advisers, one's direction and line manager, everyone."""
    return AgentSkill.objects.visible_to(agent).filter(pk=declared.pk).exists()


def can_confirm(by: Agent, declared: AgentSkill) -> bool:
    """Anybody who sees a declared skill may confirm it, but not oneself, nor one's hierarchy in either direction, nor a head of one's units."""
    return by.is_active and not why_not_confirm(by, declared) and can_see_declared(by, declared)


def why_not_confirm(by: Agent, declared: AgentSkill) -> str:
    """Why `by` may never confirm this skill, in a sentence; "" when nothing forbids it. Says nothing of who sees the skill."""
    owner = declared.agent
    if by.pk == owner.pk:
        return _("Nobody confirms their own skill.")
    if in_line(by, owner):
        return _("A confirmation comes from a colleague, not from one’s hierarchy, above or below.")
    return ""


def can_accept_confirmation(agent: Agent, endorsement: Endorsement) -> bool:
    """The person whose skill is confirmed accepts what was written, alone."""
    return agent.is_active and endorsement.agent_skill.agent_id == agent.pk


def can_decline_confirmation(agent: Agent, endorsement: Endorsement) -> bool:
    """Whoever a confirmation waits for declines it: the colleague who was asked, or the person about whom it was written."""
    waits_for = endorsement.by_id if endorsement.is_asked else endorsement.agent_skill.agent_id if endorsement.is_offered else None
    return agent.is_active and waits_for == agent.pk


def can_withdraw_confirmation(agent: Agent, endorsement: Endorsement) -> bool:
    """Both sides may take back a confirmation, at any time: who wrote it or is asked to, and the person whose skill it is."""
    return agent.is_active and agent.pk in (endorsement.by_id, endorsement.agent_skill.agent_id)
