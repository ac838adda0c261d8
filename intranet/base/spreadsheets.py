"""Tables that a spreadsheet opens."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would run as a formula


def csv_answer(name: str, header: Iterable, rows: Iterable[Iterable]) -> HttpResponse:
    """A CSV file that French spreadsheets open (semicolons, UTF-8 with its mark), where no cell is a formula."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_as_text(cell) for cell in header])
    for row in rows:
        writer.writerow([_as_text(cell) for cell in row])
    return csv_file(name, out.getvalue())


def csv_file(name: str, table: str) -> HttpResponse:
    """The same file, from a table that is already written and in which nobody typed anything (figures keep their sign)."""
    return HttpResponse(
        "\ufeff" + table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, f"{name}.csv") or "attachment"},
    )


def _as_text(cell) -> str:
    """A cell that no spreadsheet takes for a formula."""
    value = "" if cell is None else str(cell)
    return f"'{value}" if value.startswith(DANGEROUS) else value
