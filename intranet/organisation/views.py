"""The HR file in the back office: upload, columns, comparison, application, report. HTTP only."""

import tempfile
from datetime import date
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intranet.base.pages import paginate
from intranet.base.posting import button
from intranet.base.spreadsheets import CHUNK, csv_answer
from intranet.organisation import actions
from intranet.organisation.models import HrError, HrImport, HrLine
from intranet.organisation.permissions import can_import_directory
from intranet.organisation.reading.columns import COLUMNS
from intranet.organisation.reading.tables import MAX_BYTES
from intranet.organisation.sentences import LABELS, MEANINGS, consequences, difference, differences, guard, label, say

PER_PAGE = 50
FOLLOWS = 3  # seconds between two looks at the progress
DAYS = {"arrived_on", "leaves_on", "absent_from", "absent_until"}
TABS = {
    "errors": None,
    "new": ("new",),
    "changed": ("changed",),
    "moved": ("changed", "back"),
    "back": ("back",),
    "leaving": ("leaving",),
    "aside": ("aside",),
}
# The lines of the sample: nobody's names.
SAMPLE = (
    ("A001", "EXEMPLE", "Dominique", "dominique.exemple@exemple.fr", "04 93 00 00 01", "Directrice", "dir-accueil", "Direction de l’accueil", "", "", "", "01/09/2020", "", "", ""),
    ("A002", "MODÈLE", "Camille", "camille.modele@exemple.fr", "04 93 00 00 02", "Agent d’accueil", "dir-accueil", "Direction de l’accueil", "", "", "A001", "15/03/2024", "31/12/2026", "", ""),
)  # fmt: skip


def _check(request: HttpRequest) -> None:
    if not can_import_directory(request.user):
        raise PermissionDenied(_("Only administrators and HR advisers import the HR file."))


