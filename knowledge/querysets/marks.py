"""Questions asked of what readers say about a tip or a page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Q

from intranet.base import clock
from knowledge.querysets import pages, tips

if TYPE_CHECKING:
    from intranet.directory.models import Agent


class AboutQuerySet(models.QuerySet):
    def about(self, obj: models.Model) -> AboutQuerySet:
        """Those about one thing."""
        return self.filter(about_type=ContentType.objects.get_for_model(obj), about_id=obj.pk)


class MarkQuerySet(AboutQuerySet):
    def by(self, agent: Agent) -> MarkQuerySet:
        return self.filter(agent=agent)

    def useful_since(self, days: int = 7) -> models.QuerySet:
        """(type, key, how many) of what helped colleagues in the last `days`, the most helpful first."""
        return (
            self.filter(kind="helped", created_at__gte=clock.now() - timedelta(days=days))
            .values_list("about_type_id", "about_id")
            .annotate(n=Count("pk"))
            .order_by("-n", "-about_id")
        )


class FlagQuerySet(AboutQuerySet):
    def standing(self) -> FlagQuerySet:
        """Flags to which nobody has replied yet."""
        return self.filter(closed_at=None)

    def for_agent(self, agent: Agent) -> FlagQuerySet:
        """Those that `agent` must reply to: about their tips and the pages they answer for; editors, about what nobody answers for."""
        mine = pages.answered_for(agent)  # asked once for both kinds of pages
        kinds = [apps.get_model("knowledge", name).objects.filter(mine) for name in ("GuidePage", "ProcedurePage")]
        kinds.append(apps.get_model("knowledge", "Tip").objects.filter(tips.answered_for(agent)))
        found = Q()
        for rows in kinds:
            found |= Q(about_type=ContentType.objects.get_for_model(rows.model), about_id__in=rows.order_by().values("pk"))
        return self.filter(found)

    def with_people(self) -> FlagQuerySet:
        return self.select_related("agent", "agent__unit", "closed_by", "about_type")

    def oldest_first(self) -> FlagQuerySet:
        return self.order_by("created_at", "pk")
