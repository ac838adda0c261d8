"""What the database engine searches: for each thing that everyone may see, its words as written and as indexed.

Only what every agent may see is here: a hidden thing changes no score, count or order, because it has no row.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One findable thing, as written: shown in results, and read again to fill another engine."""

    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.BigIntegerField()
    title = models.CharField(_("title"), max_length=300)
    labels = models.TextField(_("other names"), blank=True)
    body = models.TextField(_("text"), blank=True)
    weight = models.FloatField(default=1.0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")]

    def __str__(self) -> str:
        return self.title


class TokensField(models.Field):
    """A list of words of letters and digits, in the form that the database's full-text index reads.

    SQLite: the words, separated by spaces. PostgreSQL: a tsvector with their positions. No dictionary
    of the database is used, so that both hold the same words.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Sequence[str], connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if connection.vendor != "postgresql":
            return " ".join(value)
        positions: dict[str, list[int]] = {}
        for position, word in enumerate(value, start=1):
            positions.setdefault(word, []).append(position)
        return " ".join(f"'{word}':{','.join(map(str, places[:200]))}" for word, places in positions.items())


class Words(models.Model):
    """The words of an entry, in the table that is searched: made by migration 0002 in the database's own way.

    SQLite: an FTS5 table whose rowid is the entry's key. PostgreSQL: a table with a GIN index. There is
    no foreign key, which FTS5 cannot have; a search joins the entries, so that nothing is found without one.
    """

    entry_id = models.BigIntegerField(primary_key=True, db_column="rowid")
    kind = models.CharField(max_length=40)  # as `kind_word` writes it
    title = TokensField()
    labels = TokensField()
    body = TokensField()
    names = TokensField()

    class Meta:
        db_table = "search_words"

    def __str__(self) -> str:
        return str(self.entry_id)


def kind_word(kind: str) -> str:
    """A kind as one word of the index: "recurring_problem" → "recurringproblem"."""
    return re.sub(r"[^a-z0-9]", "", kind.lower())
