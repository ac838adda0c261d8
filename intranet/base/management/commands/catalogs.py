"""Translation catalogs: update them from the code, compile them, or list what lacks."""

from django.core.management.base import BaseCommand, CommandError

from intranet.base import catalogs


class Command(BaseCommand):
    help = "catalogs update [area …]: collect messages; catalogs compile; catalogs check: fail on a message without French."

    def add_arguments(self, parser):
        parser.add_argument("verb", choices=["update", "compile", "check"])
        parser.add_argument("areas", nargs="*")

    def handle(self, *args, verb, areas, **options):
        areas = areas or catalogs.areas()
        if verb == "compile":
            self.stdout.write(f"{catalogs.compile_all()} catalogs compiled")
        elif verb == "update":
            for area in areas:
                total, lacking = catalogs.update(area)
                self.stdout.write(f"{area}: {total} messages, {lacking} without French")
        else:
            untold = {area: found for area in areas if (found := catalogs.missing(area))}
            for area, found in untold.items():
                for message in found:
                    self.stderr.write(f"{area}: {message}")
            if untold:
                raise CommandError("messages without French: run `manage.py catalogs update`, then write the French")
