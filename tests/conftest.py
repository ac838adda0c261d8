"""What tests share. They are stricter than production: an undefined template variable fails, a
warning is an error, a GET that writes fails."""

import re
from collections import defaultdict

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.client import RequestFactory
from wagtail.models import Site

from intranet.base import catalogs, guards
from intranet.jobs import outbox
from intranet.shell import demo, frame
from tests import factories


def pytest_sessionstart(session):
    """Tests read the French as it is written."""
    catalogs.compile_all()


def pytest_terminal_summary(terminalreporter):
    """The last lines say what was not run, and why."""
    reasons = defaultdict(set)
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ")].add(report.nodeid)
    deselected = len(terminalreporter.stats.get("deselected", []))
    terminalreporter.section("not run")
    for reason, tests in sorted(reasons.items()):
        files = sorted({nodeid.split("::")[0] for nodeid in tests})
        shown = ", ".join(files[:3]) + (f" and {len(files) - 3} more files" if len(files) > 3 else "")
        terminalreporter.write_line(f"{len(tests)} not run: {reason} ({shown})")
    if deselected:
        terminalreporter.write_line(f"{deselected} not chosen by -k or -m")
    if not reasons and not deselected:
        terminalreporter.write_line("everything was run")


class UndefinedVariable(str):
    """Put in place of an undefined template variable: rendering it fails."""

    def __contains__(self, item):
        return item == "%s"

    def __mod__(self, missing):
        raise AssertionError(f"undefined template variable: {missing}")


class Browser(Client):
    """Django's client, which also refuses that a GET writes (but for sessions)."""

    def get(self, path, *args, **kwargs):
        with connection.execute_wrapper(_refuse_writes):
            answer = super().get(path, *args, **kwargs)
            if answer.streaming:  # received to its end, so that what it reads is watched and counted too
                answer.streaming_content = [answer.getvalue()]
            return answer

    def post_form(self, path, data, **kwargs):
        """Post a form as a person does: opened first, so that its hidden token is there."""
        page = self.get(path)
        token = re.search(rb'name="form_token" value="([^"]+)"', page.content)
        return self.post(path, {**data, "form_token": token.group(1).decode() if token else ""}, **kwargs)


def _refuse_writes(execute, sql, params, many, context):
    if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", sql, re.I) and "django_session" not in sql:
        raise AssertionError(f"a GET must not write: {sql[:200]}")
    return execute(sql, params, many, context)


@pytest.fixture
def warm_frame(db):
    """What every page shows of the site is in the cache, fresh: counts of queries do not depend on the test before."""
    frame.forget()
    frame.read()
    Site.get_site_root_paths()


@pytest.fixture
def browser(warm_frame):
    """A client signed in with `browser.force_login(agent)`."""
    return Browser()


@pytest.fixture
def as_agent(warm_frame):
    """`as_agent(agent)`: a client signed in as that agent."""

    def sign_in(agent):
        client = Browser()
        client.force_login(agent, backend="intranet.accounts.backends.AgentBackend")
        return client

    return sign_in


@pytest.fixture
def drain(db):
    """`drain()`: keep every promise that is due."""

    def run():
        total = 0
        while kept := outbox.drain():
            total += kept
        return total

    return run


@pytest.fixture
def agent(db):
    return factories.AgentFactory()


@pytest.fixture
def rf():
    return RequestFactory()


@pytest.fixture
def all_tables(transactional_db):
    """For tests with threads: real commits; guards go before the tables are emptied, and come back with `migrate`'s signal."""
    guards.install_all()
    yield
    guards.remove_all()


@pytest.fixture(scope="module")
def demo_world(django_db_setup, django_db_blocker):
    """The demo organisation, loaded once for a module and rolled back after it; each test's own writes are rolled back too."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield demo.load()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def story(demo_world, db):
    """The demo organisation for one test. (`db`, so that the test database is made, and each test rolled back.)"""
    return demo_world
