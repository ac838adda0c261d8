"""The one door of search.

An area declares in its `search.py` what is findable:

    register(Source(kind="idea", model=Idea, label=_("Ideas"), document=idea_document, everyone=Idea.objects.published))

and its actions call `refresh(idea)` in their transaction. An engine ranks identifiers; the database
decides who sees what: every hit is read again through `visible_to(agent)`. Readers call `find`, `suggest`,
`more_like`, `correct`; an area that filters further in SQL calls `rank`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from intranet.base import text
from intranet.base.pages import PAGE_SIZE
from intranet.directory.models import Agent
from intranet.jobs import outbox
from intranet.search import engines, excerpts
from intranet.search.engines.database import DatabaseEngine
from intranet.search.models import Entry
from intranet.search.words import STOP_WORDS, Question, ask, spell

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
    `detail(obj)` the line under the title of a result; `related` what to select for both. What is indexed in
    several languages says in `shown(obj)` which of its words a result shows, in the reader's, and in `prefetched` what that reads.
    """

    kind: str
    model: type[models.Model]
    label: str | Promise
    everyone: Callable[[], models.QuerySet]
    document: Callable[[Any], Document]
    detail: Callable[[Any], str] = lambda obj: ""
    area: str = ""  # skills, ideas, pilots, knowledge: its hue
    related: tuple[str, ...] = ()
    suggested: bool = True
    shown: Callable[[Any], Document] | None = None
    prefetched: tuple[str, ...] = ()


@dataclass
class Hit:
    """One result: the object, and as safe HTML, with the matching words marked, its title, its line of detail and why it is there.

    `why` is the words in their context; it is empty where the detail already shows them all.
    """

    source: Source
    obj: models.Model
    title: SafeString
    detail: SafeString
    why: SafeString

    @property
    def url(self) -> str:
        return self.obj.get_absolute_url() if hasattr(self.obj, "get_absolute_url") else ""


@dataclass
class Results:
    """A page of results: `counts` of what this agent sees of each kind (at most WINDOW), and their `total`.

    `page` is Django's, for the pagination component. `is_loose`: nothing held all the words, and these
    hold words that begin or look like them.
    """

    question: Question
    page: Page
    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0
    is_loose: bool = False


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


def find(words: str, *, agent: Agent, kinds: Sequence[str] | None = None, page: int | str | None = 1) -> Results:
    """What answers all the `words`, best first, of the kinds asked for (None: all), a page at a time.

    The counts are of every kind, whatever `kinds` says, so that filters can show them. A constant number of queries.
    """
    question = ask(words)
    asked = [k for k in _sources if k in kinds] if kinds is not None else list(_sources)
    seen: dict[str, engines.Ranking] = {}
    for loose in (False, True):
        question = replace(question, is_loose=loose)
        seen = _seen(question, agent) if question else {}
        if seen:
            break
    merged = sorted(
        ((kind, pk, score) for kind in asked for pk, score in seen.get(kind, [])), key=lambda hit: (-hit[2], asked.index(hit[0]), -hit[1])
    )
    shown = Paginator(merged, PAGE_SIZE).get_page(page)
    return Results(
        question=question,
        page=shown,
        hits=_hits(question, agent, [(kind, pk) for kind, pk, _score in shown]),
        counts={kind: len(seen.get(kind, [])) for kind in _sources},
        total=len(merged),
        is_loose=bool(seen) and question.is_loose,
    )


def rank(kind: str, words: str, *, limit: int = WINDOW) -> list[int]:
    """The identifiers of the things of `kind` that best answer `words`, best first, at most `limit`.

    For an area that filters further in SQL; the caller applies `visible_to`.
    """
    question = ask(words)
    if not question:
        return []
    return [pk for pk, _score in engines.call(lambda engine: engine.rank(question, kinds=[kind], limit=limit))[kind]]


def suggest(beginning: str, *, agent: Agent, kinds: Sequence[str] | None = None, limit: int = 8) -> list[Hit]:
    """Things whose title or other names hold words that begin as typed, accents aside.

    First those whose title begins so, and of these those where what was typed is whole words: "Paul" before "Pauline".
    """
    question = replace(ask(beginning), is_loose=True)
    if len("".join(question.words)) < 2:
        return []
    asked = [k for k, source in _sources.items() if (k in kinds if kinds is not None else source.suggested)]
    found = engines.call(lambda engine: engine.suggest(question, kinds=asked, limit=limit * 2))
    typed = text.fold(beginning).strip()

    def order(title: str) -> tuple[bool, bool]:
        folded = text.fold(title)
        return not folded.startswith(typed), not f"{folded} ".startswith(f"{typed} ")

    found.sort(key=lambda each: (*order(each[2]), -each[3], len(each[2]), each[2], -each[1]))
    # A few more than asked for, should the index be late on some that were hidden meanwhile.
    return _hits(question, agent, [(kind, pk) for kind, pk, _title, _weight in found[: limit * 2]])[:limit]


def more_like(obj: models.Model, *, agent: Agent, kinds: Sequence[str] | None = None, limit: int = 5) -> list[Hit]:
    """Things that share words with `obj`, best first; `why` names these words. Nothing for what the index does not hold."""
    source = source_of(obj)
    entry = Entry.objects.filter(kind=source.kind, object_id=obj.pk).first() if source else None
    if source is None or entry is None:
        return []
    telling = _telling_words(entry)
    ask_engine = partial(_near, entry=entry, stems=list(telling), kinds=kinds if kinds is not None else list(_sources), limit=limit * 4)
    found = engines.call(ask_engine)
    hits = []
    entries = _entries([(kind, pk) for kind, pk, _score in found])
    for hit in _hits(ask(""), agent, [(kind, pk) for kind, pk, _score in found]):
        other = entries[hit.source.kind, hit.obj.pk]
        shared = [telling[stem] for stem in _stems_of(other) if stem in telling]
        if len(shared) >= min(2, len(telling)):
            hits.append(replace(hit, why=format_html("{}", ", ".join(sorted(set(shared))[:4]))))
    return hits[:limit]


