"""Everything that is said of an HR file, once: the pages, the command and the downloads say the same, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from intranet.organisation.reading.columns import BY_NAME

# The name of each column on the screen.
LABELS = {
    "hr_number": _("HR number"),
    "last_name": _("Last name"),
    "first_name": _("First name"),
    "email": _("E-mail address"),
    "phone": _("Telephone"),
    "position_title": pgettext_lazy("job", "Position"),
    "unit_code": _("Code of the unit"),
    "unit_name": _("Name of the unit"),
    "parent_code": _("Code of the unit above"),
    "site": _("Site"),
    "manager_number": _("HR number of the line manager"),
    "arrived_on": _("First day in post"),
    "leaves_on": _("Last day in post"),
    "absent_from": _("Absent from"),
    "absent_until": _("Absent until"),
}
# What a difference is called in the report (the unit and the site by their names).
CHANGES = LABELS | {"unit": _("Unit"), "manager": _("Line manager"), "presence": _("Account")}
# What each column means, for the page of help and the sample.
MEANINGS = {
    "hr_number": _("The number of the person in the HR software. Needed. It never changes: it is by this number that a person is known again."),
    "last_name": _("The name used at work. Needed."),
    "first_name": _("Needed."),
    "email": _("Needed for a person who arrives. An empty cell changes nothing for the others."),
    "phone": _("Written when the person’s entry has none. What a person wrote themselves is kept."),
    "position_title": _("As it is shown in the directory. An empty cell takes it away."),
    "unit_code": _("The code of the unit where the person works. It must be known, or be made by the file: see the two next columns."),
    "unit_name": _("The name of that unit. With the code of the unit above, it makes the units that are not known yet, and gives others their new name."),
    "parent_code": _("The code of the unit that contains it. A unit that stands elsewhere is moved."),
    "site": _("The name of the site, as in Organisation → Sites. An empty cell takes it away."),
    "manager_number": _("The HR number of the line manager, who is in the file too. An empty cell means that there is none."),
    "arrived_on": _("14/05/2026 or 2026-05-14, or a date of the spreadsheet. Somebody who arrives later is shown from that day."),
    "leaves_on": _("The last day. The person is hidden the day after; at once when it is past."),
    "absent_from": _("The first day of an absence. An empty cell leaves what the person announced themselves."),
    "absent_until": _("The last day of an absence."),
}  # fmt: skip

SENTENCES = {
    # The file
    "empty_file": _("The file is empty: it holds no line at all."),
    "too_heavy": _("The file is larger than {most} MB. Take out the columns that are not needed, or save it as CSV."),
    "is_pdf": _("This file is a PDF. Export the list of people from the HR software as CSV or XLSX."),
    "is_picture": _("This file is a picture. Export the list of people from the HR software as CSV or XLSX."),
    "is_text_document": _("This file is a text document. Export the list of people from the HR software as CSV or XLSX."),
    "is_archive": _("This file is an archive, and not a workbook. Take out of it the CSV or XLSX file, and send that one."),
    "is_program": _("This file is a program. Export the list of people from the HR software as CSV or XLSX."),
    "protected": _("The workbook is protected by a password. Save it without one, and send it again."),
    "old_workbook": _("This is an old Excel workbook (.xls). Open it and save it as “Excel workbook (.xlsx)” or as CSV."),
    "open_document": _("This is an OpenDocument spreadsheet (.ods). Open it and save it as XLSX or as CSV."),
    "xlsb": _("This is a binary Excel workbook (.xlsb). Open it and save it as “Excel workbook (.xlsx)”."),
    "damaged": _("The workbook is damaged: it could not be read to its end. Open it in a spreadsheet, save it again, and send it."),
    "bomb": _("Once open, this workbook would be larger than any list of people. It was not opened."),
    "cell_too_long": _("A cell of the workbook is longer than any name or address. It was not read."),
    "too_many_merged": _("Too many cells are merged in this sheet. Undo the merges, and send it again."),
    "not_text": _("This file is neither a workbook nor a text: export the list of people from the HR software as CSV or XLSX."),
    "no_headers": _("The first lines hold no headers of columns, such as “Matricule”, “Nom” and “Prénom”. Is it the right file?"),
    "no_rows": _("The file holds headers and nobody: it has no line under them."),
    "too_many_rows": _("The file has more than {most} lines."),
    "too_many_columns": _("The file has more than {most} columns. Take out those that are not needed."),
    "broken_quote": _("Around line {line}, a quotation mark opens and does not close, or stands in the middle of a cell. Nothing after it can be read."),
    "stale": _("The directory changed after the comparison. The file was compared again: look at it once more before you apply it."),
    "unexpected": _("The file could not be read, for a reason that this page does not know. It is in the journal of the server; nothing was changed."),
    "not_applied": _("The file could not be applied, for a reason that this page does not know. It is in the journal of the server; nothing was changed."),
    # The columns
    "column_missing": _("No column of the file was said to be “{column}”: it is needed."),
    "column_twice": _("Two columns of the file were said to be “{column}”: keep one."),
    # A cell
    "missing": _("This cell is empty, and is needed."),
    "missing_mail": _("The address is needed for a person who arrives."),
    "too_many_cells": _("There are more cells on this line than headers: a separator stands in a text, or a column has no name."),
    "merged": _("This cell is merged with others: undo the merge, and write the value in each cell."),
    "formula": _("This formula has no result in the file: open it in a spreadsheet, save it, and send it again."),
    "excel_fault": _("“{value}” is an error of the spreadsheet: correct its formula."),
    "date_elsewhere": _("This cell holds a date, in a column that takes none."),
    "too_long": _("This is too long for this column."),
    "scientific": _("The spreadsheet wrote this number in short (“{value}”): give the column the format “text”, and write it whole."),
    "formula_text": _("“{value}” begins like a formula."),
    "not_an_address": _("“{value}” is not an e-mail address."),
    "not_a_phone": _("“{value}” is not a telephone number: digits and spaces only."),
    "not_a_day": _("“{value}” is not a date. Write it as 14/05/2026."),
    "no_such_day": _("“{value}” is a day that does not exist, or is too far."),
    "not_a_code": _("“{value}” holds no letter and no digit: it is no code."),
    "days_out_of_order": _("The last day comes before the first."),
    "until_without_from": _("The absence has an end and no beginning."),
    # A line and the others
    "number_twice": _("The HR number “{value}” is on several lines: the first is line {line}."),
    "mail_twice": _("The address “{value}” is on several lines: the first is line {line}."),
    "mail_of_another": _("The address “{value}” is that of {name} already, whose HR number is not this one."),
    "unknown_site": _("The site “{value}” is not known. Add it under Organisation → Sites, or correct the name."),
    "unknown_unit": _("The unit “{value}” is not known, and the file does not say what it is called and under which unit it stands."),
    "unknown_parent": _("The unit “{parent}”, above “{value}”, is not known."),
    "unit_named_twice": _("The unit “{value}” has two names in the file: “{first}” and “{second}”."),
    "unit_placed_twice": _("The unit “{value}” stands under two units in the file: “{first}” and “{second}”."),
    "unit_cycle": _("Units contain each other in a circle: {chain}."),
    "unit_is_whole": _("The unit “{value}” is the whole organisation: nothing stands above it."),
    "own_manager": _("The line manager is the person themselves."),
    "unknown_manager": _("No line and nobody in the directory has the HR number “{value}”."),
    "manager_leaves": _("{name} (HR number “{value}”) is not in the file: they would leave, and cannot be a line manager."),
    "manager_cycle": _("Each is the line manager of the next, in a circle: {chain}."),
    # Why a line is left aside
    "erased": _("This person was erased from the site: they are not brought back."),
    "left_before": _("This person left before they were known here."),
    "closed_by_hand": _("The account was closed by an administrator: the file does not open it again."),
    "is_importer": _("This is you: your own account stays open, although the file does not have you."),
}  # fmt: skip


def say(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence of a code, with what it holds."""
    return str(SENTENCES[code]).format_map(_Given(params or {}))


