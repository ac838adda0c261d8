"""Every question asked of the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import F, Q
from treebeard.mp_tree import MP_NodeManager, MP_NodeQuerySet

from intranet.base import clock

if TYPE_CHECKING:
    from intranet.directory.models import Agent, OrgUnit


class AgentQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> AgentQuerySet:
        """Colleagues whom `agent` may find: accounts in use. Somebody who left or was erased is not found."""
        return self.filter(is_active=True, erased_at=None)

    def in_unit(self, unit: OrgUnit) -> AgentQuerySet:
        """Agents of `unit` and of every unit under it."""
        return self.filter(unit__path__startswith=unit.path)

    def absent(self) -> AgentQuerySet:
        """Agents away today."""
        today = clock.today()
        return self.filter(absent_from__lte=today).filter(Q(absent_until__gte=today) | Q(absent_until=None))

    def reports_of(self, manager: Agent) -> AgentQuerySet:
        """The agents whose line manager is `manager`."""
        return self.filter(manager=manager)

    def with_place(self) -> AgentQuerySet:
        """With the unit and site that a card shows, in the same query."""
        return self.select_related("unit", "site")

    def by_name(self) -> AgentQuerySet:
        return self.order_by("last_name", "first_name", "pk")


class AgentManager(UserManager.from_queryset(AgentQuerySet)):  # type: ignore[misc]
    pass


class OrgUnitQuerySet(MP_NodeQuerySet):
    def with_head(self) -> OrgUnitQuerySet:
        return self.select_related("head")

    def directions(self) -> OrgUnitQuerySet:
        """The units just under the root: the directions."""
        return self.filter(depth=2)

    def above(self, unit: OrgUnit) -> OrgUnitQuerySet:
        """The units that contain `unit`, itself included, from the root down."""
        steps = [unit.path[:end] for end in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
        return self.filter(path__in=steps).order_by("path")


class OrgUnitManager(MP_NodeManager.from_queryset(OrgUnitQuerySet)):  # type: ignore[misc]
    def get_queryset(self):
        return OrgUnitQuerySet(self.model, using=self._db).order_by(F("path"))
