"""Everything held about an agent, as a ZIP: one JSON file for machines, one page for people."""

import json
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models.constants import LOOKUP_SEP
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from intranet.base import clock
from intranet.base.text import written_day
from intranet.directory.models import Agent
from intranet.privacy.register import Holding, held_about


def archive_of(agent: Agent) -> bytes:
    """The ZIP of what is held about `agent`: `traverse.json` and `traverse.html`, in the active language."""
    parts, told = [], []
    for holding, rows in held_about(agent):
        parts.append(
            {
                "what": holding.what,
                "model": holding.name,
                "why": str(holding.purpose),
                "kept": str(holding.retention),
                "rows": rows,
            }
        )
        told.append({"what": holding.what, "why": holding.purpose, "rows": [_told(holding, row) for row in rows]})
    made_at = clock.now()
    document = {"about": agent.name, "made_at": made_at, "language": get_language(), "held": parts}
    page = render_to_string("privacy/export.html", {"agent": agent, "parts": [part for part in told if part["rows"]], "made_at": made_at})
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("traverse.json", json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        archive.writestr("traverse.html", page)
    return buffer.getvalue()


def _told(holding: Holding, row: dict) -> list[tuple[str, object]]:
    """A row for people: what each field is called, and its value in words; the file for machines keeps the names of columns."""
    lines = []
    for path in holding.fields:
        steps = _steps(holding.model, path)
        first, last = steps[0], steps[-1]
        words = str(first.verbose_name)
        if last is not first and sum(other.split(LOOKUP_SEP)[0] == path.split(LOOKUP_SEP)[0] for other in holding.fields) > 1:
            words = f"{words}, {last.verbose_name}"
        lines.append((words[:1].upper() + words[1:], _shown(last, row[path])))
    return lines


def _steps(model: Any, path: str) -> list[Any]:
    """The fields through which a lookup goes: "idea__current_version__title" is three. A link followed backwards has its model's words."""
    steps: list[Any] = []
    for name in path.split(LOOKUP_SEP):
        field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
        model = field.related_model
        steps.append(field if hasattr(field, "verbose_name") else model._meta)
    return steps


def _shown(field: Any, value: object) -> object:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{written_day(localtime(value).date())}, {localtime(value):%H:%M}"
    if isinstance(value, date):
        return written_day(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    if isinstance(value, dict):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    choices = getattr(field, "flatchoices", None)
    return dict(choices).get(value, value) if choices else value