class _Given(dict):
    def __missing__(self, key):
        return "…"


def label(column: str) -> str:
    """The name of a column on the screen; nothing for a line as a whole."""
    return str(LABELS.get(column) or CHANGES.get(column) or "") if column else ""


def differences(counts: Mapping[str, int]) -> list[str]:
    """What the file would do, or did, a sentence for each kind of difference: "12 arrivals", "3 departures"."""
    said = [
        (ngettext("%(n)d arrival", "%(n)d arrivals", counts.get("new", 0)), counts.get("new", 0)),
        (ngettext("%(n)d of them on a later day", "%(n)d of them on a later day", counts.get("later", 0)), counts.get("later", 0)),
        (ngettext("%(n)d return", "%(n)d returns", counts.get("back", 0)), counts.get("back", 0)),
        (ngettext("%(n)d departure", "%(n)d departures", counts.get("leaving", 0)), counts.get("leaving", 0)),
        (ngettext("%(n)d person changes unit", "%(n)d people change unit", counts.get("moved", 0)), counts.get("moved", 0)),
        (
            ngettext("%(n)d entry with another change", "%(n)d entries with other changes", counts.get("other", 0)),
            counts.get("other", 0),
        ),
        (ngettext("%(n)d new unit", "%(n)d new units", counts.get("units_new", 0)), counts.get("units_new", 0)),
        (ngettext("%(n)d unit moves", "%(n)d units move", counts.get("units_moved", 0)), counts.get("units_moved", 0)),
        (ngettext("%(n)d unit takes another name", "%(n)d units take another name", counts.get("units_renamed", 0)), counts.get("units_renamed", 0)),
        (ngettext("%(n)d line without a change", "%(n)d lines without a change", counts.get("same", 0)), counts.get("same", 0)),
        (ngettext("%(n)d line left aside", "%(n)d lines left aside", counts.get("aside", 0)), counts.get("aside", 0)),
        (ngettext("%(n)d line with an error", "%(n)d lines with an error", counts.get("errors", 0)), counts.get("errors", 0)),
    ]  # fmt: skip
    return [sentence % {"n": number} for sentence, number in said if number]


