"""The demo organisation: the *département* that shows the whole thread, deterministic, in French.

`load()` fills an empty database. Each part is one module with `load(demo)`, in the order below; a
part finds what the earlier ones made through `demo`. Dates are told from `demo.today`, so that what
is open is open on the day of the demo.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intranet.base import clock
from intranet.directory.models import Agent, OrgUnit, Site

SEED = 20260914
PARTS = ("organisation", "skills", "ideas", "votes", "pilots", "knowledge", "afterwards", "pages")
ACCOUNTS = ("lea", "karim", "paul", "nadia", "helene", "sofia", "ines", "admin")


@dataclass
class Demo:
    """What the parts share: the day, the chance (seeded), and the people and places by their short names."""

    today: date
    agents_wanted: int
    skills_each: int | None = None  # None: between five and eighteen, as people declare them
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    people: dict[str, Agent] = field(default_factory=dict)  # by user name: lea, karim, …
    agents: list[Agent] = field(default_factory=list)  # everyone, in a fixed order
    units: dict[str, OrgUnit] = field(default_factory=dict)  # by code
    sites: dict[str, Site] = field(default_factory=dict)  # by name
    things: dict[str, object] = field(default_factory=dict)  # what a part leaves for the next: "ideas.sanu_decision"

    def at(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """The instant `days` from today (negative: before) at an hour of Paris."""
        return timezone.make_aware(datetime.combine(self.today + timedelta(days=days), time(hour, minute)))


def load(*, agents: int = 600, today: date | None = None, skills_each: int | None = None) -> Demo:
    """Fill an empty database with the demo organisation, `agents` people in all, each with `skills_each` skills when it is said. Refuses a database that has agents."""
    if Agent.objects.exists():
        raise RuntimeError("the demo is for an empty database")
    demo = Demo(today=today or clock.today(), agents_wanted=agents, skills_each=skills_each)
    with transaction.atomic():
        for part in PARTS:
            import_module(f"{__name__}.{part}").load(demo)
    return demo


@contextmanager
def quiet_mail() -> Iterator[None]:
    """What the story tells was read long ago: its mails are marked sent, and go nowhere."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend
