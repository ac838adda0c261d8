"""Everything in one process: what `make run` calls."""

import os
import threading

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication

from intranet.accounts.backends import DEMO_PASSWORD
from intranet.directory.models import Agent
from intranet.jobs import outbox
from intranet.shell.demo import ACCOUNTS

LONGEST_ADDRESS = 8190  # the most that gunicorn accepts: beyond, it answers by itself, in English


class Command(BaseCommand):
    help = "Migrates, loads the demo organisation once, then serves, with the jobs drained beside."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, port, **options):
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database…")
            call_command("migrate", verbosity=0)
        if settings.TRAVERSE_DEMO_ACCOUNTS and not Agent.objects.exists():
            self.stdout.write("Loading the demo organisation…")
            call_command("demo")
        self._tell_address(port)
        self._welcome(port)
        connections.close_all()
        _Server(port).run()

    def _tell_address(self, port: int) -> None:
        """Mails lead to the port that is served, unless the settings say where the site is."""
        if not os.environ.get("SITE_URL"):
            settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = f"http://localhost:{port}"

    def _welcome(self, port: int) -> None:
        self.stdout.write(f"\nTraverse: http://localhost:{port}/\n")
        if settings.TRAVERSE_DEMO_ACCOUNTS:
            self.stdout.write(f"Demo accounts, password {DEMO_PASSWORD}:")
            for agent in Agent.objects.filter(username__in=ACCOUNTS).order_by("pk"):
                self.stdout.write(f"  {agent.username:<8} {agent.name}, {agent.position_title}")
        self.stdout.write("\nCtrl+C stops.\n")


class _Server(BaseApplication):
    """One worker, eight threads, the drain beside them."""

    def __init__(self, port: int):
        self.port = port
        super().__init__()

    def load_config(self):
        self.cfg.set("bind", f"0.0.0.0:{self.port}")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("workers", 1)
        self.cfg.set("threads", 8)
        self.cfg.set("limit_request_line", LONGEST_ADDRESS)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)
        self.cfg.set("post_worker_init", lambda worker: threading.Thread(target=outbox.drain_forever, daemon=True).start())

    def load(self):
        return get_wsgi_application()
