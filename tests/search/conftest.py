"""The same tests on every engine: the database always, Elasticsearch where TRAVERSE_TEST_ELASTICSEARCH says one is."""

import os
import uuid

import pytest

from intranet.search import engines, index
from intranet.search.engines import elasticsearch
from tests.sample.models import Note

ELASTICSEARCH = os.environ.get("TRAVERSE_TEST_ELASTICSEARCH", "")


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request, db, settings):
    """The engine that answers in this test, empty."""
    use_elasticsearch = request.param == "elasticsearch"
    if use_elasticsearch and not ELASTICSEARCH:
        pytest.skip("no Elasticsearch: TRAVERSE_TEST_ELASTICSEARCH is not set")
    settings.ELASTICSEARCH_URL = ELASTICSEARCH if use_elasticsearch else ""
    settings.ELASTICSEARCH_INDEX = f"traverse-test-{uuid.uuid4().hex[:12]}"
    settings.ELASTICSEARCH_TIMEOUT = 10
    chosen = engines.chosen
    chosen.cache_clear()
    engines.outage = engines.Outage()
    yield request.param
    if use_elasticsearch:
        settings.ELASTICSEARCH_URL = ELASTICSEARCH
        elasticsearch.client().indices.delete(index=f"{settings.ELASTICSEARCH_INDEX}*")
    chosen.cache_clear()


@pytest.fixture
def refresh_index(engine, drain, settings):
    """`refresh_index(kind, pks)`: bring the engine's index up to date with these rows, and wait until it answers from it."""

    def run(kind, pks):
        index.write(kind, list(pks))
        drain()
        if engine == "elasticsearch":
            elasticsearch.client().indices.refresh(index=settings.ELASTICSEARCH_INDEX)

    return run


@pytest.fixture
def note(refresh_index):
    """`note("title", body="…")`: an indexed note."""

    def make(title, **fields):
        made = Note.objects.create(title=title, **fields)
        refresh_index("sample_note", [made.pk])
        return made

    return make
