"""What a curve says, in words: the one sentence, the notes under it, and numbers as they are written."""

from datetime import date

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from intranet.base.text import written_day
from pilots.charts.curve import ENOUGH_FOR_FIRM, ENOUGH_FOR_LIMITS, RUN, TREND, Curve, Point, Rule, compare, pooled

NO_BREAK = "\N{NO-BREAK SPACE}"


def number(value: float, digits: int | None = None) -> str:
    """A number as the reader writes it: `digits` decimals, or as many as needed up to two (12, 12,5, 12,25)."""
    if digits is None:
        digits = next((d for d in (0, 1, 2) if compare(round(value, d), value) == 0), 2)
    shown = number_format(round(value, digits) + 0.0, decimal_pos=digits, use_l10n=True, force_grouping=True)
    return shown.replace("\N{NARROW NO-BREAK SPACE}", NO_BREAK)


def quantity(curve: Curve, value: float, digits: int | None = None) -> str:
    """A number with its unit: "20 renvois par semaine", "62 % des appels"."""
    shown = number(value, digits)
    if curve.is_rate:
        shown = f"{shown}{NO_BREAK}%" if (get_language() or "fr").startswith("fr") else f"{shown}%"
    return f"{shown} {curve.unit}".strip()


def short_day(day: date) -> str:
    """A day on an axis: "3 nov."."""
    return written_day(day, "j N")


def long_day(day: date) -> str:
    return written_day(day, "j F Y")


def period(point: Point) -> str:
    """The days of a measure: "3 – 9 nov. 2026", or one day."""
    start, end = point.measure.start, point.measure.end
    if start == end:
        return written_day(start, "j N Y")
    if (start.year, start.month) == (end.year, end.month):
        return f"{_number_of(start)} – {written_day(end, 'j N Y')}"
    return f"{written_day(start, 'j N' if start.year == end.year else 'j N Y')} – {written_day(end, 'j N Y')}"


def _number_of(day: date) -> str:
    return "1er" if day.day == 1 and (get_language() or "fr").startswith("fr") else str(day.day)


def _together(before: float, after: float) -> tuple[str, str]:
    """Two numbers that are compared, with the fewest decimals that keep them apart: whole from ten up."""
    digits = 0 if min(abs(before), abs(after)) >= 10 else 1
    while digits < 2 and compare(before, after) and round(before, digits) == round(after, digits):
        digits += 1
    return number(before, digits), number(after, digits)


def _since(curve: Curve) -> str:
    opening = curve.opening
    return opening.since or _("“{label}”").format(label=opening.label) if opening else ""


def _with_unit(curve: Curve, shown: str) -> str:
    if curve.is_rate:
        shown += f"{NO_BREAK}%" if (get_language() or "fr").startswith("fr") else "%"
    return f"{shown} {curve.unit}".strip()


def sentence(curve: Curve) -> str:
    """What the curve says, in one sentence. It says no more than the drawing shows."""
    shown = curve.shown
    if not shown:
        return _("Nothing can be shown: each measure rests on too few people.") if curve.points else _("No measure yet.")
    if curve.opening is None:
        return _without_opening(curve)
    since = _since(curve)
    if curve.after is None:
        if curve.before is None:
            return _without_opening(curve)
        return _("{before} on average before; nothing is measured yet since {since}.").format(
            before=_with_unit(curve, _together(curve.before, curve.before)[0]), since=since
        )
    if curve.before is None:
        return _("Since {since}, {after} on average; nothing was measured before.").format(
            since=since, after=_with_unit(curve, _together(curve.after, curve.after)[0])
        )
    before, after = _together(curve.before, curve.after)
    words = {"since": since, "after": _with_unit(curve, after), "before": before + (_percent() if curve.is_rate else "")}
    if not compare(curve.before, curve.after):
        return _("Since {since}, {after}, as before.").format(**words)
    if len(shown) < ENOUGH_FOR_LIMITS:
        return ngettext(
            "Since {since}, {after} against {before} before: one measure is too few to tell a change from the usual variation.",
            "Since {since}, {after} against {before} before: {n} measures are too few to tell a change from the usual variation.",
            len(shown),
        ).format(n=len(shown), **words)
    if not curve.zones[0].has_limits:
        return _("Since {since}, {after} against {before} before: too little was measured before to say what is usual.").format(**words)
    if not curve.change:
        return _("Since {since}, {after} against {before} before: this stays within the usual variation.").format(**words)
    if curve.is_better is False:
        return _("Since {since}, {after} against {before} before: it is more than the usual variation, and the wrong way.").format(**words)
    return _("Since {since}, {after} against {before} before: it is more than the usual variation.").format(**words)


