"""Questions asked of tips."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from intranet import roles
from intranet.base import clock
from intranet.directory.querysets import name_at

if TYPE_CHECKING:
    from intranet.directory.models import Agent
    from intranet.thread.fil import Keys


def answered_for(agent: Agent) -> Q:
    """Which tips `agent` answers for: their own; editors, also those whose author left."""
    mine = Q(author=agent)
    return mine | Q(author__is_active=False) if roles.has(agent, roles.Role.EDITOR) else mine


class OriginQuerySet(models.QuerySet):
    """What knows from which thing it was born (an answer, a pilot, an adjustment)."""

    def from_origin(self, model: type[models.Model], pks: Keys) -> OriginQuerySet:
        """What was born from the rows `pks` of `model`."""
        return self.filter(origin_type__app_label=model._meta.app_label, origin_type__model=model._meta.model_name, origin_id__in=pks)

    def origins(self, model: type[models.Model]) -> models.QuerySet:
        """The keys of the rows of `model` from which these were born."""
        born = self.filter(origin_type__app_label=model._meta.app_label, origin_type__model=model._meta.model_name)
        return born.order_by().values_list("origin_id", flat=True)


class TipQuerySet(OriginQuerySet):
    def visible_to(self, agent: Agent) -> TipQuerySet:
        """Tips that `agent` may open: all but those hidden by an editor or removed, which only their author and editors open."""
        if roles.has(agent, roles.Role.EDITOR):
            return self
        return self.filter(Q(status__in=["live", "expired"]) | Q(author=agent))

    def current(self) -> TipQuerySet:
        """Tips that lists, search and suggestions show: live, and still right by their date."""
        return self.filter(status="live", expires_on__gte=clock.today())

    def due_by(self, day: date) -> TipQuerySet:
        """Live tips whose date comes on or before `day`."""
        return self.filter(status="live", expires_on__lte=day)

    def of(self, agent: Agent) -> TipQuerySet:
        """Tips that `agent` wrote or is credited for."""
        return self.filter(Q(author=agent) | Q(credit=agent))

    def for_cards(self) -> TipQuerySet:
        """With what a card shows, and no more."""
        return self.only("public_id", "title", "text", "status", "expires_on", "helped_count")

    def for_lines(self) -> TipQuerySet:
        """With what a line shows, and no more: its title, its author and their unit."""
        author = (*name_at("author"), "author__unit__name")
        return self.select_related("author__unit").only("public_id", "title", "created_at", *author)

    def with_people(self) -> TipQuerySet:
        return self.select_related("author", "author__unit", "credit").prefetch_related("skills")

    def newest_first(self) -> TipQuerySet:
        return self.order_by("-created_at", "-pk")
