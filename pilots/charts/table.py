"""The table of a curve, and its CSV: the same rows."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import StringIO

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from pilots.charts import words
from pilots.charts.curve import Curve, Point, Zone

WORDS = ("period", "status", "signal")  # the columns that are not figures


@dataclass(frozen=True)
class Row:
    """One period, as text in the reader's language. A masked period has no figure at all."""

    period: str
    start: date
    end: date
    value: str
    numerator: str
    denominator: str
    n: str
    centre: str
    lower: str
    upper: str
    status: str
    signal: str
    is_masked: bool


def rows(curve: Curve, points: Iterable[Point] | None = None) -> list[Row]:
    """The table of `curve`, one row for each period, oldest first; or for each of `points`, in their order."""
    usual = {zone: _usual(zone) for zone in curve.zones}  # written once, not on each row
    status = {True: _("final"), False: _("provisional")}
    return [_row(point, usual.get(point.zone, ("", "", "")), status) for point in (curve.points if points is None else points)]


def cells(curve: Curve, points: Iterable[Point]) -> list[dict]:
    """What the table shows of `points`, under `headers`: the period, then figures, then words."""
    figures = [attribute for attribute, _heading in headers(curve) if attribute not in WORDS]
    return [
        {"period": row.period, "figures": [getattr(row, attribute) for attribute in figures], "words": (row.status, row.signal)}
        for row in rows(curve, points)
    ]


def day(value: date) -> str:
    """A day as a spreadsheet reads it."""
    return date_format(value, "SHORT_DATE_FORMAT") if _french() else value.isoformat()


def headers(curve: Curve) -> list[tuple[str, str]]:
    """The columns of the table: (attribute of a Row, its heading)."""
    rate = [("numerator", _("So many")), ("denominator", _("Out of"))] if curve.is_rate else []
    n = [("n", _("People"))] if any(p.measure.n is not None for p in curve.points) else []
    centre = _("Centre") if curve.has_limits else _("Median")
    limits = [("lower", _("Lower limit")), ("upper", _("Upper limit"))] if curve.has_limits else []
    return [
        ("period", _("Period")),
        ("value", _("Value")),
        *rate,
        *n,
        ("centre", centre),
        *limits,
        ("status", pgettext("of a measure", "Status")),
        ("signal", _("Signal")),
    ]


def _usual(zone: Zone) -> tuple[str, str, str]:
    """The centre and the limits of a zone, in words."""
    return words.number(zone.centre), *("" if v is None else words.number(v) for v in (zone.lower, zone.upper))  # type: ignore[return-value]


def _row(point: Point, usual: tuple[str, str, str], status: dict[bool, str]) -> Row:
    measure = point.measure

    def text(value: float | None) -> str:
        return "" if value is None or point.is_masked else words.number(value)

    centre, lower, upper = usual
    return Row(
        period=words.period(point),
        start=measure.start,
        end=measure.end,
        value=_("not shown") if point.is_masked else text(point.value),
        numerator=text(measure.numerator),
        denominator=text(measure.denominator),
        n=text(measure.n),
        centre=centre,
        lower=lower,
        upper=upper,
        status=status[measure.is_final],
        signal=words.signal_words(point),
        is_masked=point.is_masked,
    )


def as_csv(curve: Curve) -> str:
    """The table as a file that a French spreadsheet opens: semicolons, and numbers as the reader writes them."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    columns = [(a, h) for a, h in headers(curve) if a != "period"]
    writer.writerow([_("From"), _("To"), *(heading for _attribute, heading in columns)])
    for row in rows(curve):
        writer.writerow([day(row.start), day(row.end), *(getattr(row, attribute).replace(words.NO_BREAK, "") for attribute, _h in columns)])
    return out.getvalue()


def _french() -> bool:
    return (get_language() or "fr").startswith("fr")