def correct(words: str, *, agent: Agent) -> str:
    """What the person may have meant: `words` with each unknown one replaced by the nearest in titles and labels.

    "" when none is near, or when nothing holds the words so corrected: what is proposed finds something.
    """
    question = ask(words)
    kinds = list(_sources)
    database = DatabaseEngine()
    better = []
    for word, stem in zip(question.words, question.stems, strict=True):
        alone = replace(question, words=(word,), stems=(stem,))
        known = database.suggest(alone, kinds=kinds, limit=1) or any(database.rank(alone, kinds=kinds, limit=1).values())
        better.append(word if known else database.correct(word) or word)
    if tuple(better) == question.words or not any(database.rank(ask(" ".join(better)), kinds=kinds, limit=1).values()):
        return ""
    return " ".join(_as_written(word) for word in better)


def _seen(question: Question, agent: Agent) -> dict[str, engines.Ranking]:
    """The ranking of each kind that has an answer, less what `agent` may not see."""
    found = engines.call(lambda engine: engine.rank(question, kinds=list(_sources), limit=WINDOW))
    seen = {}
    for kind, ranking in found.items():
        if ranking:
            visible = set(_visible(kind, agent, [pk for pk, _score in ranking]).order_by().values_list("pk", flat=True))
            kept = [(pk, score) for pk, score in ranking if pk in visible]
            if kept:
                seen[kind] = kept
    return seen


def _visible(kind: str, agent: Agent, pks: Sequence[int]) -> models.QuerySet:
    return _sources[kind].model._default_manager.visible_to(agent).filter(pk__in=pks)  # type: ignore[attr-defined]


def _entries(keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Entry]:
    wanted = Q()
    for kind in {kind for kind, _pk in keys}:
        wanted |= Q(kind=kind, object_id__in=[pk for k, pk in keys if k == kind])
    return {(e.kind, e.object_id): e for e in Entry.objects.filter(wanted)} if wanted else {}


def _hits(question: Question, agent: Agent, keys: Sequence[tuple[str, int]]) -> list[Hit]:
    """The hits of `keys` that `agent` sees, in their order, with the words that matched: one query for each kind, one for the words."""
    entries = _entries(keys)
    objects: dict[tuple[str, int], models.Model] = {}
    for kind in {kind for kind, _pk in keys}:
        rows = _visible(kind, agent, [pk for k, pk in keys if k == kind]).select_related(*_sources[kind].related)
        if _sources[kind].prefetched:
            rows = rows.prefetch_related(*_sources[kind].prefetched)
        objects.update({(kind, obj.pk): obj for obj in rows})
    return [_hit(_sources[key[0]], objects[key], entries[key], question) for key in keys if key in objects and key in entries]


def _hit(source: Source, obj: models.Model, entry: Entry, question: Question) -> Hit:
    detail = source.detail(obj)
    title, body, labels = entry.title, entry.body, entry.labels
    if source.shown is not None:
        shown = source.shown(obj)
        title, body, labels = shown.title, shown.body, ", ".join(shown.labels)
        if not excerpts.held(f"{title} {body} {labels}", question):  # found by a name in another language: that name says why
            labels = next((name for name in entry.labels.split("\n") if excerpts.held(name, question)), "")
    why = excerpts.excerpt(body, question) or excerpts.excerpt(labels, question)
    if excerpts.held(f"{body} {labels}", question) <= excerpts.held(detail, question):
        why = SafeString("")
    return Hit(source, obj, title=excerpts.marked(title, question), detail=excerpts.marked(detail, question), why=why)


def _near(engine: engines.Engine, *, entry: Entry, stems: Sequence[str], kinds: Sequence[str], limit: int) -> list[tuple[str, int, float]]:
    return engine.near(stems, kind=entry.kind, object_id=entry.object_id, kinds=kinds, limit=limit)


def _telling_words(entry: Entry) -> dict[str, str]:
    """The stems that tell what a thing is about, with the word as written: its title's and labels' first, then its most frequent."""
    named = text.WORD.findall(f"{entry.title} {entry.labels}".replace("’", "'"))
    said = text.WORD.findall(entry.body.replace("’", "'"))
    frequent = Counter(spell(text.stem(w)) for w in said)
    telling: dict[str, str] = {}
    for word in [*named, *sorted(said, key=lambda w: -frequent[spell(text.stem(w))])]:
        if len(word) > 2 and text.fold(word) not in STOP_WORDS and len(telling) < 12:
            telling.setdefault(spell(text.stem(word)), word.lower())
    return telling


def _stems_of(entry: Entry) -> set[str]:
    return {spell(text.stem(w)) for w in text.words(f"{entry.title} {entry.labels} {entry.body}")}


def _as_written(word: str) -> str:
    """A folded word with the accents that a title or a label gives it."""
    found = DatabaseEngine().suggest(ask(word), kinds=list(_sources), limit=1)
    for entry in _entries([(kind, pk) for kind, pk, _title, _weight in found]).values():
        for written in text.WORD.findall(f"{entry.title} {entry.labels}"):
            if spell(text.fold(written)) == word:
                return written.lower()
    return word
