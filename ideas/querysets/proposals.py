"""Every question asked of ideas."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import BigIntegerField, Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Cast

from intranet.directory.querysets import name_at, with_names

if TYPE_CHECKING:
    from intranet.directory.models import Agent

UNSEEN = ("draft", "withdrawn")
PRIME = 2**31 - 1  # the places of an order of one's own: more than there will be ideas


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
        """With what a line of a list shows, and nothing else of the words and the campaign."""
        authorships = self.model.authorships.rel.related_model.objects.filter(state="accepted").select_related("agent").order_by("pk")
        authors = authorships.only("idea", *name_at("agent"))
        return (
            self.with_words()
            .only(
                "public_id",
                "status",
                "published_at",
                "campaign__name",
                "current_version__title",
                "current_version__expected_effect",
                "current_version__cost_band",
            )
            .prefetch_related(Prefetch("authorships", queryset=authors, to_attr="authors"))
        )

    def shuffled_for(self, agent: Agent) -> IdeaQuerySet:
        """In an order of its own for each agent, the same at each visit: no place is better than another while people vote.

        The place of an idea is a polynomial of its key, modulo a prime, whose coefficients are drawn from who
        looks: over the agents, the places of any three ideas are independent of one another. The database computes
        it from the key alone, where the digest of a text would cost it a call for each idea.
        """
        drawn = hashlib.sha256(agent.public_id.bytes).digest()
        square, slope, start = (int.from_bytes(drawn[at : at + 8]) % PRIME for at in (0, 8, 16))
        key = Cast(F("pk"), BigIntegerField())
        return self.annotate(place=((key * square % PRIME + slope) * key + start) % PRIME).order_by("place", "pk")

    def newest_first(self) -> IdeaQuerySet:
        return self.order_by("-published_at", "-pk")


class IdeaAuthorQuerySet(models.QuerySet):
    def accepted(self) -> IdeaAuthorQuerySet:
        return self.filter(state="accepted")

    def waiting_for(self, agent: Agent) -> IdeaAuthorQuerySet:
        """Invitations that `agent` did not answer."""
        return self.filter(agent=agent, state="invited").exclude(idea__status__in=["withdrawn", "merged"])
