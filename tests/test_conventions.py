"""The house rules that a machine can hold."""

import inspect
import re
from collections import Counter, defaultdict
from importlib import import_module
from pathlib import Path

import pytest
import wagtail
from babel.messages.mofile import read_mo
from django.conf import settings

from intranet.base import catalogs
from intranet.shell.management.commands import permissions

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
AREAS = ("skills", "ideas", "pilots", "knowledge")


def test_catalogs_when_a_message_is_written_then_its_french_is_there():
    lacking = {area: found for area in catalogs.areas() if (found := catalogs.missing(area))}
    assert not lacking, "run `manage.py catalogs update`, then write the French"


def test_catalogs_when_two_areas_say_the_same_then_their_french_agrees():
    french = defaultdict(lambda: defaultdict(set))
    for area in catalogs.areas():
        for message in catalogs.read(area):
            if message.id and message.string:
                french[(message.context, str(message.id))][str(message.string)].add(area)
    disagreeing = {key[1]: dict(found) for key, found in french.items() if len(found) > 1}
    assert not disagreeing, "one message has one French in the whole product: use pgettext where the sense differs"


def test_catalogs_when_french_is_written_then_its_spaces_do_not_break():
    found = []
    for area in catalogs.areas():
        for message in catalogs.read(area):
            strings = message.string if isinstance(message.string, tuple | list) else [message.string]
            found += [each for each in strings if message.id and re.search(r"« | »|\S [:;?!](?=[\s<]|$)|[\d})] [%€](?![\w(])", each or "")]
    assert not found, "no ordinary space inside guillemets, nor before a high sign: U+00A0"


def test_catalogs_when_a_question_is_written_in_french_then_it_does_not_break_at_its_hyphen():
    found = []
    for area in catalogs.areas():
        for message in catalogs.read(area):
            strings = message.string if isinstance(message.string, tuple | list) else [message.string]
            asked = [each for each in strings if message.id and each and each.endswith("?")]
            found += [each for each in asked if re.search(r"\w-(?:t-)?(?:vous|nous|je|on|ils?|elles?)\b", each)]
    assert not found, "a question is a title, and “décidez-/vous” reads badly: U+2011"


# Words of ours that also stand in Wagtail's screens, and suit them.
SHARED_WITH_WAGTAIL = {
    *("Active", "Comment", "Filter", "From", "Go back", "Last used", "Next", "Notifications", "Previous", "Save", "Search", "Settings"),
    *("Show", "Sign in", "Sort", "Summary", "To", "any", "live", "revision", "status", "title"),
}


def test_catalogs_when_wagtail_says_the_same_in_another_sense_then_a_context_keeps_them_apart():
    ours = {(m.context, m.id): m.string for area in catalogs.areas() for m in catalogs.read(area) if isinstance(m.id, str) and m.string}
    found = set()
    for compiled in Path(wagtail.__file__).parent.rglob("locale/fr/LC_MESSAGES/django.mo"):
        with compiled.open("rb") as file:
            theirs = read_mo(file)
        found |= {m.id for m in theirs if m.id and isinstance(m.id, str) and ours.get((m.context, m.id), m.string) != m.string}
    assert found <= SHARED_WITH_WAGTAIL, "this French would stand in the back office too: use pgettext"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_template_when_written_then_it_keeps_the_content_policy(path):
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)
    assert not re.search(r"<[^>]+\sstyle=", text) or "mail" in path.parts, "no inline style: the policy blocks it"
    assert not re.search(r"<[^>]+\son[a-z]+=", text), "no inline handler: the policy blocks it"
    assert not re.search(r"hx-on|js:", text), "no hx-on, no js: values: they need eval"
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text), "no inline script: the policy blocks it"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_template_when_it_posts_then_its_form_keeps_what_was_typed(path):
    text = path.read_text()
    for form in re.findall(r'<form[^>]*method="?post.*?</form>', text, flags=re.S | re.I):
        assert "{% form_tokens %}" in form, "a posted form carries {% form_tokens %}"
    assert "{% csrf_token %}" not in text, "use {% form_tokens %}, which carries the csrf token too"


def test_templates_when_there_then_each_is_used():
    code = "\n".join(p.read_text() for p in [*ROOT.rglob("*.py"), *TEMPLATES] if "tests" not in p.parts and ".venv" not in p.parts)
    used_by_libraries = ("account/", "mfa/", "allauth/", "usersessions/", "wagtailadmin/", "django/")
    unused = []
    for path in TEMPLATES:
        name = path.relative_to(ROOT / "templates").as_posix()
        by_stem = name.removesuffix(".html")
        if not name.startswith(used_by_libraries) and f'"{name}"' not in code and f"'{name}'" not in code and f'"{by_stem}"' not in code:
            unused.append(name)
    assert not unused