def _file(request: HttpRequest, public_id) -> HrImport:
    _check(request)
    return get_object_or_404(HrImport.objects.visible_to(request.user).select_related("by"), public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """The files that came, newest first, and the door for another."""
    _check(request)
    refused: list[str] = []
    if request.method == "POST":
        try:
            return redirect(_receive(request))
        except ValidationError as error:
            refused = error.messages
    context = {
        "page": paginate(request, HrImport.objects.visible_to(request.user).newest_first()),
        "refused": refused,
        "columns": _explained(),
        "most": MAX_BYTES // 1024 // 1024,
    }
    return render(request, "organisation/files.html", context, status=422 if refused else 200)


def _receive(request: HttpRequest) -> HrImport:
    sent = request.FILES.get("file")
    if sent is None:
        raise ValidationError(_("Choose a file first."))
    if sent.size > MAX_BYTES:
        raise ValidationError(say("too_heavy", {"most": MAX_BYTES // 1024 // 1024}))
    with tempfile.NamedTemporaryFile(prefix="traverse-hr-") as kept:
        for chunk in sent.chunks():
            kept.write(chunk)
        kept.flush()
        return actions.receive(by=request.user, path=Path(kept.name), name=sent.name or "")


def _explained() -> list[dict]:
    return [{"name": LABELS[c.name], "means": MEANINGS[c.name], "french": c.also[0], "required": c.required} for c in COLUMNS]


@require_safe
def sample(request: HttpRequest) -> HttpResponseBase:
    """A file to fill in, with the headers that are known by themselves."""
    _check(request)
    headers = [column.also[0].replace(" d ", " d’").capitalize() for column in COLUMNS]
    return csv_answer("modele-fichier-rh", headers, SAMPLE)


@require_safe
def file(request: HttpRequest, public_id) -> HttpResponse:
    """One file, where it stands: its columns, its progress, what it would change, or what it changed."""
    found = _file(request, public_id)
    if found.status == HrImport.Status.MAPPING:
        return _columns_page(request, found)
    if found.is_under_way:
        answer = render(request, "organisation/progress.html", {"file": found})
        answer["Refresh"] = str(FOLLOWS)  # the page follows by itself, without a script
        return answer
    return _report(request, found)


def _columns_page(request: HttpRequest, found: HrImport, refused: list[str] | None = None) -> HttpResponse:
    placed = {place: name for name, place in found.mapping.items()}
    if refused is not None:
        placed = {place: name for place, name in enumerate(request.POST.getlist("column")) if name}
    context = {
        "file": found,
        "refused": refused or [],
        "headers": [{"place": place, "header": header, "column": placed.get(place, "")} for place, header in enumerate(found.headers)],
        "columns": [(column.name, LABELS[column.name], column.required) for column in COLUMNS],
        "sheets": [sheet["name"] for sheet in found.sheets] if len(found.sheets) > 1 else [],
    }
    return render(request, "organisation/columns.html", context, status=422 if refused else 200)


@require_POST
def columns(request: HttpRequest, public_id) -> HttpResponse:
    """Say what each column is, and have the file read."""
    found = _file(request, public_id)
    chosen: dict[str, int] = {}
    twice = set()
    for place, name in enumerate(request.POST.getlist("column")):
        if name in chosen:
            twice.add(name)
        if name:
            chosen[name] = place
    try:
        if twice:
            raise ValidationError([say("column_twice", {"column": label(name)}) for name in sorted(twice)])
        actions.map_columns(by=request.user, hr_import=found, mapping=chosen, with_units="with_units" in request.POST)
    except ValidationError as error:
        return _columns_page(request, found, error.messages)
    return redirect(found)


@require_POST
def sheet(request: HttpRequest, public_id) -> HttpResponse:
    """Choose the sheet that holds the people."""
    found = _file(request, public_id)
    return button(
        request,
        lambda: actions.choose_sheet(by=request.user, hr_import=found, sheet=request.POST.get("sheet", "")),
        found.get_absolute_url(),
    )


def _report(request: HttpRequest, found: HrImport, refused: list[str] | None = None) -> HttpResponse:
    lines = HrLine.objects.of(found)
    counts = found.counts
    numbers = {"errors": counts.get("errors", 0), **{tab: counts.get(tab, 0) for tab in TABS if tab != "errors"}}
    shown = [tab for tab in TABS if numbers[tab]]
    asked = request.GET.get("show", "")
    tab = asked if asked in shown else (shown[0] if shown else "")
    if tab == "errors":
        rows = HrError.objects.filter(hr_import=found)
    elif tab:
        rows = lines.of_kind(*(TABS[tab] or ())).select_related("agent").by_line()
        if tab == "moved":
            rows = rows.filter(moves=True)
    else:
        rows = lines.none()
    page = paginate(request, rows, per_page=PER_PAGE)
    for row in page:
        row.said = _error_said(found, row) if tab == "errors" else _line_said(row)
    context = {
        "file": found,
        "refused": refused or [],
        "problem": _problem(found),
        "differences": differences(counts),
        "consequences": consequences(counts),
        "guard": guard(counts) if found.must_confirm_leavers and not found.errors else "",
        "tabs": [(each, numbers[each], _tab_name(each)) for each in shown],
        "tab": tab,
        "page": page,
        "units": found.units.all()[:200],
    }
    return render(request, "organisation/file.html", context, status=422 if refused else 200)


def _problem(found: HrImport) -> str:
    if found.problem == "refused":
        return found.problem_params.get("why", "")
    return say(found.problem, found.problem_params) if found.problem else ""


def _tab_name(tab: str) -> str:
    names = {
        "errors": _("Errors"),
        "new": _("Arrivals"),
        "changed": pgettext("file", "Changes"),
        "moved": _("Changes of unit"),
        "back": _("Returns"),
        "leaving": _("Departures"),
        "aside": _("Left aside"),
    }
    return names[tab]


def _error_said(found: HrImport, error: HrError) -> dict:
    return {"column": _column(found, error), "words": say(error.code, error.params)}


def _column(found: HrImport, error: HrError) -> str:
    headers, place = found.headers, found.mapping.get(error.column)
    return headers[place] if place is not None and place < len(headers) else label(error.column)


def _line_said(line: HrLine) -> list[str]:
    said = [say(line.why)] if line.why else []
    for column, (before, after) in line.changes.items():
        said.append(difference(column, _day(column, before), _day(column, after)))
    return said or [line.position_title]


def _day(column: str, value: str) -> str:
    if column in DAYS and value:
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return value


@require_POST
def apply(request: HttpRequest, public_id) -> HttpResponse:
    """Apply a file that was compared."""
    found = _file(request, public_id)
    typed = request.POST.get("leavers", "")
    confirmed = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else None
    try:
        actions.start_applying(by=request.user, hr_import=found, only_correct="only_correct" in request.POST, leavers_confirmed=confirmed)
    except ValidationError as error:
        found.refresh_from_db()
        if found.status != HrImport.Status.READY:
            messages.error(request, error.messages[0])
            return redirect(found)
        return _report(request, found, error.messages)
    return redirect(found)


@require_POST
def cancel(request: HttpRequest, public_id) -> HttpResponse:
    """Give up a file."""
    found = _file(request, public_id)
    done = _("The file was given up: nothing was changed, and nothing of it is kept.")
    return button(request, lambda: actions.cancel(by=request.user, hr_import=found), found.get_absolute_url(), done=done)


@require_safe
def errors(request: HttpRequest, public_id) -> HttpResponseBase:
    """The errors by line and column, as a table for a spreadsheet."""
    found = _file(request, public_id)
    rows = HrError.objects.filter(hr_import=found).iterator(chunk_size=CHUNK)
    header = [pgettext("file", "Line"), _("Column"), _("Value"), _("What is wrong")]
    return csv_answer(
        f"{_('errors')}-{found.file_name}", header, ((e.line, _column(found, e), e.value, say(e.code, e.params)) for e in rows)
    )


@require_safe
def lines(request: HttpRequest, public_id) -> HttpResponseBase:
    """Every difference, as a table for a spreadsheet."""
    found = _file(request, public_id)
    rows = HrLine.objects.of(found).of_kind("new", "changed", "back", "leaving", "aside").by_line().iterator(chunk_size=CHUNK)
    header = [pgettext("file", "Line"), _("What happens"), _("HR number"), _("Name"), _("In detail")]
    return csv_answer(
        f"{_('differences')}-{found.file_name}",
        header,
        ((line.line or "", line.get_kind_display(), line.hr_number, line.name, " ; ".join(_line_said(line))) for line in rows),
    )
