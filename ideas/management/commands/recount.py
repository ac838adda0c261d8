"""Count a vote again from its pack alone: no database, no network."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from ideas.tally import pack, wording


class Command(BaseCommand):
    help = "Counts a vote again from its pack alone, and says whether everything agrees."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("pack", type=Path, help="the pack (ZIP or JSON) downloaded from the page of the results")
        parser.add_argument("--expect", default="", help="the fingerprint published on the page of the results")

    def handle(self, *args, pack: Path, expect: str, **options):
        found = self._recount(pack)
        if expect and expect.strip().lower() != found.sha256:
            raise CommandError(wording.refusal("expected", found.sha256))
        self.stdout.write(found.title)
        for sentence in wording.sentences(found.result, found.titles):
            self.stdout.write(f"  {sentence}")
        for line in found.result["ranking"]:
            self.stdout.write(f"{line['place']:>4}. {line['votes']:>6}  {found.titles[line['option']]}")
        self.stdout.write(gettext("Everything agrees. Fingerprint of the pack: {sha256}").format(sha256=found.sha256))

    def _recount(self, path: Path) -> pack.Recount:
        try:
            return pack.recount(pack.read(path.read_bytes()))
        except OSError as error:
            raise CommandError(wording.refusal("unreadable")) from error
        except pack.PackError as error:
            raise CommandError(wording.refusal(error.code, error.detail)) from error
