"""Who may manage accounts and roles."""

from intranet import roles
from intranet.directory.models import Agent
from intranet.roles import Role


def can_manage_accounts(agent: Agent) -> bool:
    """Administrators: they open and close accounts, never read what is in them."""
    return roles.has(agent, Role.ADMINISTRATOR)


def can_manage_roles(agent: Agent) -> bool:
    """Administrators; nobody takes the administrator role from themselves, so that one remains."""
    return roles.has(agent, Role.ADMINISTRATOR)
