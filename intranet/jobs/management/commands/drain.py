"""Keep the promises of the outbox: once, or for as long as it runs."""

from django.core.management.base import BaseCommand

from intranet.jobs import outbox


class Command(BaseCommand):
    help = "Runs the jobs that are due. With --forever, looks again every second."

    def add_arguments(self, parser):
        parser.add_argument("--forever", action="store_true")

    def handle(self, *args, forever=False, **options):
        if forever:
            outbox.drain_forever()
        self.stdout.write(f"{outbox.drain()} jobs done")
