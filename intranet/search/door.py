"""The one door of search.

An area declares in its `search.py` what is findable:

    register(Source(kind="idea", model=Idea, label=_("Ideas"), document=idea_document, everyone=Idea.objects.published))

and its actions call `refresh(idea)` in their transaction. An engine ranks identifiers; the database
decides who sees what: every hit is read again through `visible_to(agent)`.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from intranet.jobs import outbox

logger = logging.getLogger("traverse.search")

WINDOW = 500  # hits of one kind that are ranked and counted; beyond, the count reads "500+"


@dataclass(frozen=True)
class Document:
    """What the index holds of a thing: a title, other names (synonyms, acronyms), and its text."""

    title: str
    body: str = ""
    labels: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True)
class Source:
    """One kind of findable thing.

    `everyone()` is the queryset of the rows that every agent may see: only these are indexed.
    `model.objects.visible_to(agent)` is applied to every hit. `document(obj)` gives its words;
    `detail(obj)` the line under the title of a result; `related` what to select for both.
    """

    kind: str
    model: type[models.Model]
    label: str | Promise
    everyone: Callable[[], models.QuerySet]
    document: Callable[[models.Model], Document]
    detail: Callable[[models.Model], str] = lambda obj: ""
    area: str = ""
    related: tuple[str, ...] = ()
    suggested: bool = True


@dataclass
class Hit:
    """One result: the object, its kind, and why it is there (the words that matched, in context, as safe HTML)."""

    source: Source
    obj: models.Model
    why: str = ""


@dataclass
class Results:
    """A page of results, the count of each kind (capped at WINDOW), and the total."""

    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0
    is_capped: bool = False


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Declare a kind of findable thing. Called from the `search.py` of an area."""
    _sources[source.kind] = source


def sources() -> dict[str, Source]:
    return dict(_sources)


def source_of(obj: models.Model) -> Source | None:
    return next((s for s in _sources.values() if s.model is type(obj)), None)


def refresh(obj: models.Model) -> None:
    """Promise that the index will follow `obj` (changed, hidden or deleted), in the current transaction."""
    source = source_of(obj)
    if source is not None:
        outbox.promise("search.refresh", kind=source.kind, pks=[obj.pk])


def refresh_many(kind: str, pks: Iterable[int]) -> None:
    """The same for many rows of one kind at once."""
    pks = list(pks)
    for start in range(0, len(pks), 500):
        outbox.promise("search.refresh", kind=kind, pks=pks[start : start + 500])


def rank(kind: str, words: str, *, limit: int = WINDOW) -> list[int]:
    """The identifiers of the things of `kind` that best answer `words`, best first, at most `limit`.

    For an area that filters further in SQL; the caller applies `visible_to`.
    """
    return [pk for pk, _score in engine_call("rank", words, kinds=[kind], limit=limit).get(kind, [])]


def engine_call(method: str, *args, **kwargs):
    """Ask the configured engine; should it fail, say so once in the log and ask the database."""
    for engine in _engines():
        try:
            return getattr(engine, method)(*args, **kwargs)
        except Exception as error:
            if engine.is_last_resort:
                raise
            engine.failed(error)
    raise RuntimeError("no search engine")


@lru_cache(maxsize=1)
def _engines() -> tuple:
    names = ["intranet.search.engines.database.DatabaseEngine"]
    if settings.ELASTICSEARCH_URL:
        names.insert(0, "intranet.search.engines.elasticsearch.ElasticsearchEngine")
    return tuple(import_string(name)() for name in names)
