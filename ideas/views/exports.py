"""Lists as CSV, for those who count."""

import csv
from collections.abc import Iterable

from django.http import HttpResponse

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run as a formula


def csv_answer(name: str, header: Iterable, rows: Iterable[Iterable]) -> HttpResponse:
    """A CSV file that French spreadsheets open (semicolons, UTF-8 with its mark), where no cell is a formula."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}.csv"'})
    answer.write("\ufeff")
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([str(cell) for cell in header])
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return answer


def _safe(cell) -> str:
    value = "" if cell is None else str(cell)
    return f"'{value}" if value.startswith(DANGEROUS) else value
