"""The engine for large houses: documents and questions written with the Elasticsearch DSL.

An index holds what `search.Entry` holds. Scores do not depend on the other documents (similarity
`boolean`): a thing that was taken away, or hidden, changes the rank of no other, even before its segment
is merged. Synonyms are the labels of each document, not a setting: an editor's change needs no new index.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.dsl import Document, Float, Index, Keyword, Long, MultiSearch, Q, Search, Text, analyzer, token_filter
from elasticsearch.helpers import bulk

from intranet.base import clock, text
from intranet.search import words
from intranet.search.engines import Ranking
from intranet.search.models import Entry

BATCH = 500

# Folded before it is stemmed, so that "mobilite" meets "mobilité".
_elision = token_filter(
    "traverse_elision",
    type="elision",
    articles=["l", "m", "t", "qu", "n", "s", "j", "d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu"],
    articles_case=True,
)
_stop = token_filter("traverse_stop", type="stop", stopwords=sorted(words.STOP_WORDS))
_stem = token_filter("traverse_stem", type="stemmer", language="light_french")
LONGEST_BEGINNING = 15
_edge = token_filter("traverse_edge", type="edge_ngram", min_gram=2, max_gram=LONGEST_BEGINNING)
FRENCH = analyzer("traverse_french", tokenizer="standard", filter=[_elision, "lowercase", "asciifolding", _stop, _stem])
BEGINNINGS = analyzer("traverse_beginnings", tokenizer="standard", filter=[_elision, "lowercase", "asciifolding", _edge])
PLAIN = analyzer("traverse_plain", tokenizer="standard", filter=[_elision, "lowercase", "asciifolding"])


def _french() -> Text:
    return Text(analyzer=FRENCH, similarity="boolean")


class EntryDocument(Document):
    """One entry, as Elasticsearch holds it."""

    kind = Keyword()
    object_id = Long()
    weight = Float()
    title = _french()
    labels = _french()
    body = _french()
    names = Text(analyzer=BEGINNINGS, search_analyzer=PLAIN, similarity="boolean")
    signs = Keyword()  # "c++", "c#": French analysis would leave "c"

    class Index:
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}


class ElasticsearchEngine:
    """Asks the index behind the alias ELASTICSEARCH_INDEX. Every call raises when it does not answer within its time."""

    name = "elasticsearch"

    def rank(self, question: words.Question, *, kinds: Sequence[str], limit: int) -> dict[str, Ranking]:
        wanted = Q("bool", must=[_one_word(word, question) for word in question.words])
        found = {}
        for kind, answer in zip(kinds, self._ask(wanted, kinds, limit), strict=True):
            ranking = [(hit.object_id, hit.meta.score * hit.weight) for hit in answer]
            found[kind] = sorted(ranking, key=lambda each: (-each[1], -each[0]))
        return found

    def suggest(self, question: words.Question, *, kinds: Sequence[str], limit: int) -> list[tuple[str, int, str, float]]:
        wanted = Q("bool", must=[_beginning(word) for word in question.words if len(word) > 1])
        answers = self._ask(wanted, kinds, limit)
        return [(kind, hit.object_id, hit.title, hit.weight) for kind, answer in zip(kinds, answers, strict=True) for hit in answer]

    def near(self, stems: Sequence[str], *, kind: str, object_id: int, kinds: Sequence[str], limit: int) -> list[tuple[str, int, float]]:
        like = {"_index": settings.ELASTICSEARCH_INDEX, "_id": _id(kind, object_id)}
        wanted = Q("more_like_this", fields=["title", "labels", "body"], like=[like], min_term_freq=1, min_doc_freq=1, max_query_terms=12)
        answers = self._ask(wanted, kinds, limit)
        found = [(k, hit.object_id, hit.meta.score * hit.weight) for k, answer in zip(kinds, answers, strict=True) for hit in answer]
        return sorted(found, key=lambda each: (-each[2], each[0], -each[1]))

    def _ask(self, wanted: Any, kinds: Sequence[str], limit: int) -> list:
        """The answers for each kind, by one request."""
        several = MultiSearch(using=client(), index=settings.ELASTICSEARCH_INDEX)
        for kind in kinds:
            search = Search().query("bool", must=[wanted], filter=[Q("term", kind=kind)]).source(["object_id", "weight", "title"])
            several = several.add(search.sort("_score", "-object_id").extra(size=limit, track_total_hits=False))
        return list(several.execute()) if kinds else []


def _one_word(word: str, question: words.Question) -> Any:
    """A question for one word: the best of title, labels and body. Loosely: a slip of the keyboard or a beginning will do."""
    sign = word.replace("plus", "+").replace("sharp", "#")
    if sign != word and len(sign) <= 5:
        return Q("bool", should=[Q("term", signs={"value": sign, "boost": 10}), _fields(word, {})], minimum_should_match=1)
    if not question.is_loose:
        return _fields(word, {})
    slips = _fields(word, {"fuzziness": "AUTO:4,8", "prefix_length": 1})
    return Q("dis_max", queries=[slips, _beginning(word)])


def _fields(word: str, how: dict[str, Any]) -> Any:
    boosts = {"title": 10, "labels": 6, "body": 1}
    return Q("dis_max", queries=[Q("match", **{name: {"query": word, "boost": boost, **how}}) for name, boost in boosts.items()])


def _beginning(word: str) -> Any:
    return Q("match", names={"query": word[:LONGEST_BEGINNING], "boost": 2})


def client(timeout: float | None = None) -> Elasticsearch:
    """The client of a page: it waits ELASTICSEARCH_TIMEOUT at most and never tries again. Jobs may wait longer."""
    return _client(settings.ELASTICSEARCH_URL, timeout or settings.ELASTICSEARCH_TIMEOUT)


@lru_cache
def _client(url: str, timeout: float) -> Elasticsearch:
    return Elasticsearch(url, request_timeout=timeout, max_retries=0, retry_on_timeout=False)


def _id(kind: str, object_id: int) -> str:
    return f"{kind}:{object_id}"


def _action(entry: Entry) -> dict:
    written = f"{entry.title}\n{entry.labels}\n{entry.body}"
    document = EntryDocument(
        kind=entry.kind,
        object_id=entry.object_id,
        weight=entry.weight,
        title=entry.title,
        labels=entry.labels.split("\n") if entry.labels else [],
        body=entry.body,
        names=[entry.title, *entry.labels.split("\n")],
        signs=sorted({word for word in text.words(written) if word[-1] in "+#"}),
    )
    return {
        "_op_type": "index",
        "_id": _id(entry.kind, entry.object_id),
        # An older state that arrives late does not replace a newer one.
        "version": int(entry.updated_at.timestamp() * 1_000_000),
        "version_type": "external_gte",
        "_source": document.to_dict(),
    }


def publish(kind: str, pks: Sequence[int]) -> None:
    """Write these entries, and take away those that are no more. Makes the index when there is none."""
    entries = {e.object_id: e for e in Entry.objects.filter(kind=kind, object_id__in=pks)}
    gone = [{"_op_type": "delete", "_id": _id(kind, pk)} for pk in pks if pk not in entries]
    machine = client(timeout=30)
    if not machine.indices.exists_alias(name=settings.ELASTICSEARCH_INDEX):
        rebuild()
        return
    _send([*map(_action, entries.values()), *gone], settings.ELASTICSEARCH_INDEX)


def _send(actions: Sequence[dict] | Iterator[dict], index: str) -> None:
    _done, errors = bulk(client(timeout=30), actions, index=index, chunk_size=BATCH, raise_on_error=False, stats_only=False)
    # 404: already away; 409: a newer state is there.
    failed = [e for e in errors if next(iter(e.values()))["status"] not in (404, 409)]  # type: ignore[union-attr]
    if failed:
        raise RuntimeError(f"{len(failed)} entries were refused, the first: {failed[0]}")


def rebuild() -> int:
    """Fill a new index from the database's, then turn the alias to it and drop the old ones. Returns how many entries.

    What was written meanwhile is published again after the turn.
    """
    machine = client(timeout=30)
    alias = settings.ELASTICSEARCH_INDEX
    started = clock.now()
    fresh = f"{alias}-{slugify(started.isoformat())}"
    index = Index(fresh, using=machine)
    index.document(EntryDocument)
    index.create()
    _send((_action(entry) for entry in Entry.objects.order_by("pk").iterator(chunk_size=BATCH)), fresh)
    machine.indices.refresh(index=fresh)
    old = [name for name in machine.indices.get(index=f"{alias}-*", expand_wildcards="open") if name != fresh]
    away = [{"remove_index": {"index": name}} for name in old]
    machine.indices.update_aliases(actions=[{"add": {"index": fresh, "alias": alias}}, *away])
    for kind in Entry.objects.filter(updated_at__gte=started).order_by().values_list("kind", flat=True).distinct():
        late = list(Entry.objects.filter(kind=kind, updated_at__gte=started).values_list("object_id", flat=True))
        publish(kind, late)
    return Entry.objects.count()


def lacking() -> dict[str, int]:
    """For each kind, how many more entries the database holds than this index (negative: fewer); empty when they agree."""
    machine = client(timeout=30)
    held = dict.fromkeys(Entry.objects.order_by().values_list("kind", flat=True).distinct(), 0)
    try:
        machine.indices.refresh(index=settings.ELASTICSEARCH_INDEX)
        counted = Search(using=machine, index=settings.ELASTICSEARCH_INDEX).extra(size=0)
        counted.aggs.bucket("kinds", "terms", field="kind", size=1000)
        held |= {bucket.key: bucket.doc_count for bucket in counted.execute().aggregations.kinds.buckets}
    except NotFoundError:
        pass
    differences = {kind: Entry.objects.filter(kind=kind).count() - count for kind, count in held.items()}
    return {kind: count for kind, count in differences.items() if count}
