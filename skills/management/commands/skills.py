"""The catalogue and the facts, from the command line."""

from django.core.management.base import BaseCommand

from skills import actions


class Command(BaseCommand):
    help = "load_catalogue: loads the skills written in skills/catalogue/. rebuild_facts: writes again the table by which people are found."

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["load_catalogue", "rebuild_facts"])

    def handle(self, *args, act, **options):
        if act == "rebuild_facts":
            self.stdout.write(f"{actions.rebuild_facts()} facts.")
            return
        loaded = actions.load_catalogue()
        self.stdout.write(f"{loaded.skills} skills written, {loaded.labels} new names, {loaded.relations} new relations.")
        for each in loaded.refused:
            self.stderr.write(f"Name already taken by another skill: {each}")
