"""Guards stand aside for migrations and come back after them."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import pre_migrate

from intranet.base import guards


def standing() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger'")
        return cursor.fetchone()[0]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite makes a changed table anew; others do not")
def test_guards_when_migrations_are_to_be_run_then_they_make_way_and_come_back(db):
    guards.install_all()
    before = standing()
    assert before
    base = apps.get_app_config("base")
    pre_migrate.send(base, app_config=base, using="default", plan=[])
    assert standing() == before
    pre_migrate.send(base, app_config=base, using="default", plan=["something"])
    assert standing() == before - len(guards._guards)
    guards.install_all()
    assert standing() == before
