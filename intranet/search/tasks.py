"""Indexing, promised by actions."""

from intranet.base import text
from intranet.jobs.outbox import job
from intranet.search.door import sources
from intranet.search.models import Entry


@job("search.refresh")
def refresh(*, kind: str, pks: list[int]) -> None:
    """Make the index follow these rows: those that everyone may see are written, the others go."""
    source = sources().get(kind)
    if source is None:
        return
    rows = {obj.pk: obj for obj in source.everyone().filter(pk__in=pks).select_related(*source.related)}
    Entry.objects.filter(kind=kind, object_id__in=set(pks) - set(rows)).delete()
    entries = []
    for pk, obj in rows.items():
        doc = source.document(obj)
        entries.append(
            Entry(
                kind=kind,
                object_id=pk,
                title=doc.title[:300],
                labels="\n".join(doc.labels),
                body=doc.body,
                stems=" ".join(text.stems(" ".join([doc.title, *doc.labels, doc.body]))),
                weight=doc.weight,
            )
        )
    Entry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["title", "labels", "body", "stems", "weight", "updated_at"],
    )
