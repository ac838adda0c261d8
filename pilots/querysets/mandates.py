"""Sponsors' mandates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from intranet.base import clock
from intranet.directory.querysets import with_names

if TYPE_CHECKING:
    from datetime import date

    from intranet.directory.models import Agent


class SponsorMandateQuerySet(models.QuerySet):
    def in_force(self, on: date | None = None) -> SponsorMandateQuerySet:
        """Accepted, begun, not over on that day (today), by an account in use who is not the pilot's lead."""
        on = on or clock.today()
        lead = models.Q(pilot__memberships__person=models.F("sponsor"), pilot__memberships__role="lead", pilot__memberships__left_on=None)
        return self.filter(status="accepted", starts_on__lte=on, ends_on__gte=on, sponsor__is_active=True).exclude(
            pk__in=self.model.objects.filter(lead).values("pk")
        )

    def primary(self) -> SponsorMandateQuerySet:
        return self.filter(kind="primary")

    def proposed(self) -> SponsorMandateQuerySet:
        return self.filter(status="proposed")

    def accepted(self) -> SponsorMandateQuerySet:
        return self.filter(status="accepted")

    def standing(self) -> SponsorMandateQuerySet:
        """Those that count: accepted, or waiting for their answer."""
        return self.filter(status__in=("accepted", "proposed"))

    def of(self, agent: Agent) -> SponsorMandateQuerySet:
        return self.filter(sponsor=agent)

    def with_people(self) -> SponsorMandateQuerySet:
        return self.select_related("sponsor__unit", "sponsor__site", "proposed_by", "successor").prefetch_related("commitments")

    def with_sponsor(self) -> SponsorMandateQuerySet:
        """With the sponsor as a card shows them: name, position, unit and site."""
        card = ("sponsor__position_title", "sponsor__unit__name", "sponsor__site__name")
        return with_names(self, "sponsor", also=card)
