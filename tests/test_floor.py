"""The floor stands: a person signs in and opens the first pages."""

import pytest

from intranet.base.spreadsheets import csv_answer
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


def test_csv_when_a_cell_is_a_formula_or_empty_then_it_is_plain_text():
    answer = csv_answer("résultat", ["=A1"], [["=1+1", "", None, "-2", "\n=1", 3]])
    assert answer.content.decode() == "\ufeff'=A1\r\n'=1+1;;;'-2;\"'\n=1\";3\r\n"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''r%C3%A9sultat.csv"
