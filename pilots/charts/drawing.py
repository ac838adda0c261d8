"""The drawing of a curve: SVG made on the server, twice, for a wide and for a narrow place.

No colour, size or style is written here: classes only, and `static/site.css` dresses them (it also
chooses which of the two is shown). Shapes and words say what colours say: a point that leaves the
usual variation is a full diamond, limits are dotted, the target is a plain line with its word.
"""

from dataclasses import dataclass
from math import floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pilots.charts import words
from pilots.charts.curve import Curve

LETTER = 13  # px: what the smallest letter measures in both drawings, each shown at its own width at least


@dataclass(frozen=True)
class Frame:
    """The place of a drawing, in units of its viewBox."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    labels: int  # how many days are named under the axis
    names_marks: bool  # whether marks are named beside their line, or numbered only


WIDE = Frame("wide", 620, 270, 40, 16, 26, 28, 7, True)
NARROW = Frame("narrow", 264, 240, 30, 8, 24, 26, 3, False)


@dataclass(frozen=True)
class Scale:
    """From positions and values to the place on the drawing, and back."""

    frame: Frame
    count: int
    low: float
    high: float
    ticks: tuple[float, ...]

    def x(self, index: float) -> float:
        room = self.frame.width - self.frame.left - self.frame.right
        return round(self.frame.left + room * (index + 0.5) / max(1, self.count), 1)

    def y(self, value: float) -> float:
        room = self.frame.height - self.frame.top - self.frame.bottom
        return round(self.frame.top + room * (self.high - value) / (self.high - self.low), 1)

    def value(self, y: float) -> float:
        """The value at a height of the drawing: what `y` does, undone."""
        room = self.frame.height - self.frame.top - self.frame.bottom
        return self.high - (y - self.frame.top) * (self.high - self.low) / room


def scale(curve: Curve, frame: Frame) -> Scale:
    """A scale that holds every value, limit and target, from zero when nothing is under it, on round numbers."""
    values = [p.value for p in curve.shown if p.value is not None]
    values += [v for z in curve.zones for v in (z.centre, z.lower, z.upper) if v is not None]
    if curve.goal:
        values += [curve.goal.low, *([curve.goal.high] if curve.goal.high is not None else [])]
    low, high = min([0.0, *values]), max([0.0, *values])
    if high - low < 1e-5:  # all but flat: measures have four decimals at most
        high = low + 1
    step = _round_step((high - low) / 5)
    first, last = floor(low / step), -floor(-high / step)
    ticks = tuple(round(step * i, 10) for i in range(first, last + 1))
    return Scale(frame, len(curve.points), ticks[0], ticks[-1], ticks)


def _round_step(rough: float) -> float:
    size = 10.0 ** floor(log10(rough))
    return next(size * m for m in (1, 2, 2.5, 5, 10) if size * m >= rough * 0.999)


def svg(curve: Curve, frame: Frame, *, key: str) -> SafeString:
    """The drawing of `curve` in `frame`. `key` makes its identifiers unique on the page."""
    if not curve.shown:
        return SafeString("")
    s = scale(curve, frame)
    name = f"{key}-{frame.name}"
    body = [_axis(curve, s), _zones(curve, s), _goal(curve, s), _marks(curve, s), _after(curve, s), _line(curve, s), _points(curve, s)]
    return format_html(
        '<svg class="curve curve-{}" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t" aria-describedby="{}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        frame.name,
        frame.width,
        frame.height,
        name,
        name,
        name,
        curve.name,
        name,
        words.description(curve),
        mark_safe("".join(body)),  # noqa: S308 - each part is made by format_html below
    )


def _axis(curve: Curve, s: Scale) -> str:
    f = s.frame
    lines = format_html_join(
        "",
        '<path class="curve-grid" d="M{} {}H{}"/><text class="curve-end" x="{}" y="{}">{}</text>',
        ((f.left, s.y(t), f.width - f.right, f.left - 6, s.y(t) + 4, words.number(t)) for t in s.ticks),
    )
    count = len(curve.points)
    every = max(1, -(-count // f.labels))
    days = format_html_join(
        "",
        '<text class="{}" x="{}" y="{}">{}</text>',
        (
            ("curve-end" if s.x(i) > f.width - 28 else "curve-middle", max(s.x(i), f.left + 12), f.height - 8, _day(curve, i))
            for i in range(0, count, every)
        ),
    )
    return lines + days


def _day(curve: Curve, index: int) -> str:
    return words.short_day(curve.points[index].measure.start)


def _zones(curve: Curve, s: Scale) -> str:
    half = (s.x(1) - s.x(0)) / 2
    parts = []
    for number, zone in enumerate(curve.zones):
        left, right = s.x(zone.first) - half, s.x(zone.last) + half
        if zone.has_limits:
            until = s.x(zone.rests_on[-1]) + half
            begin = s.x(zone.rests_on[0]) - half
            parts.append(
                format_html(
                    '<rect class="curve-usual" x="{}" y="{}" width="{}" height="{}"/><path class="curve-limit" d="M{} {}H{}M{} {}H{}"/>',
                    round(begin, 1),
                    s.y(zone.upper),
                    round(until - begin, 1),
                    round(s.y(zone.lower) - s.y(zone.upper), 1),
                    round(left, 1),
                    s.y(zone.upper),
                    round(right, 1),
                    round(left, 1),
                    s.y(zone.lower),
                    round(right, 1),
                )
            )
            if number == 0:
                parts.append(
                    format_html(
                        '<text class="curve-start" x="{}" y="{}">{}</text>', round(begin + 5, 1), s.y(zone.upper) + 15, _("usual variation")
                    )
                )
            right = until
        parts.append(format_html('<path class="curve-centre" d="M{} {}H{}"/>', round(left, 1), s.y(zone.centre), round(right, 1)))
    return "".join(parts)


def _goal(curve: Curve, s: Scale) -> str:
    if curve.goal is None:
        return ""
    f = s.frame
    ends = [curve.goal.low, *([curve.goal.high] if curve.goal.high is not None else [])]
    lines = "".join(format_html('<path class="curve-target" d="M{} {}H{}"/>', f.left, s.y(v), f.width - f.right) for v in ends)
    low = s.y(ends[0])
    label = words.number(ends[0]) if len(ends) == 1 else f"{words.number(ends[0])} – {words.number(ends[1])}"
    # Under its line, where the good values are; above when the axis leaves no room.
    y = low + 15 if low + 18 < f.height - f.bottom else low - 6
    return lines + format_html(
        '<text class="curve-target-word curve-start" x="{}" y="{}">{}</text>', f.left + 5, y, _("target {value}").format(value=label)
    )


def _marks(curve: Curve, s: Scale) -> str:
    f = s.frame
    parts = []
    taken: list[tuple[int, float, float]] = []  # row, from, to: words already written
    lines = [_place_of(curve, s, mark) for mark in curve.marks]
    for number, (mark, x) in enumerate(zip(curve.marks, lines, strict=True), start=1):
        label = f"{number} {_cut(mark.label)}"
        width = _width(label)
        if f.names_marks and x - 6 - width >= f.left and not _crossed(lines, x - 6 - width, x - 6):
            side, at, begin = "curve-end", x - 6, x - 6 - width
        elif f.names_marks and x + 6 + width <= f.width and not _crossed(lines, x + 6, x + 6 + width):
            side, at, begin = "curve-start", x + 6, x + 6
        else:  # no room on either side: its number, named in the list under the drawing
            label = str(number)
            width = _width(label)
            side, at, begin = ("curve-end", x - 6, x - 6 - width) if f.names_marks else ("curve-middle", x, x - width / 2)
        row = next(r for r in range(len(taken) + 1) if all(r != o or begin > end or begin + width < start for o, start, end in taken))
        taken.append((row, begin, begin + width))
        y = 14 + row * 15
        parts.append(
            format_html(
                '<path class="curve-mark" d="M{} {}V{}"/><text class="curve-mark-word {}" x="{}" y="{}">{}</text>',
                x,
                6 if f.names_marks else y + 5,
                f.height - f.bottom,
                side,
                round(at, 1),
                y,
                label,
            )
        )
    return "".join(parts)


def _place_of(curve: Curve, s: Scale, mark) -> float:
    """Where the line of a mark stands: between the last measure before it and the first after."""
    index = next((i for i, p in enumerate(curve.points) if p.measure.start >= mark.on), len(curve.points))
    x = round((s.x(index) + s.x(index - 1)) / 2, 1)
    return min(max(x, s.frame.left), s.frame.width - s.frame.right)


def _crossed(lines: list[float], begin: float, end: float) -> bool:
    return any(begin < x < end for x in lines)


def _width(label: str) -> float:
    return LETTER * 0.6 * len(label)


def _cut(label: str) -> str:
    return label if len(label) <= 26 else label[:25].rstrip() + "…"


def _after(curve: Curve, s: Scale) -> str:
    if curve.after is None or not curve.after_indexes:
        return ""
    half = (s.x(1) - s.x(0)) / 2
    left, right = s.x(curve.after_indexes[0]) - half, s.x(curve.after_indexes[-1]) + half
    return format_html('<path class="curve-centre" d="M{} {}H{}"/>', round(left, 1), s.y(curve.after), round(right, 1))


def _line(curve: Curve, s: Scale) -> str:
    steps = []
    pen_up = True
    for i, point in enumerate(curve.points):
        if point.value is None:
            pen_up = True
            continue
        steps.append(f"{'M' if pen_up else 'L'}{s.x(i)} {s.y(point.value)}")
        pen_up = False
    return format_html('<path class="curve-line" d="{}"/>', "".join(steps))


def _points(curve: Curve, s: Scale) -> str:
    room = s.x(1) - s.x(0)
    r = 4 if room > 11 else 2
    plain, signals = [], []
    for i, point in enumerate(curve.points):
        if point.value is None:
            continue
        x, y = s.x(i), s.y(point.value)
        if point.signals:
            d = r + 2
            signals.append(f"M{x} {round(y - d, 1)}l{d} {d} {-d} {d} {-d} {-d}z")
        else:
            plain.append(f"M{round(x - r, 1)} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z")
    return format_html('<path class="curve-points" d="{}"/><path class="curve-signals" d="{}"/>', "".join(plain), "".join(signals))
