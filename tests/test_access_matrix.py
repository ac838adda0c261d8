"""Role × address × method: who gets which answer, and no address without its row.

Each part of the product declares its rows in `tests/<part>/access.py`:

    ROWS = [("ideas:problem_report", {}, {"GET": {"*": 200, "anonymous": 302}, "POST": {"*": 422, "anonymous": 302}})]

A row is (name of the address, its arguments or a function of the world that makes them, and for each
method the status for each role; "*" stands for the roles not named). An address of the URLconf that
no row names fails `test_every_address_has_its_row`.
"""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import URLPattern, get_resolver, reverse

from intranet.roles import Role
from tests.factories import AgentFactory, SiteFactory, unit

ROLES = (
    "anonymous",
    "agent",
    "other_service",
    "manager",
    "facilitator",
    "decision_maker",
    "hr_adviser",
    "editor",
    "administrator",
    "disabled",
)
PARTS = sorted(path.parent.name for path in Path(__file__).parent.glob("*/access.py"))
ROWS = [(part, *row) for part in PARTS for row in import_module(f"tests.{part}.access").ROWS]
# Addresses of libraries, closed as a whole: the back office is tested below, composed pages by the shell.
LIBRARY = (
    "wagtailadmin",
    "wagtaildocs",
    "wagtail_serve",
    "wagtailcore",
    "wagtailimages",
    "wagtailusers",
    "wagtailsnippets",
    "wagtailsites",
)


def addresses() -> set[str]:
    """The full names of the product's own addresses, from the URLconf."""
    found = set()

    def walk(patterns, namespace=""):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                if pattern.name:
                    found.add(f"{namespace}{pattern.name}")
            elif not str(pattern.pattern).startswith(("admin/", "documents/")) and "wagtail" not in str(
                getattr(pattern, "urlconf_name", "")
            ):
                walk(pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)

    walk(get_resolver().url_patterns)
    return {name for name in found if not name.startswith("wagtail")}


@pytest.fixture
def world(db):
    """One agent of each role, in two services of two directions; rows add what they need to it."""
    site = SiteFactory()
    north, south = unit("nord", kind="direction"), unit("sud", kind="direction")
    near, far = unit("accueil", north), unit("routes", south)
    manager = AgentFactory(unit=near, site=site)
    people = {
        "agent": AgentFactory(unit=near, site=site, manager=manager),
        "other_service": AgentFactory(unit=far, site=site),
        "manager": manager,
        "facilitator": AgentFactory(unit=north, site=site, roles=[Role.FACILITATOR]),
        "decision_maker": AgentFactory(unit=north, site=site, roles=[Role.DECISION_MAKER]),
        "hr_adviser": AgentFactory(unit=south, site=site, roles=[Role.HR_ADVISER]),
        "editor": AgentFactory(unit=south, site=site, roles=[Role.EDITOR]),
        "administrator": AgentFactory(unit=south, site=site, roles=[Role.ADMINISTRATOR]),
        "disabled": AgentFactory(unit=near, site=site, is_active=False),
    }
    return SimpleNamespace(people=people, site=site, near=near, far=far, north=north, south=south)


def test_every_address_has_its_row():
    missing = addresses() - {row[1] for row in ROWS}
    assert not missing, f"declare these in tests/<part>/access.py: {sorted(missing)}"


def test_every_row_names_an_address():
    unknown = {row[1] for row in ROWS} - addresses()
    assert not unknown, f"these addresses are gone: {sorted(unknown)}"


@pytest.mark.parametrize(("part", "name", "arguments", "methods"), ROWS, ids=[f"{row[1]}-{number}" for number, row in enumerate(ROWS)])
def test_address_when_each_role_asks_then_the_declared_answer(world, as_agent, browser, part, name, arguments, methods):
    answers, expected = {}, {}
    for method, statuses in methods.items():
        for role in ROLES:
            wanted = statuses.get(role, statuses.get("*"))
            if wanted is None:
                continue
            kwargs = arguments(world) if callable(arguments) else arguments
            path = reverse(name, kwargs=kwargs)
            client = browser if role == "anonymous" else as_agent(world.people[role])
            answer = (
                client.get(path) if method == "GET" else client.generic(method, path, b"", content_type="application/x-www-form-urlencoded")
            )
            answers[method, role] = answer.status_code
            expected[method, role] = wanted
            browser.cookies.clear()
    assert answers == expected


@pytest.mark.parametrize("role", [r for r in ROLES if r not in {"administrator", "editor", "facilitator", "hr_adviser"}])
def test_back_office_when_not_of_its_roles_then_it_is_closed(world, as_agent, browser, role):
    client = browser if role == "anonymous" else as_agent(world.people[role])
    assert client.get(reverse("wagtailadmin_home")).status_code in {302, 403}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_home_when_a_forged_method_then_it_is_refused(world, as_agent, method):
    answer = as_agent(world.people["agent"]).generic(method, "/my-data/export/")
    assert answer.status_code in {403, 405}
