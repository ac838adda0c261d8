"""Who may do what with campaigns, rules and mandates."""

from ideas.models import Campaign, Mandate, RuleSetVersion
from intranet import access, roles
from intranet.directory.models import Agent


def can_prepare_campaign(agent: Agent) -> bool:
    """Facilitators write campaigns, change their dates and publish them."""
    return roles.has(agent, roles.Role.FACILITATOR)


def can_draft_rules(agent: Agent) -> bool:
    """Facilitators draft a version of the rules."""
    return roles.has(agent, roles.Role.FACILITATOR)


def can_adopt_rules(agent: Agent, version: RuleSetVersion) -> bool:
    """Decision-makers adopt a version; not the one they wrote."""
    return roles.has(agent, roles.Role.DECISION_MAKER) and version.author_id != agent.pk


def can_give_mandate(agent: Agent) -> bool:
    """Administrators publish the mandates that the management signed."""
    return roles.has(agent, roles.Role.ADMINISTRATOR)


def can_decide_within(agent: Agent, mandate: Mandate) -> bool:
    """The holders of a mandate, while it is published and runs, when it gives the power to decide."""
    return mandate.is_valid and mandate.powers == Mandate.Powers.DECIDE and access.can(agent, "decide", mandate)


def can_take_part(agent: Agent, campaign: Campaign) -> bool:
    """Agents who work in the campaign's perimeter."""
    return Campaign.objects.open_to(agent).filter(pk=campaign.pk).exists()
