"""What a form was sending when its session had expired is kept for its author, and for nobody else."""

import re

from django.test import Client

from intranet.directory.models import Agent
from tests.accounts.factories import member, sign_in
from tests.conftest import Browser

TYPED = "Des mots longs à réécrire, sur mon métier."


def expired(browser, agent):
    """`agent` opens the form, the session ends, and the form is sent. Returns the answer."""
    sign_in(browser, agent)
    token = re.search(rb'name="form_token" value="([^"]+)"[^<]*(?:<[^f][^>]*>)*', browser.get("/people/me/edit/").content).group(1).decode()
    browser.cookies.pop("sessionid")
    data = {"phone": "", "about": TYPED, "language": "fr", "form_token": token}
    return browser.post("/people/me/edit/", data, HTTP_REFERER="http://testserver/people/me/edit/")


def test_form_when_the_session_had_expired_then_its_author_finds_it_again_and_sends_it(browser):
    agent = member()
    answer = expired(browser, agent)
    assert answer.url == "/accounts/login/?next=/people/me/edit/"
    sign_in_page = browser.get(answer.url).content.decode()
    assert "Votre session a expiré" in sign_in_page and TYPED not in sign_in_page
    assert sign_in(browser, agent, next="/people/me/edit/").url == "/people/me/edit/"
    page = browser.get("/people/me/edit/").content.decode()
    assert TYPED in page
    assert 'class="flash info"' in page
    assert Agent.objects.get(pk=agent.pk).about == ""
    browser.post_form("/people/me/edit/", {"phone": "", "about": TYPED, "language": "fr"})
    assert Agent.objects.get(pk=agent.pk).about == TYPED


def test_form_when_another_person_signs_in_on_the_machine_then_they_never_see_it(browser):
    agent, other = member(), member()
    expired(browser, agent)
    sign_in(browser, other, next="/people/me/edit/")
    for path in ("/people/me/edit/", "/people/me/edit/", "/people/me/absence/", other.get_absolute_url()):
        assert TYPED not in browser.get(path).content.decode()
    browser.post("/accounts/logout/")
    sign_in(browser, agent)
    assert TYPED not in browser.get("/people/me/edit/").content.decode()


def test_form_when_it_carries_the_token_of_another_then_nothing_is_kept_for_the_one_who_signs_in(browser):
    agent, other = member(), member()
    sign_in(browser, other)
    token = re.search(rb'name="form_token" value="([^"]+)"', browser.get("/people/me/edit/").content).group(1).decode()
    browser.post("/accounts/logout/")
    browser.post("/people/me/edit/", {"about": TYPED, "form_token": token})
    sign_in(browser, agent)
    assert TYPED not in browser.get("/people/me/edit/").content.decode()


def test_button_when_the_session_had_expired_then_it_leads_back_to_its_page(browser):
    agent = member()
    answer = browser.post("/people/me/confirm/", HTTP_REFERER=f"http://testserver{agent.get_absolute_url()}?x=1")
    assert answer.url == "/accounts/login/?next=/people/me/confirm/"
    sign_in(browser, agent, next="/people/me/confirm/")
    assert browser.get("/people/me/confirm/").url == f"{agent.get_absolute_url()}?x=1"
    again = browser.get("/people/me/confirm/")
    assert again.status_code == 405 and again.headers["Allow"] == "POST"
    assert "Cette adresse n’est pas une page" in again.content.decode()


def test_button_when_the_referer_is_forged_then_it_leads_home(browser):
    browser.post("/people/me/confirm/", HTTP_REFERER="https://evil.example/page")
    sign_in(browser, member())
    assert browser.get("/people/me/confirm/").url == "/"


def test_fragment_when_the_session_had_expired_then_the_whole_page_goes_to_the_sign_in(browser):
    answer = browser.get("/people/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/people/?q=a&unit=b")
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fpeople%2F%3Fq%3Da%26unit%3Db"


def test_fragment_when_its_page_is_forged_then_next_is_home(browser):
    answer = browser.get("/people/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="https://evil.example/x")
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2F"


def test_form_when_its_protection_is_gone_then_what_was_typed_is_shown(db):
    agent = member()
    client = Client(enforce_csrf_checks=True)
    client.force_login(agent, backend="intranet.accounts.backends.AgentBackend")
    answer = client.post(
        "/people/me/edit/",
        {"about": TYPED + "<script>", "password": "secret-tres-long-a-ne-pas-montrer"},
        HTTP_REFERER="http://testserver/people/me/?x=1",
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert TYPED + "&lt;script&gt;" in page
    assert "secret-tres-long" not in page
    assert 'href="/people/me/?x=1"' in page  # where the form was, not the address to which it is sent
    assert Agent.objects.get(pk=agent.pk).about == ""


def test_browser_when_it_is_another_then_it_starts_empty(db):
    first, second = Browser(), Browser()
    agent = member()
    expired(first, agent)
    sign_in(second, agent)
    assert TYPED not in second.get("/people/me/edit/").content.decode()
