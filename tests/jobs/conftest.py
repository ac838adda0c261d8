"""What the tests of the outbox share."""

import pytest

from intranet.jobs import outbox
from intranet.jobs.models import Job


@pytest.fixture
def quiet(db, monkeypatch):
    """An empty outbox, without the product's own clocks and what the migrations promised: for tests that count jobs."""
    monkeypatch.setattr(outbox, "_clocks", [])
    Job.objects.all().delete()
