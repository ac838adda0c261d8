"""Everything held about an agent, as a ZIP: one JSON file for machines, one page for people."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import get_language

from intranet.base import clock
from intranet.directory.models import Agent
from intranet.privacy.register import held_about


def archive_of(agent: Agent) -> bytes:
    """The ZIP of what is held about `agent`: `traverse.json` and `traverse.html`, in the active language."""
    parts = []
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
    made_at = clock.now()
    document = {"about": agent.name, "made_at": made_at, "language": get_language(), "held": parts}
    page = render_to_string("privacy/export.html", {"agent": agent, "parts": [p for p in parts if p["rows"]], "made_at": made_at})
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("traverse.json", json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        archive.writestr("traverse.html", page)
    return buffer.getvalue()
