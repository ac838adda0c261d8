"""Questions asked of confirmations by colleagues. One is shown to who sees the skill, and to nobody else, whoever wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from skills.querysets.certification import ON_SKILL
from skills.querysets.eyes import Eyes, shown_to

if TYPE_CHECKING:
    from intranet.directory.models import Agent

BY_SOMEBODY_HERE = Q(by__is_active=True, by__erased_at=None)


class EndorsementQuerySet(models.QuerySet):
    def open(self) -> EndorsementQuerySet:
        """Neither declined nor withdrawn, on skills declared now, by colleagues who are still here."""
        return self.filter(ON_SKILL, BY_SOMEBODY_HERE, declined_at=None, withdrawn_at=None)

    def shown(self) -> EndorsementQuerySet:
        """Those that are shown: accepted, by colleagues who are not today the line manager or a report of the person."""
        return (
            self.open()
            .filter(accepted_at__isnull=False)
            .exclude(by=F("agent_skill__agent__manager"))
            .exclude(by__manager=F("agent_skill__agent"))
        )

    def seen_by(self, eyes: Eyes) -> EndorsementQuerySet:
        """Of those that are shown, those on a skill that these eyes see."""
        return self.shown().filter(shown_to(eyes, at="agent_skill__"))

    def visible_to(self, agent: Agent) -> EndorsementQuerySet:
        """Of those that are shown, those on a skill that `agent` sees."""
        return self.seen_by(Eyes.of(agent))

    def of(self, agent: Agent) -> EndorsementQuerySet:
        """Those on the skills of `agent`."""
        return self.filter(agent_skill__agent_id=agent.pk)

    def given_by(self, agent: Agent) -> EndorsementQuerySet:
        """Those that `agent` wrote or is asked to write."""
        return self.filter(by_id=agent.pk)

    def concerning(self, agent: Agent) -> EndorsementQuerySet:
        """What `agent` may act upon: on their skills, or theirs to write or to take back, as long as it stands."""
        return self.open().filter(Q(agent_skill__agent_id=agent.pk) | Q(by_id=agent.pk))

    def to_write(self, agent: Agent) -> EndorsementQuerySet:
        """Asked of `agent`, not written yet, on skills that they still see."""
        return self.open().given_by(agent).filter(shown_to(Eyes.of(agent), at="agent_skill__"), written_at=None)

    def to_accept(self, agent: Agent) -> EndorsementQuerySet:
        """Written about the skills of `agent`, waiting for them."""
        return self.open().of(agent).filter(written_at__isnull=False, accepted_at=None)

    def waiting_for(self, agent: Agent) -> EndorsementQuerySet:
        """Both of these in one question: what `agent` is asked to write, and what waits for them to accept."""
        to_write = Q(by_id=agent.pk, written_at=None) & shown_to(Eyes.of(agent), at="agent_skill__")
        return self.open().filter(to_write | Q(agent_skill__agent_id=agent.pk, written_at__isnull=False, accepted_at=None))

    def with_people(self) -> EndorsementQuerySet:
        return self.select_related("by", "agent_skill__agent", "agent_skill__skill")
