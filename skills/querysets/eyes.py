"""Who is looking: the one statement of who sees a shared skill, used by every query of the area."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet import roles
from intranet.directory.models import Agent, OrgUnit

NOBODY = 0


class Visibility(models.IntegerChoices):
    """Who sees a shared skill. Each one contains those before it, so that they may be compared."""

    ME = 0, _("me only")
    HR = 1, _("HR mobility advisers")
    DIRECTION = 2, _("my direction")
    EVERYONE = 3, _("everyone")


@dataclass(frozen=True)
class Eyes:
    """What of a person decides what they see: who they are, their direction, whether they advise on mobility.

    `Eyes.of(agent)` for somebody signed in; made by hand for the preview "see my page as…".
    """

    agent_id: int = NOBODY
    direction: str = ""
    is_hr: bool = False

    @classmethod
    def of(cls, agent: Agent) -> Eyes:
        """The eyes of a signed-in agent; those of a stranger when nobody is signed in or the account is closed."""
        if not getattr(agent, "is_active", False):
            return cls()
        return cls(
            agent_id=agent.pk,
            direction=direction_of(agent.unit),
            is_hr=roles.has(agent, roles.Role.HR_ADVISER),
        )


def direction_of(unit: OrgUnit | None) -> str:
    """The path of the direction of `unit`, or nothing."""
    return unit.direction_path if unit is not None else ""


def shown_to(eyes: Eyes, *, at: str = "") -> Q:
    """The rule, over rows with an owner (`agent`) and a visibility; `at` is the lookup that leads to them ("agent_skill__").

    Everyone sees EVERYONE; the owner sees their own; colleagues of the direction and the line
    manager see DIRECTION; HR mobility advisers see all but ME.
    """

    def when(**conditions: object) -> Q:
        return Q(**{f"{at}{name}": value for name, value in conditions.items()})

    rule = when(visibility=Visibility.EVERYONE) | when(agent_id=eyes.agent_id)
    if eyes.is_hr:
        rule |= when(visibility__gte=Visibility.HR)
    if eyes.agent_id:
        rule |= when(visibility=Visibility.DIRECTION, agent__manager_id=eyes.agent_id)
    if eyes.direction:
        rule |= when(visibility=Visibility.DIRECTION) & in_direction(eyes.direction, f"{at}agent__unit__path")
    return rule


def facts_shown_to(eyes: Eyes) -> Q:
    """The same rule over `Fact`, whose direction is a column; a test holds the two together."""
    rule = Q(visibility=Visibility.EVERYONE) | Q(agent_id=eyes.agent_id)
    if eyes.is_hr:
        rule |= Q(visibility__gte=Visibility.HR)
    if eyes.agent_id:
        rule |= Q(visibility=Visibility.DIRECTION, agent_id__in=Agent.objects.filter(manager_id=eyes.agent_id).values("pk"))
    if eyes.direction:
        rule |= Q(visibility=Visibility.DIRECTION, direction=eyes.direction)
    return rule


def in_direction(path: str, lookup: str) -> Q:
    """Whether the unit path at `lookup` lies in the direction at `path`; the root is its own direction and holds nobody else's."""
    if len(path) < 2 * OrgUnit.steplen:
        return Q(**{lookup: path})
    return Q(**{f"{lookup}__startswith": path})
