"""What the database knows of its own tables, from which it chooses its indexes."""

from django.db import connection

SAMPLE = 1000  # rows read of each index: enough to tell a status shared by all from a key that is each row's own


def learn() -> None:
    """Have the database look at what its tables hold (ANALYZE), after a great load and once a day.

    PostgreSQL does so by itself, sooner or later; SQLite only when asked, and until then takes an index on
    a status of three values to be as telling as any other: a search of people at 100,000 took three times as long.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLE}")
        cursor.execute("ANALYZE")