def _percent() -> str:
    return f"{NO_BREAK}%" if (get_language() or "fr").startswith("fr") else "%"


def _without_opening(curve: Curve) -> str:
    shown = curve.shown
    mean = pooled([p.measure for p in shown])
    words = {"mean": _with_unit(curve, _together(mean, mean)[0]), "n": len(shown)}  # type: ignore[arg-type]
    if len(shown) < ENOUGH_FOR_LIMITS:
        return ngettext(
            "{mean}, on one measure: too few to say what is usual.",
            "{mean} on average over {n} measures: too few to say what is usual.",
            len(shown),
        ).format(**words)
    if not curve.has_limits:
        return _("{mean} on average over {n} measures: too little was measured before to say what is usual.").format(**words)
    if any(p.signals for p in shown):
        return _("{mean} on average over {n} measures: some of them leave the usual variation.").format(**words)
    return _("{mean} on average over {n} measures: all stay within the usual variation.").format(**words)


def notes(curve: Curve) -> list[str]:
    """What else a reader must know: the target, limits that are provisional or were computed again, what is not shown."""
    found = []
    if curve.goal:
        found.append(_("Target: {target}.").format(target=target(curve)))
    if curve.is_provisional:
        rests_on = min(len(z.rests_on) for z in curve.zones if z.is_provisional)
        found.append(
            _("The limits are provisional: they rest on {n} measures, and {enough} make them firm.").format(
                n=rests_on, enough=ENOUGH_FOR_FIRM
            )
        )
    for each in curve.recalculations:
        found.append(
            _("Limits computed again from {day} on, by {name}: {reason}").format(day=long_day(each.on), name=each.by, reason=each.reason)
        )
    masked = sum(p.is_masked for p in curve.points)
    if masked:
        found.append(
            ngettext(
                "One period is not shown, nor counted: it rests on fewer than {least} people.",
                "{n} periods are not shown, nor counted: they rest on fewer than {least} people.",
                masked,
            ).format(n=masked, least=curve.least_n)
        )
    return found


def target(curve: Curve) -> str:
    """The target in words: "16 renvois par semaine, d’ici au 30 juin 2027"."""
    goal = curve.goal
    if goal is None:
        return ""
    if goal.high is None:
        value = quantity(curve, goal.low)
    else:
        value = _("between {low} and {high}").format(low=number(goal.low), high=quantity(curve, goal.high))
    return _("{value}, by {day}").format(value=value, day=long_day(goal.by)) if goal.by else value


def signal_words(point: Point) -> str:
    """Why a point is marked, or nothing."""
    if not point.signals:
        return ""
    said = {
        Rule.OUTSIDE: _("outside the limits"),
        Rule.RUN: _("{n} in a row on one side").format(n=RUN),
        Rule.TREND: _("{n} in a row in one direction").format(n=TREND),
        Rule.NEAR: _("two of three near a limit"),
    }
    seen = dict.fromkeys(said[s.rule] for s in point.signals)
    return ", ".join(seen)


def description(curve: Curve) -> str:
    """What the drawing says to those who do not see it: the sentence, the marks, and how many points stand out."""
    parts = [sentence(curve), *notes(curve)]
    out = sum(bool(p.signals) for p in curve.points)
    if curve.has_limits:
        parts.append(
            ngettext("One measure leaves the usual variation.", "{n} measures leave the usual variation.", out).format(n=out)
            if out
            else _("No measure leaves the usual variation.")
        )
    parts += [_("{day}: {label}.").format(day=long_day(m.on), label=m.label) for m in curve.marks]
    return " ".join(parts)
