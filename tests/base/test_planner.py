"""The database is told to look at its tables."""

import pytest
from django.db import connection

from intranet.base import planner
from tests.factories import AgentFactory


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its statistics by itself")
def test_tables_when_they_were_looked_at_then_sqlite_knows_how_many_rows_they_hold(db):
    AgentFactory.create_batch(3)
    planner.learn()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'directory_agent'")
        counted = {int(stat.split()[0]) for (stat,) in cursor.fetchall()}
    assert 3 in counted
