"""Jobs whose effects are rows: one `Effect` for each time that a job was kept."""

import os
import time

from django_tasks import task

from intranet.jobs import outbox
from tests.sample.models import Effect

if lease := os.environ.get("TRAVERSE_TEST_LEASE"):
    # A drain that was killed is replaced after a lease: tests do not wait two minutes for it.
    outbox.LEASE = outbox.timedelta(seconds=float(lease))
    outbox.PAUSE = 0.05


@outbox.job("sample.count")
def count(*, number: int, seconds: float = 0) -> None:
    """Leave one effect, then take a while before the transaction ends."""
    Effect.objects.create(number=number)
    time.sleep(seconds)


@outbox.job("sample.fail")
def fail(*, number: int) -> None:
    Effect.objects.create(number=number)
    raise RuntimeError("the reason of the failure")


@outbox.job("sample.outside", atomic=False)
def outside(*, number: int) -> None:
    Effect.objects.create(number=number)


@task()
def library_work(number, *, double=False):
    """What a library enqueues through django-tasks."""
    Effect.objects.create(number=number * 2 if double else number)
