"""Reading what is pasted from a spreadsheet: days and numbers as French people and English people write them."""

import calendar
import csv
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from io import StringIO

from django.utils.translation import gettext as _

from intranet.base import clock
from intranet.base.text import fold
from pilots.actions.indicators import Entry
from pilots.models import Indicator

MOST_LINES = 1000
MOST_CHARACTERS = 60_000
MONTHS = (
    ("janvier", "janv", "january", "jan"),
    ("fevrier", "fevr", "fev", "february", "feb"),
    ("mars", "march", "mar"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "juil", "july", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "sept", "september", "sep"),
    ("octobre", "oct", "october"),
    ("novembre", "nov", "november"),
    ("decembre", "dec", "december"),
)
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}
# The heading of a column, folded, and what it holds. Other columns (limits, status, signal) are passed over.
HEADINGS = {
    "start": ("du", "debut", "date", "periode", "semaine", "semaine du", "mois", "from", "start", "period", "week", "month", "jour", "day"),
    "end": ("au", "fin", "to", "end", "until"),
    "value": ("valeur", "value", "mesure", "nombre", "measure"),
    "numerator": ("numerateur", "numerator", "combien", "so many", "tant"),
    "denominator": ("denominateur", "denominator", "sur", "sur combien", "out of", "total"),
    "n": ("n", "personnes", "effectif", "people", "effectifs"),
    "note": ("note", "remarque", "commentaire", "comment"),
}


def read_day(value: str, *, last: bool = False) -> date | None:
    """The day that `value` says: 12/05/2026, 12.5.26, 2026-05-12, 12 mai 2026; a month or an ISO week gives its first day (or `last`)."""
    value = fold(value).strip().replace("1er", "1")
    try:
        if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]0{2}:0{2}(?::0{2})?)?", value, re.A):
            day = date(*(int(x) for x in found.groups()))
        elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", value, re.A):
            d, m, y = (int(x) for x in found.groups())
            day = date(y + 2000 if y < 100 else y, m, d)
        elif found := re.fullmatch(r"(?:(\d{1,2}) )?([a-z]+)\.? (\d{4})", value, re.A):
            month = MONTH_NUMBERS[found[2]]
            day = date(int(found[3]), month, int(found[1] or 1))
            if last and not found[1]:
                day = _end_of_month(day)
        elif found := re.fullmatch(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})", value, re.A):
            day = date(int(found[1] or found[4]), int(found[2] or found[3]), 1)
            if last:
                day = _end_of_month(day)
        elif found := re.fullmatch(r"(\d{4})[- ]?[sw] ?(\d{1,2})|[sw] ?(\d{1,2})[ /-](\d{4})", value, re.A):
            day = date.fromisocalendar(int(found[1] or found[4]), int(found[2] or found[3]), 7 if last else 1)
        else:
            return None
    except (ValueError, KeyError):
        return None
    return day if 2000 <= day.year <= 2100 else None


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def read_number(value: str) -> Decimal | None:
    """The number that `value` says: 1 234,5 or 1,234.5 or 12,5 % or −3. None when it says none."""
    value = re.sub(r"[\s\u00a0\u202f']", "", value).replace("\u2212", "-").removesuffix("%")
    if "," in value and "." in value:
        thousands, point = (".", ",") if value.rfind(",") > value.rfind(".") else (",", ".")
        if not re.fullmatch(rf"-?\d{{1,3}}(?:\{thousands}\d{{3}})+\{point}\d+", value, re.A):
            return None
        value = value.replace(thousands, "").replace(point, ".")
    value = value.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,10}(?:\.\d{1,4})?", value, re.A):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def period_end(start: date, frequency: str) -> date:
    """The last day of a period that begins on `start`: seven days, or to the eve of the same day one or three months later."""
    if frequency == Indicator.Frequency.WEEKLY:
        return start + timedelta(days=6)
    months = 1 if frequency == Indicator.Frequency.MONTHLY else 3
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    following = date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
    return following - timedelta(days=1)


@dataclass
class Line:
    """One pasted line: its number, its text, what was read of it or what is wrong with it."""

    number: int
    text: str
    entry: Entry | None = None
    errors: list[str] = field(default_factory=list)
    effect: str = ""


@dataclass
class Pasted:
    """What was pasted: its lines, in order."""

    lines: list[Line]

    @property
    def entries(self) -> list[Entry]:
        return [line.entry for line in self.lines if line.entry is not None]

    @property
    def errors(self) -> list[str]:
        return [_("Line {number}: {error}").format(number=line.number, error=e) for line in self.lines for e in line.errors]

    @property
    def is_clean(self) -> bool:
        return bool(self.lines) and not any(line.errors for line in self.lines)


