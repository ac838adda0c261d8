"""CSV: its encoding, its separator, its rows."""

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from intranet.organisation.reading.columns import find_headers
from intranet.organisation.reading.tables import HEADER_WITHIN, MAX_CELL, MAX_COLUMNS, Row, Sheet, Table, Unreadable

DELIMITERS = ";,\t|"
FIELD_LIMIT = 20_000  # a longer cell is a quotation mark that was never closed
BLOCK = 1024 * 1024


def open_delimited(path: Path) -> Table:
    """Raises Unreadable when the file is no text, or has no headers."""
    encoding = _encoding(path)
    # The quotation marks of Windows-1252 are bytes that no text has; without them any byte would do, a picture too.
    best: tuple[int, int, str, Sheet] | None = None
    for delimiter in DELIMITERS:
        sheet = find_headers("", _first_rows(path, encoding, delimiter))
        if sheet is not None:
            candidate = (sheet.known, len(sheet.headers), delimiter, sheet)
            if best is None or candidate[:2] > best[:2]:
                best = candidate
    if best is None:
        raise Unreadable("no_headers")
    _known, _width, delimiter, sheet = best
    if len(sheet.headers) > MAX_COLUMNS:
        raise Unreadable("too_many_columns", most=MAX_COLUMNS)
    return Table("csv", path, [sheet], encoding, delimiter)


def rows(table: Table, sheet: Sheet) -> Iterator[Row]:
    width = len(sheet.headers)
    for line, cells in _records(table.path, table.encoding, table.delimiter):
        if line <= sheet.header_line:
            continue
        faults = ((width, "too_many_cells"),) if any(cell.strip() for cell in cells[width:]) else ()
        yield Row(line, tuple([*cells, *[""] * (width - len(cells))][:width]), faults)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The records with their number, which is that of the row in a spreadsheet even where a cell holds line ends."""
    csv.field_size_limit(FIELD_LIMIT)
    line = 0
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            for record in reader:
                line += 1
                if len(record) > MAX_COLUMNS and any(cell.strip() for cell in record[MAX_COLUMNS:]):
                    raise Unreadable("too_many_columns", most=MAX_COLUMNS)
                yield line, [cell[:MAX_CELL] for cell in record[: MAX_COLUMNS + 1]]
        except csv.Error as error:
            raise Unreadable("broken_quote", line=line + 1) from error
        except UnicodeError as error:
            raise Unreadable("not_text") from error


def _first_rows(path: Path, encoding: str, delimiter: str) -> list[tuple[int, list[str]]]:
    try:
        return list(islice(_records(path, encoding, delimiter), HEADER_WITHIN))
    except Unreadable as error:
        if error.code == "broken_quote":
            # Under another separator a mark may stand in the middle of a cell: what comes before it is still looked at.
            return _until(path, encoding, delimiter, error.params["line"])
        raise


def _until(path: Path, encoding: str, delimiter: str, line: int) -> list[tuple[int, list[str]]]:
    return list(islice(_records(path, encoding, delimiter), max(0, line - 1)))


def _encoding(path: Path) -> str:
    """The encoding of the whole file: UTF-8 with or without its mark, UTF-16 with its mark, else Windows-1252. Raises Unreadable."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        encoding = "utf-8-sig"
        decoder = codecs.getincrementaldecoder(encoding)()
        file.seek(0)
        blocks = controls = 0
        while block := file.read(BLOCK):
            blocks += len(block)
            controls += sum(block.count(byte) for byte in (b"\x00", b"\x01", b"\x02", b"\x03", b"\x04", b"\x05", b"\x0e", b"\x0f"))
            if encoding == "utf-8-sig":
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    encoding = "cp1252"
        if encoding == "utf-8-sig":
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                encoding = "cp1252"
    if controls * 200 > blocks:  # a stray NUL is cleaned; more is no text
        raise Unreadable("not_text")
    if encoding == "cp1252":
        _check_windows(path)
    return encoding


def _check_windows(path: Path) -> None:
    with path.open(encoding="cp1252", newline="") as file:
        try:
            while file.read(BLOCK):
                pass
        except UnicodeDecodeError as error:
            raise Unreadable("not_text") from error
