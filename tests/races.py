"""Several people at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import close_old_connections, connection


def at_once(*acts):
    """Run `acts` at the same moment; what each refused is told, not raised."""
    gate = Barrier(len(acts))

    def run(act):
        close_old_connections()
        gate.wait()
        try:
            act()
        except (ValidationError, PermissionDenied) as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
