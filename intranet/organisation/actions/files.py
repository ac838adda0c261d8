"""A file arrives, its columns are said, it is given up, and what is no longer needed of it goes."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock, text
from intranet.directory.models import Agent
from intranet.jobs.outbox import promise
from intranet.organisation.models import HrError, HrFilePart, HrImport, HrLine, HrUnit, RememberedColumn
from intranet.organisation.permissions import can_import_directory
from intranet.organisation.reading.columns import BY_NAME, REQUIRED, folded, guess
from intranet.organisation.reading.tables import Sheet, Table, Unreadable, open_table
from intranet.organisation.sentences import LABELS, say

PART = 512 * 1024
KEPT = timedelta(days=30)  # the lines of what was applied: who arrived, changed, left
WAITS = timedelta(days=7)  # a file that nobody applies is given up
TIDIED = 5_000  # lines taken away in one transaction

Status = HrImport.Status


def check_importer(by: Agent) -> None:
    """Refuses whoever may not import (PermissionDenied)."""
    if not can_import_directory(by):
        raise PermissionDenied(_("Only administrators and HR advisers import the HR file."))


@transaction.atomic
def receive(*, by: Agent, path: Path, name: str) -> HrImport:
    """Keep the file at `path`, once it is known to be a table of people, with the columns that its headers tell.

    Refused (ValidationError, a sentence) when it is anything else: then nothing of it is kept. Refused to whoever may not import.
    """
    check_importer(by)
    try:
        table = open_table(path)
    except Unreadable as refused:
        raise ValidationError(say(refused.code, refused.params)) from refused
    chosen = table.sheet("")
    found = HrImport.objects.create(
        by=by,
        file_name=text.one_line(text.clean(name)).replace("\\", "/").rpartition("/")[2][-200:] or "-",
        size=path.stat().st_size,
        sha256=_fingerprint(path),
        kind=table.kind,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheets=[_described(sheet) for sheet in table.sheets],
        sheet="" if table.must_choose else chosen.name,
        mapping={} if table.must_choose else guess(chosen.headers, _remembered()),
    )
    with path.open("rb") as file:
        for number, content in enumerate(iter(lambda: file.read(PART), b"")):
            HrFilePart.objects.create(hr_import=found, number=number, content=content)
    return found


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _described(sheet: Sheet) -> dict:
    return {"name": sheet.name, "headers": list(sheet.headers), "header_line": sheet.header_line, "known": sheet.known}


def _remembered() -> dict[str, str]:
    return dict(RememberedColumn.objects.values_list("header", "column"))


@transaction.atomic
def choose_sheet(*, by: Agent, hr_import: HrImport, sheet: str) -> HrImport:
    """Say which sheet of the workbook holds the people. Refuses one that it does not have, and a file that is being read."""
    check_importer(by)
    found = _locked(hr_import, Status.MAPPING, Status.READY)
    described = next((each for each in found.sheets if each["name"] == sheet), None)
    if described is None:
        raise ValidationError({"sheet": _("Choose one of the sheets of the workbook.")})
    _forget_lines(found)
    found.sheet, found.status, found.counts = sheet, Status.MAPPING, {}
    found.mapping = guess(described["headers"], _remembered())
    found.save()
    return found


@transaction.atomic
def map_columns(*, by: Agent, hr_import: HrImport, mapping: Mapping[str, int], with_units: bool) -> HrImport:
    """Say what each column of the file is, remember it for the next file, and promise to read.

    Refuses a column that is not in the file, and the lack of one that is needed; a file that is being read or was applied.
    """
    check_importer(by)
    found = _locked(hr_import, Status.MAPPING, Status.READY)
    headers = found.headers
    if not found.sheet and len(found.sheets) > 1:
        raise ValidationError(_("Choose first the sheet that holds the people."))
    chosen = {name: int(place) for name, place in mapping.items() if name in BY_NAME and 0 <= int(place) < len(headers)}
    lacking = [say("column_missing", {"column": LABELS[name]}) for name in REQUIRED if name not in chosen]
    if lacking:
        raise ValidationError(lacking)
    _remember(headers, chosen)
    _forget_lines(found)
    found.mapping, found.with_units = chosen, with_units
    found.status, found.step, found.done, found.total, found.counts = Status.READING, "read", 0, 0, {}
    found.problem, found.problem_params, found.is_stale = "", {}, False
    found.save()
    promise("organisation.read", hr_import=found.pk)
    return found


def _remember(headers: list[str], chosen: Mapping[str, int]) -> None:
    by_place: dict[int, str] = {place: name for name, place in chosen.items()}
    guessed = guess(headers)
    rows = {}
    for place, header in enumerate(headers):
        key = folded(header)
        if key and (place in by_place or place in guessed.values() or key in rows):
            rows[key] = RememberedColumn(header=key[:80], column=by_place.get(place, ""))
    RememberedColumn.objects.bulk_create(rows.values(), update_conflicts=True, unique_fields=["header"], update_fields=["column"])


@transaction.atomic
def cancel(*, by: Agent, hr_import: HrImport) -> HrImport:
    """Give up a file: nothing of it is kept but that it came. Refuses one that is being applied or is over."""
    check_importer(by)
    found = _locked(hr_import, Status.MAPPING, Status.READING, Status.READY)
    _empty(found, Status.CANCELLED)
    audit.record("organisation.give_up", found, actor=by)
    return found


def refuse(*, hr_import: HrImport, refused: Unreadable) -> None:
    """Remember that the file could not be read to its end, and why; nothing else of it is kept."""
    with transaction.atomic():
        found = HrImport.objects.select_for_update().get(pk=hr_import.pk)
        if found.status == Status.READING:
            found.problem, found.problem_params = refused.code, refused.params
            _empty(found, Status.REFUSED)


def tidy() -> None:
    """Give up files that nobody applies, and forget the lines of what was applied long ago. Called by the clock."""
    old = HrImport.objects.filter(status__in=(Status.MAPPING, Status.READY), created_at__lt=clock.now() - WAITS)
    for found in old:
        with transaction.atomic():
            _empty(HrImport.objects.select_for_update().get(pk=found.pk), Status.CANCELLED)
    HrFilePart.objects.filter(hr_import__status=Status.DONE).delete()
    gone = HrLine.objects.filter(hr_import__status=Status.DONE).exclude(kind__in=("new", "changed", "back", "leaving"))
    long_ago = HrLine.objects.filter(hr_import__applied_at__lt=clock.now() - KEPT)
    for rows in (gone, long_ago):
        while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:TIDIED]):
            HrLine.objects.filter(pk__gte=keys[0], pk__lte=keys[-1], pk__in=rows.values("pk")).delete()


@contextmanager
def on_disk(*, hr_import: HrImport) -> Iterator[Path]:
    """The file, for as long as it is read, under a name of the machine's own that nobody else may open."""
    with tempfile.NamedTemporaryFile(prefix="traverse-hr-") as file:
        for content in hr_import.parts.order_by("number").values_list("content", flat=True).iterator(chunk_size=8):
            file.write(content)
        file.flush()
        yield Path(file.name)


def table_of(hr_import: HrImport, path: Path) -> Table:
    """The file as it was understood when it came."""
    return open_table(path)


def _locked(hr_import: HrImport, *allowed: str) -> HrImport:
    found = HrImport.objects.select_for_update().get(pk=hr_import.pk)
    if found.status not in allowed:
        raise ValidationError(_("This file is in another state now: open its page again."))
    return found


def _empty(found: HrImport, status: str) -> None:
    _forget_lines(found)
    found.parts.all().delete()
    found.status, found.step = status, ""
    found.save()


def _forget_lines(found: HrImport) -> None:
    for model in (HrError, HrUnit, HrLine):
        rows = model._base_manager.filter(hr_import=found)
        rows._raw_delete(rows.db)  # nothing refers to them: no need to read them first
