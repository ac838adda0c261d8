"""Every question asked of rounds, options and ballots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import MD5, Cast, Concat

from intranet import roles
from intranet.base import clock

if TYPE_CHECKING:
    from datetime import datetime

    from ideas.models import Tally
    from intranet.directory.models import Agent


class RoundQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> RoundQuerySet:
        """Announced rounds, for everyone; rounds in preparation, for facilitators."""
        return self if roles.has(agent, roles.Role.FACILITATOR) else self.announced()

    def announced(self) -> RoundQuerySet:
        """Rounds that were announced, whatever came next."""
        return self.exclude(status="draft")

    def published(self) -> RoundQuerySet:
        return self.filter(status="published")

    def open_at(self, moment: datetime) -> RoundQuerySet:
        return self.filter(status="announced", opens_at__lte=moment, closes_at__gt=moment)

    def coming_at(self, moment: datetime) -> RoundQuerySet:
        return self.filter(status="announced", opens_at__gt=moment)

    def ended_at(self, moment: datetime) -> RoundQuerySet:
        """Rounds whose close has come: to be counted, counted, or cancelled."""
        return self.filter(Q(status__in=["published", "cancelled"]) | Q(status="announced", closes_at__lte=moment))

    def to_close_at(self, moment: datetime) -> RoundQuerySet:
        """Rounds whose close has come and whose ballots are not counted yet."""
        return self.filter(status="announced", closes_at__lte=moment)

    def with_roll_of(self, agent: Agent) -> RoundQuerySet:
        """With `is_on_roll` and `has_ballot`: whether `agent` may vote, and has."""
        roll = self.model.roll.rel.related_model.objects.filter(round=OuterRef("pk"), agent=agent)
        ballots = self.model.ballots.rel.related_model.objects.filter(round=OuterRef("pk"), agent=agent)
        return self.annotate(is_on_roll=Exists(roll), has_ballot=Exists(ballots) | Exists(roll.filter(has_voted=True)))

    def waiting_for(self, agent: Agent) -> RoundQuerySet:
        """Open rounds in which `agent` may vote and has not."""
        voted = self.model.ballots.rel.related_model.objects.filter(agent=agent).order_by().values("round")
        on_roll = self.open_at(clock.now()).filter(roll__agent=agent, roll__has_voted=False)  # once on a roll at most: no row twice
        return on_roll.exclude(pk__in=voted)


class OptionQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> OptionQuerySet:
        """The lines of announced rounds, for everyone; of rounds in preparation, for facilitators."""
        return self if roles.has(agent, roles.Role.FACILITATOR) else self.exclude(round__status="draft")

    def about(self, subject: models.Model) -> OptionQuerySet:
        """The lines that put an idea, or a recurring problem, to the vote."""
        if isinstance(subject, self.model._meta.get_field("recurring").related_model):
            return self.filter(recurring=subject)
        return self.filter(version__idea=subject)

    def with_subjects(self) -> OptionQuerySet:
        """With what each option is about, whatever its kind."""
        return self.select_related("recurring", "version__idea")

    def shuffled_for(self, agent: Agent) -> OptionQuerySet:
        """In an order of its own for each agent, the same at each visit: no place on the ballot is better than another."""
        seed = Concat(Value(str(agent.public_id)), Cast("public_id", models.TextField()), output_field=models.TextField())
        return self.annotate(order=MD5(seed)).order_by("order", "pk")


class BallotQuerySet(models.QuerySet):
    def of(self, agent: Agent) -> BallotQuerySet:
        """A ballot is read by the agent who cast it, and by the count."""
        return self.filter(agent=agent)


class TallyQuerySet(models.QuerySet):
    def latest_about(self, subject: models.Model) -> Tally | None:
        """The latest count of the latest published vote on an idea or a recurring problem; None when nobody voted on it."""
        options = self.model._meta.get_field("round").related_model.options.rel.related_model.objects
        lines = options.about(subject).filter(round__status="published")
        return self.filter(round__in=lines.values("round")).order_by("-round__published_at", "-seq").select_related("round").first()  # type: ignore[return-value]
