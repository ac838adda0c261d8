"""What a cell says: a day, an address, a number, words. Each returns the value, or raises Refused with the code of a sentence."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify

from intranet.base import text
from intranet.organisation.reading.columns import Column

DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
EXCEL_FAULT = re.compile(r"#(?:N/A|REF!|VALUE!|VALEUR!|DIV/0!|NAME\?|NOM\?|NUM!|NULL!|NUL!|SPILL!)")
PHONE = re.compile(r"[0-9+ ().-]*")
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
_INVISIBLE = {"Cf", "Cc", "Cs", "Co", "Cn"}


class Refused(Exception):
    """A cell that says nothing we can take: `code` names the sentence."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def tidy(cell: Any) -> str:
    """The words of a cell on one line: one Unicode form, no invisible character, no space that does not break, no space at the ends."""
    value = str(cell)
    if value.isascii() and value.isprintable():
        return " ".join(value.split())
    value = "".join(" " if c in "\u00a0\u202f\n\r\t\u2028\u2029" else c for c in unicodedata.normalize("NFC", value))
    return " ".join("".join(c for c in value if unicodedata.category(c) not in _INVISIBLE).split())


def read(column: Column, cell: Any) -> Any:
    """The value of a cell of `column`; "" or None when it is empty. Raises Refused."""
    if isinstance(cell, date):
        if column.kind == "day":
            return _within(cell.date() if isinstance(cell, datetime) else cell)
        raise Refused("date_elsewhere")
    if column.kind == "day" and getattr(cell, "day", None):
        return _within(cell.day)
    value = tidy(cell)
    if not value:
        return None if column.kind == "day" else ""
    if EXCEL_FAULT.fullmatch(value):
        raise Refused("excel_fault")
    if column.kind == "day":
        return _day(value)
    if len(value) > column.longest:
        raise Refused("too_long")
    return _READERS.get(column.kind, str)(value)


@lru_cache(maxsize=4096)
def _day(value: str) -> date:
    found = DAY.fullmatch(value)
    parts = tuple(map(int, found.groups()))[::-1] if found else ()
    if not parts and (found := ISO_DAY.fullmatch(value)):
        parts = tuple(map(int, found.groups()))
    if not parts:
        raise Refused("not_a_day")
    try:
        return _within(date(*parts))
    except ValueError as error:
        raise Refused("no_such_day") from error


def _within(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise Refused("no_such_day")
    return day


def _number(value: str) -> str:
    if SCIENTIFIC.fullmatch(value) and not value.isdigit():
        raise Refused("scientific")
    if value[0] in "=@":
        raise Refused("formula_text")
    return value


def _mail(value: str) -> str:
    value = value.removeprefix("mailto:").lower()
    try:
        validate_email(value)
    except ValidationError as error:
        raise Refused("not_an_address") from error
    return value


def _phone(value: str) -> str:
    if SCIENTIFIC.fullmatch(value):
        raise Refused("scientific")
    if not PHONE.fullmatch(value):
        raise Refused("not_a_phone")
    if value.isdigit() and len(value) == 9:  # a spreadsheet took the zero away
        return f"0{value}"
    return value


@lru_cache(maxsize=16384)
def _code(value: str) -> str:
    code = slugify(text.fold(value).replace("/", "-").replace(".", "-"))
    if not code:
        raise Refused("not_a_code")
    return code


_READERS: dict[str, Callable[[str], str]] = {"number": _number, "mail": _mail, "phone": _phone, "code": _code}
