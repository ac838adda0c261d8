"""The journal: who did what to what, through Wagtail's log. Never the content of a ballot or a wish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from wagtail.log_actions import log, registry

if TYPE_CHECKING:
    from intranet.directory.models import Agent


def declare(actions: dict[str, str | Promise]) -> None:
    """Declare the actions of an area: {"ideas.decide": _("Publish a decision")}. Called from its `apps.py`."""
    for key, label in actions.items():
        registry.register_action(key, label, label)


def record(action: str, obj: models.Model, *, actor: Agent | None, **data) -> None:
    """Write that `actor` (None: the clock) did `action` to `obj`, inside the caller's transaction.

    `data` is small and says nothing private: identifiers, states, dates. Refuses an undeclared action.
    """
    if not registry.action_exists(action):
        raise LookupError(f"{action} is not declared: add it to audit.declare() in the area's apps.py")
    log(obj, action, user=actor, data={key: _plain(value) for key, value in data.items()} or None)


def _plain(value):
    return value if isinstance(value, bool | int | float | list | dict) or value is None else str(value)
