"""Import an HR file from a terminal: the same actions and the same sentences as the pages."""

from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from intranet import roles
from intranet.directory.models import Agent
from intranet.organisation import actions
from intranet.organisation.models import HrError, HrImport
from intranet.organisation.reading.columns import BY_NAME, folded
from intranet.organisation.sentences import consequences, differences, guard, label, say
from intranet.roles import Role

SHOWN = 50


class Command(BaseCommand):
    help = "Read an HR file (CSV or XLSX), say what it would change, and apply it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="username", help="who imports: an administrator or HR adviser (default: the first administrator)")
        parser.add_argument("--sheet", default="", help="the sheet of the workbook that holds the people")
        parser.add_argument("--mapping", default="", help='what headers are, where they are not guessed: "hr_number=Mat.,unit_code=UF"')
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and stop there")
        parser.add_argument(
            "--only-correct", action="store_true", help="import the lines without an error; nobody leaves for not being in the file"
        )
        parser.add_argument("--without-units", action="store_true", help="neither make nor move units")
        parser.add_argument("--accept-leavers", type=int, metavar="N", help="confirm that N people leave, when more than one in ten would")
        parser.add_argument("--language", default="fr", choices=("fr", "en"))

    def handle(self, *args, **options):
        with translation.override(options["language"]):
            try:
                self._import(options)
            except ValidationError as refused:
                raise CommandError("\n".join(refused.messages)) from refused
            except PermissionDenied as refused:
                raise CommandError(str(refused)) from refused

    def _import(self, options) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: no such file")
        by = self._importer(options["username"])
        found = actions.receive(by=by, path=path, name=path.name)
        if options["sheet"]:
            found = actions.choose_sheet(by=by, hr_import=found, sheet=options["sheet"])
        mapping = {**found.mapping, **self._given(found, options["mapping"])}
        found = actions.map_columns(by=by, hr_import=found, mapping=mapping, with_units=not options["without_units"])
        actions.read(hr_import=found.pk, patience=float("inf"))
        actions.compare(hr_import=found.pk)
        found.refresh_from_db()
        if found.status == HrImport.Status.REFUSED:
            raise CommandError(say(found.problem, found.problem_params))
        self._say(found)
        if options["dry_run"]:
            actions.cancel(by=by, hr_import=found)
            return
        try:
            found = actions.start_applying(
                by=by, hr_import=found, only_correct=options["only_correct"], leavers_confirmed=options["accept_leavers"]
            )
        except ValidationError:
            actions.cancel(by=by, hr_import=found)
            raise
        actions.apply(hr_import=found.pk)
        found.refresh_from_db()
        if found.status != HrImport.Status.DONE:
            raise CommandError(found.problem_params.get("why") or say("stale"))
        for sentence in consequences(found.counts):
            self.stdout.write(f"  {sentence}")
        self.stdout.write(f"{found.get_status_display()} : {found.file_name}")

    def _say(self, found: HrImport) -> None:
        self.stdout.write(f"{found.file_name} ({found.sha256[:12]})")
        for sentence in differences(found.counts):
            self.stdout.write(f"  {sentence}")
        if found.must_confirm_leavers:
            self.stdout.write(guard(found.counts))
        headers = found.headers
        for error in HrError.objects.filter(hr_import=found)[:SHOWN]:
            place = found.mapping.get(error.column)
            column = headers[place] if place is not None else label(error.column)
            self.stderr.write(f"  {error.line} {column}: {say(error.code, error.params)}")

    @staticmethod
    def _importer(username: str | None) -> Agent:
        found = Agent.objects.filter(username=username).first() if username else roles.holders(Role.ADMINISTRATOR).order_by("pk").first()
        if found is None:
            raise CommandError(f"no account is named {username}" if username else "nobody is an administrator: give --as")
        return found

    @staticmethod
    def _given(found: HrImport, written: str) -> dict[str, int]:
        places = {folded(header): place for place, header in enumerate(found.headers)}
        given = {}
        for pair in filter(None, (part.strip() for part in written.split(","))):
            name, _equal, header = pair.partition("=")
            if name not in BY_NAME:
                raise CommandError(f"{name}: one of {', '.join(BY_NAME)}")
            if folded(header) not in places:
                raise CommandError(f"{header}: not a header of the file")
            given[name] = places[folded(header)]
        return given
