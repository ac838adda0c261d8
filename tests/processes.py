"""Other processes that tests start and kill: waiting for them, and for what the database still does in their name."""

import time

from django.db import connection


def nobody_else_is_connected():
    """PostgreSQL ends the statement of a client that died before it looks: until then it holds locks that an emptied table waits for."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        return cursor.fetchone()[0] == 0


def wait_until(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)
