"""Indexing, promised by actions and by the clock."""

from django.conf import settings

from intranet.jobs import outbox
from intranet.search import index


@outbox.job("search.refresh")
def refresh(*, kind: str, pks: list[int]) -> None:
    """Make the database's index follow these rows."""
    index.write(kind, pks)


@outbox.job("search.publish", atomic=False)
def publish(*, kind: str, pks: list[int]) -> None:
    """Make Elasticsearch follow the database's index. Fails, and is tried again, when it does not answer."""
    if settings.ELASTICSEARCH_URL:
        from intranet.search.engines import elasticsearch  # noqa: PLC0415 - its client is loaded only where it is used

        elasticsearch.publish(kind, pks)


@outbox.every("search.mend", minutes=60)
def mend() -> None:
    """Find what the index misses or holds too much, and promise to write it."""
    index.mend()
    if settings.ELASTICSEARCH_URL:
        outbox.promise("search.compare")


@outbox.job("search.compare", atomic=False)
def compare() -> None:
    """Make Elasticsearch's index again when it does not hold what the database's holds."""
    if settings.ELASTICSEARCH_URL:
        from intranet.search.engines import elasticsearch  # noqa: PLC0415 - the same

        if elasticsearch.lacking():
            elasticsearch.rebuild()
