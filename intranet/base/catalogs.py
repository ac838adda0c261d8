"""Translation catalogs: one folder for each area under `locale/`, made and compiled without GNU gettext.

`locale/<area>/<language>/LC_MESSAGES/django.po` holds the messages of the area's code and templates.
Messages are written in English in the code; French is the language of the screen, so the French
catalog must be complete, and English needs none.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    name: spec
    for base, spec in {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}.items()
    for name in (base, f"{base}_lazy", f"{base}_noop")
} | {"_": None}
BORN = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed date: a catalog changes only when its messages do
# Where the messages of each catalog are written.
PLACES = {
    "skills": ("skills", "templates/skills"),
    "ideas": ("ideas", "templates/ideas"),
    "pilots": ("pilots", "templates/pilots"),
    "knowledge": ("knowledge", "templates/knowledge"),
    "accounts": ("intranet/accounts", "templates/account", "templates/mfa", "templates/allauth"),
    "directory": ("intranet/directory", "templates/directory"),
    "organisation": ("intranet/organisation", "templates/organisation"),
    "discussion": ("intranet/discussion", "templates/discussion"),
    "notifications": ("intranet/notifications", "templates/notifications", "templates/mail"),
    "privacy": ("intranet/privacy", "templates/privacy"),
    "search": ("intranet/search", "templates/search"),
    "shell": ("intranet/shell", "templates/shell"),
}


def areas() -> list[str]:
    return [*PLACES, "intranet"]


def files_of(area: str) -> list[Path]:
    """The code and template files whose messages belong to `area`, sorted."""
    root = Path(settings.BASE_DIR)
    if area in PLACES:
        folders = [root / place for place in PLACES[area]]
    else:
        taken = {root / place for places in PLACES.values() for place in places}
        folders = [f for top in ("intranet", "templates") for f in sorted((root / top).iterdir()) if f not in taken]
    found = [path for folder in folders for path in (folder.rglob("*") if folder.is_dir() else [folder])]
    return sorted(p for p in found if p.suffix in {".py", ".html", ".txt"} and "migrations" not in p.parts)


def messages_of(path: Path) -> Iterator[tuple]:
    """The (line, message, comments, context) of one file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into calls of gettext; indentation and filler would upset Python's tokenizer.
        source = templatize(source, origin=str(path))
        calls = re.findall(r"(?<![\w])((?:n?p?gettext|_)\((?:[^()'\"]|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")*\))", source)
        source = "\n".join(calls)
    yield from extract("python", BytesIO(source.encode()), keywords=KEYWORDS, comment_tags=("Translators:",))


def collect(area: str) -> Catalog:
    """The messages of an area as they are in the code, untranslated."""
    catalog = Catalog(
        locale="fr",
        domain="django",
        project="Traverse",
        charset="utf-8",
        header_comment=f"# French of {area}.",
        creation_date=BORN,
        revision_date=BORN,
        fuzzy=False,
    )
    for path in files_of(area):
        for _line, message, _comments, context in messages_of(path):
            ids = tuple(message) if isinstance(message, list | tuple) else message
            if ids and ids != "":
                catalog.add(ids, context=context, locations=[(path.relative_to(settings.BASE_DIR).as_posix(), 0)])
    return catalog


def po_path(area: str) -> Path:
    return Path(settings.BASE_DIR) / "locale" / area / "fr" / "LC_MESSAGES" / "django.po"


def read(area: str) -> Catalog:
    path = po_path(area)
    if not path.exists():
        return Catalog(locale="fr", domain="django", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="fr", domain="django")


def update(area: str) -> tuple[int, int]:
    """Bring an area's French catalog up to date with the code. Returns (messages, those without French)."""
    fresh = collect(area)
    known = read(area)
    for message in fresh:
        if not message.id:
            continue
        old = known.get(message.id, context=message.context)
        if old is not None and not old.fuzzy:
            message.string = old.string
    path = po_path(area)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=0, sort_output=True, omit_header=False, include_lineno=False)
    return len(fresh), sum(1 for m in fresh if m.id and not _is_translated(m))


def missing(area: str) -> list[str]:
    """The messages of an area's code that its French catalog lacks."""
    known = read(area)
    lacking = []
    for message in collect(area):
        if message.id:
            french = known.get(message.id, context=message.context)
            if french is None or not _is_translated(french) or french.fuzzy:
                lacking.append(str(message.id))
    return lacking


def _is_translated(message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return all(strings)


def compile_all(*, only_stale: bool = True) -> int:
    """Write the `.mo` beside each `.po` that is newer. Returns how many were written."""
    written = 0
    for path in sorted((Path(settings.BASE_DIR) / "locale").rglob("django.po")):
        target = path.with_suffix(".mo")
        if only_stale and target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parts[-3], domain="django")
        with target.open("wb") as file:
            write_mo(file, catalog)
        written += 1
    return written
