"""The floor stands: a person signs in and opens the first pages."""

import pytest

from tests.factories import AgentFactory, unit

PAGES = ["/", "/people/", "/skills/", "/ideas/", "/pilots/", "/knowledge/"]


@pytest.mark.parametrize("path", PAGES)
def test_page_when_signed_in_then_it_opens(as_agent, agent, path):
    assert as_agent(agent).get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_page_when_signed_out_then_it_leads_to_sign_in(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_profile_when_the_person_left_then_it_is_not_found(as_agent, agent):
    gone = AgentFactory(is_active=False, unit=unit("accueil"))
    assert as_agent(agent).get(gone.get_absolute_url()).status_code == 404
