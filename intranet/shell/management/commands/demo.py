"""Fill an empty database with the demo organisation."""

from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand

from intranet.directory.models import Agent
from intranet.jobs import outbox
from intranet.shell import demo


@contextmanager
def quiet_mail():
    """What the story tells was read long ago: its mails are marked sent, and go nowhere."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend


class Command(BaseCommand):
    help = "Loads the demo organisation into an empty database, once."

    def add_arguments(self, parser):
        parser.add_argument("--agents", type=int, default=600)

    def handle(self, *args, agents, **options):
        if Agent.objects.exists():
            self.stdout.write("This database already has agents: the demo was left alone.")
            return
        demo.load(agents=agents)
        with quiet_mail():
            while outbox.drain():
                pass
        self.stdout.write(f"Demo organisation loaded: {Agent.objects.count()} agents.")
