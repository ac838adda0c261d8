"""What `import_rome` and `import_esco` share: read a path, say what changed."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from skills import actions


class ImportCommand(BaseCommand):
    """Reads the files at PATH and prints what it wrote; a refusal is one sentence, and nothing was written."""

    kind = ""
    MOST_SHOWN = 20

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="PATH")

    def handle(self, *args, path, **options):
        try:
            read = actions.import_framework(kind=self.kind, path=path)
        except ValidationError as refused:
            raise CommandError(refused.messages[0]) from None
        self.stdout.write(
            _(
                "{framework}, version {version}: {added} new skills, {changed} changed, {withdrawn} withdrawn, {written} rows written."
            ).format(
                framework=read.framework.name,
                version=read.version or "?",
                added=read.added,
                changed=read.changed,
                withdrawn=read.withdrawn,
                written=read.written,
            )
        )
        for change in read.changes.all()[: self.MOST_SHOWN]:
            self.stdout.write(f"  {change.get_kind_display()}: {' → '.join(filter(None, (change.before, change.after)))}")
        left = read.changes.count() - self.MOST_SHOWN
        if left > 0:
            self.stdout.write("  " + _("… and {n} more, in the back office.").format(n=left))
