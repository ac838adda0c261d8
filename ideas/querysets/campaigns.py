"""Every question asked of campaigns, phases, rules and mandates."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef

from intranet import access, roles
from intranet.base import clock

if TYPE_CHECKING:
    from intranet.directory.models import Agent

CLOSED = ("draft", "archived")  # campaigns where nobody takes part
WRITING = ("collect_problems", "user_view", "ideate")
PREPARERS = {roles.Role.FACILITATOR.value, roles.Role.DECISION_MAKER.value}


def may_prepare(agent: Agent) -> bool:
    """Whether the drafts of campaigns and rules are open to `agent`: facilitators and decision-makers."""
    return bool(PREPARERS & roles.of(agent))


def reaches(agent: Agent, campaign: OuterRef) -> Exists:
    """Whether the perimeter of `campaign`, a column of the query around this one, contains `agent`."""
    perimeter = apps.get_model("ideas", "Campaign").perimeter.through
    return Exists(perimeter.objects.filter(campaign=campaign, orgunit__path__in=agent.paths_above))


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> CampaignQuerySet:
        """Published campaigns, for everyone; drafts, for those who prepare campaigns."""
        return self if may_prepare(agent) else self.published()

    def published(self) -> CampaignQuerySet:
        return self.exclude(status="draft")

    def open_to(self, agent: Agent) -> CampaignQuerySet:
        """Published campaigns in whose perimeter `agent` works: where they may take part."""
        return self.exclude(status__in=CLOSED).filter(reaches(agent, OuterRef("pk")))

    def in_phase(self, kind: str, at: datetime | None = None) -> CampaignQuerySet:
        """Campaigns whose phase `kind` is open at `at` (now)."""
        moment = at or clock.now()
        return self.filter(phases__kind=kind, phases__opens_at__lte=moment, phases__closes_at__gt=moment)

    def with_frame(self) -> CampaignQuerySet:
        """With its mandate, rules, phases and perimeter, in a constant number of queries."""
        return self.select_related("mandate", "rules__ruleset", "created_by").prefetch_related("phases", "perimeter")


class PhaseQuerySet(models.QuerySet):
    def open_at(self, moment: datetime) -> PhaseQuerySet:
        return self.filter(opens_at__lte=moment, closes_at__gt=moment)

    def of_published(self) -> PhaseQuerySet:
        return self.exclude(campaign__status="draft")

    def of_writing(self, agent: Agent) -> PhaseQuerySet:
        """Phases open now where `agent` may write: report, step into the user's shoes, propose. The nearest end first."""
        found = self.open_at(clock.now()).filter(reaches(agent, OuterRef("campaign")), kind__in=WRITING)
        return found.exclude(campaign__status__in=CLOSED).select_related("campaign").order_by("closes_at", "pk")


class RuleSetVersionQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> RuleSetVersionQuerySet:
        """Adopted versions and those in consultation, for everyone; drafts, for those who prepare rules."""
        return self if may_prepare(agent) else self.exclude(status="draft")

    def in_force(self, at: datetime | None = None) -> RuleSetVersionQuerySet:
        """The version of each set of rules that applies at `at` (now): adopted, begun, not yet replaced."""
        moment = at or clock.now()
        later = self.model.objects.filter(
            ruleset=OuterRef("ruleset"),
            status__in=["in_force", "superseded"],
            in_force_from__lte=moment,
            number__gt=OuterRef("number"),
        )
        return self.filter(status__in=["in_force", "superseded"], in_force_from__lte=moment).exclude(Exists(later))


class MandateQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> MandateQuerySet:
        """Published mandates, for everyone; those in preparation, for administrators."""
        return self if roles.has(agent, roles.Role.ADMINISTRATOR) else self.published()

    def published(self) -> MandateQuerySet:
        return self.filter(published_at__isnull=False)

    def valid(self) -> MandateQuerySet:
        """Mandates that are published and run today."""
        today = clock.today()
        return self.published().filter(valid_from__lte=today, valid_until__gte=today)

    def held_by(self, agent: Agent) -> MandateQuerySet:
        """Mandates within which `agent` may decide."""
        return self.filter(pk__in=access.granted(agent, "decide", self.model))

    def newest_first(self) -> MandateQuerySet:
        return self.order_by(F("valid_until").desc(), "title")
