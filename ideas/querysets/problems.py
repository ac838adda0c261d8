"""Every question asked of problems and of what recurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, IntegerField, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from intranet import roles

if TYPE_CHECKING:
    from intranet.directory.models import Agent, OrgUnit


def _count(queryset: models.QuerySet, field: str, what: str = "pk") -> Coalesce:
    """How many rows of `queryset` belong to the row of the outer query, by `field`."""
    counted = queryset.order_by().values(field).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


class ProblemQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> ProblemQuerySet:
        """Published reports, for everyone; what an author wrote, for that author; what was hidden, for facilitators."""
        seen = Q(status="published") | Q(author=agent)
        if roles.has(agent, roles.Role.FACILITATOR):
            seen |= Q(status="hidden")
        return self.filter(seen)

    def published(self) -> ProblemQuerySet:
        return self.filter(status="published")

    def mine(self, agent: Agent) -> ProblemQuerySet:
        return self.filter(author=agent)

    def in_unit(self, unit: OrgUnit) -> ProblemQuerySet:
        """Reports about `unit` or a unit under it."""
        return self.filter(service__path__startswith=unit.path)

    def grouped(self, yes: bool = True) -> ProblemQuerySet:
        """Reports that belong (or not) to a recurring problem."""
        memberships = self.model._meta.get_field("memberships").related_model
        found = Exists(memberships.objects.filter(problem=OuterRef("pk"), state="confirmed"))
        return self.filter(found) if yes else self.filter(~found)

    def with_line(self) -> ProblemQuerySet:
        """With what a line of a list shows: its service, category, byline, number of echoes."""
        return self.select_related("service", "category", "author", "shown_unit", "campaign").with_echo_count()

    def with_echo_count(self) -> ProblemQuerySet:
        """With `echo_count`: how many said « moi aussi »."""
        echoes = self.model._meta.get_field("echoes").related_model.objects.filter(problem=OuterRef("pk"))
        return self.annotate(echo_count=_count(echoes, "problem"))

    def with_echo_of(self, agent: Agent) -> ProblemQuerySet:
        """With `is_echoed`: whether `agent` said « moi aussi »."""
        echoes = self.model._meta.get_field("echoes").related_model.objects.filter(problem=OuterRef("pk"), agent=agent)
        return self.annotate(is_echoed=Exists(echoes))

    def most_shared_first(self) -> ProblemQuerySet:
        return self.with_echo_count().order_by("-echo_count", "-published_at", "-pk")

    def newest_first(self) -> ProblemQuerySet:
        return self.order_by("-published_at", "-pk")


class MembershipQuerySet(models.QuerySet):
    def confirmed(self) -> MembershipQuerySet:
        return self.filter(state="confirmed")


class RecurringProblemQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> RecurringProblemQuerySet:
        """What a person confirmed, for everyone; what is suggested or was put aside, for facilitators."""
        return self if roles.has(agent, roles.Role.FACILITATOR) else self.confirmed()

    def confirmed(self) -> RecurringProblemQuerySet:
        """Confirmed by a person, whether addressed since or not."""
        return self.filter(status__in=self.model.SHOWN)

    def with_reports(self) -> RecurringProblemQuerySet:
        """With `report_count` and `service_count`, each counted apart."""
        memberships = self._memberships()
        return self.annotate(
            report_count=_count(memberships, "recurring"), service_count=_count(memberships, "recurring", "problem__service")
        )

    def with_measure(self) -> RecurringProblemQuerySet:
        """With `report_count`, `service_count`, `since`, `echo_count` and `idea_count`, each counted apart."""
        memberships = self._memberships()
        since = memberships.order_by().values("recurring").annotate(first=Min("problem__published_at")).values("first")
        echoes = memberships.exclude(problem__echoes=None)
        shown = ["draft", "withdrawn", "merged"]
        ideas = self.model.ideas.through.objects.filter(recurringproblem=OuterRef("pk")).exclude(idea__status__in=shown)
        return self.with_reports().annotate(
            echo_count=_count(echoes, "recurring", "problem__echoes"),
            idea_count=_count(ideas, "recurringproblem"),
            since=Subquery(since),
        )

    def _memberships(self) -> models.QuerySet:
        """The published reports that people confirmed in the row of the outer query."""
        related = self.model._meta.get_field("memberships").related_model
        return related.objects.filter(recurring=OuterRef("pk"), state="confirmed", problem__status="published")

    def lacking_view(self) -> RecurringProblemQuerySet:
        """Confirmed ones where nobody wrote yet what it is like for the user."""
        return self.confirmed().filter(user_views=None)


class ContestQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> ContestQuerySet:
        """A contested grouping is between the author who contests and the facilitators."""
        return self if roles.has(agent, roles.Role.FACILITATOR) else self.filter(agent=agent)

    def waiting(self) -> ContestQuerySet:
        return self.filter(outcome="open")


class UserViewQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> UserViewQuerySet:
        """Read by whoever reads the recurring problem or idea that it is about."""
        if roles.has(agent, roles.Role.FACILITATOR):
            return self.exclude(idea__status="draft")
        shown = self.model._meta.get_field("recurring").related_model.SHOWN
        return self.filter(Q(recurring__status__in=shown) | (Q(idea__isnull=False) & ~Q(idea__status__in=["draft", "withdrawn"])))
