"""From the cells of the file to lines of the database, a slice in each transaction: killed anywhere, it goes on from the last slice."""

import logging
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from intranet.base import text
from intranet.directory.models import Site, folded_entry
from intranet.jobs.outbox import promise
from intranet.organisation.actions import files
from intranet.organisation.models import HrError, HrImport, HrLine
from intranet.organisation.reading import values
from intranet.organisation.reading.columns import BY_NAME, Column
from intranet.organisation.reading.tables import Row, Unreadable, rows_of

logger = logging.getLogger("traverse.organisation")

SLICE = 1_000
MAX_ERRORS = 20_000  # that are kept in words; lines beyond are in error all the same
PATIENCE = 45.0  # seconds of one job, which has two minutes: the next goes on

Fault = tuple[str, str, dict, str]  # column, code, params, value


def read(*, hr_import: int, patience: float = PATIENCE) -> bool:
    """Read the file of an import, from where it was left. Returns whether it came to the end; else another job was promised.

    A file that turns out to be unreadable is refused, with its sentence; nothing of it is kept. Nothing when it is not being read.
    """
    found = HrImport.objects.filter(pk=hr_import, status=HrImport.Status.READING, step="read").first()
    if found is None:
        return False
    try:
        with files.on_disk(hr_import=found) as path:
            is_whole = _read(found, path, patience)
    except Unreadable as refused:
        files.refuse(hr_import=found, refused=refused)
        return False
    except Exception:
        logger.exception("hr_file_unreadable")
        files.refuse(hr_import=found, refused=Unreadable("unexpected"))
        return False
    return is_whole


def _read(found: HrImport, path: Path, patience: float) -> bool:
    table = files.table_of(found, path)
    sheet = table.sheet(found.sheet)
    reader = _Reader(found, len(sheet.headers))
    after = HrLine.objects.of(found).aggregate(last=Max("line"))["last"] or 0
    ends_at = time.monotonic() + patience
    lines: list[HrLine] = []
    errors: list[HrError] = []
    for row in rows_of(table, sheet):
        if row.line <= after:
            continue
        line, faults = reader.read(row)
        lines.append(line)
        errors += [
            HrError(hr_import=found, line=row.line, column=column, code=code, params=params, value=value)
            for column, code, params, value in faults
        ]
        if len(lines) >= SLICE:
            if not _keep(found, lines, errors):
                return False
            lines, errors = [], []
            if time.monotonic() > ends_at:
                promise("organisation.read", hr_import=found.pk)
                return False
    return _keep(found, lines, errors, last=True)


def _keep(found: HrImport, lines: list[HrLine], errors: list[HrError], *, last: bool = False) -> bool:
    """Write a slice, and how far we are; False when the file was given up meanwhile."""
    with transaction.atomic():
        still = HrImport.objects.filter(pk=found.pk, status=HrImport.Status.READING, step="read")
        HrLine.objects.bulk_create(lines, batch_size=200, ignore_conflicts=True)
        if errors and HrError.objects.filter(hr_import=found).count() < MAX_ERRORS:
            HrError.objects.bulk_create(errors, ignore_conflicts=True)
        count = HrLine.objects.of(found).count() if last else found.done + len(lines)
        found.done = count
        if not still.update(done=count, total=count, step="compare" if last else "read"):
            transaction.set_rollback(True)
            return False
        if last:
            promise("organisation.compare", hr_import=found.pk)
    return True


class _Reader:
    """Reads rows of one import: which column stands where, which sites are known."""

    def __init__(self, found: HrImport, width: int):
        self.found = found
        self.columns: list[tuple[Column, int]] = [(BY_NAME[name], place) for name, place in found.mapping.items()]
        self.by_place = {place: column.name for column, place in self.columns}
        self.width = width
        self.sites = {" ".join(text.words(name)): pk for pk, name in Site.objects.values_list("pk", "name")}

    def read(self, row: Row) -> tuple[HrLine, list[Fault]]:
        faults: list[Fault] = []
        marked = {}
        for place, code in row.faults:
            if place >= self.width:
                faults.append(("", code, {}, ""))
            elif place in self.by_place:
                marked[place] = code
                faults.append((self.by_place[place], code, {}, ""))
        given: dict[str, Any] = {}
        for column, place in self.columns:
            if place in marked:
                continue
            try:
                value = values.read(column, row.cells[place])
            except values.Refused as refused:
                shown = values.tidy(row.cells[place])[:80]
                faults.append((column.name, refused.code, {"value": shown}, shown))
                continue
            if not value and column.required:
                faults.append((column.name, "missing", {}, ""))
            given[column.name] = value
        faults += self._together(given)
        site = given.pop("site", None)
        line = HrLine(
            hr_import=self.found, line=row.line, has_error=bool(faults), public_id=uuid.uuid4(), site_id=site if isinstance(site, int) else None,
            **{name: value for name, value in given.items() if value},
        )  # fmt: skip
        line.folded = folded_entry(line.first_name, line.last_name, line.position_title)
        return line, faults

    def _together(self, given: dict[str, Any]) -> Iterator[Fault]:
        """What is wrong between the cells of one line."""
        site = given.get("site")
        if site:
            given["site"] = self.sites.get(" ".join(text.words(site)))
            if given["site"] is None:
                yield "site", "unknown_site", {"value": site[:80]}, site[:80]
        first, last = given.get("arrived_on"), given.get("leaves_on")
        if first and last and last < first:
            yield "leaves_on", "days_out_of_order", {}, last.isoformat()
        away, until = given.get("absent_from"), given.get("absent_until")
        if until and not away:
            yield "absent_until", "until_without_from", {}, until.isoformat()
        elif until and until < away:
            yield "absent_until", "days_out_of_order", {}, until.isoformat()
        number, manager = given.get("hr_number"), given.get("manager_number")
        if number and number == manager:
            yield "manager_number", "own_manager", {}, number
