"""Signing in and out: who may, who may not, and what is told."""

import pytest
from django.core.cache import cache

from intranet.accounts.backends import DEMO_ACCOUNTS, DEMO_PASSWORD
from intranet.directory.models import Agent
from intranet.shell import demo
from tests.accounts.factories import PASSWORD, member, sign_in
from tests.conftest import Browser


@pytest.mark.parametrize("login", ["lea", "LEA", "lea@exemple.fr", "Lea@Exemple.fr"])
def test_sign_in_when_name_or_address_then_the_home_page_opens(browser, login):
    member(username="lea", email="lea@exemple.fr")
    answer = browser.post_form("/accounts/login/", {"login": login, "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/")
    assert browser.get("/people/").status_code == 200


def test_sign_in_when_the_password_is_wrong_then_the_name_is_kept_and_nothing_says_which(browser):
    agent = member(username="lea")
    wrong = sign_in(browser, agent, "pas-le-bon").content.decode()
    unknown = browser.post_form("/accounts/login/", {"login": "personne", "password": "pas-le-bon"}).content.decode()
    sentence = "Le nom d’utilisateur, l’adresse ou le mot de passe n’est pas juste."
    assert sentence in wrong
    assert sentence in unknown
    assert 'value="lea"' in wrong
    assert "pas-le-bon" not in wrong


@pytest.mark.parametrize("login", ["a" * 1_000_000, "x\x00y", "<script>alert(1)</script>", "' OR 1=1 --"])
def test_sign_in_when_the_name_is_nonsense_then_it_is_refused(browser, login):
    answer = browser.post_form("/accounts/login/", {"login": login, "password": "x"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    "forged", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "http:///evil.example"]
)
def test_sign_in_when_next_is_forged_then_it_leads_home(browser, forged):
    agent = member()
    assert sign_in(browser, agent, next=forged).url == "/"


def test_sign_in_when_next_is_ours_then_it_leads_there(browser):
    assert sign_in(browser, member(), next="/people/?q=lea").url == "/people/?q=lea"


def test_page_when_the_host_is_forged_then_it_is_refused(browser):
    assert browser.get("/accounts/login/", HTTP_HOST="evil.example").status_code == 400


@pytest.mark.parametrize("language", ["xx", "../../etc", "fr\x00", "a" * 500])
def test_page_when_the_language_is_forged_then_it_is_french(browser, language):
    browser.cookies["django_language"] = language
    assert "Se connecter" in browser.get("/accounts/login/").content.decode()
    assert browser.post("/language/", {"language": language, "next": "//evil.example/"}).url == "/"


def test_account_when_closed_then_open_sessions_end_at_once_and_the_page_says_so(browser):
    agent = member()
    sign_in(browser, agent)
    assert browser.get("/people/").status_code == 200
    Agent.objects.filter(pk=agent.pk).update(is_active=False)
    assert browser.get("/people/").status_code == 302
    answer = sign_in(browser, agent)
    assert answer.url == "/accounts/inactive/"
    assert "Ce compte est fermé" in browser.get(answer.url).content.decode()


def test_demo_password_when_outside_local_settings_then_it_is_refused(browser, settings):
    agent = member(username="lea")
    agent.set_password(DEMO_PASSWORD)
    agent.save()
    settings.TRAVERSE_DEMO_ACCOUNTS = False
    assert sign_in(browser, agent, DEMO_PASSWORD).status_code == 200
    assert browser.get("/people/").status_code == 302
    settings.TRAVERSE_DEMO_ACCOUNTS = True
    assert sign_in(browser, agent, DEMO_PASSWORD).url == "/"


def test_demo_accounts_when_outside_local_settings_then_the_page_does_not_name_them(browser, settings):
    member(username="lea", first_name="Léa", last_name="Martin")
    assert "Léa Martin" in browser.get("/accounts/login/").content.decode()
    settings.TRAVERSE_DEMO_ACCOUNTS = False
    page = browser.get("/accounts/login/").content.decode()
    assert "Léa Martin" not in page
    assert DEMO_PASSWORD not in page


def test_demo_accounts_when_listed_then_they_are_those_of_the_demo():
    assert DEMO_ACCOUNTS == demo.ACCOUNTS


def test_sign_out_when_asked_then_the_session_ends_and_a_get_only_asks(as_agent, agent):
    client = as_agent(agent)
    assert "Voulez‑vous vous déconnecter" in client.get("/accounts/logout/").content.decode()
    assert client.get("/people/").status_code == 200
    assert client.post("/accounts/logout/").url == "/accounts/login/"
    assert client.get("/people/").status_code == 302


def test_sign_up_when_tried_then_it_is_closed(browser):
    data = {"username": "intrus", "email": "intrus@exemple.fr", "password1": PASSWORD, "password2": PASSWORD}
    answer = browser.post("/accounts/signup/", data)
    assert "On ne s’inscrit pas ici" in answer.content.decode()
    assert not Agent.objects.filter(username="intrus").exists()


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/", "3rdparty/", "sessions/"])
def test_address_of_allauth_when_it_makes_no_sense_here_then_it_is_not_there(as_agent, agent, path):
    assert as_agent(agent).get(f"/accounts/{path}").status_code == 404


def test_sign_in_when_tried_too_often_then_it_waits_even_with_the_right_password(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    agent, other = member(username="vise"), member(username="autre")
    for _ in range(3):
        sign_in(Browser(), agent, "faux")
    answer = sign_in(Browser(), agent)
    assert answer.status_code == 200
    assert "Trop d’essais avec un mauvais mot de passe" in answer.content.decode()
    assert sign_in(Browser(), other).status_code == 302


def test_page_when_posted_too_often_then_it_says_to_wait(settings, browser):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    for _ in range(2):
        answer = browser.post("/accounts/password/reset/", {"email": "rate@exemple.fr"}, REMOTE_ADDR="10.9.8.7")
    assert answer.status_code == 429
    assert "Trop d’essais en peu de temps" in answer.content.decode()


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
