"""Rules that the database itself keeps, beyond what a constraint can say.

An area declares a guard beside the model it protects; guards are (re)installed after every
`migrate`, because SQLite drops the triggers of a table whenever a migration rebuilds it.
The condition is SQL that SQLite and PostgreSQL both understand, over `NEW` and `OLD`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import connections

_guards: dict[str, "Guard"] = {}


@dataclass(frozen=True)
class Guard:
    """Refuse an `event` (INSERT, UPDATE or DELETE) on the table of `model` when `refuse_when` holds."""

    name: str
    model: str  # "area.Model"
    event: str
    refuse_when: str
    message: str

    @property
    def table(self) -> str:
        return apps.get_model(self.model)._meta.db_table


def refuse(name: str, *, model: str, events: tuple[str, ...], when: str, message: str) -> None:
    """Declare a rule of the database: `events` on `model` ("area.Model") fail with `message` when `when` holds.

    `when` is portable SQL over NEW (and OLD for UPDATE). `name` is unique in the product.
    """
    for event in events:
        _guards[f"{name}_{event.lower()}"] = Guard(f"{name}_{event.lower()}", model, event, when, message)


def append_only(model: str, *, frozen: tuple[str, ...], when: str = "1 = 1", also_delete: bool = True) -> None:
    """Declare that, once `when` holds on OLD, the `frozen` columns of `model` never change and the row is never deleted."""
    name = model.replace(".", "_").lower()
    changed = " OR ".join(f"NEW.{c} <> OLD.{c} OR (NEW.{c} IS NULL) <> (OLD.{c} IS NULL)" for c in frozen)
    refuse(f"{name}_frozen", model=model, events=("UPDATE",), when=f"({when}) AND ({changed})", message=f"{model} is append-only")
    if also_delete:
        refuse(f"{name}_kept", model=model, events=("DELETE",), when=f"({when})", message=f"{model} is append-only")


def install_all(using: str = "default", **kwargs) -> None:
    """Install every guard whose table exists. Called after each `migrate`; safe to call again."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in _guards.values():
            if guard.table in tables:
                for statement in _statements(guard, connection.vendor):
                    cursor.execute(statement)


def make_way(using: str = "default", plan: Iterable = (), **kwargs) -> None:
    """Take the guards away before migrations that are to be run on SQLite, which makes a changed table anew: a trigger of another
    table that reads it would make it fail. `install_all` puts them back after."""
    if plan and connections[using].vendor == "sqlite":
        remove_all(using)


def remove_all(using: str = "default") -> None:
    """Take every guard away (for tests that empty all tables)."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in _guards.values():
            if guard.table in tables:
                cursor.execute(_drop(guard, connection.vendor))


def _drop(guard: Guard, vendor: str) -> str:
    return f"DROP TRIGGER IF EXISTS {guard.name}" + (f" ON {guard.table}" if vendor == "postgresql" else "")


def _statements(guard: Guard, vendor: str) -> list[str]:
    message = guard.message.replace("'", "''")
    if vendor == "sqlite":
        return [
            _drop(guard, vendor),
            f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW"
            f" WHEN {guard.refuse_when} BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ]
    result = "OLD" if guard.event == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {guard.refuse_when} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF;"
        f" RETURN {result}; END $$",
        _drop(guard, vendor),
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]
