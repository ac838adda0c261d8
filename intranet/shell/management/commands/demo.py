"""Fill an empty database with the demo organisation."""

from django.core.management.base import BaseCommand, CommandError

from intranet.base import planner
from intranet.directory.models import Agent
from intranet.jobs import outbox
from intranet.shell import demo

SMALLEST = 40  # people: under that, the votes of the story have too few for a confidential ballot


class Command(BaseCommand):
    help = "Loads the demo organisation into an empty database, once."

    def add_arguments(self, parser):
        parser.add_argument("--agents", type=int, default=600)

    def handle(self, *args, agents, **options):
        if agents < SMALLEST:
            raise CommandError(f"--agents is {SMALLEST} at least.")
        if Agent.objects.exists():
            self.stdout.write("This database already has agents: the demo was left alone.")
            return
        with demo.quiet_mail():
            demo.load(agents=agents)
            while outbox.drain():
                pass
        planner.learn()
        self.stdout.write(f"Demo organisation loaded: {Agent.objects.count()} agents.")
