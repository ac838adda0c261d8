"""Fill an empty database with an organisation of any size."""

import time

from django.core.management.base import BaseCommand, CommandError

from intranet.directory.models import Agent
from intranet.shell.population import populate

SMALLEST, LARGEST = 300, 150_000


class Command(BaseCommand):
    help = "Fills an empty database with --agents people (300 to 150,000), their skills, ideas, ballots, pilots and pages."

    def add_arguments(self, parser):
        parser.add_argument("--agents", type=int, required=True)

    def handle(self, *args, agents, **options):
        if not SMALLEST <= agents <= LARGEST:
            raise CommandError(f"--agents is between {SMALLEST} and {LARGEST}.")
        if Agent.objects.exists():
            raise CommandError("This database already has agents: nothing was changed. populate is for an empty one.")
        started = time.perf_counter()
        populate(agents=agents, tell=lambda line: self.stdout.write(f"{time.perf_counter() - started:6.1f} s  {line}"))
