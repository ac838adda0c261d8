"""What the areas bring to pages that show more than one of them: what waits for me, what I did.

An area declares in its `home.py`; the shell shows. Nothing here looks upward.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from intranet.directory.models import Agent


@dataclass(frozen=True)
class Task:
    """One thing that waits for an agent: on the home page under "À vous de jouer"."""

    area: str  # skills, ideas, pilots, knowledge: its hue
    eyebrow: str | Promise  # what it is: "Vote ouvert jusqu'à vendredi, 18 h"
    title: str
    detail: str
    url: str
    action: str | Promise  # the word on the button: "Voter"
    due_at: datetime | None = None


@dataclass(frozen=True)
class Deed:
    """One thing that an agent did: on the page "Mon activité"."""

    area: str
    at: datetime
    title: str
    url: str
    kind: str | Promise = ""


_waiting: list[Callable[[Agent], Iterable[Task]]] = []
_deeds: list[Callable[[Agent], Iterable[Deed]]] = []


def waiting(function: Callable[[Agent], Iterable[Task]]):
    """Declare what may wait for an agent: a function of the agent, a constant number of queries, a few tasks at most."""
    if function not in _waiting:
        _waiting.append(function)
    return function


def deeds(function: Callable[[Agent], Iterable[Deed]]):
    """Declare what an agent did: the latest fifty of one kind, newest first."""
    if function not in _deeds:
        _deeds.append(function)
    return function


def tasks_of(agent: Agent) -> list[Task]:
    """Everything that waits for `agent`, the nearest date first, then what has none."""
    found = [task for function in _waiting for task in function(agent)]
    return sorted(found, key=lambda t: (t.due_at is None, t.due_at.timestamp() if t.due_at else 0))


def deeds_of(agent: Agent) -> list[Deed]:
    """What `agent` did, newest first."""
    return sorted((deed for function in _deeds for deed in function(agent)), key=lambda d: d.at, reverse=True)
