"""Questions asked of saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from intranet.directory.models import Agent


class SavedSearchQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> SavedSearchQuerySet:
        """A saved search is its agent's alone."""
        return self.filter(agent_id=agent.pk)

    def kept(self) -> SavedSearchQuerySet:
        return self.filter(removed_at=None)

    def told(self) -> SavedSearchQuerySet:
        """Those whose agent, still here, wants to be told when somebody new appears."""
        return self.kept().filter(is_told=True, agent__is_active=True, agent__erased_at=None)
