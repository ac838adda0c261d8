"""Every question asked of composed pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from intranet.base import clock

if TYPE_CHECKING:
    from intranet.directory.models import Agent


def closed_to(agent: Agent) -> Q:
    """The pages that a restriction on them, or on one above, keeps from `agent` (kept to groups they are not in).

    Asked before the query of the pages: most houses restrict nothing, and that query then carries nothing of it.
    """
    kept = PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.LOGIN)
    paths = dict(kept.values_list("pk", "page__path"))
    if paths:
        for pk in kept.filter(restriction_type=PageViewRestriction.GROUPS, groups__user=agent).values_list("pk", flat=True):
            paths.pop(pk, None)
    return Q(*(Q(path__startswith=path) for path in sorted(paths.values())), _connector=Q.OR) if paths else Q(pk__in=())


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
        """With what a card shows, in the same query, and no more."""
        shown = ("title", "url_path", "date", "summary", "unit__name", "eventpage__starts_at", "eventpage__place")
        return self.select_related("unit", "eventpage").only(*shown)


class EventQuerySet(NewsQuerySet):
    def for_rows(self) -> EventQuerySet:
        """With what a row of a short list shows, and no more."""
        return self.only("title", "url_path", "starts_at", "place")

    def to_come(self) -> EventQuerySet:
        """Events that are not over, the nearest first. One without an end lasts the hours of its day."""
        now = clock.now()
        return self.filter(Q(ends_at__gte=now) | Q(ends_at=None, starts_at__gte=now - timedelta(hours=8))).order_by("starts_at", "pk")


class AlertQuerySet(StoryQuerySet):
    def active(self) -> AlertQuerySet:
        """Alerts in force now, the latest published first."""
        return self.live().filter(Q(until=None) | Q(until__gt=clock.now())).order_by("-last_published_at", "-pk")


StoryManager = PageManager.from_queryset(StoryQuerySet)
NewsManager = PageManager.from_queryset(NewsQuerySet)
EventManager = PageManager.from_queryset(EventQuerySet)
AlertManager = PageManager.from_queryset(AlertQuerySet)
