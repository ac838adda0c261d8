"""The floor stands: a person signs in and opens the first pages."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from intranet.base.spreadsheets import CHUNK, csv_answer
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
    assert answer.getvalue().decode() == "\ufeff'=A1\r\n'=1+1;;;'-2;\"'\n=1\";3\r\n"
    assert answer["Content-Disposition"] == 'attachment; filename="resultat.csv"'


def test_csv_when_long_then_it_is_sent_while_it_is_read():
    read = []
    answer = csv_answer("liste", ["n"], ([read.append(n) or n] for n in range(3 * CHUNK)))
    sent = iter(answer.streaming_content)
    assert next(sent) == "\ufeffn\r\n".encode()
    assert read == []
    next(sent)
    assert len(read) == CHUNK
    assert len(b"".join(sent).split()) == 2 * CHUNK


def test_csv_when_written_after_the_request_then_in_the_language_of_its_reader():
    with translation.override("en"):
        answer = csv_answer("list", ["a"], ([gettext("Cancel")] for _row in range(1)))
    with translation.override("fr"):
        assert gettext("Cancel") != "Cancel"
        assert answer.getvalue().decode() == "\ufeffa\r\nCancel\r\n"
