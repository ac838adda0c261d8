"""Questions asked of guides and procedures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from intranet import roles
from intranet.base import clock
from knowledge.querysets.tips import OriginQuerySet

if TYPE_CHECKING:
    from intranet.directory.models import Agent

WARNING_DAYS = 30  # how long before its date a page is "to check soon"
ARCHIVE_DAYS = 180  # how long after it a page is proposed for the archives


def answered_for(agent: Agent) -> models.Q:
    """Which guides and procedures `agent` answers for; those without an owner fall to the owner of the page above, else to editors."""
    mine = models.Q(content_owner=agent)
    above = apps.get_model("knowledge", "KnowledgeIndexPage").objects.filter(content_owner__is_active=True)
    owner_above = above.order_by("pk").values_list("content_owner", flat=True).first()
    if owner_above == agent.pk or (owner_above is None and roles.has(agent, roles.Role.EDITOR)):
        mine |= models.Q(content_owner=None) | models.Q(content_owner__is_active=False)
    return mine


def is_restricted() -> Exists:
    """Whether a page, or one above it, is kept to some readers: asked within the query of the pages."""
    asked = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
    return Exists(PageViewRestriction.objects.annotate(asked=asked).filter(asked__startswith=F("page__path")))


class KeptPageQuerySet(PageQuerySet, OriginQuerySet):
    def visible_to(self, agent: Agent) -> KeptPageQuerySet:
        """Published pages without a restriction on who reads them."""
        return self.everyone()

    def everyone(self) -> KeptPageQuerySet:
        """Pages that every agent may read."""
        return self.live().filter(~is_restricted())

    def due(self) -> KeptPageQuerySet:
        """Published pages whose date of review is near or past."""
        return self.live().filter(review_due_on__lte=clock.today() + timedelta(days=WARNING_DAYS))

    def overdue(self) -> KeptPageQuerySet:
        """Published pages whose date of review is past."""
        return self.live().filter(review_due_on__lte=clock.today())

    def answered_for_by(self, agent: Agent) -> KeptPageQuerySet:
        """Pages that `agent` answers for."""
        return self.filter(answered_for(agent))

    def for_cards(self) -> KeptPageQuerySet:
        """With what a card shows, and no more."""
        return self.only("title", "url_path", "summary", "reviewed_at", "review_due_on", *self.model.WORDS)

    def with_people(self) -> KeptPageQuerySet:
        return self.select_related("content_owner", "content_owner__unit", "reviewed_by").prefetch_related("skills")


KeptPageManager = PageManager.from_queryset(KeptPageQuerySet)
