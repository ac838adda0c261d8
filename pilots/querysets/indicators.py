"""Indicators with what their curve needs, and measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch

from intranet.directory.querysets import with_names

if TYPE_CHECKING:
    from intranet.directory.models import Agent


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> IndicatorQuerySet:
        """Indicators are seen by whoever sees their pilot."""
        return self.filter(pilot__in=apps.get_model("pilots", "Pilot").objects.visible_to(agent))

    def headlines(self) -> IndicatorQuerySet:
        """Main indicators that were measured since their pilot started."""
        measured = apps.get_model("pilots", "Measurement").objects.filter(
            indicator=OuterRef("pk"), period_start__gte=OuterRef("pilot__started_on")
        )
        return self.filter(Exists(measured), is_headline=True)

    def for_curves(self) -> IndicatorQuerySet:
        """With all that `Indicator.curve()` reads, in a constant number of queries, however many indicators and measures.

        Asked of `pilot.indicators`, they know their pilot without reading it again.
        """
        measurement = apps.get_model("pilots", "Measurement")
        recalculations = with_names(apps.get_model("pilots", "LimitsRecalculation").objects, "by").order_by("pk")
        return self.prefetch_related(
            Prefetch("measurements", queryset=measurement.objects.current().in_order(), to_attr="current_measures"),
            Prefetch("recalculations", queryset=recalculations),
            "targets",
            "pilot__interventions",
        )


class MeasurementQuerySet(models.QuerySet):
    def current(self) -> MeasurementQuerySet:
        """The measure that counts for each period: the last of its corrections."""
        return self.filter(correction=None)

    def final(self) -> MeasurementQuerySet:
        return self.filter(status="final")

    def in_order(self) -> MeasurementQuerySet:
        return self.order_by("period_start", "pk")
