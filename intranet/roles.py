"""The roles of the product: who comes here to do what, beyond being an agent.

A role is a group; whoever is in the group holds the role. Line managers and sponsors are not roles:
they follow from the directory and from mandates. No function asks `is_superuser`: an account with
every Django permission has no more rights on ballots, wishes or decisions than its roles give.
"""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.directory.models import Agent, OrgUnit


class Role(models.TextChoices):
    FACILITATOR = "facilitator", _("Campaign facilitator")
    DECISION_MAKER = "decision_maker", _("Decision-maker")
    HR_ADVISER = "hr_adviser", _("HR mobility adviser")
    EDITOR = "editor", _("Knowledge editor")
    ADMINISTRATOR = "administrator", _("Administrator")


def of(agent: Agent) -> frozenset[str]:
    """The roles of an agent, read once for each request (kept on the instance)."""
    if not getattr(agent, "is_authenticated", False) or not agent.is_active:
        return frozenset()
    if "_roles" not in agent.__dict__:
        agent.__dict__["_roles"] = frozenset(agent.groups.filter(name__in=Role.values).values_list("name", flat=True))
    return agent.__dict__["_roles"]


def has(agent: Agent, role: Role) -> bool:
    """Whether `agent` holds `role`."""
    return role.value in of(agent)


def holders(role: Role) -> models.QuerySet:
    """The agents who hold `role`, in use."""
    return Agent.objects.filter(groups__name=role.value, is_active=True)


def give(agent: Agent, role: Role) -> None:
    """Put `agent` in the group of `role`. Called by actions and by the demo, which record it."""
    agent.groups.add(group(role))
    agent.__dict__.pop("_roles", None)


def take(agent: Agent, role: Role) -> None:
    agent.groups.remove(group(role))
    agent.__dict__.pop("_roles", None)


def stand_in(*roles: Role, unit: OrgUnit | None = None) -> Agent:
    """Somebody who does not exist, of this unit and with these roles: the eyes of a preview. Never saved, never signed in."""
    nobody = Agent(pk=-1, unit=unit)
    nobody.__dict__["_roles"] = frozenset(role.value for role in roles)
    return nobody


def group(role: Role) -> Group:
    return Group.objects.get_or_create(name=role.value)[0]


def sync(**kwargs) -> None:
    """Make sure that a group stands for each role. Called after each `migrate`."""
    for role in Role:
        group(role)
