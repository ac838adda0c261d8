"""Decisions are findable by what they are about and by their words."""

from django.utils.translation import gettext_lazy as _

from ideas.models import Decision
from intranet.base.text import excerpt, plain
from intranet.search.door import Document, Source, register

register(
    Source(
        kind="decision",
        model=Decision,
        label=_("Decisions"),
        area="ideas",
        everyone=Decision.objects.published,
        document=lambda d: Document(
            d.title,
            body="\n".join([plain(d.explanation), d.divergence_reason, d.alternatives, *(r["finding"] for r in d.reasons)]),
            weight=1.1,
        ),
        detail=lambda d: f"{d.get_outcome_display()} · {excerpt(d.explanation, 110)}",
        related=("idea__current_version", "recurring", "round"),
    )
)
