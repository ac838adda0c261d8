"""Every question asked of the HR files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F, Min

from intranet import roles
from intranet.roles import Role

if TYPE_CHECKING:
    from intranet.directory.models import Agent
    from intranet.organisation.models import HrImport

IMPORTERS = (Role.ADMINISTRATOR, Role.HR_ADVISER)


def may_import(agent: Agent) -> bool:
    """Whether `agent` reads and imports HR files: administrators and HR mobility advisers."""
    return any(roles.has(agent, role) for role in IMPORTERS)


class HrImportQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> HrImportQuerySet:
        """Every import, for those who may import; none for others."""
        return self.all() if may_import(agent) else self.none()

    def under_way(self) -> HrImportQuerySet:
        """Those that a job reads or applies."""
        return self.filter(status__in=("reading", "applying"))

    def newest_first(self) -> HrImportQuerySet:
        return self.select_related("by").order_by("-created_at", "-pk")


class HrLineQuerySet(models.QuerySet):
    def of(self, hr_import: HrImport) -> HrLineQuerySet:
        return self.filter(hr_import=hr_import)

    def of_kind(self, *kinds: str) -> HrLineQuerySet:
        """The lines of these kinds that the import takes: those without an error."""
        return self.filter(kind__in=kinds, has_error=False)

    def twice(self, column: str) -> Any:
        """The values of `column` that several lines have, with the first line of each: {column, first, count}."""
        return (
            self.exclude(**{column: ""}).values(column).annotate(count=Count("pk"), first=Min("line")).filter(count__gt=1).order_by("first")
        )

    def by_line(self) -> HrLineQuerySet:
        return self.order_by(F("line"), "last_name", "first_name", "pk")
