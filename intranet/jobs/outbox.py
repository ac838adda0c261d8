"""Promise and keep: the outbox.

`@job("area.verb")` names a function; `promise("area.verb", …)` writes a row in the caller's
transaction; `drain()` runs what is due, in process by default, in Celery workers when a broker is
configured. `@every(minutes=…)` names what the clock does.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import Q, QuerySet

from intranet.base import clock, planner
from intranet.jobs.models import Job

logger = logging.getLogger("traverse.jobs")

LEASE = timedelta(minutes=2)  # longer than any one job may take
MAX_ATTEMPTS = 8
KEEP_DONE = timedelta(days=30)  # how long a key protects against doing the same thing again
PAUSE = 1.0  # seconds between two looks at the outbox, for a drain that goes on
DIED = "the process that ran it died"

_registry: dict[str, Callable[..., None]] = {}
_outside: set[str] = set()
_forgotten: set[str] = set()
_clocks: list["Clock"] = []


@dataclass(frozen=True)
class Clock:
    name: str
    period: timedelta


def job(name: str, *, atomic: bool = True, forget: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Name a function that a promise may call. It takes keyword arguments of JSON types and tolerates a vanished row.

    `atomic=False` is for what speaks to another machine (mail, an index): it runs outside a
    transaction, so that a slow answer holds no lock, and must itself bear being run again after a crash.
    `forget=True` is for arguments that are nobody's business afterwards: the row goes as soon as it is done
    (a key then protects until it is done, no longer).
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        if _registry.get(name, function).__module__ != function.__module__:
            raise ValueError(f"two jobs are named {name}")
        _registry[name] = function
        if not atomic:
            _outside.add(name)
        if forget:
            _forgotten.add(name)
        return function

    return register


def every(name: str, *, minutes: int) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Name a function without arguments that the clock calls every `minutes` (the period divides a day)."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        job(name)(function)
        if all(c.name != name for c in _clocks):
            _clocks.append(Clock(name, timedelta(minutes=minutes)))
        return function

    return register


def promise(name: str, /, *, key: str | None = None, run_after: datetime | None = None, **arguments: Any) -> None:
    """Write a promise in the current transaction: `name` will be called with `arguments`, not before `run_after`.

    With a `key`, the same promise made twice is kept once. Refuses a name that no `@job` declares.
    """
    if name not in _registry:
        raise LookupError(f"no job is named {name}")
    Job.objects.bulk_create(
        [Job(name=name, arguments=arguments, key=key, run_after=run_after or clock.now())],
        ignore_conflicts=key is not None,
    )
    if settings.CELERY_BROKER_URL and all(hook[1] is not _wake_worker for hook in connection.run_on_commit):
        transaction.on_commit(_wake_worker, robust=True)


def _wake_worker() -> None:
    # A hint only, once for a transaction: should it be lost, or the broker be down, beat pings the drain.
    from intranet.jobs.tasks import drain as drain_task  # noqa: PLC0415 - Celery is imported only where a broker is configured

    drain_task.apply_async(retry=False)


def drain(*, limit: int = 500) -> int:
    """Keep the promises that are due, at most `limit`, oldest first. Returns how many were kept.

    Any number of drains may run at once. A failing job is tried again later, with longer waits, and
    given up after MAX_ATTEMPTS with its error kept.
    """
    _wind_clocks()
    kept = 0
    for _step in range(limit):
        taken = _take()
        if taken is None:
            break
        kept += _run(taken)
    return kept


def drain_forever() -> None:
    """Drain, wait PAUSE when nothing is due, again. Whatever goes wrong (the database restarts, the disk is full) is logged, and it goes on."""
    while True:
        kept = 0
        try:
            kept = drain()
        except Exception:
            logger.exception("drain_failed")
        close_old_connections()
        if not kept:
            time.sleep(PAUSE)


def _wind_clocks() -> None:
    """Write the promise of each clock's present period, once (the key says which period)."""
    now = clock.now()
    rows = []
    for each in _clocks:
        period = int(now.timestamp() // each.period.total_seconds())
        rows.append(Job(name=each.name, key=f"clock:{each.name}:{period}", run_after=now))
    known = set(Job.objects.filter(key__in=[r.key for r in rows]).values_list("key", flat=True))
    missing = [r for r in rows if r.key not in known]
    if missing:
        Job.objects.bulk_create(missing, ignore_conflicts=True)


def _take() -> Job | None:
    now = clock.now()
    waiting = (
        Job.objects.filter(done_at=None, gave_up_at=None, run_after__lte=now)
        .filter(Q(leased_until=None) | Q(leased_until__lt=now))
        .order_by("run_after", "id")
    )
    if not waiting.exists():
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        taken = waiting.first()
        if taken is not None:
            taken.leased_until = now + LEASE
            taken.attempts += 1
            if taken.attempts > MAX_ATTEMPTS:
                # It never came to an end, well or badly: it would take down every drain in turn.
                taken.gave_up_at = now
                taken.last_error = DIED
            taken.save(update_fields=["leased_until", "attempts", "gave_up_at", "last_error"])
    return taken


def _run(taken: Job) -> int:
    if taken.gave_up_at:
        _say_failed(taken, DIED)
        return 0
    # Only the drain whose lease is still its own may mark the job done, or failed.
    mine = Job.objects.filter(pk=taken.pk, done_at=None, attempts=taken.attempts)
    try:
        function = _registry[taken.name]
        if taken.name in _outside:
            function(**taken.arguments)
            return _done(mine, taken.name)
        with transaction.atomic():
            if not _done(mine, taken.name):
                return 0
            function(**taken.arguments)
    except Exception as error:  # noqa: BLE001 - whatever a job raises, the drain goes on and says so
        wait = timedelta(seconds=15 * 2**taken.attempts)
        gave_up = clock.now() if taken.attempts >= MAX_ATTEMPTS else None
        mine.update(leased_until=None, run_after=clock.now() + wait, last_error=repr(error)[:2000], gave_up_at=gave_up)
        _say_failed(taken, type(error).__name__)
        return 0
    return 1


def _done(mine: QuerySet[Job], name: str) -> int:
    return mine.delete()[0] if name in _forgotten else mine.update(done_at=clock.now(), leased_until=None, last_error="")


def _say_failed(taken: Job, error: str) -> None:
    fields = {"job": taken.name, "id": taken.pk, "attempts": taken.attempts, "error": error}
    logger.warning("job_failed", extra={"fields": fields})


@every("jobs.forget_done", minutes=24 * 60)
def forget_done() -> None:
    """Forget what was done long ago."""
    Job.objects.filter(done_at__lt=clock.now() - KEEP_DONE).delete()


@every("jobs.learn_tables", minutes=24 * 60)
def learn_tables() -> None:
    """Have the database look at its tables, from which it chooses its indexes."""
    planner.learn()


def backlog() -> int:
    """How many promises are late: for the back office."""
    return Job.objects.filter(done_at=None, gave_up_at=None, run_after__lt=clock.now()).count()
