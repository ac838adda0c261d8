"""Personal data: what is held about an agent, why, for how long, and what becomes of it when they leave.

Each area declares in its `privacy.py` every model that refers to an agent:

    hold(Problem, agent_field="author", purpose=_("…"), fields=("title", "body", "created_at"), on_erase=Erase.KEEP,
         because=_("A report stays, without its author's name"))

A contract test walks every foreign key to Agent and fails when one is not declared.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.utils.functional import Promise

from intranet.directory.models import Agent


class Erase(Enum):
    """What becomes of a row when its agent is erased."""

    DELETE = "delete"  # the row goes
    KEEP = "keep"  # the row stays and points at an agent without name
    BLANK = "blank"  # the reference is set to null


@dataclass(frozen=True)
class Holding:
    """One model that refers to an agent through `agent_field` (a lookup: "author", "agent_skill__agent")."""

    model: type[models.Model]
    agent_field: str
    purpose: str | Promise
    fields: tuple[str, ...]
    on_erase: Erase
    because: str | Promise = ""
    retention: str | Promise = ""
    blanked: tuple[str, ...] = ()  # text fields emptied on erasure, where the text itself names the agent
    part: str | Promise = ""  # what the agent is in the row, where the field has no words for it

    @property
    def name(self) -> str:
        return f"{self.model._meta.label}.{self.agent_field}"

    @property
    def what(self) -> str:
        """The rows in words: "Guides"; with the part of the agent where several declarations tell of the same rows: "Guides (checked by)"."""
        rows = str(self.model._meta.verbose_name_plural)
        rows = rows[:1].upper() + rows[1:]
        if sum(other.model is self.model for other in _holdings.values()) == 1:
            return rows
        return f"{rows} ({self.part or self._words_of_field()})"

    def _words_of_field(self) -> str:
        model, words = self.model, ""
        for name in self.agent_field.split(LOOKUP_SEP):
            field: Any = model._meta.get_field(name)
            model, words = field.related_model, str(field.verbose_name)
        return words


_holdings: dict[str, Holding] = {}


def hold(
    model: type[models.Model],
    *,
    agent_field: str,
    purpose: str | Promise,
    fields: tuple[str, ...],
    on_erase: Erase,
    because: str | Promise = "",
    retention: str | Promise = "",
    blanked: tuple[str, ...] = (),
    part: str | Promise = "",
) -> None:
    """Declare one kind of personal data. `fields` are exported; `because` is required when the row is kept."""
    if on_erase is not Erase.DELETE and not because:
        raise ValueError(f"{model._meta.label}.{agent_field}: say why it is kept")
    holding = Holding(model, agent_field, purpose, fields, on_erase, because, retention, blanked, part)
    _holdings[holding.name] = holding


def holdings() -> list[Holding]:
    """Every declaration, in the order of its name: the register of processing."""
    return [_holdings[name] for name in sorted(_holdings)]


def rows_about(holding: Holding, agent: Agent) -> models.QuerySet:
    """The rows of one declaration that refer to `agent`."""
    return holding.model._base_manager.filter(**{holding.agent_field: agent.pk})


def held_about(agent: Agent) -> Iterator[tuple[Holding, list[dict]]]:
    """What is held about `agent`: each declaration with its rows as plain values."""
    for holding in holdings():
        rows = rows_about(holding, agent).order_by("pk")
        yield holding, list(rows.values("pk", *holding.fields))


_leaving: list[Callable[[Agent], None]] = []


def on_leaving(function: Callable[[Agent], None]):
    """Declare what an area must do, in the same transaction, before an agent is erased (end a mandate, free a lock)."""
    _leaving.append(function)
    return function


def leave_all(agent: Agent) -> None:
    """Run what the areas declared with `on_leaving`."""
    for function in _leaving:
        function(agent)