def test_components_when_there_then_each_says_what_it_takes():
    silent = [p.name for p in (ROOT / "templates" / "components").glob("*.html") if not p.read_text().startswith("{% comment %}")]
    assert not silent


def test_areas_when_listed_then_their_files_are_the_closed_set():
    allowed = {
        "models", "querysets", "permissions", "actions", "notifications", "search", "thread", "privacy", "home", "forms",
        "views", "urls", "tasks", "wagtail_hooks", "templatetags", "management", "migrations", "apps", "__init__", "__pycache__",
    }  # fmt: skip
    additions = {"ideas": {"tally"}, "pilots": {"charts"}, "skills": {"catalogue"}}
    for area in AREAS:
        found = {p.stem if p.suffix == ".py" else p.name for p in (ROOT / area).iterdir()}
        assert found <= allowed | additions.get(area, set()), f"{area}: see CONTRIBUTING.md for the files of an area"


def test_code_when_written_then_nobody_asks_is_superuser():
    asking = [
        p.relative_to(ROOT).as_posix()
        for folder in ("intranet", *AREAS)
        for p in (ROOT / folder).rglob("*.py")
        if re.search(r"\.is_superuser\b", p.read_text()) and "migrations" not in p.parts
    ]
    assert not asking, "roles and grants decide, never is_superuser"


def test_code_when_it_needs_the_time_then_it_reads_the_clock():
    reading = [
        p.relative_to(ROOT).as_posix()
        for folder in ("intranet", *AREAS)
        for p in (ROOT / folder).rglob("*.py")
        if re.search(r"timezone\.now\(|datetime\.now\(|date\.today\(|localdate\(\)", p.read_text()) and p.name != "clock.py"
    ]
    assert not reading, "read intranet.base.clock, so that tests can move it"


def test_actions_when_they_write_then_they_take_names_and_say_what_they_do():
    faults = []
    for folder in ("intranet", *AREAS):
        for path in (ROOT / folder).rglob("*.py"):
            module_name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
            if "actions" not in module_name.split("."):
                continue
            module = import_module(module_name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if name.startswith("_") or function.__module__ != module_name or not hasattr(function, "__wrapped__"):
                    continue
                positional = [
                    p.name
                    for p in inspect.signature(function).parameters.values()
                    if p.kind is not p.KEYWORD_ONLY and p.kind is not p.VAR_KEYWORD
                ]
                if positional or not inspect.getdoc(function):
                    faults.append(f"{module_name}.{name}: {positional}")
    assert not faults, "an action takes keyword-only arguments, and its docstring says what it does and refuses"


def test_permissions_when_written_then_each_says_its_rule_and_the_table_is_fresh():
    text = permissions.document()
    silent = [line for line in text.splitlines() if re.match(r"- `(can|may)_\w+`: $", line)]
    assert not silent, "the docstring of a permission is its rule"
    assert permissions.PATH.read_text() == text, "run `manage.py permissions --write`"


def test_permissions_when_written_then_each_has_a_name_of_its_own_and_is_asked():
    rules = defaultdict(list)
    for area, said in re.findall(r"^## (\S+)$\n(.*?)(?=^## |\Z)", permissions.document(), re.M | re.S):
        rules[area] += re.findall(r"^- `((?:can|may)_\w+)`", said, re.M)
    assert not {area: names for area, names in rules.items() if len(names) != len(set(names))}, "one name is one rule in an area"
    code = Counter(word for path in _code() for word in re.findall(r"(?:def )?\b(?:can|may)_\w+", path.read_text()))
    assert not {name for names in rules.values() for name in names if not code[name]}, "a rule that nobody asks protects nothing"


def test_code_when_it_locks_rows_that_it_joins_then_it_names_which():
    """PostgreSQL refuses FOR UPDATE on the nullable side of a join; SQLite says nothing."""
    bare = re.compile(r"select_for_update\((?![^)]*of=)[^)]*\)[^\n]*select_related|select_related[^\n]*select_for_update\((?![^)]*of=)")
    found = [f"{path.relative_to(ROOT)}" for path in _code() if bare.search(re.sub(r"\n\s*\.", ".", path.read_text()))]
    assert not found, 'write select_for_update(of=("self",)) where select_related follows relations'


def test_code_when_shipped_then_it_patches_nothing():
    found = [f"{path.relative_to(ROOT)}" for path in _code() if "unittest.mock" in path.read_text()]
    assert not found, "the clock is moved by intranet.base.clock.told_at; the rest takes an argument"


def _code() -> list[Path]:
    return [path for package in ("intranet", *AREAS) for path in (ROOT / package).rglob("*.py")]
