"""The engine that is always there: the database."""

from django.db.models import Q

from intranet.base import text
from intranet.search.models import Entry


class DatabaseEngine:
    """Ranks the rows of `search.Entry`."""

    is_last_resort = True

    def rank(self, words: str, *, kinds: list[str], limit: int) -> dict[str, list[tuple[int, float]]]:
        """For each kind, the (object id, score) that answer all the words, best first."""
        found: dict[str, list[tuple[int, float]]] = {}
        for kind in kinds:
            condition = Q(kind=kind)
            for stem in text.stems(words):
                condition &= Q(stems__contains=stem)
            found[kind] = [
                (pk, 1.0) for pk in Entry.objects.filter(condition).order_by("-weight", "title").values_list("object_id", flat=True)[:limit]
            ]
        return found
