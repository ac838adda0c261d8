"""A real Chromium on the real product: `manage.py start` on a database of its own, with the demo organisation.

The server is started once for the session. Tests change the data as people do, so each takes its own
things (a report it writes itself), never the fact that nothing happened before.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PASSWORD = "traverse-demo"


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a running product: one started here, or that of BROWSER_SERVER when one runs already with the demo."""
    if already := os.environ.get("BROWSER_SERVER"):
        yield already.rstrip("/")
        return
    var = tmp_path_factory.mktemp("browser")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "ELASTICSEARCH_URL", "CELERY_BROKER_URL", "REDIS_URL"}}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "intranet.config.settings.local",
        "TRAVERSE_VAR": str(var),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": "dummy://",
    }
    log = (var / "server.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "start", "--port", str(port)], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/health/", timeout=2).read()
                break
            except OSError:
                if process.poll() is not None:
                    pytest.fail("the server stopped:\n" + (var / "server.log").read_text()[-3000:])
                time.sleep(0.5)
        else:
            pytest.fail("the server did not answer in two minutes")
        yield address
    finally:
        process.terminate()
        process.wait(20)
        log.close()


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for the session."""
    if CHROMIUM is None:
        pytest.skip("no Chromium was found: browser tests were not run")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: browser tests were not run")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    playwright.expect.set_options(timeout=10_000)  # as patient as a click, on a busy machine too
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


class Person:
    """Somebody at a screen: a page signed in as a demo account, in one language, at one width."""

    def __init__(self, page, server):
        self.page = page
        self.server = server
        self.faults: list[str] = []
        page.on(
            "console",
            lambda message: self.faults.append(message.text) if message.type == "error" and "status of 4" not in message.text else None,
        )
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self, path: str):
        """Open a path of the product and check that it answers."""
        answer = self.page.goto(self.server + path)
        assert answer is not None and answer.status < 400, f"{path}: {answer and answer.status}"
        return self.page

    def overflow(self) -> int:
        """How many pixels the page is wider than the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture
def person(server, chromium):
    """`person("lea", width=360, language="fr")`: a Person signed in as that demo account (None: nobody)."""
    contexts = []

    def sit(username: str | None, *, width: int = 360, language: str = "fr", javascript: bool = True) -> Person:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, locale="fr-FR", reduced_motion="reduce", java_script_enabled=javascript
        )
        contexts.append(context)
        if language == "en":
            context.add_cookies([{"name": "django_language", "value": "en", "url": server}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        someone = Person(page, server)
        if username:
            page.goto(f"{server}/accounts/login/")
            page.fill("input[name=login]", username)
            page.fill("input[name=password]", PASSWORD)
            page.click("main button[type=submit], main form button:not(.link)")
            page.wait_for_url(lambda url: "/accounts/login/" not in url)
            if page.locator("html").get_attribute("lang") != language:  # a choice kept with the account
                page.locator(f"footer button[lang={language}]").click()
                page.wait_for_load_state()
        return someone

    yield sit
    for context in contexts:
        context.close()


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.fspath):
            item.add_marker(pytest.mark.browser)
