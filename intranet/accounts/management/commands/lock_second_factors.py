"""After a change of SECRET_KEY, or once for secrets written before they were locked."""

from django.core.management.base import BaseCommand

from intranet.accounts import locked


class Command(BaseCommand):
    help = "Locks every secret of a second factor with the present SECRET_KEY; former ones may then leave SECRET_KEY_FALLBACKS."

    def handle(self, *args, **options):
        done, lost = locked.lock_again()
        self.stdout.write(f"{done} secrets locked with the present key; {lost} that no key opens")
