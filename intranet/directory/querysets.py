"""Every question asked of the directory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Concat, Length, StrIndex
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from treebeard.mp_tree import MP_NodeManager, MP_NodeQuerySet

from intranet.base import clock, text

if TYPE_CHECKING:
    from intranet.directory.models import Agent, OrgUnit

Rows = TypeVar("Rows", bound=models.QuerySet)

# Left out of a search by name when a longer word is there: "chargée de l'accueil".
LITTLE_WORDS = frozenset(("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"))
# What a name, its initials and the way to its profile are made of.
NAME = ("slug", "username", "first_name", "last_name", "is_active", "erased_at")


def name_at(path: str) -> tuple[str, ...]:
    """The columns of the name of the agent at `path` ("author"), for the `only()` of a query that shows no more of them."""
    return tuple(f"{path}__{column}" for column in NAME)


def with_names(rows: Any, *paths: str, also: tuple[str, ...] = ()) -> Any:
    """The queryset `rows` with the agents at `paths` ("author", "by") in the same query, as far as their names show: not whole accounts.

    `also` names columns of related rows that are shown besides ("author__unit__name").
    """
    own = [field.name for field in rows.model._meta.concrete_fields]
    shown = [*(column for path in paths for column in name_at(path)), *also]
    return rows.select_related(*{column.rpartition("__")[0] for column in shown}).only(*own, *shown)


def _wanted(words: str) -> list[str]:
    """The words that a search by name looks for."""
    wanted = text.words(words)[:8]
    return [word for word in wanted if word not in LITTLE_WORDS] or wanted


def _with_words(rows: Rows, words: str) -> Rows:
    """Of these rows, those whose column `folded` has a word that begins with each of `words`; all of them without a word."""
    wanted = _wanted(words)
    if not wanted:
        return rows.none() if words.strip() else rows
    for word in wanted:
        rows = rows.filter(folded__contains=f" {word}")
    return rows


class AgentQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> AgentQuerySet:
        """Colleagues whom `agent` may find: accounts in use. Somebody who left or was erased is not found."""
        return self.filter(is_active=True, erased_at=None)

    def named(self, words: str) -> AgentQuerySet:
        """Agents whose name or position has a word that begins with each of `words`, whatever accents and case."""
        return _with_words(self, words)

    def nearest_name_first(self, words: str) -> AgentQuerySet:
        """Of the agents `named` so, first those who have a typed word for name, then whose name begins so, then the others, by name."""
        distance: Any = Value(0)
        folded = Concat("folded", Value(" "))
        name_end = Length("first_name") + Length("last_name") + 2  # `folded` begins with both, each after a space
        for word in _wanted(words):
            is_whole = StrIndex(folded, Value(f" {word} "))
            begins = StrIndex(folded, Value(f" {word}"))
            distance += Case(
                When(Q(GreaterThan(is_whole, 0)) & Q(LessThanOrEqual(is_whole, name_end)), then=0),
                When(LessThanOrEqual(begins, name_end), then=1),
                default=2,
            )
        return self.order_by(distance, "last_name", "first_name", "pk")

    def suggested(self, words: str, *, most: int) -> AgentQuerySet:
        """The first `most` of the agents `named` so, the nearest name first, with their place.

        In two steps of one query: all that match are put in order within the index, and only those that are shown are read.
        """
        first = self.named(words).nearest_name_first(words).values("pk")[:most]
        shown: Any = self.model._default_manager.filter(pk__in=first)
        return shown.nearest_name_first(words).with_place()

    def called(self, names: Iterable[str]) -> dict[str, Agent]:
        """Of these full names, each that exactly one agent has, whatever accents and case, with the agent."""
        wanted = {" ".join(words): name for name in names if (words := text.words(name))}
        if not wanted:
            return {}
        begins = Q()
        for folded in wanted:
            begins |= Q(folded=f" {folded}") | Q(folded__startswith=f" {folded} ")
        agents: Iterable[Any] = self.filter(begins).only(*NAME)
        found: dict[str, list[Agent]] = {}
        for agent in agents:
            found.setdefault(" ".join(text.words(f"{agent.first_name} {agent.last_name}")), []).append(agent)
        return {name: found[folded][0] for folded, name in wanted.items() if len(found.get(folded, ())) == 1}

    def in_unit(self, unit: OrgUnit) -> AgentQuerySet:
        """Agents of `unit` and of every unit under it; everyone for the whole organisation."""
        if unit.depth == 1:
            return self
        return self.filter(unit__path__startswith=unit.path)

    def absent(self) -> AgentQuerySet:
        """Agents away today."""
        today = clock.today()
        return self.filter(absent_from__lte=today).filter(Q(absent_until__gte=today) | Q(absent_until=None))

    def reports_of(self, manager: Agent) -> AgentQuerySet:
        """The agents whose line manager is `manager`."""
        return self.filter(manager=manager)

    def with_place(self) -> AgentQuerySet:
        """With the unit and site that a card shows, in the same query."""
        return self.select_related("unit", "site")

    def with_entry(self) -> AgentQuerySet:
        """With what the page of one colleague shows beside their name: place, line manager, who covers them."""
        return self.select_related("unit", "site", "manager", "cover")

    def as_rows(self) -> AgentQuerySet:
        """What a row or a card shows and nothing else: the name and its address, the position, the place, the absence."""
        return self.select_related("unit", "site").only(*NAME, "position_title", "absent_from", "absent_until", "unit__name", "site__name")

    def by_name(self) -> AgentQuerySet:
        return self.order_by("last_name", "first_name", "pk")


class AgentManager(UserManager.from_queryset(AgentQuerySet)):  # type: ignore[misc]
    pass


class OrgUnitQuerySet(MP_NodeQuerySet):
    def named(self, words: str) -> OrgUnitQuerySet:
        """Units whose name or code has a word that begins with each of `words`, whatever accents and case."""
        return _with_words(self, words)

    def with_head(self) -> OrgUnitQuerySet:
        return self.select_related("head")

    def directions(self) -> OrgUnitQuerySet:
        """The units just under the root: the directions."""
        return self.filter(depth=2)

    def around(self, unit: OrgUnit | None) -> OrgUnitQuerySet:
        """What a list of units offers from `unit`: the whole, the directions, and what is under the direction of `unit`."""
        near = Q(depth__lte=2)
        if unit is not None and unit.depth > 1:
            near |= Q(path__startswith=unit.direction_path)
        return self.filter(near)

    def under(self, unit: OrgUnit) -> OrgUnitQuerySet:
        """The units just under `unit`."""
        return self.filter(path__startswith=unit.path, depth=unit.depth + 1)

    def above(self, unit: OrgUnit) -> OrgUnitQuerySet:
        """The units that contain `unit`, itself included, from the root down."""
        return self.filter(path__in=unit.paths_above).order_by("path")


class OrgUnitManager(MP_NodeManager.from_queryset(OrgUnitQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> OrgUnitQuerySet:
        return OrgUnitQuerySet(self.model, using=self._db).order_by(F("path"))


class LineageQuerySet(models.QuerySet):
    def about(self, unit: OrgUnit) -> LineageQuerySet:
        """What `unit` was and what came into it, newest first."""
        return self.filter(Q(into=unit) | Q(from_unit=unit)).order_by("-happened_on", "-pk")

    def heir_of(self, code: str) -> OrgUnit | None:
        """The unit that stands today for the unit that had the code `code`; None when nothing does. A unit that gave a part is not gone."""
        ended = self.filter(from_code=code, kind__in=("merge", "rename"), into__isnull=False).select_related("into")
        latest: Any = ended.order_by("-happened_on", "-pk").first()
        return latest.into if latest else None

    def heirs(self) -> dict[str, OrgUnit]:
        """Every code that no unit has any more, with the unit that stands for it today."""
        ended: Any = self.filter(kind__in=("merge", "rename"), into__isnull=False).select_related("into").order_by("happened_on", "pk")
        return {row.from_code: row.into for row in ended if row.from_code != row.into.code}
