"""The thread (*le fil*): how the things of the areas follow from one another.

An area declares in its `thread.py` how its objects read as knots, and which links it adds. A link is
declared by the later area (`pilots` declares decision → pilot), so that nothing looks upward:

    knot(Idea, step=Step.IDEA, read=lambda idea, agent: Knot(title=idea.title, detail=…, url=…, is_done=True))
    link(Decision, Pilot, forward=lambda pks: Pilot.objects.filter(decision__in=pks),
                          backward=lambda pks: Decision.objects.filter(pilots__in=pks))

`strip(obj, agent)` follows the links forward and backward from one object, never turning back, and
shows only what `visible_to(agent)` lets through: a constant number of queries, whatever the data.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import models
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
SHOWN = 1  # knots of one step that are named: the strip is one line; the others are counted, and listed on the page of the step


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
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    earlier: type[models.Model]
    later: type[models.Model]
    forward: Callable[[Iterable[int]], models.QuerySet]
    backward: Callable[[Iterable[int]], models.QuerySet]


@dataclass
class Place:
    """One step of a strip: its knots (at most SHOWN), how many more, and whether the page shown is one of them."""

    step: Step
    knots: list[Knot] = field(default_factory=list)
    more: int = 0
    is_here: bool = False

    @property
    def is_done(self) -> bool:
        return bool(self.knots) and all(k.is_done for k in self.knots)


_readers: dict[type[models.Model], Reader] = {}
_links: list[Link] = []


def knot(model: type[models.Model], *, step: Step, read: Callable, related: tuple[str, ...] = ()) -> None:
    """Declare how an object of `model` reads on the thread. Its manager has `visible_to(agent)`."""
    _readers[model] = Reader(model, step, read, related)


def link(earlier: type[models.Model], later: type[models.Model], *, forward: Callable, backward: Callable) -> None:
    """Declare that objects of `later` follow from objects of `earlier`; each function takes keys and returns a queryset."""
    _links.append(Link(earlier, later, forward, backward))


def readers() -> list[Reader]:
    return list(_readers.values())


def links() -> list[Link]:
    return list(_links)


def _follow(start: models.Model, *, forward: bool) -> dict[type[models.Model], set[int]]:
    reached: dict[type[models.Model], set[int]] = {type(start): {start.pk}}
    steps = sorted(_links, key=lambda each: ORDER.index(_readers[each.earlier if forward else each.later].step), reverse=not forward)
    for each in steps:
        source, target = (each.earlier, each.later) if forward else (each.later, each.earlier)
        keys = reached.get(source)
        if keys:
            found = (each.forward if forward else each.backward)(keys)
            reached.setdefault(target, set()).update(found.order_by().values_list("pk", flat=True)[:500])
    return reached


def strip(obj: models.Model, agent: Agent) -> list[Place]:
    """The thread through `obj` as `agent` may see it: one Place for each step, in order, from PROBLEM to SKILLS.

    Steps to come are empty places. Refuses an object that no area declared as a knot (KeyError).
    """
    here = _readers[type(obj)]
    keys: dict[type[models.Model], set[int]] = {}
    for direction in (False, True):
        for model, pks in _follow(obj, forward=direction).items():
            keys.setdefault(model, set()).update(pks)
    places = {step: Place(step, is_here=step == here.step) for step in ORDER}
    for model, pks in keys.items():
        reader = _readers[model]
        place = places[reader.step]
        if model is type(obj):
            found = [obj]
            rest = 0
        else:
            visible = model._default_manager.visible_to(agent)  # type: ignore[attr-defined]
            visible = visible.filter(pk__in=pks).select_related(*reader.related).order_by("pk")
            found = list(visible)
            rest = max(0, len(found) - SHOWN)
        place.knots += [reader.read(each, agent) for each in found[:SHOWN]]
        place.more += rest
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