def consequences(counts: Mapping[str, int]) -> list[str]:
    """What follows from departures, in sentences."""
    said = [
        (ngettext("%(n)d unit has no head any more", "%(n)d units have no head any more", counts.get("headless", 0)), counts.get("headless", 0)),
        (
            ngettext(
                "%(n)d person now reports to the manager of the one who left",
                "%(n)d people now report to the manager of the one who left",
                counts.get("reports", 0),
            ),
            counts.get("reports", 0),
        ),
        (ngettext("%(n)d absence is not covered any more", "%(n)d absences are not covered any more", counts.get("uncovered", 0)), counts.get("uncovered", 0)),
    ]  # fmt: skip
    return [sentence % {"n": number} for sentence, number in said if number]


def guard(counts: Mapping[str, int]) -> str:
    """Why a person must confirm the departures."""
    return gettext(
        "%(leaving)d of the %(known)d people whom HR knows would leave: more than one in ten. Is the file whole?"
    ) % {"leaving": counts.get("leaving", 0), "known": counts.get("known", 0)}  # fmt: skip


def difference(column: str, before: str, after: str) -> str:
    """One difference of an entry: "Position: Agent d’accueil → Médiatrice"."""
    return gettext("%(what)s: %(before)s → %(after)s") % {
        "what": CHANGES.get(column, BY_NAME.get(column) and column or column),
        "before": before or gettext("nothing"),
        "after": after or gettext("nothing"),
    }
