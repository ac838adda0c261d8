"""Which objects may be discussed, by whom. Declared by the areas in their `apps.py` or `thread.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

from intranet.directory.models import Agent


@dataclass(frozen=True)
class Discussed:
    """A model under which agents talk. Its manager has `visible_to(agent)`; its rows have `public_id` and `get_absolute_url()`."""

    key: str
    model: type[models.Model]
    may_comment: Callable[[Agent, models.Model], bool]
    may_moderate: Callable[[Agent, models.Model], bool]
    told: Callable[[models.Model], models.QuerySet]  # who is told of a new comment, beyond those who spoke


_discussed: dict[str, Discussed] = {}


def discuss(key: str, model: type[models.Model], *, may_comment: Callable, may_moderate: Callable, told: Callable) -> None:
    """Open `model` to discussion under the stable name `key` ("idea")."""
    _discussed[key] = Discussed(key, model, may_comment, may_moderate, told)


def discussed(key: str) -> Discussed | None:
    return _discussed.get(key)


def discussed_of(obj: models.Model) -> Discussed:
    """How `obj` is discussed. Refuses (LookupError) a model that no area opened."""
    for each in _discussed.values():
        if each.model is type(obj):
            return each
    raise LookupError(f"{type(obj).__name__} is not open to discussion")


def all_discussed() -> list[Discussed]:
    return list(_discussed.values())
