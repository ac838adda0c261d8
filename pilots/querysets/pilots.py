"""Which pilots an agent may see, and lists of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q

from intranet.base import clock

if TYPE_CHECKING:
    from intranet.directory.models import Agent, Territory

# What comes first in a list: what runs, then what is coming, then what was learned.
RANK = {"running": 0, "review": 0, "suspended": 1, "ready": 2, "framing": 3, "draft": 4}


class PilotQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> PilotQuerySet:
        """Pilots open to all colleagues, and those where a grant lets `agent` in (team, sponsor, observer)."""
        grants = apps.get_model("pilots", "PilotGroupPermission")
        let_in = grants.objects.filter(content_object=OuterRef("pk"), permission__codename="view_pilot", group__user=agent.pk)
        return self.filter(Q(visibility="open") | Exists(let_in))

    def everyone(self) -> PilotQuerySet:
        """Pilots that every agent may see: what is indexed."""
        return self.filter(visibility="open")

    def of(self, agent: Agent) -> PilotQuerySet:
        """Pilots in which `agent` has a part: team, sponsor, or proposed by them."""
        members = apps.get_model("pilots", "Membership").objects.filter(pilot=OuterRef("pk"), person=agent, left_on=None)
        mandates = apps.get_model("pilots", "SponsorMandate").objects.filter(
            pilot=OuterRef("pk"), sponsor=agent, status__in=("proposed", "accepted")
        )
        return self.filter(Q(created_by=agent) | Exists(members) | Exists(mandates))

    def led_by(self, agent: Agent) -> PilotQuerySet:
        """Pilots of which `agent` is the lead. A pilot has one lead: no row comes twice."""
        return self.filter(memberships__person=agent, memberships__role="lead", memberships__left_on=None)

    def in_territory(self, territory: Territory) -> PilotQuerySet:
        return self.filter(territories=territory)

    def for_audience(self, agent: Agent) -> PilotQuerySet:
        """Pilots that change something for `agent`: an audience whose unit contains theirs."""
        return self.filter(Exists(apps.get_model("pilots", "Audience").objects.of(agent).filter(pilot=OuterRef("pk"))))

    def with_origin(self) -> PilotQuerySet:
        """With the address of the decision it follows from."""
        own = [field.name for field in self.model._meta.concrete_fields]
        return self.select_related("decision").only(*own, "decision__public_id")

    def for_list(self) -> PilotQuerySet:
        """In the order of a list, with what a row shows: lead, sponsor and territories in a constant number of queries."""
        rank = models.Case(*(models.When(state=state, then=place) for state, place in RANK.items()), default=9)
        return self.annotate(rank=rank).order_by("rank", "-created_at", "-pk").select_related("owner_unit").prefetch_related("territories")

    def with_counts(self) -> PilotQuerySet:
        """With `waiting_count` and `overdue_count`: feedback whose author waits, and waits beyond the date."""
        waiting = Q(feedback__state__in=("new", "triaged", "reopened"), feedback__merged_into=None)
        return self.annotate(
            waiting_count=Count("feedback", filter=waiting, distinct=True),
            overdue_count=Count("feedback", filter=waiting & Q(feedback__due_on__lt=clock.today()), distinct=True),
        )

    def with_feedback_totals(self) -> PilotQuerySet:
        """With `given_count` and `answered_count`: feedback of all, and that whose author has a reply."""
        answered = Q(feedback__state__in=("answered", "closed"))
        return self.annotate(given_count=Count("feedback", distinct=True), answered_count=Count("feedback", filter=answered, distinct=True))


class AudienceQuerySet(models.QuerySet):
    def of(self, agent: Agent) -> AudienceQuerySet:
        """Audiences whose unit contains that of `agent`."""
        return self.filter(unit__path__in=agent.paths_above)

    def containing(self, path: OuterRef) -> AudienceQuerySet:
        """Audiences whose unit contains the unit at `path`, a column of the query around this one."""
        return self.annotate(inner=ExpressionWrapper(path, output_field=models.CharField())).filter(inner__startswith=F("unit__path"))


class MembershipQuerySet(models.QuerySet):
    def current(self) -> MembershipQuerySet:
        return self.filter(left_on=None)

    def leads(self) -> MembershipQuerySet:
        return self.filter(role="lead", left_on=None)

    def in_order(self) -> MembershipQuerySet:
        """The lead, then the team, then observers; the earliest first."""
        rank = models.Case(models.When(role="lead", then=0), models.When(role="team", then=1), default=2)
        return self.annotate(rank=rank).order_by("rank", F("joined_on"), "pk")
