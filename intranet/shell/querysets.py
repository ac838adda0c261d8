"""Every question asked of composed pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from intranet.base import clock

if TYPE_CHECKING:
    from intranet.directory.models import Agent


def closed_to(agent: Agent) -> Exists:
    """Whether a restriction on a page, or on one above it, keeps `agent` out (kept to groups they are not in)."""
    return Exists(
        PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.LOGIN)
        .exclude(restriction_type=PageViewRestriction.GROUPS, groups__in=agent.groups.all())
        .annotate(asked=ExpressionWrapper(OuterRef("path"), output_field=CharField()))
        .filter(asked__startswith=F("page__path"))
    )


class StoryQuerySet(PageQuerySet):
    def visible_to(self, agent: Agent) -> StoryQuerySet:
        """Published pages that `agent` may open."""
        return self.live().filter(~closed_to(agent))


class NewsQuerySet(StoryQuerySet):
    def of_direction_of(self, agent: Agent) -> NewsQuerySet:
        """News for everyone, and for any unit of the agent's direction."""
        if agent.unit is None:
            return self.filter(unit=None)
        return self.filter(Q(unit=None) | Q(unit__path__startswith=agent.unit.direction_path) | Q(unit__depth=1))

    def newest_first(self) -> NewsQuerySet:
        return self.order_by("-date", "-pk")

    def for_list(self) -> NewsQuerySet:
        """With what a card shows, in the same query."""
        return self.select_related("unit", "owner", "eventpage")


class EventQuerySet(NewsQuerySet):
    def to_come(self) -> EventQuerySet:
        """Events that are not over, the nearest first. One without an end lasts the hours of its day."""
        now = clock.now()
        return self.filter(Q(ends_at__gte=now) | Q(ends_at=None, starts_at__gte=now - timedelta(hours=8))).order_by("starts_at", "pk")


class AlertQuerySet(StoryQuerySet):
    def active(self) -> AlertQuerySet:
        """Alerts in force now, the latest published first."""
        return self.live().filter(Q(until=None) | Q(until__gt=clock.now())).order_by("-last_published_at", "-pk")


NewsManager = PageManager.from_queryset(NewsQuerySet)
EventManager = PageManager.from_queryset(EventQuerySet)
AlertManager = PageManager.from_queryset(AlertQuerySet)