def read_pasted(text: str, indicator: Indicator) -> Pasted:
    """Read lines pasted from a spreadsheet (tab, semicolon or comma between cells), with or without a line of headings.

    Nothing is guessed: a cell that cannot be read is an error of its line, in a sentence.
    """
    raw = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    separator = "\t" if any("\t" in line for _n, line in raw) else ";" if any(";" in line for _n, line in raw) else ","
    lines: list[Line] = []
    columns: dict[str, int] | None = None
    for position, (number, line) in enumerate(raw):
        # Lines from two places may be pasted together: each is cut by the separator it has.
        cells = _cells(line, next((each for each in "\t;" if each in line), separator))
        if position == 0 and (named := _headings(cells)):
            columns = named
            continue
        lines.append(_read_line(number, line, cells, columns, indicator))
    _find_overlaps(lines)
    return Pasted(lines)


def _cells(line: str, separator: str) -> list[str]:
    try:
        return [c.strip().strip("\ufeff") for c in next(csv.reader(StringIO(line), delimiter=separator))]
    except (csv.Error, StopIteration):
        return [line]


def _headings(cells: list[str]) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for position, cell in enumerate(cells):
        name = " ".join(fold(cell).replace("’", "'").split())
        for what, names in HEADINGS.items():
            if name in names and what not in found:
                found[what] = position
    return found if "start" in found else None


def _read_line(number: int, text: str, cells: list[str], columns: dict[str, int] | None, indicator: Indicator) -> Line:
    line = Line(number, text[:200])
    if columns is None:
        columns, problem = _guess(cells, indicator)
        if problem:
            line.errors.append(problem)
            return line

    def cell(name: str) -> str:
        position = columns.get(name)
        return cells[position] if position is not None and position < len(cells) else ""

    start = read_day(cell("start"))
    if start is None:
        line.errors.append(_("“{cell}” is not a day that can be read: write 12/05/2026.").format(cell=cell("start")[:40]))
        return line
    end = read_day(cell("end"), last=True) if cell("end") else period_end(start, indicator.frequency)
    if end is None:
        line.errors.append(_("“{cell}” is not a day that can be read: write 12/05/2026.").format(cell=cell("end")[:40]))
        return line
    if end < start:
        line.errors.append(_("The period ends before it begins."))
    if end > clock.today():
        line.errors.append(_("This period is not over yet."))
    numbers: dict[str, Decimal | None] = {}
    for name in ("numerator", "denominator") if indicator.is_rate else ("value",):
        numbers[name] = read_number(cell(name))
        if numbers[name] is None:
            said = cell(name)[:40]
            line.errors.append(
                _("“{cell}” is not a number that can be read: write 12,5.").format(cell=said) if said else _("A number is missing.")
            )
    n = read_number(cell("n")) if cell("n") else None
    if cell("n") and (n is None or n < 0 or n != int(n) or n > 2_000_000_000):
        line.errors.append(_("“{cell}” is not a number of people.").format(cell=cell("n")[:40]))
    if indicator.is_rate and None not in numbers.values():
        top, bottom = numbers["numerator"], numbers["denominator"]
        if bottom <= 0 or top < 0 or top > bottom:  # type: ignore[operator]
            line.errors.append(_("So many out of so many: the second number is over zero, and the first is not greater."))
    if not line.errors:
        line.entry = Entry(start=start, end=end, n=int(n) if n is not None else None, note=cell("note")[:300], **numbers)
    return line


def _guess(cells: list[str], indicator: Indicator) -> tuple[dict[str, int], str]:
    """Which cell is what, without headings: a first day, perhaps a last day, the figures, perhaps the number of people."""
    cells = [*cells]
    while cells and not cells[-1]:
        cells.pop()
    names = ["start"]
    if len(cells) > 1 and read_day(cells[1], last=True) is not None:
        names.append("end")
    names += ["numerator", "denominator"] if indicator.is_rate else ["value"]
    if len(cells) < len(names):
        return {}, _("A cell is missing: a day, then the figures.")
    if len(cells) > len(names) + 1:
        return {}, _("There are too many cells: separate them with tabs or semicolons, and keep the comma for decimals.")
    if len(cells) > len(names):
        names.append("n")
    return {name: position for position, name in enumerate(names)}, ""


def _find_overlaps(lines: list[Line]) -> None:
    read = sorted((line for line in lines if line.entry), key=lambda each: each.entry.start)  # type: ignore[union-attr]
    for before, after in zip(read, read[1:], strict=False):
        if after.entry.start <= before.entry.end:  # type: ignore[union-attr]
            later, earlier = (after, before) if after.number > before.number else (before, after)
            later.errors.append(_("This period overlaps that of line {number}.").format(number=earlier.number))
    for line in lines:
        if line.errors:
            line.entry = None
