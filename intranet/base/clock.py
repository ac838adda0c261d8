"""The one place where the product reads the clock, so that tests and the demo can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present instant, aware."""
    return _told.get() or timezone.now()


def today() -> date:
    """Today's date in the site's time zone (Europe/Paris)."""
    return timezone.localdate(now())


@contextmanager
def told_at(moment: datetime) -> Iterator[None]:
    """Do what is inside as if it were `moment`: for the demo and for `populate`, which tell the past."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
