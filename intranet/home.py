"""What the areas bring to pages that show more than one of them: what waits for me, what I did.

An area declares in its `home.py`; the shell shows. Nothing here looks upward.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeVar

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
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


ME = OuterRef("pk")  # in a condition: the agent

Thing = TypeVar("Thing", Task, Deed)
Kind = Callable[[Agent], Iterable[Thing]]

_waiting: list[Kind[Task]] = []
_deeds: list[Kind[Deed]] = []
_conditions: dict[Callable, Q] = {}


def waiting(*conditions: QuerySet):
    """Declare what may wait for an agent: a function of the agent, a constant number of queries, a few tasks at most.

        @waiting(Feedback.objects.filter(owner=ME).waiting())
        def feedback_to_answer(agent): ...

    Of what may wait, most agents have nothing. So the function is called only where one of `conditions` has a row,
    or for everybody when none is given. All conditions are asked in one query, whose words are kept for the life of
    the process: they hold `ME` and no date. They may let in an agent for whom nothing waits, never leave one out.
    """
    return _declare(_waiting, conditions)


def deeds(*conditions: QuerySet):
    """Declare what an agent did: the latest fifty of one kind, newest first. The conditions are those of `waiting`."""
    return _declare(_deeds, conditions)


def _declare(kinds: list, conditions: tuple[QuerySet, ...]):
    def declare(function):
        if function not in kinds:
            kinds.append(function)
            if conditions:
                _conditions[function] = Q(*map(Exists, conditions), _connector=Q.OR)
        return function

    return declare


@cache
def _question(kinds: tuple[Callable, ...]) -> tuple[str, tuple]:
    """The query of the conditions of `kinds` about one agent, and its parameters but the last: the key of the agent."""
    asked = {f"holds_{number}": _conditions[kind] for number, kind in enumerate(kinds)}
    sql, params = Agent.objects.filter(pk=0).annotate(**asked).order_by().values_list(*asked).query.sql_with_params()
    return sql, tuple(params[:-1])


def _concerning(agent: Agent, kinds: list[Kind[Thing]]) -> list[Kind[Thing]]:
    """Of these kinds, those whose conditions hold for `agent`, and those that have none."""
    asked = tuple(kind for kind in kinds if kind in _conditions)
    if not asked:
        return kinds
    question: tuple[str, tuple] = _question(asked)
    with connection.cursor() as cursor:
        cursor.execute(question[0], (*question[1], agent.pk))
        row = cursor.fetchone() or [False] * len(asked)
    barred = {kind for kind, holds in zip(asked, row, strict=True) if not holds}
    return [kind for kind in kinds if kind not in barred]


def tasks_of(agent: Agent) -> list[Task]:
    """Everything that waits for `agent`, the nearest date first, then what has none."""
    found = [task for kind in _concerning(agent, _waiting) for task in kind(agent)]
    return sorted(found, key=lambda t: (t.due_at is None, t.due_at.timestamp() if t.due_at else 0))


def did_anything(agent: Agent) -> bool:
    """Whether `agent` did anything yet: asked no further than the first deed."""
    return any(True for kind in _concerning(agent, _deeds) for _deed in kind(agent))


def deeds_of(agent: Agent) -> list[Deed]:
    """What `agent` did, newest first."""
    return sorted((deed for kind in _concerning(agent, _deeds) for deed in kind(agent)), key=lambda d: d.at, reverse=True)
