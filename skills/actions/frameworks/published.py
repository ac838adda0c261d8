"""What a publisher publishes, in one form whatever its files: and the files themselves, in a folder or in a ZIP."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intranet.base import text
from skills.models.catalogue import NAME_LENGTH
from skills.models.names import normalise

MOST_BYTES = 200 * 1024 * 1024  # of one ZIP once opened: ROME whole is 20 MB
MOST_FILES = 500
VERSION = re.compile(r"_v(\d{1,6})_", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A domain of a framework: its name, and the code of the domain that contains it."""

    name: str
    parent: str = ""
    order: int = 0


@dataclass(frozen=True)
class Entry:
    """A skill as published. `domain` is the code of a place; `otherwise` tells it from another of the same name."""

    label: str
    kind: str
    description: str = ""
    domain: str = ""
    otherwise: str = ""


@dataclass
class Published:
    """One version of a framework. Codes are the publisher's own; nothing here is a key of the database."""

    code: str
    name: str
    publisher: str
    licence: str
    order: int
    version: str = ""
    places: dict[str, Place] = field(default_factory=dict)  # by code, a parent before its children
    skills: dict[str, Entry] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)  # (skill, another name)
    parts: set[tuple[str, str]] = field(default_factory=set)  # (skill, the broader skill that contains it)
    occupations: dict[str, str] = field(default_factory=dict)
    job_names: list[tuple[str, str]] = field(default_factory=list)  # (occupation, a name of it)
    asked: dict[tuple[str, str], bool] = field(default_factory=dict)  # (occupation, skill): is it at its heart?

    def tell_apart(self) -> None:
        """Let no two skills have the same name: the second says where it stands, "SSIAP (Sécurité)", else its code."""
        seen: set[str] = set()
        for code, entry in self.skills.items():
            for label in (entry.label, apart(entry.label, entry.otherwise), apart(entry.label, code.rpartition("/")[2])):
                if normalise(label) not in seen:
                    break
            seen.add(normalise(label))
            if label != entry.label:
                self.skills[code] = replace(entry, label=label)

    @property
    def size(self) -> int:
        """How many things there are to look at, for the progress."""
        return len(self.skills) * 2 + len(self.parts) + len(self.occupations) + len(self.job_names) + len(self.asked)


class Files:
    """The published files: those of a folder, or those of a ZIP. Refuses what is neither, and a ZIP that would not fit in memory."""

    def __init__(self, path: Path):
        self.zip: zipfile.ZipFile | None = None
        if path.is_dir():
            self.names = {each.name: each for each in sorted(path.iterdir()) if each.is_file()}
            return
        if not path.is_file():
            raise ValidationError(_("There is no file nor folder at “{path}”.").format(path=path))
        try:
            self.zip = zipfile.ZipFile(path)
            inside = [each for each in self.zip.infolist() if not each.is_dir()]
        except (zipfile.BadZipFile, OSError):
            raise ValidationError(_("“{name}” is neither a folder nor a ZIP of the published files.").format(name=path.name)) from None
        if len(inside) > MOST_FILES or sum(each.file_size for each in inside) > MOST_BYTES:
            raise ValidationError(_("“{name}” is too large once opened: give the ZIP as it is published.").format(name=path.name))
        if any(each.flag_bits & 1 for each in inside):
            raise ValidationError(_("“{name}” is protected by a password: give the ZIP as it is published.").format(name=path.name))
        self.names = {Path(each.filename).name: each.filename for each in inside}

    def name(self, pattern: str) -> str:
        """The one file whose name `pattern` describes (a regular expression). Refuses when it is missing."""
        found = sorted(name for name in self.names if re.fullmatch(pattern, name, re.IGNORECASE))
        if not found:
            plain = re.sub(r"\\\.", ".", pattern).replace(".*", "…").replace("(_v\\d+)?", "…")
            raise ValidationError(_("A file is missing: “{name}”. Give the folder, or the ZIP, as it is published.").format(name=plain))
        return found[-1]

    def version(self) -> str:
        """The version that the names of the files carry: "460" of "unix_item_v460_utf8.csv"."""
        found = {match[1] for name in self.names if (match := VERSION.search(name))}
        return max(found, key=int) if found else ""

    def rows(self, pattern: str, *columns: str) -> Iterator[dict[str, str]]:
        """The rows of one CSV file, by column. Refuses a file that lacks a column, is empty, or is not text in UTF-8."""
        name = self.name(pattern)
        try:
            content = self._content(name).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("“{name}” is not text in UTF-8: is it the right file?").format(name=name)) from None
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
            raise ValidationError(_("“{name}” cannot be read: is it damaged?").format(name=name)) from None
        if "\x00" in content[:4096]:
            raise ValidationError(_("“{name}” is not text in UTF-8: is it the right file?").format(name=name))
        first = content.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        reader = csv.DictReader(io.StringIO(content, newline=""), delimiter=delimiter)
        count = 0
        try:
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                lacks = _("“{name}” lacks these columns: {columns}. Is it the right file?")
                raise ValidationError(lacks.format(name=name, columns=", ".join(missing)))
            for row in reader:
                count += 1
                yield {column: text.clean(row.get(column) or "") for column in columns}
        except csv.Error as fault:
            unreadable = _("“{name}” cannot be read as a table, near line {line}: {fault}.")
            raise ValidationError(unreadable.format(name=name, line=reader.line_num, fault=fault)) from None
        if not count:
            raise ValidationError(_("“{name}” holds no row.").format(name=name))

    def _content(self, name: str) -> bytes:
        if self.zip is None:
            return self.names[name].read_bytes()  # type: ignore[union-attr]
        with self.zip.open(str(self.names[name])) as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ValidationError(_("“{name}” is too large once opened: give the ZIP as it is published.").format(name=name))
        return content


def short(label: str) -> str:
    """A name on one line, as long as a name may be; cut at a word and marked when it is longer."""
    label = " ".join(label.split())
    return label if len(label) <= NAME_LENGTH else label[: NAME_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def apart(label: str, mark: str) -> str:
    """A name with what tells it from another of the same words."""
    mark = mark[:60]
    return f"{label[: NAME_LENGTH - len(mark) - 3]} ({mark})" if mark else label
