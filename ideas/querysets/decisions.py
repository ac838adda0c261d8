"""Every question asked of decisions and of the answers that are owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from intranet import access
from intranet.base import clock
from intranet.directory.querysets import name_at

if TYPE_CHECKING:
    from datetime import date

    from intranet.directory.models import Agent, OrgUnit

SUBJECT = ("idea__current_version", "recurring", "round")
LINE = (
    "public_id",
    "outcome",
    "explanation",
    "published_at",
    "follows_tally",
    "status",
    "idea__public_id",
    "idea__current_version__title",
    "recurring__title",
    "round__title",
    "campaign__name",
    *name_at("decided_by"),
)


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> DecisionQuerySet:
        """Published decisions, for everyone; a draft, for who writes it and for the holders of its mandate."""
        mandates = self.model.mandate.field.related_model
        held = access.granted(agent, "decide", mandates)
        return self.filter(~Q(status="draft") | Q(written_by=agent) | Q(mandate__in=held))

    def published(self) -> DecisionQuerySet:
        """Published decisions, replaced ones too: nothing that was decided disappears."""
        return self.exclude(status="draft")

    def in_force(self) -> DecisionQuerySet:
        """Published decisions that no other replaced."""
        return self.filter(status="published")

    def drafts(self) -> DecisionQuerySet:
        return self.filter(status="draft")

    def with_subject(self) -> DecisionQuerySet:
        """With what is decided on, who decided, and under which mandate."""
        return self.select_related(*SUBJECT, "campaign", "decided_by", "mandate")

    def with_line(self) -> DecisionQuerySet:
        """With what a line of a list shows, and nothing else of what is decided on."""
        return self.select_related(*SUBJECT, "campaign", "decided_by").only(*LINE)

    def for_panel(self) -> DecisionQuerySet:
        """With what the page of its subject says of it: who decided, under which mandate, after which vote and by which rules."""
        own = ("public_id", "status", "outcome", "explanation", "follows_tally", "divergence_reason", "review_on")
        who = (*name_at("decided_by"), "decided_by__position_title", "mandate__public_id", "mandate__valid_from")
        vote = ("round__public_id", "round__rules__number", "round__rules__ruleset__slug")
        related = ("decided_by", "mandate", "tally__round__rules__ruleset")
        return self.select_related(*related).only(*own, *who, *(f"tally__{column}" for column in vote))

    def newest_first(self) -> DecisionQuerySet:
        return self.order_by("-published_at", "-pk")


class DutyQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> DutyQuerySet:
        """What is owed is public: everyone sees it."""
        return self.all() if agent.is_active else self.none()

    def open(self) -> DutyQuerySet:
        return self.filter(state="open")

    def late(self) -> DutyQuerySet:
        """Answers that are expected and did not come in time."""
        return self.open().filter(due_on__lt=clock.today())

    def due_by(self, day: date) -> DutyQuerySet:
        return self.open().filter(due_on__lte=day)

    def held_by(self, agent: Agent) -> DutyQuerySet:
        return self.filter(holder=agent)

    def under(self, unit: OrgUnit) -> DutyQuerySet:
        """Answers owed by people of `unit` and of the units under it."""
        return self.filter(holder__unit__path__startswith=unit.path)

    def with_subject(self) -> DutyQuerySet:
        """With what waits for an answer, and who owes it."""
        return self.select_related("idea__current_version", "recurring", "campaign", "holder__unit", "decision", "round")
