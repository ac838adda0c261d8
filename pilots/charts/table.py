"""The table of a curve, and its CSV: the same rows."""

import csv
from dataclasses import dataclass
from io import StringIO

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from pilots.charts import words
from pilots.charts.curve import Curve, Point


@dataclass(frozen=True)
class Row:
    """One period, as text in the reader's language. A masked period has no figure at all."""

    period: str
    start: str
    end: str
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


def rows(curve: Curve) -> list[Row]:
    """The table of `curve`, one row for each period, oldest first."""
    return [_row(curve, point) for point in curve.points]


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


def _row(curve: Curve, point: Point) -> Row:
    measure, zone = point.measure, point.zone

    def text(value: float | None) -> str:
        return "" if value is None or point.is_masked else words.number(value)

    status = _("final") if measure.is_final else _("provisional")
    return Row(
        period=words.period(point),
        start=date_format(measure.start, "SHORT_DATE_FORMAT") if _french() else measure.start.isoformat(),
        end=date_format(measure.end, "SHORT_DATE_FORMAT") if _french() else measure.end.isoformat(),
        value=_("not shown") if point.is_masked else text(point.value),
        numerator=text(measure.numerator),
        denominator=text(measure.denominator),
        n=text(measure.n),
        centre=words.number(zone.centre) if zone else "",
        lower=words.number(zone.lower) if zone and zone.lower is not None else "",
        upper=words.number(zone.upper) if zone and zone.upper is not None else "",
        status=status,
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
        writer.writerow([row.start, row.end, *(getattr(row, attribute).replace(words.NO_BREAK, "") for attribute, _h in columns)])
    return out.getvalue()


def _french() -> bool:
    return (get_language() or "fr").startswith("fr")
