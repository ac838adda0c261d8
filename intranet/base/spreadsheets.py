"""Tables that a spreadsheet opens."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.text import slugify

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would run as a formula
CHUNK = 500  # rows read and sent together: a table is never whole in memory
MARK = "\ufeff"
Answer = TypeVar("Answer", bound=HttpResponseBase)


def csv_answer(name: str, header: Iterable, rows: Iterable[Iterable]) -> StreamingHttpResponse:
    """A CSV file that French spreadsheets open (semicolons, UTF-8 with its mark), where no cell is a formula.

    Sent while it is read: give `rows` over `queryset.iterator(chunk_size=CHUNK)`. Whoever may not have it is
    refused before. Its words are in the language of the request, although the request is over when they are written.
    """
    return _attached(StreamingHttpResponse(_written(header, rows, translation.get_language())), name)


def csv_file(name: str, table: str) -> HttpResponse:
    """The same file, from a table that is already written and in which nobody typed anything (figures keep their sign)."""
    return _attached(HttpResponse(MARK + table), name)


def _written(header: Iterable, rows: Iterable[Iterable], language: str | None) -> Iterator[str]:
    with translation.override(language):
        yield MARK + _lines([header])
        remaining = iter(rows)
        while part := list(islice(remaining, CHUNK)):
            yield _lines(part)


def _lines(rows: Iterable[Iterable]) -> str:
    out = StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([_as_text(cell) for cell in row] for row in rows)
    return out.getvalue()


def _attached(answer: Answer, name: str) -> Answer:
    answer["Content-Type"] = "text/csv; charset=utf-8"
    answer["Content-Disposition"] = content_disposition_header(True, f"{slugify(name) or 'table'}.csv") or "attachment"
    return answer


def _as_text(cell) -> str:
    """A cell that no spreadsheet takes for a formula."""
    value = "" if cell is None else str(cell)
    return f"'{value}" if value.startswith(DANGEROUS) else value
