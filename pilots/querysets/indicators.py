"""Measures."""

from __future__ import annotations

from django.db import models


class MeasurementQuerySet(models.QuerySet):
    def current(self) -> MeasurementQuerySet:
        """The measure that counts for each period: the last of its corrections."""
        return self.filter(correction=None)

    def final(self) -> MeasurementQuerySet:
        return self.filter(status="final")

    def in_order(self) -> MeasurementQuerySet:
        return self.order_by("period_start", "pk")
