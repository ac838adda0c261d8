"""Write `docs/permissions.md` from the code: roles, what each function of `permissions.py` says, named grants."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from intranet import access
from intranet.roles import Role

PATH = Path(settings.BASE_DIR) / "docs" / "permissions.md"
HEAD = """# Who may do what

Written by `manage.py permissions --write` from the docstrings of the code; a test fails when it is stale.
Three questions are answered apart: the role (a group), the state and the authorship (the functions below),
the named grant (a right on one object). Visibility is a queryset method, `visible_to(agent)`, and comes first
everywhere. No function asks whether an account is a superuser. Who gets which answer at which address is
the table of `tests/test_access_matrix.py`.
"""


def document() -> str:
    """The text of `docs/permissions.md` as the code says it now."""
    with translation.override("en"):
        parts = [HEAD, "## Roles\n", *(f"- `{role.value}`: {role.label}" for role in Role), ""]
    for config in sorted(apps.get_app_configs(), key=lambda c: c.name):
        if config.name.startswith("intranet.") or "." not in config.name and (Path(settings.BASE_DIR) / config.name).is_dir():
            rules = list(_rules(config.name))
            grants = [g for g in access.grantable() if g[0]._meta.app_config is config]
            if rules or grants:
                parts.append(f"## {config.name}\n")
                parts += [f"- `{name}`: {says}" for name, says in rules]
                parts += [f"- grant `{codename}` on {model.__name__}: {label}" for model, codename, label in grants]
                parts.append("")
    return "\n".join(parts)


def _rules(app: str) -> Iterator[tuple[str, str]]:
    try:
        module = import_module(f"{app}.permissions")
    except ModuleNotFoundError:
        return
    modules = [module]
    if hasattr(module, "__path__"):
        modules += [import_module(f"{module.__name__}.{info.name}") for info in sorted(iter_modules(module.__path__), key=lambda i: i.name)]
    for each in modules:
        for name, function in sorted(inspect.getmembers(each, inspect.isfunction)):
            if name.startswith(("can_", "may_")) and function.__module__ == each.__name__:
                yield name, " ".join((inspect.getdoc(function) or "").split())


class Command(BaseCommand):
    help = "Prints docs/permissions.md; --write writes it; --check fails when it is stale."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true")
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, write: bool, check: bool, **options: Any) -> None:
        text = document()
        if write:
            PATH.write_text(text)
        elif check and PATH.read_text() != text:
            raise CommandError("docs/permissions.md is stale: run `manage.py permissions --write`")
        else:
            self.stdout.write(text)
