"""The engines, and the choice between them: the configured one, and the database when it fails.

An engine ranks identifiers; it never decides who sees what. Each has the methods of `Engine`.
"""

import logging
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from intranet.search.words import Question

logger = logging.getLogger("traverse.search")

REST = 30.0  # seconds during which an engine that failed is not asked again
Answer = TypeVar("Answer")

# (object id, score), best first
Ranking = list[tuple[int, float]]


class Engine(Protocol):
    """What every engine can do. `kinds` names the kinds of things asked for; scores compare within one call only."""

    name: str

    def rank(self, question: Question, *, kinds: Sequence[str], limit: int) -> dict[str, Ranking]:
        """For each kind, the things that hold all the words, best first, at most `limit`."""

    def suggest(self, question: Question, *, kinds: Sequence[str], limit: int) -> list[tuple[str, int, str, float]]:
        """(kind, object id, title, weight) of things whose title or labels hold words that begin like these, at most `limit` of a kind."""

    def near(self, stems: Sequence[str], *, kind: str, object_id: int, kinds: Sequence[str], limit: int) -> list[tuple[str, int, float]]:
        """(kind, object id, score) of other things that share some of `stems` with one thing, best first."""


class Outage:
    """Whether an engine is down: said once in the log when it falls, once when it is back, and left alone meanwhile."""

    def __init__(self) -> None:
        self.is_on = False
        self.ask_again_at = 0.0

    def rests(self) -> bool:
        return self.is_on and time.monotonic() < self.ask_again_at

    def began(self, engine: Engine, error: Exception) -> None:
        self.ask_again_at = time.monotonic() + REST
        if not self.is_on:
            self.is_on = True
            logger.error("search_engine_down", extra={"fields": {"engine": engine.name, "error": type(error).__name__}})

    def ended(self, engine: Engine) -> None:
        if self.is_on:
            self.is_on = False
            logger.warning("search_engine_back", extra={"fields": {"engine": engine.name}})


outage = Outage()


def call(question: Callable[[Engine], Answer]) -> Answer:
    """Ask the configured engine; should it fail, or have failed just now, ask the database."""
    preferred, last_resort = chosen()
    if preferred is None or outage.rests():
        return question(last_resort)
    try:
        answer = question(preferred)
    except Exception as error:  # noqa: BLE001 - whatever an engine raises, readers get their answer and operators are told
        outage.began(preferred, error)
        return question(last_resort)
    outage.ended(preferred)
    return answer


@lru_cache(maxsize=1)
def chosen() -> tuple[Engine | None, Engine]:
    """(the configured engine or None, the database). Imported by name: without Elasticsearch its client is not loaded."""
    preferred = "intranet.search.engines.elasticsearch.ElasticsearchEngine" if settings.ELASTICSEARCH_URL else None
    return import_string(preferred)() if preferred else None, import_string("intranet.search.engines.database.DatabaseEngine")()
