"""The search page and the suggestions of the header."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from intranet.base.pages import PAGE_SIZE
from intranet.search import index
from intranet.search.models import Entry, Words
from tests.factories import AgentFactory
from tests.sample.models import Note

PAGE = reverse("search:results")


@pytest.fixture
def notes(db):
    """Twenty-five meetings and one tale of budgets, indexed."""
    made = [Note.objects.create(title=f"Réunion de service {n}", body="Ordre du jour") for n in range(25)]
    made.append(Note.objects.create(title="Budget <participatif>", labels=["BP"], body="Les habitants proposent"))
    index.write("sample_note", [n.pk for n in made])
    return made


def test_results_when_words_are_given_then_kinds_counts_and_reasons_are_there(as_agent, agent, notes):
    page = as_agent(agent).get(PAGE, {"q": "habitant"}).content.decode()
    assert "Budget &lt;participatif&gt;" in page
    assert "Les <mark>habitants</mark> proposent" in page
    assert "?q=habitant&amp;kind=sample_note" in page


def test_results_when_there_are_many_then_the_pages_keep_the_question(as_agent, agent, notes):
    client = as_agent(agent)
    first = client.get(PAGE, {"q": "réunion", "kind": "sample_note"}).content.decode()
    assert "?q=r%C3%A9union&amp;kind=sample_note&amp;page=2" in first
    second = client.get(PAGE, {"q": "réunion", "kind": "sample_note", "page": "2"}).content.decode()
    assert second.count("<h3>") == 25 - PAGE_SIZE


def test_results_when_nothing_is_found_then_the_page_says_what_to_do(as_agent, agent, notes):
    page = as_agent(agent).get(PAGE, {"q": "participatiff"}).content.decode()
    assert 'href="?q=participatif"' in page
    nothing = as_agent(agent).get(PAGE, {"q": "xylophone"}).content.decode()
    assert reverse("directory:people") in nothing


def test_results_when_the_question_is_too_long_then_it_is_cut_and_says_so(as_agent, agent, notes):
    page = as_agent(agent).get("/search/?q=" + "guichet%20" * 600).content.decode()
    assert "seuls ses 200 premiers caractères ont été cherchés" in page
    assert "guichet " * 30 not in page.split("<main")[1].split("<nav")[0]
    assert "premiers caractères" not in as_agent(agent).get("/search/?q=guichet").content.decode()


def test_results_when_the_kind_has_none_then_the_others_are_offered(as_agent, agent, notes):
    page = as_agent(agent).get(PAGE, {"q": "habitants", "kind": "person"}).content.decode()
    assert 'href="?q=habitants"' in page
    assert "<h3>" not in page


@pytest.mark.parametrize("question", ["", " ", "\x00", "x" * 5000, "<script>alert(1)</script>", '"unclosed', "a' OR 1=1"])
@pytest.mark.parametrize("kind", ["", "nonsense", "person\x00"])
def test_results_when_the_input_is_odd_then_a_page_answers(as_agent, agent, question, kind):
    answer = as_agent(agent).get(PAGE, {"q": question, "kind": kind, "page": "zzz"})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_suggest_when_typed_then_addresses_labels_and_kinds_answer(as_agent, agent, notes):
    colleague = AgentFactory(first_name="Éloïse", last_name="Budgétaire")
    index.write("person", [colleague.pk])
    found = as_agent(agent).get(reverse("search:suggest"), {"q": "budg"}).json()
    assert {(f["value"], f["label"]) for f in found} == {
        (colleague.get_absolute_url(), colleague.name),
        (f"/notes/{notes[-1].pk}/", "Budget <participatif>"),
    }


def test_person_when_they_leave_then_search_forgets_them(as_agent, agent, drain):
    colleague = AgentFactory(first_name="Éloïse", last_name="Budgétaire")
    drain()
    assert Entry.objects.filter(kind="person", object_id=colleague.pk).exists()
    colleague.is_active = False
    colleague.save()
    drain()
    assert not Entry.objects.filter(kind="person", object_id=colleague.pk).exists()


def test_rebuild_when_rows_were_written_behind_its_back_then_it_holds_them_again(notes):
    Note.objects.filter(pk=notes[0].pk).delete()
    Note.objects.bulk_create([Note(title="Écrite en nombre"), Note(title="Cachée", is_hidden=True)])
    Entry.objects.create(kind="gone", object_id=1, title="D’une rubrique disparue")
    with pytest.raises(CommandError, match="sample_note: 2 rows differ"):
        call_command("search", "check")
    call_command("search", "rebuild")
    call_command("search", "check")
    assert set(Entry.objects.filter(kind="sample_note").values_list("title", flat=True)) == set(
        Note.objects.filter(is_hidden=False).values_list("title", flat=True)
    )
    assert Words.objects.count() == Entry.objects.count()


def test_mend_when_the_clock_calls_then_what_differs_is_promised(notes, drain):
    Note.objects.bulk_create([Note(title="Écrite en nombre")])
    Note.objects.filter(pk=notes[0].pk).delete()
    assert index.mend() >= 2
    drain()
    assert index.differences() == {}
