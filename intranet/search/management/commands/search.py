"""The index: make it again, or compare it with the data."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from intranet.search import index
from intranet.search.door import sources
from intranet.search.models import Entry, Words


class Command(BaseCommand):
    help = "search rebuild [kind]: write the whole index again; search check: fail when it does not hold what it should."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["rebuild", "check"])
        parser.add_argument("kind", nargs="?")

    def handle(self, *args: Any, verb: str, kind: str | None, **options: Any) -> None:
        if kind is not None and kind not in sources():
            raise CommandError(f"no kind is named {kind}: {', '.join(sources())}")
        if verb == "rebuild":
            self._rebuild(kind)
        else:
            self._check()

    def _rebuild(self, kind: str | None) -> None:
        for each, count in index.rebuild(kind):
            self.stdout.write(f"{each}: {count}")
        if settings.ELASTICSEARCH_URL:
            from intranet.search.engines import elasticsearch  # noqa: PLC0415 - its client is loaded only where it is used

            self.stdout.write(f"Elasticsearch: {elasticsearch.rebuild()}")

    def _check(self) -> None:
        wrong = [f"{kind}: {len(pks)} rows differ" for kind, pks in index.differences().items()]
        if (entries := Entry.objects.count()) != (words := Words.objects.count()):
            wrong.append(f"{entries} entries, but {words} are searched")
        if settings.ELASTICSEARCH_URL:
            from intranet.search.engines import elasticsearch  # noqa: PLC0415 - the same

            wrong += [f"Elasticsearch, {kind}: {count} fewer" for kind, count in elasticsearch.lacking().items()]
        if wrong:
            raise CommandError("\n".join([*wrong, "run `manage.py search rebuild`"]))
        self.stdout.write(f"{entries} entries, as they should be")
