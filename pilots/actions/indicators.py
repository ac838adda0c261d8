"""Define indicators and targets, type measures one by one or pasted, mark the curve, ask for new limits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.search import door
from pilots.charts.curve import ENOUGH_FOR_LIMITS
from pilots.models import Indicator, Intervention, LimitsRecalculation, Measurement, Pilot, Target
from pilots.permissions import pilots as permissions

DEFINED = (
    "name",
    "question",
    "dimension",
    "shape",
    "unit",
    "direction",
    "method",
    "source",
    "owner",
    "frequency",
    "baseline_value",
    "baseline_from",
    "baseline_to",
    "baseline_n",
    "baseline_none_reason",
    "min_publishable_n",
    "is_headline",
)


@dataclass(frozen=True)
class Entry:
    """One measure as it is typed or pasted."""

    start: date
    end: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    n: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """What typing measures did: how many are new, corrected, and already there unchanged."""

    added: int
    corrected: int
    same: int


@transaction.atomic
def define_indicator(*, pilot: Pilot, agent: Agent, indicator: Indicator | None = None, **fields: Any) -> Indicator:
    """Add an indicator, or change how it is defined. The shape, the unit and the direction do not change once measured."""
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if not permissions.can_frame(agent, pilot):
        raise PermissionDenied(_("The lead of the pilot defines its indicators."))
    if indicator is None:
        indicator = Indicator(pilot=pilot)
    else:
        indicator = Indicator.objects.get(pk=indicator.pk, pilot=pilot)
        if indicator.measurements.exists() and any(
            name in fields and fields[name] != getattr(indicator, name) for name in ("shape", "unit", "direction")
        ):
            raise ValidationError(_("This indicator is measured already: its shape, unit and direction stay. Define another one."))
    for name, value in fields.items():
        if name not in DEFINED:
            raise LookupError(name)
        setattr(indicator, name, value)
    if not pilot.indicators.exclude(pk=indicator.pk).filter(is_headline=True).exists():
        indicator.is_headline = True
    elif indicator.is_headline:
        pilot.indicators.exclude(pk=indicator.pk).update(is_headline=False)
    indicator.full_clean(exclude=["pilot", "owner"])
    indicator.save()
    audit.record("pilots.define_indicator", pilot, actor=agent, indicator=indicator.pk)
    return indicator


@transaction.atomic
def set_target(
    *,
    indicator: Indicator,
    agent: Agent,
    value: Decimal,
    starts_on: date,
    due_on: date,
    upper: Decimal | None = None,
    rationale: str = "",
    reason: str = "",
) -> Target:
    """Set a target. The present one is replaced, never edited: `reason` says why, and is required then."""
    pilot = Pilot.objects.select_for_update().get(pk=indicator.pilot_id)
    if not permissions.can_frame(agent, pilot):
        raise PermissionDenied(_("The lead of the pilot sets its targets."))
    if due_on <= starts_on:
        raise ValidationError(_("A target is for a day after its beginning."))
    if indicator.direction == Indicator.Direction.IN_RANGE and (upper is None or upper < value):
        raise ValidationError(_("Give both ends of the range, the lower one first."))
    present = list(Target.objects.filter(indicator=indicator, superseded_by=None))
    if present and not reason.strip():
        raise ValidationError(_("Say why the present target is replaced."))
    target = Target.objects.create(
        indicator=indicator, value=value, upper=upper, starts_on=starts_on, due_on=due_on, rationale=rationale, set_by=agent
    )
    for old in present:
        old.superseded_by = target
        old.superseded_reason = reason
        old.save(update_fields=["superseded_by", "superseded_reason"])
    audit.record("pilots.set_target", pilot, actor=agent, indicator=indicator.pk, target=target.pk)
    return target


def compare_entries(indicator: Indicator, entries: Iterable[Entry]) -> dict[date, str]:
    """What each entry would do, by its first day: "new", "same", "update" (a provisional measure) or "correct" (a final one)."""
    present = {m.period_start: m for m in indicator.measurements.current()}
    return {e.start: _effect(present.get(e.start), e) for e in entries}


def _effect(present: Measurement | None, entry: Entry) -> str:
    if present is None:
        return "new"
    if _figures(present) == (entry.value, entry.numerator, entry.denominator, entry.n) and present.period_end == entry.end:
        return "same"
    return "correct" if present.is_final else "update"


def _figures(measure: Measurement) -> tuple:
    return measure.value, measure.numerator, measure.denominator, measure.n


@transaction.atomic
def enter_measures(
    *, indicator: Indicator, agent: Agent, entries: Iterable[Entry], is_final: bool = True, correction_reason: str = "", source: str = ""
) -> Outcome:
    """Type measures: all of them or none. What is already there, unchanged, stays; a final measure that differs is corrected.

    Refuses: who is not on the team; two entries of one period; a period to come; a correction without
    its reason; a value where the indicator is a rate, and the reverse.
    """
    pilot = Pilot.objects.select_for_update().get(pk=indicator.pilot_id)
    if not permissions.can_measure(agent, pilot):
        raise PermissionDenied(_("The team of the pilot types its measures, until it ends."))
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    entries = list(entries)
    if len({e.start for e in entries}) != len(entries):
        raise ValidationError(_("The same period is given twice."))
    if any(e.end > clock.today() for e in entries):
        raise ValidationError(_("A period that is not over cannot be measured yet."))
    if any((e.value is None) == (indicator.shape == Indicator.Shape.NUMBER) for e in entries):
        raise ValidationError(_("This indicator is a rate: give so many out of so many.") if indicator.is_rate else _("Give a value."))
    present = {m.period_start: m for m in indicator.measurements.current()}
    effects = {e.start: _effect(present.get(e.start), e) for e in entries}
    if "correct" in effects.values() and not correction_reason.strip():
        raise ValidationError(_("These measures were final: say why they are corrected."))
    if any(e.start in present and effects[e.start] == "correct" and present[e.start].period_end != e.end for e in entries):
        raise ValidationError(_("The last day of a final measure does not change: check the periods."))
    status = Measurement.Status.FINAL if is_final else Measurement.Status.PROVISIONAL
    for entry in entries:
        effect = effects[entry.start]
        old = present.get(entry.start)
        values = {
            "period_end": entry.end,
            "value": entry.value,
            "numerator": entry.numerator,
            "denominator": entry.denominator,
            "n": entry.n,
            "note": entry.note,
            "source": source,
            "status": status,
        }
        if effect == "update" or (effect == "same" and old is not None and not old.is_final and is_final):
            for name, value in values.items():
                setattr(old, name, value)
            old.save()  # type: ignore[union-attr]
        elif effect in ("new", "correct"):
            Measurement.objects.create(
                indicator=indicator,
                period_start=entry.start,
                entered_by=agent,
                corrects=old if effect == "correct" else None,
                correction_reason=correction_reason if effect == "correct" else "",
                **{**values, "status": Measurement.Status.FINAL if effect == "correct" else status},
            )
    done = list(effects.values())
    outcome = Outcome(added=done.count("new"), corrected=done.count("correct") + done.count("update"), same=done.count("same"))
    audit.record("pilots.measure", pilot, actor=agent, indicator=indicator.pk, added=outcome.added, corrected=outcome.corrected)
    door.refresh(pilot)
    return outcome


@transaction.atomic
def mark_curve(
    *, pilot: Pilot, agent: Agent, happened_on: date, label: str, since: str = "", kind: str = Intervention.Kind.EVENT
) -> Intervention:
    """Mark on the curves something that happened. There is one opening: what separates before and after."""
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if not permissions.can_measure(agent, pilot):
        raise PermissionDenied(_("The team of the pilot marks its curves."))
    if kind == Intervention.Kind.OPENING and pilot.interventions.filter(kind=kind).exists():
        raise ValidationError(_("The opening is already marked: it separates before and after, and there is only one."))
    mark = Intervention.objects.create(pilot=pilot, happened_on=happened_on, label=label, since=since, kind=kind, marked_by=agent)
    audit.record("pilots.mark", pilot, actor=agent, mark=mark.pk)
    return mark


@transaction.atomic
def remove_mark(*, mark: Intervention, agent: Agent) -> None:
    """Take a mark away. One that an adjustment made, or on which limits rest, stays."""
    pilot = Pilot.objects.select_for_update().get(pk=mark.pilot_id)
    if not permissions.can_measure(agent, pilot):
        raise PermissionDenied(_("The team of the pilot marks its curves."))
    if hasattr(mark, "adjustment") or mark.recalculations.exists():
        raise ValidationError(_("This mark stays: an adjustment or limits rest on it."))
    audit.record("pilots.remove_mark", pilot, actor=agent, mark=mark.pk)
    mark.delete()


@transaction.atomic
def recalculate_limits(*, indicator: Indicator, agent: Agent, intervention: Intervention, reason: str) -> LimitsRecalculation:
    """Ask for new limits from an intervention on, saying why. Refused until ten measures were made since."""
    pilot = Pilot.objects.select_for_update().get(pk=indicator.pilot_id)
    if not permissions.can_measure(agent, pilot):
        raise PermissionDenied(_("The team of the pilot asks for new limits."))
    if intervention.pilot_id != pilot.pk:
        raise ValidationError(_("This mark belongs to another pilot."))
    if not reason.strip():
        raise ValidationError(_("Say why the usual variation has changed for good."))
    since = indicator.measurements.current().filter(period_start__gte=intervention.happened_on).count()
    if since < ENOUGH_FOR_LIMITS:
        raise ValidationError(_("New limits need {least} measures since the mark; there are {n}.").format(least=ENOUGH_FOR_LIMITS, n=since))
    if indicator.recalculations.filter(intervention=intervention).exists():
        raise ValidationError(_("The limits were already computed again from this mark on."))
    made = LimitsRecalculation.objects.create(indicator=indicator, intervention=intervention, by=agent, reason=reason)
    audit.record("pilots.recalculate", pilot, actor=agent, indicator=indicator.pk, mark=intervention.pk)
    return made
