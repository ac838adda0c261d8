"""What agents do with their own entry in the directory, and administrators with the units."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.base import clock
from intranet.base.versions import ChangedMeanwhile, version_of
from intranet.directory.models import Agent, OrgUnit, OrgUnitLineage
from intranet.directory.signals import cover_named, unit_moved

LANGUAGES = {"fr", "en"}
KINDS_BY_DEPTH = {2: OrgUnit.Kind.DIRECTION, 3: OrgUnit.Kind.SERVICE}


def choose_language(*, agent: Agent, language: str) -> None:
    """Remember the language in which `agent` reads. Refuses one the product does not have."""
    if language not in LANGUAGES:
        raise ValueError(language)
    Agent.objects.filter(pk=agent.pk).update(language=language)


ENTRY = ("phone", "about", "language")  # what agents write of themselves


def entry_version(agent: Agent) -> str:
    """The mark of what `agent` says of themselves, for two windows that change it."""
    return version_of(*(getattr(agent, name) for name in ENTRY))


@transaction.atomic
def edit_entry(*, agent: Agent, phone: str, about: str, language: str, expected: str = "") -> None:
    """Write what `agent` says of themselves; it counts as the yearly confirmation.

    Refuses an unknown language and, with `expected` (the mark of what was read), an entry that another window changed meanwhile.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    now = Agent.objects.select_for_update(of=("self",)).get(pk=agent.pk)
    if expected and expected != entry_version(now):
        raise ChangedMeanwhile
    _write(agent, phone=phone, about=about, language=language, details_confirmed_on=clock.today())


def confirm_details(*, agent: Agent) -> None:
    """Remember that `agent` found their entry right today."""
    Agent.objects.filter(pk=agent.pk).update(details_confirmed_on=clock.today())


@transaction.atomic
def announce_absence(*, agent: Agent, absent_from: date, absent_until: date | None, cover: Agent | None) -> None:
    """Announce an absence, in place of the one announced before.

    Refuses dates out of order or wholly past, and a cover who is the agent or whose account is not in use.
    """
    if absent_until is not None and absent_until < absent_from:
        raise ValidationError({"absent_until": _("The end of an absence comes after its beginning.")})
    if absent_until is not None and absent_until < clock.today():
        raise ValidationError({"absent_until": _("This absence is already over.")})
    if cover is not None:
        if cover.pk == agent.pk:
            raise ValidationError({"cover": _("Choose a colleague other than yourself.")})
        if not Agent.objects.visible_to(agent).filter(pk=cover.pk).exists():
            raise ValidationError({"cover": _("This colleague’s account is no longer in use.")})
    before = Agent.objects.select_for_update().get(pk=agent.pk)
    _write(agent, absent_from=absent_from, absent_until=absent_until, cover=cover)
    if cover is not None and (before.cover_id, before.absent_from, before.absent_until) != (cover.pk, absent_from, absent_until):
        cover_named.send(Agent, agent=agent, cover=cover, absent_from=absent_from, absent_until=absent_until)


@transaction.atomic
def end_absence(*, agent: Agent) -> None:
    """Forget the absence of `agent`, begun or to come, and who covers it."""
    _write(agent, absent_from=None, absent_until=None, cover=None)


def _write(agent: Agent, **values: Any) -> None:
    """Write some columns of the entry as it is now, through `save()`, which search follows."""
    entry = Agent.objects.get(pk=agent.pk)
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(values))


@transaction.atomic
def place_unit(*, unit: OrgUnit, parent: OrgUnit) -> OrgUnit:
    """Add `unit` under `parent`, or write its changes and move it there. Refuses to put a unit under itself."""
    _hold_tree()
    parent = OrgUnit.objects.get(pk=parent.pk)
    if unit.pk is None:
        return parent.add_child(instance=unit)
    before = OrgUnit.objects.get(pk=unit.pk)
    if parent.path.startswith(before.path):
        raise ValidationError(_("A unit cannot be placed under itself."))
    place_before = _place(before)
    unit.path, unit.depth, unit.numchild = before.path, before.depth, before.numchild
    rename_unit(unit=unit)
    if unit.path[: -unit.steplen] != parent.path:
        unit.move(parent, pos="last-child")
        unit = OrgUnit.objects.get(pk=unit.pk)
        unit_moved.send(OrgUnit, unit=unit)
        write_lineage(kind=OrgUnitLineage.Kind.MOVE, was=before, into=unit, from_place=place_before)
    return OrgUnit.objects.get(pk=unit.pk)


