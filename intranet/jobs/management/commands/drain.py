"""Keep the promises of the outbox: once, or for as long as it runs."""

import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from intranet.jobs import outbox


class Command(BaseCommand):
    help = "Runs the jobs that are due. With --forever, looks again every second."

    def add_arguments(self, parser):
        parser.add_argument("--forever", action="store_true")

    def handle(self, *args, forever=False, **options):
        kept = outbox.drain()
        while forever:
            time.sleep(1)
            close_old_connections()
            outbox.drain()
        self.stdout.write(f"{kept} jobs done")
