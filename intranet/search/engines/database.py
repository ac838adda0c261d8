"""The engine that is always there: the database's own full-text index, by one query for all kinds.

The query is ours, `MATCH … ORDER BY rank LIMIT n` on SQLite and a tsquery on PostgreSQL. What a person
typed never reaches the query language: only words of letters and digits do, quoted.
"""

import difflib
from collections.abc import Sequence

from django.db import connection

from intranet.search.engines import Ranking
from intranet.search.models import kind_word
from intranet.search.words import Question

SHORTEST_BEGINNING = 3  # letters of a word whose beginning is enough, in a loose question
FEW = 2_000  # things that hold a question, of all kinds, up to which they are scored in one pass
ALIKE = 0.72  # difflib's ratio from which two words are taken for one another


class DatabaseEngine:
    """Ranks the rows of `search.Words`."""

    name = "database"

    def __init__(self) -> None:
        self._index = _PostgreSQL() if connection.vendor == "postgresql" else _SQLite()

    def rank(self, question: Question, *, kinds: Sequence[str], limit: int) -> dict[str, Ranking]:
        wanted = self._index.all_of(question)
        found: dict[str, Ranking] = {kind: [] for kind in kinds}
        for kind, object_id, _title, weight, score in self._ask(wanted, kinds, limit):
            found[kind].append((object_id, score * weight))
        for ranking in found.values():
            ranking.sort(key=lambda hit: (-hit[1], -hit[0]))
        return found

    def suggest(self, question: Question, *, kinds: Sequence[str], limit: int) -> list[tuple[str, int, str, float]]:
        wanted = self._index.beginnings(question)
        return [(kind, object_id, title, weight) for kind, object_id, title, weight, _score in self._ask(wanted, kinds, limit)]

    def near(self, stems: Sequence[str], *, kind: str, object_id: int, kinds: Sequence[str], limit: int) -> list[tuple[str, int, float]]:
        rows = self._ask(self._index.any_of(stems), kinds, limit + 1)
        found = [(k, pk, score * weight) for k, pk, _title, weight, score in rows if (k, pk) != (kind, object_id)]
        return sorted(found, key=lambda hit: (-hit[2], hit[0], -hit[1]))

    def correct(self, word: str) -> str | None:
        """The word of titles and labels most like `word` (which none of them holds), with the same first letter; None when none is."""
        counts = dict(self._index.vocabulary(word[:1]))
        alike = difflib.get_close_matches(word, counts, n=3, cutoff=ALIKE)
        best = max(alike, key=lambda w: (round(difflib.SequenceMatcher(None, word, w).ratio(), 1), counts[w]), default=None)
        return None if best == word else best

    def _ask(self, wanted: str, kinds: Sequence[str], limit: int) -> list[tuple[str, int, str, float, float]]:
        """(kind, object id, title, weight, score), at most `limit` of a kind, in the order of their score.

        Few things are scored in one pass and told apart afterwards; of many, each kind is cut at its limit by the database.
        """
        if not kinds or not wanted:
            return []
        few = len(kinds) > 1 and self._are_few(wanted)
        parts, values = [], []
        for kind in [None] if few else kinds:
            part, part_values = self._index.ranked(wanted, kind, FEW if few else limit)
            parts.append(f"SELECT * FROM ({part}) AS part")  # noqa: S608 - written here, what was typed is a value
            values += part_values
        # The entries are joined last: only what is shown is read.
        statement = (
            "SELECT e.kind, e.object_id, e.title, e.weight, w.score"  # noqa: S608 - the same
            f" FROM ({' UNION ALL '.join(parts)}) AS w JOIN search_entry e ON e.id = w.id ORDER BY w.score DESC, e.id DESC"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            left = dict.fromkeys(kinds, limit)
            rows = []
            for row in cursor.fetchall():
                if left.get(row[0]):
                    left[row[0]] -= 1
                    rows.append(row)
            return rows

    def _are_few(self, wanted: str) -> bool:
        """Whether FEW things at most, of all kinds, hold what is wanted."""
        held = f"SELECT 1 FROM search_words WHERE {self._index.HOLDS} LIMIT %s"  # noqa: S608 - the same
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({held}) AS held", [wanted, FEW + 1])  # noqa: S608 - the same
            return cursor.fetchone()[0] <= FEW


class _SQLite:
    """FTS5. Every word is a quoted string of letters and digits: no question is a syntax error."""

    # bm25 weights of the columns kind, title, labels, body, names
    TEXT, NAMES = "bm25(0, 10, 6, 1, 0)", "bm25(0, 0, 0, 0, 1)"
    HOLDS = "search_words MATCH %s"

    def all_of(self, question: Question) -> str:
        if question.is_loose:
            return "{title labels body names} : (" + " AND ".join(map(self._loosely, question.words, question.stems)) + ")"
        return "{title labels body} : (" + " AND ".join(f'"{stem}"' for stem in question.stems) + ")"

    def any_of(self, stems: Sequence[str]) -> str:
        return "{title labels body} : (" + " OR ".join(f'"{stem}"' for stem in stems) + ")" if stems else ""

    def beginnings(self, question: Question) -> str:
        return "names : (" + " AND ".join(f'"{word}" *' for word in question.words) + ")"

    def _loosely(self, word: str, stem: str) -> str:
        star = " *" if len(word) >= SHORTEST_BEGINNING else ""
        return f'("{word}"{star} OR "{stem}")'

    def ranked(self, wanted: str, kind: str | None, limit: int) -> tuple[str, list]:
        by = self.NAMES if wanted.startswith("names") else self.TEXT
        within = f'kind : "{kind_word(kind)}" AND ' if kind else ""
        return (
            "SELECT rowid AS id, -rank AS score FROM search_words WHERE search_words MATCH %s AND rank MATCH %s ORDER BY rank LIMIT %s",
            [within + wanted, by, limit],
        )

    def vocabulary(self, beginning: str) -> list[tuple[str, int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT term, doc FROM search_vocabulary WHERE term >= %s AND term < %s AND col = 'names'",
                [beginning, beginning + "\U0010ffff"],
            )
            return cursor.fetchall()


class _PostgreSQL:
    """tsvector and GIN, without a dictionary: every word is a quoted string of letters and digits."""

    HOLDS = "words @@ %s::tsquery"

    def all_of(self, question: Question) -> str:
        if question.is_loose:
            return " & ".join(map(self._loosely, question.words, question.stems))
        return " & ".join(f"'{stem}':ABD" for stem in question.stems)

    def any_of(self, stems: Sequence[str]) -> str:
        return " | ".join(f"'{stem}':ABD" for stem in stems)

    def beginnings(self, question: Question) -> str:
        return " & ".join(f"'{word}':*C" for word in question.words)

    def _loosely(self, word: str, stem: str) -> str:
        star = "*" if len(word) >= SHORTEST_BEGINNING else ""
        return f"('{word}':{star}ABCD | '{stem}':ABD)"

    def ranked(self, wanted: str, kind: str | None, limit: int) -> tuple[str, list]:
        within, values = ("kind = %s AND ", [kind_word(kind)]) if kind else ("", [])
        return (
            "SELECT rowid AS id, ts_rank('{0.1, 0.05, 0.6, 1.0}', words, %s::tsquery)::double precision AS score FROM search_words"  # noqa: S608 - the same
            f" WHERE {within}{self.HOLDS} ORDER BY score DESC, rowid DESC LIMIT %s",
            [wanted, *values, wanted, limit],
        )

    def vocabulary(self, beginning: str) -> list[tuple[str, int]]:
        # ts_stat takes its query as a text: the one letter in it is a letter or a digit.
        inner = f"SELECT ts_filter(words, '{{c}}') FROM search_words WHERE words @@ '''{beginning}'':*C'::tsquery"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute("SELECT word, ndoc FROM ts_stat(%s) WHERE word LIKE %s", [inner, beginning + "%"])
            return cursor.fetchall()
