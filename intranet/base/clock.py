"""The one place where the product reads the clock, so that tests can move it."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present instant, aware."""
    return timezone.now()


def today() -> date:
    """Today's date in the site's time zone (Europe/Paris)."""
    return timezone.localdate()
