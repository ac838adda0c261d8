"""Questions asked of certifications: each is seen by who sees the declared skill on which it stands."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from intranet.base import clock
from skills.querysets.eyes import Eyes, shown_to
from skills.querysets.profile import STANDING

if TYPE_CHECKING:
    from intranet.directory.models import Agent

ON_SKILL = Q(**{f"agent_skill__{name}": value for name, value in STANDING.items()})


class CertificationQuerySet(models.QuerySet):
    def standing(self) -> CertificationQuerySet:
        """Those that were not removed, on skills declared now."""
        return self.filter(ON_SKILL, removed_at=None)

    def of(self, agent: Agent) -> CertificationQuerySet:
        """Those of `agent`, removed ones included."""
        return self.filter(agent_skill__agent_id=agent.pk)

    def seen_by(self, eyes: Eyes) -> CertificationQuerySet:
        """Those that these eyes may see: as the declared skill, never more."""
        return self.standing().filter(shown_to(eyes, at="agent_skill__"))

    def visible_to(self, agent: Agent) -> CertificationQuerySet:
        """Those that `agent` may see."""
        return self.seen_by(Eyes.of(agent))

    def lapsing(self, within: timedelta) -> CertificationQuerySet:
        """Those that end from today to `within` from now."""
        return self.filter(expires_on__gte=clock.today(), expires_on__lte=clock.today() + within)

    def expired(self) -> CertificationQuerySet:
        """Those that ended before today."""
        return self.filter(expires_on__lt=clock.today())
