"""What the index holds: written from the sources, compared with them, made again."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.conf import settings
from django.db import models, transaction

from intranet.base import text
from intranet.jobs import outbox
from intranet.search import words
from intranet.search.door import Source, refresh_many, sources
from intranet.search.models import Entry, Words, kind_word

BATCH = 500


@transaction.atomic
def write(kind: str, pks: Sequence[int]) -> None:
    """Make the index follow these rows of one kind: those that everyone may see are written, the others go.

    A kind that no area declares any more loses its entries. With Elasticsearch, what changed is promised to it.
    """
    source = sources().get(kind)
    rows = list(source.everyone().filter(pk__in=pks).select_related(*source.related)) if source else []
    remove(kind, set(pks) - {obj.pk for obj in rows})
    if source is not None and rows:
        _write_rows(source, rows)
    if settings.ELASTICSEARCH_URL:
        outbox.promise("search.publish", kind=kind, pks=list(pks))


def _write_rows(source: Source, rows: Iterable[models.Model]) -> None:
    entries = [_entry(source, obj) for obj in rows]
    Entry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["title", "labels", "body", "weight", "updated_at"],
    )
    # Read again: a row that was already there kept its key.
    written = list(Entry.objects.filter(kind=source.kind, object_id__in=[e.object_id for e in entries]))
    Words.objects.filter(pk__in=[e.pk for e in written]).delete()
    Words.objects.bulk_create([_words(entry) for entry in written], batch_size=100)


def _entry(source: Source, obj: models.Model) -> Entry:
    document = source.document(obj)
    labels = dict.fromkeys(text.clean(str(label)) for label in document.labels)
    return Entry(
        kind=source.kind,
        object_id=obj.pk,
        title=text.clean(document.title)[:300],
        labels="\n".join(label for label in labels if label),
        body=text.clean(document.body),
        weight=document.weight,
    )


def _words(entry: Entry) -> Words:
    return Words(
        entry_id=entry.pk,
        kind=kind_word(entry.kind),
        title=words.stems(entry.title),
        labels=words.stems(entry.labels),
        body=words.stems(entry.body),
        names=words.names([entry.title, entry.labels]),
    )


@transaction.atomic
def remove(kind: str, pks: Iterable[int]) -> None:
    """Take these rows of one kind out of the index."""
    for batch in batches(list(pks)):
        gone = list(Entry.objects.filter(kind=kind, object_id__in=batch).values_list("pk", flat=True))
        Words.objects.filter(pk__in=gone).delete()
        Entry.objects.filter(pk__in=gone).delete()


def rebuild(kind: str | None = None) -> Iterator[tuple[str, int]]:
    """Write again every row of one kind, or of all, a batch at a time. Yields (kind, rows written) as it goes.

    The index answers meanwhile; running it again after a crash finishes the work.
    """
    for source in sources().values():
        if kind not in (None, source.kind):
            continue
        known = set(Entry.objects.filter(kind=source.kind).values_list("object_id", flat=True))
        stream = source.everyone().select_related(*source.related).order_by("pk").iterator(chunk_size=BATCH)
        done = 0
        while batch := list(islice(stream, BATCH)):
            with transaction.atomic():
                _write_rows(source, batch)
            known -= {obj.pk for obj in batch}
            done += len(batch)
        remove(source.kind, known)
        yield source.kind, done
    if kind is None:
        for gone in set(Entry.objects.order_by().values_list("kind", flat=True).distinct()) - set(sources()):
            remove(gone, list(Entry.objects.filter(kind=gone).values_list("object_id", flat=True)))
    _drop_orphans()


def batches(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    """`rows`, BATCH at a time: fewer than any database allows in one statement."""
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _drop_orphans() -> None:
    """Take away words without an entry: they would never be shown, but would count in the ranking."""
    orphans = Words.objects.exclude(pk__in=Entry.objects.values("pk")).values_list("pk", flat=True)
    while batch := list(orphans[:BATCH]):
        Words.objects.filter(pk__in=batch).delete()


def differences() -> dict[str, set[int]]:
    """For each kind, the rows that are in the index and should not be, or should and are not. Compares identifiers, not words."""
    found = {}
    for source in sources().values():
        indexed = set(Entry.objects.filter(kind=source.kind).values_list("object_id", flat=True))
        wanted = set(source.everyone().order_by().values_list("pk", flat=True))
        found[source.kind] = indexed ^ wanted
    for gone in set(Entry.objects.order_by().values_list("kind", flat=True).distinct()) - set(sources()):
        found[gone] = set(Entry.objects.filter(kind=gone).values_list("object_id", flat=True))
    return {kind: pks for kind, pks in found.items() if pks}


def mend() -> int:
    """Promise to write what `differences` finds (what became visible by its date, what was written in bulk). Returns how many rows."""
    found = differences()
    for kind, pks in found.items():
        refresh_many(kind, sorted(pks))
    return sum(map(len, found.values()))
