"""What the areas bring to pages that show more than one of them: what waits for me, what I did.

An area declares in its `home.py`; the shell shows. Nothing here looks upward.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

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


ME = OuterRef("pk")  # in a condition: the agent who asks

_waiting: list[Callable[[Agent], Iterable[Task]]] = []
_conditions: dict[Callable[[Agent], Iterable[Task]], Q] = {}
_deeds: list[Callable[[Agent], Iterable[Deed]]] = []


def waiting(*conditions: QuerySet):
    """Declare what may wait for an agent: a function of the agent, a constant number of queries, a few tasks at most.

        @waiting(Feedback.objects.filter(owner=ME).waiting())
        def feedback_to_answer(agent): ...

    Of what may wait, most agents have nothing. So the function is called only where one of `conditions` has a row,
    or for everybody when none is given. All conditions are asked in one query, whose words are kept for the life of
    the process: they hold `ME` and no date. They may let in an agent for whom nothing waits, never leave one out.
    """

    def declare(function: Callable[[Agent], Iterable[Task]]):
        if function not in _waiting:
            _waiting.append(function)
            if conditions:
                _conditions[function] = Q(*map(Exists, conditions), _connector=Q.OR)
                _question.cache_clear()
        return function

    return declare


@cache
def _question() -> tuple[str, tuple]:
    """The query of all conditions about one agent, and its parameters but the last: the key of the agent."""
    asked = {f"holds_{number}": condition for number, condition in enumerate(_conditions.values())}
    sql, params = Agent.objects.filter(pk=0).annotate(**asked).order_by().values_list(*asked).query.sql_with_params()
    return sql, tuple(params[:-1])


def _concerned(agent: Agent) -> list[Callable[[Agent], Iterable[Task]]]:
    """The functions whose tasks may wait for `agent`."""
    sql, params = _question()
    with connection.cursor() as cursor:
        cursor.execute(sql, (*params, agent.pk))
        row = cursor.fetchone() or ()
    barred = {function for function, holds in zip(_conditions, row, strict=True) if not holds}
    return [function for function in _waiting if function not in barred]


def deeds(function: Callable[[Agent], Iterable[Deed]]):
    """Declare what an agent did: the latest fifty of one kind, newest first."""
    if function not in _deeds:
        _deeds.append(function)
    return function


def tasks_of(agent: Agent) -> list[Task]:
    """Everything that waits for `agent`, the nearest date first, then what has none."""
    found = [task for function in _concerned(agent) for task in function(agent)]
    return sorted(found, key=lambda t: (t.due_at is None, t.due_at.timestamp() if t.due_at else 0))


def did_anything(agent: Agent) -> bool:
    """Whether `agent` did anything yet: asked no further than the first deed."""
    return any(True for function in _deeds for _deed in function(agent))


def deeds_of(agent: Agent) -> list[Deed]:
    """What `agent` did, newest first."""
    return sorted((deed for function in _deeds for deed in function(agent)), key=lambda d: d.at, reverse=True)
