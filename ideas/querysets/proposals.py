"""Every question asked of ideas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, Subquery, TextField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat

from intranet.directory.querysets import with_names

if TYPE_CHECKING:
    from intranet.directory.models import Agent

UNSEEN = ("draft", "withdrawn")


class IdeaQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> IdeaQuerySet:
        """Published ideas, for everyone; drafts and withdrawn ideas, for their authors and those they invited."""
        own = self.model.authorships.rel.related_model.objects.filter(idea=OuterRef("pk"), agent=agent).exclude(state="declined")
        return self.filter(~Q(status__in=UNSEEN) | Exists(own))

    def published(self) -> IdeaQuerySet:
        """Ideas that everyone may read."""
        return self.exclude(status__in=UNSEEN)

    def authored_by(self, agent: Agent) -> IdeaQuerySet:
        """Ideas of which `agent` is an author (who accepted)."""
        return self.filter(authorships__agent=agent, authorships__state="accepted")

    def with_words(self) -> IdeaQuerySet:
        """With the current version and the campaign."""
        return self.select_related("current_version", "campaign")

    def with_authors(self) -> IdeaQuerySet:
        """With `authors`: the accepted authorships, in their order, each with its agent."""
        authorships = self.model.authorships.rel.related_model.objects.filter(state="accepted")
        return self.prefetch_related(Prefetch("authorships", queryset=with_names(authorships, "agent").order_by("pk"), to_attr="authors"))

    def with_part_of(self, agent: Agent) -> IdeaQuerySet:
        """With `is_followed` and `is_invited`: whether `agent` follows it, and is asked to write it."""
        follows = self.model.follows.rel.related_model.objects.filter(idea=OuterRef("pk"), agent=agent)
        invitations = self.model.authorships.rel.related_model.objects.waiting_for(agent).filter(idea=OuterRef("pk"))
        return self.annotate(is_followed=Exists(follows), is_invited=Exists(invitations))

    def with_line(self) -> IdeaQuerySet:
        """With what a line of a list shows."""
        return self.with_words().with_authors().prefetch_related("problems")

    def shuffled_for(self, agent: Agent) -> IdeaQuerySet:
        """In an order of its own for each agent, the same at each visit: no place is better than another while people vote."""
        seed = Concat(Value(str(agent.public_id)), Cast("public_id", TextField()), output_field=TextField())
        return self.annotate(place=MD5(seed)).order_by("place", "pk")

    def newest_first(self) -> IdeaQuerySet:
        return self.order_by("-published_at", "-pk")

    def with_follower_count(self) -> IdeaQuerySet:
        follows = self.model.follows.rel.related_model.objects.filter(idea=OuterRef("pk")).order_by().values("idea")
        counted = follows.annotate(n=Count("pk")).values("n")
        return self.annotate(follower_count=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)))


class IdeaAuthorQuerySet(models.QuerySet):
    def accepted(self) -> IdeaAuthorQuerySet:
        return self.filter(state="accepted")

    def waiting_for(self, agent: Agent) -> IdeaAuthorQuerySet:
        """Invitations that `agent` did not answer."""
        return self.filter(agent=agent, state="invited").exclude(idea__status__in=["withdrawn", "merged"])
