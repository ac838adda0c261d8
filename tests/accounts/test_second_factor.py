"""The second factor: offered to all, required from administrators outside local settings."""

import json
import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from intranet.accounts import locked
from intranet.roles import Role
from tests.accounts.factories import PASSWORD, member, sign_in
from tests.conftest import Browser


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def activate(browser):
    """Activate it through the page; returns the secret."""
    page = browser.get("/accounts/2fa/totp/activate/")
    if page.status_code == 302:
        browser.post_form(page.url, {"password": PASSWORD})
        page = browser.get("/accounts/2fa/totp/activate/")
    secret = re.search(r'<code class="breakable">([A-Z2-7]+)</code>', page.content.decode()).group(1)
    answer = browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.url == "/accounts/2fa/recovery-codes/"
    return secret


@pytest.fixture(autouse=True)
def _codes_may_be_used_again():
    cache.clear()


def test_page_when_opened_then_the_picture_keeps_the_content_policy(browser):
    sign_in(browser, member())
    browser.post_form(browser.get("/accounts/2fa/totp/activate/").url, {"password": PASSWORD})
    page = browser.get("/accounts/2fa/totp/activate/")
    assert '<img class="qr" src="data:image/svg+xml;base64,' in page.content.decode()
    policy = page.headers["Content-Security-Policy"]
    assert "img-src 'self' data:" in policy
    assert "unsafe-inline" not in policy


def test_second_factor_when_active_then_the_password_alone_opens_nothing(browser):
    agent = member()
    sign_in(browser, agent)
    secret = activate(browser)
    other = Browser()
    assert sign_in(other, agent).url.startswith("/accounts/2fa/authenticate/")
    assert other.get("/people/").status_code == 302
    assert "error-summary" in other.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    _forget_used_codes()
    assert other.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).url == "/"
    assert other.get("/people/").status_code == 200


def _forget_used_codes():
    cache.clear()


def test_recovery_codes_when_shown_then_each_works_once_and_they_download(browser):
    agent = member()
    sign_in(browser, agent)
    activate(browser)
    # allauth writes when codes are looked at: not through the client that refuses it
    codes = re.findall(r"<li><code>(\d+)</code>", Client.get(browser, "/accounts/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    assert codes[0] in Client.get(browser, "/accounts/2fa/recovery-codes/download/").content.decode()
    for expected in (302, 200):
        other = Browser()
        sign_in(other, agent)
        assert other.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == expected
    browser.post("/accounts/2fa/recovery-codes/generate/")
    other = Browser()
    sign_in(other, agent)
    assert other.post("/accounts/2fa/authenticate/", {"code": codes[1]}).status_code == 200


def test_second_factor_when_nobody_verified_the_address_then_it_can_still_be_activated(browser):
    agent = member(email="lea@exemple.fr")
    EmailAddress.objects.create(user=agent, email=agent.email, verified=False, primary=True)
    sign_in(browser, agent)
    activate(browser)
    assert Authenticator.objects.filter(user=agent, type="totp").exists()


def test_administrator_when_it_is_required_then_nothing_opens_before_it(browser, settings):
    settings.TRAVERSE_REQUIRE_SECOND_FACTOR = True
    boss, agent = member(roles=[Role.ADMINISTRATOR]), member()
    sign_in(browser, boss)
    for path in ("/", "/people/", "/admin/", "/notifications/"):
        assert browser.get(path).url == "/accounts/2fa/totp/activate/"
    assert browser.get("/accounts/").status_code == 200
    activate(browser)
    assert browser.get("/people/").status_code == 200
    assert "error-summary" in browser.get("/accounts/2fa/totp/deactivate/").content.decode()
    browser.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=boss, type="totp").exists()
    other = Browser()
    sign_in(other, agent)
    assert other.get("/people/").status_code == 200


def test_agent_when_they_remove_it_then_the_password_is_enough_again(browser, drain, mailoutbox):
    agent = member()
    sign_in(browser, agent)
    activate(browser)
    assert browser.post("/accounts/2fa/totp/deactivate/").url == "/accounts/2fa/"
    assert sign_in(Browser(), agent).url == "/"
    drain()
    assert {mail.to[0] for mail in mailoutbox} == {agent.email}


def test_secrets_when_activated_then_the_database_never_holds_them(browser):
    agent = member()
    sign_in(browser, agent)
    secret = activate(browser)
    held = json.dumps(list(Authenticator.objects.filter(user=agent).values_list("data", flat=True)))
    assert secret not in held
    assert held.count('"fernet:') == 2  # of the application, of the recovery codes
    assert _signs_in(agent, secret)


def test_secret_when_it_was_written_before_then_it_is_still_read_and_may_be_locked(db):
    agent = member()
    secret = generate_totp_secret()
    Authenticator.objects.create(user=agent, type="totp", data={"secret": secret})
    assert _signs_in(agent, secret)
    call_command("lock_second_factors", stdout=StringIO())
    assert secret not in json.dumps(Authenticator.objects.get().data)
    assert _signs_in(agent, secret)


def test_secret_when_the_key_changes_then_the_former_opens_it_until_it_is_locked_again(browser, settings, caplog):
    agent = member()
    sign_in(browser, agent)
    secret = activate(browser)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert _signs_in(agent, secret)
    former = settings.SECRET_KEY_FALLBACKS
    call_command("lock_second_factors", stdout=StringIO())
    settings.SECRET_KEY_FALLBACKS = []
    assert _signs_in(agent, secret)
    settings.SECRET_KEY = former[0]
    assert not _signs_in(agent, secret)
    assert (
        locked.unlock(Authenticator.objects.get(type="totp").data["secret"]) != ""
    )  # an empty secret would have codes that all can reckon
    assert "second_factor_unreadable" in caplog.text
    assert locked.lock_again() == (0, 2)


def _signs_in(agent, secret) -> bool:
    cache.clear()
    other = Browser()
    sign_in(other, agent)
    return other.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