@transaction.atomic
def add_units(*, rows: Iterable[tuple[str, str, str]]) -> None:
    """Add many units at once, each (code, name, code of the unit above), a unit after the one above it. One statement for each hundred.

    Raises OrgUnit.DoesNotExist when a unit above is not there.
    """
    rows = list(rows)
    if not rows:
        return
    _hold_tree()
    placed: dict[str, OrgUnit] = {}
    steps: dict[str, int] = {}
    widened: dict[int, OrgUnit] = {}
    made = []
    for code, name, above in rows:
        parent = placed.get(above) or OrgUnit.objects.get(code=above)
        placed[above] = parent
        if parent.path not in steps:
            last = OrgUnit.objects.under(parent).order_by("-path").values_list("path", flat=True).first() if parent.pk else None
            steps[parent.path] = OrgUnit._str2int(last[-OrgUnit.steplen :]) if last else 0
        steps[parent.path] += 1
        depth = parent.depth + 1
        path = OrgUnit._get_path(parent.path, depth, steps[parent.path])
        unit = OrgUnit(code=code, name=name, path=path, depth=depth, kind=KINDS_BY_DEPTH.get(depth, OrgUnit.Kind.UNIT))
        placed[code] = unit
        parent.numchild += 1
        if parent.pk:
            widened[parent.pk] = parent
        made.append(unit)
    OrgUnit.objects.bulk_create(made, batch_size=100)
    OrgUnit.objects.bulk_update(widened.values(), ["numchild"], batch_size=100)


@transaction.atomic
def rename_unit(*, unit: OrgUnit) -> OrgUnit:
    """Write the changes of `unit` where it stands. Its former name and code are remembered: its former address leads to it."""
    before = OrgUnit.objects.select_for_update().get(pk=unit.pk)
    unit.save()
    if (before.name, before.code) != (unit.name, unit.code):
        write_lineage(kind=OrgUnitLineage.Kind.RENAME, was=before, into=unit, from_place=_place(before))
    return unit


def write_lineage(*, kind: OrgUnitLineage.Kind, was: OrgUnit, into: OrgUnit | None, from_place: str, people: int = 0) -> OrgUnitLineage:
    """Remember what became of the unit `was`, with the names of today. Called inside the transaction of the change."""
    return OrgUnitLineage.objects.create(
        kind=kind,
        from_unit_id=was.pk,
        from_code=was.code,
        from_name=was.name,
        from_place=from_place,
        into=into,
        into_code=into.code if into else "",
        into_name=into.name if into else "",
        into_place=_place(into) if into else "",
        people=people,
    )


def _place(unit: OrgUnit) -> str:
    """The name of the unit that `unit` stands under; nothing for the whole."""
    return OrgUnit.objects.filter(path=unit.path[: -unit.steplen]).values_list("name", flat=True).first() or ""


@transaction.atomic
def remove_unit(*, unit: OrgUnit) -> None:
    """Remove a unit. Refuses the whole, and a unit that still has people or units under it."""
    if unit.depth == 1:
        raise ValidationError(_("The organisation itself cannot be removed."))
    _hold_tree()
    if OrgUnit.objects.under(unit).exists() or Agent.objects.filter(unit=unit).exists():
        raise ValidationError(_("Move the people and the units of this unit elsewhere first."))
    write_lineage(kind=OrgUnitLineage.Kind.CLOSE, was=unit, into=None, from_place=_place(unit))
    OrgUnit.objects.filter(pk=unit.pk).delete()


def _hold_tree() -> None:
    """One change of the tree at a time, until the end of the transaction."""
    list(OrgUnit.objects.select_for_update().filter(depth=1))
