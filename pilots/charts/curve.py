"""The arithmetic of an indicator's curve: one object, from which its drawing, sentence, table and CSV are made.

Pure: no model, no request, no database. Sources:
- XmR chart (individuals and moving range): limits at mean ± 2.66 × mean moving range, 2.66 being 3 / d2
  with d2 = 1.128 for ranges of two points. Provost & Murray, *The Health Care Data Guide* (Shewhart
  charts); NHS England, *Making data count*.
- Four rules and no more ("four rules are enough"): one point outside the limits; a run on one side of
  the centre; six points in a row rising or falling; two of three in a row in the outer third, one side.
  The run is of EIGHT, as in Provost & Murray; NHS England uses seven. Eight alarms less often for nothing.
- A point on the centre neither makes nor breaks a run; two equal points in a row count once in a trend
  (Provost & Murray).
- Under ten points: the points around their median, without limits. New limits only where a named person
  asked for them, with a reason, from an intervention on (NHS: recalculation "is a judgement call").
- A rate is computed from summed numerators and denominators, never by averaging rates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from math import isclose
from statistics import median

SPREAD = 2.66
ENOUGH_FOR_LIMITS = 10  # points in all: under it, a run chart
LEAST_FOR_A_ZONE = 8  # points from which limits may be drawn at all, as provisional
ENOUGH_FOR_FIRM = 20  # points from which limits stop being provisional, and stop moving
RUN = 8
TREND = 6


class Good(Enum):
    """In which direction the indicator should go."""

    UP = "up"
    DOWN = "down"
    IN_RANGE = "in_range"


class Rule(Enum):
    OUTSIDE = "outside"
    RUN = "run"
    TREND = "trend"
    NEAR = "near"


@dataclass(frozen=True)
class Measure:
    """One measure of one period. `value`, or a numerator and a denominator; `n`: how many people or cases it rests on."""

    start: date
    end: date
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    n: int | None = None
    is_final: bool = True

    @property
    def is_rate(self) -> bool:
        return self.numerator is not None and self.denominator is not None

    @property
    def figure(self) -> float | None:
        """The value, in hundredths for a rate; None when there is none (a denominator of zero)."""
        if self.is_rate:
            return 100 * self.numerator / self.denominator if self.denominator else None  # type: ignore[operator]
        return self.value

    @property
    def base(self) -> float | None:
        """How many it rests on: `n`, or the denominator of a rate."""
        return self.n if self.n is not None else self.denominator


@dataclass(frozen=True)
class Mark:
    """An intervention: what happened on a day. `since` completes the words "since …" ("l’ouverture")."""

    on: date
    label: str
    since: str = ""
    is_opening: bool = False


@dataclass(frozen=True)
class Recalculation:
    """Limits computed afresh from a mark on, because somebody said why."""

    on: date
    by: str
    reason: str


@dataclass(frozen=True)
class Goal:
    """The target: a value, or a range when `high` is given."""

    low: float
    high: float | None = None
    by: date | None = None


@dataclass(frozen=True)
class Signal:
    rule: Rule
    side: int  # +1 above the centre or rising, -1 below or falling


@dataclass(frozen=True)
class Zone:
    """The usual variation on a stretch of points: its centre, its limits (None in a run chart), and on how many points it rests."""

    first: int
    last: int
    rests_on: tuple[int, ...]
    centre: float
    lower: float | None = None
    upper: float | None = None

    @property
    def has_limits(self) -> bool:
        return self.upper is not None

    @property
    def is_provisional(self) -> bool:
        return self.has_limits and len(self.rests_on) < ENOUGH_FOR_FIRM


@dataclass(frozen=True)
class Point:
    """One period on the curve. A masked point has no value anywhere, and takes part in no computation."""

    measure: Measure
    value: float | None
    is_masked: bool
    zone: Zone | None = None
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True)
class Curve:
    """Everything that the drawing, the sentence, the table and the CSV say. Made by `Curve.of`."""

    name: str
    unit: str
    good: Good
    points: tuple[Point, ...]
    zones: tuple[Zone, ...]
    marks: tuple[Mark, ...] = ()
    goal: Goal | None = None
    recalculations: tuple[Recalculation, ...] = ()
    least_n: int = 0
    is_rate: bool = False
    baseline_value: float | None = None
    before: float | None = None
    after: float | None = None
    after_indexes: tuple[int, ...] = field(default=())

    @classmethod
    def of(
        cls,
        *,
        name: str,
        unit: str,
        good: Good,
        measures: Iterable[Measure],
        marks: Iterable[Mark] = (),
        goal: Goal | None = None,
        baseline: tuple[date, date] | None = None,
        baseline_value: float | None = None,
        recalculations: Iterable[Recalculation] = (),
        least_n: int = 0,
        lowest: float | None = 0.0,
        highest: float | None = None,
    ) -> "Curve":
        """The curve of `measures` (one for each period, any order).

        `baseline`: the days whose measures say what was usual before; without it, those before the
        first mark that counts (the opening, else the first one); without any mark, the first twenty.
        `least_n`: a measure resting on fewer is masked. `lowest`/`highest`: what the thing measured
        cannot pass (a count is never under 0), where limits are cut.
        """
        ordered = sorted(measures, key=lambda m: (m.start, m.end))
        masked = [least_n > 0 and m.base is not None and m.base < least_n for m in ordered]
        values = [None if hidden else m.figure for m, hidden in zip(ordered, masked, strict=True)]
        marks = tuple(sorted(marks, key=lambda m: m.on))
        split = next((m.on for m in marks if m.is_opening), marks[0].on if marks else None)
        recalculations = tuple(sorted(recalculations, key=lambda r: r.on))
        zones = _zones(ordered, values, split, baseline, recalculations, lowest, highest)
        signals = _signals(values, zones)
        points = tuple(
            Point(m, v, hidden, next((z for z in zones if z.first <= i <= z.last), None), tuple(signals.get(i, ())))
            for i, (m, v, hidden) in enumerate(zip(ordered, values, masked, strict=True))
        )
        after = tuple(i for i, p in enumerate(points) if p.value is not None and split and p.measure.start >= split)
        return cls(
            name=name,
            unit=unit,
            good=good,
            points=points,
            zones=zones,
            marks=marks,
            goal=goal,
            recalculations=recalculations,
            least_n=least_n,
            is_rate=any(m.is_rate for m in ordered),
            baseline_value=baseline_value,
            before=_before(ordered, values, split, baseline, baseline_value),
            after=pooled([ordered[i] for i in after]),
            after_indexes=after,
        )

    @property
    def shown(self) -> list[Point]:
        """The points that have a value to show."""
        return [p for p in self.points if p.value is not None]

    @property
    def has_limits(self) -> bool:
        return any(z.has_limits for z in self.zones)

    @property
    def is_provisional(self) -> bool:
        return any(z.is_provisional for z in self.zones)

    @property
    def opening(self) -> Mark | None:
        """The mark that separates before and after."""
        return next((m for m in self.marks if m.is_opening), self.marks[0] if self.marks else None)

    @property
    def change(self) -> int:
        """+1 or -1 when the points since the opening differ by more than the usual variation, in that direction; else 0."""
        side = 0 if self.before is None or self.after is None else compare(self.after, self.before)
        return side if side and any(s.side == side for i in self.after_indexes for s in self.points[i].signals) else 0

    @property
    def is_better(self) -> bool | None:
        """Whether the difference between before and after goes the good way; None when that cannot be said."""
        if self.before is None or self.after is None or not compare(self.after, self.before):
            return None
        if self.good is Good.IN_RANGE:
            if self.goal is None or self.goal.high is None:
                return None
            apart = [max(self.goal.low - v, v - self.goal.high, 0) for v in (self.before, self.after)]
            return None if apart[0] == apart[1] else apart[1] < apart[0]
        return (compare(self.after, self.before) > 0) == (self.good is Good.UP)


def compare(a: float, b: float) -> int:
    """-1, 0 or 1 as `a` is under, at or over `b`; what binary fractions add is not a difference."""
    return 0 if isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) else (1 if a > b else -1)


def pooled(measures: Sequence[Measure]) -> float | None:
    """The mean of several measures; for rates, the sum of numerators over the sum of denominators, in hundredths."""
    found = [m for m in measures if m.figure is not None]
    if not found:
        return None
    if all(m.is_rate for m in found):
        return 100 * sum(m.numerator for m in found) / sum(m.denominator for m in found)  # type: ignore[misc]
    return sum(m.figure for m in found) / len(found)  # type: ignore[misc]


def _before(measures, values, split, baseline, baseline_value) -> float | None:
    if baseline:
        chosen = [m for m, v in zip(measures, values, strict=True) if v is not None and _within(m, baseline)]
    else:
        chosen = [m for m, v in zip(measures, values, strict=True) if v is not None and split and m.start < split]
    found = pooled(chosen)
    return baseline_value if found is None else found


def _within(measure: Measure, days: tuple[date, date]) -> bool:
    return days[0] <= measure.start and measure.end <= days[1]


def _zones(measures, values, split, baseline, recalculations, lowest, highest) -> tuple[Zone, ...]:
    shown = [i for i, v in enumerate(values) if v is not None]
    if not shown:
        return ()
    last = len(measures) - 1
    if len(shown) < ENOUGH_FOR_LIMITS:
        return (Zone(0, last, tuple(shown), median(values[i] for i in shown)),)
    starts = [0]
    for each in recalculations:
        start = next((i for i, m in enumerate(measures) if m.start >= each.on), None)
        # Too few points since: the old limits stay until there are enough.
        if start is not None and start > starts[-1] and sum(i >= start for i in shown) >= ENOUGH_FOR_LIMITS:
            starts.append(start)
    zones = []
    for position, first in enumerate(starts):
        end = starts[position + 1] - 1 if position + 1 < len(starts) else last
        inside = [i for i in shown if first <= i <= end]
        usual = inside
        if first == 0:
            if baseline:
                usual = [i for i in inside if _within(measures[i], baseline)]
            elif split:
                usual = [i for i in inside if measures[i].start < split]
            if len(usual) < LEAST_FOR_A_ZONE:
                usual = []
        usual = usual[:ENOUGH_FOR_FIRM]
        zones.append(
            _zone(first, end, usual, measures, values, lowest, highest)
            if len(usual) >= LEAST_FOR_A_ZONE
            else Zone(first, end, tuple(inside), median(values[i] for i in inside))
        )
    return tuple(zones)


def _zone(first, last, usual, measures, values, lowest, highest) -> Zone:
    centre = pooled([measures[i] for i in usual])
    ranges = [abs(values[b] - values[a]) for a, b in zip(usual, usual[1:], strict=False)]
    spread = SPREAD * sum(ranges) / len(ranges)
    lower, upper = centre - spread, centre + spread
    return Zone(
        first,
        last,
        tuple(usual),
        centre,
        lower if lowest is None else max(lower, lowest),
        upper if highest is None else min(upper, highest),
    )


def _signals(values, zones) -> dict[int, list[Signal]]:
    found: dict[int, list[Signal]] = {}

    def add(indexes, rule, side):
        for i in indexes:
            signal = Signal(rule, side)
            if signal not in found.setdefault(i, []):
                found[i].append(signal)

    for zone in zones:
        if not zone.has_limits:
            continue
        inside = [i for i in range(zone.first, zone.last + 1) if values[i] is not None]
        for i in inside:
            if compare(values[i], zone.upper) > 0:
                add([i], Rule.OUTSIDE, 1)
            elif compare(values[i], zone.lower) < 0:
                add([i], Rule.OUTSIDE, -1)
        for side, run in _runs(inside, values, zone.centre):
            if len(run) >= RUN:
                add(run, Rule.RUN, side)
        for side, trend in _trends(inside, values):
            if len(trend) >= TREND:
                add(trend, Rule.TREND, side)
        for three in zip(inside, inside[1:], inside[2:], strict=False):
            for side in (1, -1):
                limit = zone.upper if side == 1 else zone.lower
                third = zone.centre + (limit - zone.centre) * 2 / 3
                near = [i for i in three if compare(limit, zone.centre) and compare(values[i], third) * side >= 0]
                if len(near) >= 2:
                    add(near, Rule.NEAR, side)
    return found


def _runs(indexes, values, centre) -> list[tuple[int, list[int]]]:
    runs: list[tuple[int, list[int]]] = []
    for i in indexes:
        side = compare(values[i], centre)
        if side == 0:
            continue
        if runs and runs[-1][0] == side:
            runs[-1][1].append(i)
        else:
            runs.append((side, [i]))
    return runs


def _trends(indexes, values) -> list[tuple[int, list[int]]]:
    steps = [i for position, i in enumerate(indexes) if position == 0 or compare(values[i], values[indexes[position - 1]])]
    trends: list[tuple[int, list[int]]] = []
    for a, b in zip(steps, steps[1:], strict=False):
        side = compare(values[b], values[a])
        if trends and trends[-1][0] == side:
            trends[-1][1].append(b)
        else:
            trends.append((side, [a, b]))
    return trends
