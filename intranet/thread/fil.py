"""The thread (*le fil*): how the things of the areas follow from one another.

An area declares in its `thread.py` how its objects read as knots, and which links it adds. A link is
declared by the later area (`pilots` declares decision → pilot), so that nothing looks upward:

    knot(Idea, step=Step.IDEA, read=lambda idea, agent: Knot(title=idea.title, detail=…, url=…, is_done=True))
    link(Decision, Pilot, forward=lambda pks: Pilot.objects.filter(decision__in=pks),
                          backward=lambda pks: Decision.objects.filter(pilots__in=pks))

`strip(obj, agent)` follows the links forward and backward from one object, never turning back, in one
statement (see `Route`); then reads, of each step that it reached, what `visible_to(agent)` lets through.
A constant number of queries, whatever the data.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Count, Window
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from intranet.directory.models import Agent


class Step(models.TextChoices):
    """The steps of the thread, in their order."""

    PROBLEM = "problem", _("Reported problem")
    RECURRING = "recurring", _("Recurring problem")
    IDEA = "idea", _("Idea")
    VOTE = "vote", _("Vote")
    DECISION = "decision", _("Decision")
    PILOT = "pilot", _("Pilot")
    RESULT = "result", _("Result")
    OUTCOME = "outcome", _("Outcome")
    KNOWLEDGE = "knowledge", _("Knowledge")
    SKILLS = "skills", _("Recognised skills")


ORDER = list(Step)
REACH = 500  # objects of one model that a strip follows


@dataclass(frozen=True)
class Knot:
    """How one object reads on the thread: its title, a few words of detail, its address, whether this step is behind us."""

    title: str
    url: str = ""
    detail: str = ""
    is_done: bool = True


@dataclass(frozen=True)
class Reader:
    model: type[models.Model]
    step: Step
    read: Callable[[models.Model, Agent], Knot]
    columns: tuple[str, ...] = ()

    @property
    def related(self) -> tuple[str, ...]:
        """The relations that `columns` go through."""
        return tuple({column.rpartition("__")[0] for column in self.columns if "__" in column})


Keys = Iterable[int] | RawSQL  # what a link is given: keys, or the statement that finds them


@dataclass(frozen=True)
class Link:
    earlier: type[models.Model]
    later: type[models.Model]
    forward: Callable[[Keys], models.QuerySet]
    backward: Callable[[Keys], models.QuerySet]


@dataclass
class Place:
    """One step of a strip: the first knot of each model, how many more, and whether the page shown is one of them.

    The strip is one line: the others are counted here, and listed on the page of their step.
    """

    step: Step
    knots: list[Knot] = field(default_factory=list)
    more: int = 0
    is_here: bool = False

    @property
    def is_done(self) -> bool:
        return bool(self.knots) and all(k.is_done for k in self.knots)


_readers: dict[type[models.Model], Reader] = {}
_links: list[Link] = []


def knot(model: type[models.Model], *, step: Step, read: Callable, columns: tuple[str, ...] = ()) -> None:
    """Declare how an object of `model` reads on the thread, and the columns that `read` looks at (all, when it names none).

    Its manager has `visible_to(agent)`.
    """
    _readers[model] = Reader(model, step, read, columns)


def link(earlier: type[models.Model], later: type[models.Model], *, forward: Callable, backward: Callable) -> None:
    """Declare that objects of `later` follow from objects of `earlier`.

    Each function takes keys and returns a queryset. It uses the keys in `…__in=` only, never reads them,
    and depends on nothing else (no clock, no reader): its SQL is written once for the life of the process.
    """
    _links.append(Link(earlier, later, forward, backward))


def readers() -> list[Reader]:
    return list(_readers.values())


def links() -> list[Link]:
    return list(_links)


@dataclass(frozen=True)
class Route:
    """From an object of one model, the statement that finds the keys of all that its thread reaches, both ways.

    The ORM writes each link; they are put end to end as common table expressions. Writing some twenty
    querysets costs far more than asking the database, so a route is written once for each model.
    `sql` returns lines (place of the model in `reached`, key); `params` holds START where the object's key goes.
    """

    START = -1

    reached: tuple[type[models.Model], ...]
    sql: str
    params: tuple

    def reach(self, pk: int) -> dict[type[models.Model], set[int]]:
        """The keys that the thread reaches from the object `pk`: at most REACH of each model in each direction."""
        found: dict[type[models.Model], set[int]] = {}
        if not self.reached:
            return found
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [pk if value == self.START else value for value in self.params])
            for place, key in cursor.fetchall():
                found.setdefault(self.reached[place], set()).add(key)
        return found


@cache
def _route(start: type[models.Model]) -> Route:
    """The route from objects of `start`, in the words of the database."""
    reached: list[type[models.Model]] = []
    tables: list[str] = []
    params: list = []
    ends: list[str] = []
    for is_forward in (False, True):
        inward: dict[type[models.Model], list[models.QuerySet]] = {start: []}
        names: dict[type[models.Model], str] = {}
        for model in sorted(_readers, key=lambda each: ORDER.index(_readers[each].step), reverse=not is_forward):
            if model not in inward:
                continue
            if model is start:
                keys: Keys = [Route.START]
            else:
                # Links lead to later steps only: here, all that leads to this model is known.
                parts = [each.order_by().values_list("pk").query.sql_with_params() for each in inward[model]]
                names[model] = f"{'later' if is_forward else 'earlier'}_{model._meta.model_name}"
                united = " UNION ".join(sql for sql, _params in parts)
                tables.append(f"{names[model]} (pk) AS ({united} ORDER BY 1 LIMIT {REACH})")
                params += [value for _sql, values in parts for value in values]
                ends.append(f"SELECT {len(reached)}, pk FROM {names[model]}")  # noqa: S608 a number and a name of ours
                reached.append(model)
                keys = RawSQL(f"SELECT pk FROM {names[model]}", [])  # noqa: S608, S611 a name of ours
            for each in _links:
                source, target = (each.earlier, each.later) if is_forward else (each.later, each.earlier)
                if source is model:
                    inward.setdefault(target, []).append((each.forward if is_forward else each.backward)(keys))
    return Route(tuple(reached), f"WITH {', '.join(tables)} {' UNION ALL '.join(ends)}", tuple(params))


@cache
def _rows(model: type[models.Model], *, counted: bool) -> Any:
    """The rows of `model` as its knots read them, in order; `counted` with, in each, how many they are `together`."""
    reader = _readers[model]
    rows = model._default_manager.select_related(*reader.related).only(*reader.columns).order_by("pk")
    return rows.annotate(together=Window(Count("*"))) if counted else rows


def strip(obj: models.Model, agent: Agent) -> list[Place]:
    """The thread through `obj` as `agent` may see it: one Place for each step, in order, from PROBLEM to SKILLS.

    Steps to come are empty places. Refuses an object that no area declared as a knot (KeyError).
    """
    here = _readers[type(obj)]
    places = {step: Place(step, is_here=step == here.step) for step in ORDER}
    places[here.step].knots.append(here.read(obj, agent))
    reached = _route(type(obj)).reach(obj.pk)
    for model, keys in reached.items():
        reader = _readers[model]
        for first in _rows(model, counted=len(keys) > 1).visible_to(agent).filter(pk__in=keys)[:1]:
            places[reader.step].knots.append(reader.read(first, agent))
            places[reader.step].more += getattr(first, "together", 1) - 1
    return list(places.values())


@dataclass(frozen=True)
class Offer:
    """The next step that an agent may take from an object: the word on the button, where it leads, why now."""

    label: str
    url: str
    detail: str = ""


_offers: list[tuple[type[models.Model], Callable[[models.Model, Agent], Offer | None]]] = []


def offer(model: type[models.Model], function: Callable[[models.Model, Agent], Offer | None]) -> None:
    """Declare a next step from objects of `model`: `pilots` offers "start the pilot" on a decision of `ideas`."""
    _offers.append((model, function))


def offers_for(obj: models.Model, agent: Agent) -> list[Offer]:
    """The next steps that `agent` may take from `obj`."""
    return [found for model, function in _offers if isinstance(obj, model) and (found := function(obj, agent))]
