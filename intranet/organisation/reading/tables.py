"""What a file is, by its first bytes and never by its name, and its rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MAX_BYTES = 40 * 1024 * 1024
MAX_ROWS = 300_000
MAX_COLUMNS = 200
HEADER_WITHIN = 20  # rows looked at for the headers: above them stand titles and dates of extraction
MAX_CELL = 2_000  # characters kept of a cell: no field of ours is longer

# The first bytes of what people send by mistake, and its name in `sentences.KINDS`.
MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"{\\rtf", "text_document"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


class Unreadable(Exception):
    """The file cannot be read: `code` names the sentence, `params` what it holds."""

    def __init__(self, code: str, **params: Any):
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Sheet:
    """One table of a file: its name ("" for CSV), its headers, the line that holds them, how many of them are known."""

    name: str
    headers: tuple[str, ...]
    header_line: int
    known: int


@dataclass
class Table:
    """A file that can be read. `sheets` is empty only of a workbook in which nothing is written."""

    kind: str  # csv, xlsx
    path: Path
    sheets: list[Sheet] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""

    def sheet(self, name: str) -> Sheet:
        """The table of this name; the best one when there is none of this name."""
        found = next((sheet for sheet in self.sheets if sheet.name == name), None)
        return found or max(self.sheets, key=lambda sheet: sheet.known)

    @property
    def must_choose(self) -> bool:
        """Whether several tables are as good as each other: a person says which."""
        best = max(sheet.known for sheet in self.sheets)
        return len(self.sheets) > 1 and sum(sheet.known == best for sheet in self.sheets) > 1


@dataclass(frozen=True)
class Row:
    """One line under the headers, numbered as a spreadsheet shows it. `faults`: columns (from 0) and the code of what is wrong there."""

    line: int
    cells: tuple[Any, ...]
    faults: tuple[tuple[int, str], ...] = ()


def open_table(path: Path) -> Table:
    """What the file at `path` holds. Raises Unreadable with a code when it is not a table of people."""
    from intranet.organisation.reading import delimited, workbooks  # noqa: PLC0415 - they build on this module

    size = path.stat().st_size
    if size == 0:
        raise Unreadable("empty_file")
    if size > MAX_BYTES:
        raise Unreadable("too_heavy", most=MAX_BYTES // 1024 // 1024)
    with path.open("rb") as file:
        start = file.read(4096)
    for magic, kind in MAGIC:
        if start.startswith(magic):
            raise Unreadable(f"is_{kind}")
    if start.startswith(OLE):
        raise Unreadable("protected" if workbooks.is_encrypted(path) else "old_workbook")
    if start.startswith(ZIP):
        return workbooks.open_workbook(path)
    return delimited.open_delimited(path)


def rows_of(table: Table, sheet: Sheet) -> Iterator[Row]:
    """The rows under the headers of one table of the file, in order; blank ones are passed over. Raises Unreadable."""
    from intranet.organisation.reading import delimited, workbooks  # noqa: PLC0415 - they build on this module

    found = workbooks.rows(table, sheet) if table.kind == "xlsx" else delimited.rows(table, sheet)
    count = 0
    for row in found:
        if not row.faults and not any(cell not in (None, "") for cell in row.cells):
            continue
        count += 1
        if count > MAX_ROWS:
            raise Unreadable("too_many_rows", most=MAX_ROWS)
        yield row
    if not count:
        raise Unreadable("no_rows")
