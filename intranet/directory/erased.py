"""Who was erased: known again in a later HR file, without anything that says who they were."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import salted_hmac

from intranet.base import text
from intranet.directory.models import Agent, ErasedTrace

ASKED_TOGETHER = 900  # fewer than any database allows in one statement


def remember(agent: Agent) -> None:
    """Keep the prints of the HR number and of the address of `agent`, who is being erased. Called before they are emptied."""
    values = [value for value in (agent.hr_number, agent.email) if value]
    ErasedTrace.objects.bulk_create([ErasedTrace(digest=_digest(value, settings.SECRET_KEY)) for value in values], ignore_conflicts=True)


def erased_among(values: Iterable[str]) -> set[str]:
    """Of these HR numbers and addresses, those of people who were erased. Former keys of the site are tried too."""
    prints = {}
    if ErasedTrace.objects.exists():
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        prints = {_digest(value, key): value for value in values if value for key in keys}
    asked = list(prints)
    found: set[str] = set()
    for start in range(0, len(asked), ASKED_TOGETHER):
        rows = ErasedTrace.objects.filter(digest__in=asked[start : start + ASKED_TOGETHER])
        found.update(prints[digest] for digest in rows.values_list("digest", flat=True))
    return found


def _digest(value: str, key: str | bytes) -> str:
    return salted_hmac(__name__, text.fold(value).strip(), secret=key, algorithm="sha256").hexdigest()
