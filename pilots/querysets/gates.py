"""Decisions of gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from intranet.directory.models import Agent


class GateDecisionQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> GateDecisionQuerySet:
        """Decisions are seen by whoever sees their pilot."""
        pilots = apps.get_model("pilots", "Pilot").objects.visible_to(agent)
        return self.filter(pilot__in=pilots)

    def outcomes(self) -> GateDecisionQuerySet:
        return self.filter(gate="outcome")

    def newest_first(self) -> GateDecisionQuerySet:
        return self.order_by("-number")

    def with_people(self) -> GateDecisionQuerySet:
        return self.select_related("decided_by", "pilot").prefetch_related("territories")
