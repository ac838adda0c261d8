"""What search promises, whatever engine answers."""

import logging
import random
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intranet.base.pages import PAGE_SIZE
from intranet.search import door, engines
from intranet.search.engines import database
from intranet.search.models import Entry
from tests.factories import AgentFactory, unit
from tests.sample.models import Note

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


@pytest.fixture
def titles(agent):
    """`titles("words")`: the titles of notes found, in order, by an agent without any right."""

    def ask(words, kinds=("sample_note",)):
        return [str(hit.obj) for hit in door.find(words, agent=agent, kinds=kinds).hits]

    return ask


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Permanences à l’état civil", "etat civil"),
        ("Permanences a l'etat civil", "État Civil"),
        ("Accueil des usagers sourds", "usager sourd"),
        ("Accueil d’un usager", "usagers"),
        ("Ateliers numériques", "atelier numérique"),
        ("Mobilité interne", "mobilite"),
        ("Dossier de mobilite", "mobilité"),
        ("L’accueil du public", "accueil"),
        ("Accueil du public", "l'accueil"),
        ("Aujourd’hui à la mairie", "mairie"),
        ("Cœur de ville", "coeur"),
        ("Travaux d'été", "l’été"),
        ("Programmer en C++", "C++"),
        ("Programmer en C#", "c#"),
        ("Impression 3D", "3d"),
        ("Plan A+", "plan a+"),
    ],
)
def test_find_when_accents_plurals_or_elision_differ_then_it_is_found(note, titles, written, asked):
    note(written)
    note("Tout autre chose")
    assert titles(asked) == [written]


def test_find_when_names_differ_by_their_sign_then_each_finds_its_own(note, titles):
    for title in ("Écrire en C++", "Écrire en C#", "Écrire en C"):
        note(title)
    assert titles("C++") == ["Écrire en C++"]
    assert titles("C#") == ["Écrire en C#"]


def test_find_when_several_words_then_all_must_be_there(note, titles):
    note("Guichet unique", body="Un seul lieu pour les démarches")
    note("Guichet fermé", body="Travaux")
    assert titles("guichet démarches") == ["Guichet unique"]
    assert titles("guichet de la démarche") == ["Guichet unique"]


def test_find_when_a_synonym_is_a_label_then_it_is_found_after_titles(note, titles):
    note("Facile à lire et à comprendre", labels=["FALC", "langage clair"])
    note("FALC pour débuter")
    assert titles("falc") == ["FALC pour débuter", "Facile à lire et à comprendre"]
    assert titles("langage clair") == ["Facile à lire et à comprendre"]


def test_find_when_the_word_is_in_a_title_then_it_comes_before_a_body(note, titles):
    note("Autre sujet", body="On y parle une fois de médiation")
    note("Médiation numérique", body="Aider à utiliser un service")
    note("Encore autre chose", body="médiation " * 3)
    assert titles("médiation")[0] == "Médiation numérique"
    assert len(titles("médiation")) == 3


def test_find_when_nothing_holds_the_word_then_beginnings_are_tried_and_said(note, agent):
    note("Numérisation des dossiers")
    found = door.find("doss", agent=agent)
    assert [str(h.obj) for h in found.hits] == ["Numérisation des dossiers"]
    assert found.is_loose


def test_find_when_asked_then_the_words_are_shown_in_context_and_escaped(note, agent):
    note(
        "<i>Grand</i> accueil <b>gras</b>",
        body="Avant. <script>alert(1)</script> " + "x " * 200 + "Chaque usager attend longtemps. " + "y " * 200,
    )
    (hit,) = door.find("usagers accueil", agent=agent).hits
    assert hit.title == "&lt;i&gt;Grand&lt;/i&gt; <mark>accueil</mark> &lt;b&gt;gras&lt;/b&gt;"
    assert "Chaque <mark>usager</mark> attend" in hit.why
    assert "<script" not in hit.why
    assert len(hit.why) < 320


def test_find_when_only_a_label_matches_then_the_label_is_shown(note, agent):
    note("Facile à lire", labels=["FALC"], body="Du texte")
    assert door.find("falc", agent=agent).hits[0].why == "<mark>FALC</mark>"


def test_find_when_the_detail_shows_the_words_then_it_is_not_said_twice(agent, refresh_index):
    person = AgentFactory(
        first_name="Zoé", last_name="Lemoine", position_title="Médiatrice", unit=unit("entrepot"), about="J’aime les ponts."
    )
    refresh_index("person", [person.pk])
    (hit,) = door.find("médiatrice entrepots", agent=agent).hits
    assert hit.detail == "<mark>Médiatrice</mark>, <mark>Entrepot</mark>"
    assert hit.why == ""
    assert door.find("lemoine ponts", agent=agent).hits[0].why == "Entrepot J’aime les <mark>ponts</mark>."


def test_find_when_kinds_are_chosen_then_counts_stay_those_of_all(note, agent, refresh_index):
    note("Accueil du soir")
    person = AgentFactory(first_name="Zoé", last_name="Soir")
    refresh_index("person", [person.pk])
    found = door.find("soir", agent=agent, kinds=["person"])
    assert [hit.obj for hit in found.hits] == [person]
    assert found.total == 1
    assert found.counts["sample_note"] == 1


def test_find_when_a_person_is_asked_by_position_and_service_then_they_are_found(agent, titles, refresh_index):
    person = AgentFactory(first_name="Zoé", last_name="Lemoine", position_title="Médiatrice numérique", unit=unit("accueil"))
    refresh_index("person", [person.pk])
    assert titles("lemoine", kinds=None) == titles("mediatrices accueil", kinds=None) == [person.name]


def test_find_when_there_are_many_then_pages_share_them_out(note, agent, refresh_index):
    made = Note.objects.bulk_create(Note(title=f"Réunion {n}") for n in range(2 * PAGE_SIZE + 5))
    refresh_index("sample_note", [n.pk for n in made])
    pages = [door.find("réunion", agent=agent, page=n) for n in (1, 2, 3)]
    assert [len(p.hits) for p in pages] == [PAGE_SIZE, PAGE_SIZE, 5]
    assert len({hit.obj.pk for p in pages for hit in p.hits}) == pages[0].total == len(made)


def test_hidden_row_when_it_exists_then_no_answer_changes_by_a_byte(note, agent, refresh_index):
    def everything_said():
        said = []
        for words in ("budget", "budget secret", "secret", "bud", "budgte"):
            found = door.find(words, agent=agent)
            said.append((found.total, found.counts, found.is_loose, [(h.obj.pk, h.title, h.why) for h in found.hits]))
            said.append([str(h.obj) for h in door.suggest(words, agent=agent)])
            said.append(door.correct(words, agent=agent))
        said.append([(str(h.obj), h.why) for h in door.more_like(shown, agent=agent)])
        return said

    shown = note("Budget participatif", body="Un budget pour les habitants")
    note("Le budget des services", body="Budget de fonctionnement des services, budget annexe")
    before = everything_said()
    hidden = note("Budget secret", body="Budget secret des habitants " * 20, owner_id=agent.pk + 1, is_hidden=True)
    assert everything_said() == before
    # Nor does one that everyone saw, and that was then hidden.
    Note.objects.filter(pk=hidden.pk).update(is_hidden=False)
    refresh_index("sample_note", [hidden.pk])
    assert everything_said() != before
    Note.objects.filter(pk=hidden.pk).update(is_hidden=True)
    refresh_index("sample_note", [hidden.pk])
    assert everything_said() == before
    assert not Entry.objects.filter(kind="sample_note", object_id=hidden.pk).exists()


def test_hidden_row_when_the_index_is_late_then_the_database_still_hides_it(note, agent):
    late = note("Projet confidentiel")
    Note.objects.filter(pk=late.pk).update(is_hidden=True, owner_id=agent.pk + 1)
    found = door.find("confidentiel", agent=agent)
    assert (found.total, found.hits, found.counts["sample_note"]) == (0, [], 0)
    assert door.suggest("confidentiel", agent=agent) == []


def test_deleted_row_when_the_index_followed_then_it_is_gone(note, titles, refresh_index):
    gone = note("Note éphémère")
    assert titles("éphémère") == ["Note éphémère"]
    pk = gone.pk
    gone.delete()
    refresh_index("sample_note", [pk])
    assert titles("éphémère") == []


def test_changed_row_when_the_index_followed_then_old_words_find_nothing(note, titles, refresh_index):
    changed = note("Ancien intitulé")
    Note.objects.filter(pk=changed.pk).update(title="Nouveau nom")
    refresh_index("sample_note", [changed.pk])
    assert titles("intitulé") == []
    assert titles("nouveau nom") == ["Nouveau nom"]


def test_suggest_when_accents_are_left_out_then_beginnings_complete(note, agent, refresh_index):
    person = AgentFactory(first_name="Éléonore", last_name="Durieux")
    refresh_index("person", [person.pk])
    note("Élections professionnelles", labels=["CST"])
    assert [str(h.obj) for h in door.suggest("ele", agent=agent)] == ["Éléonore Durieux", "Élections professionnelles"]
    assert [str(h.obj) for h in door.suggest("durieux élé", agent=agent)] == ["Éléonore Durieux"]
    assert [str(h.obj) for h in door.suggest("cst", agent=agent)] == ["Élections professionnelles"]
    assert door.suggest("e", agent=agent) == []
    assert door.suggest("zzz", agent=agent) == []


def test_suggest_when_only_a_body_holds_it_then_it_is_not_completed(note, agent):
    note("Titre", body="habitants")
    assert door.suggest("habit", agent=agent) == []


def test_more_like_when_words_are_shared_then_the_nearest_come_and_say_why(note, agent):
    one = note("Renvois entre guichets", body="Les usagers passent d’un guichet à l’autre")
    near = note("Un seul guichet", body="Éviter les renvois des usagers")
    note("Recette de cuisine", body="Une tarte")
    (hit,) = door.more_like(one, agent=agent)
    assert hit.obj == near
    assert "guichets" in hit.why
    assert "renvois" in hit.why


def test_correct_when_a_word_is_unknown_then_the_nearest_known_is_offered(note, agent):
    note("Médiation numérique")
    assert door.correct("mediaton", agent=agent) == "médiation"
    assert door.correct("médiation", agent=agent) == ""
    assert door.correct("xylophone", agent=agent) == ""
    assert door.correct("mediaton xylophone", agent=agent) == ""  # corrected, it would find nothing


def nasty():
    """Three hundred things that people and machines type: signs of query languages, controls, lengths, scripts, mixtures."""
    signs = list("\"'*()[]{}:^~-+&|!\\/<>=,;?@#$%`") + ["\x00", "\x1b", "\u200f", "\u202e", "\ufeff", "\ud83d", "🙂", "é", "ß", "ﬁ", "Å"]
    spelled = [
        *(
            "AND",
            "OR",
            "NOT",
            "NEAR(a b, 5)",
            'a NEAR/3 "b',
            "a*",
            "*a",
            "a:b",
            "names:a",
            "{title}:a",
            "^a",
            "a^2",
            "-a",
            "+a",
            "(a",
            "a)",
        ),
        *(
            "a AND",
            "NOT a",
            '"',
            '""',
            "'",
            "''",
            "\\",
            "%",
            "_",
            "a%b",
            "' OR 1=1 --",
            "'; DROP TABLE search_words; --",
            "$$",
            "a & b",
            "a | !b",
        ),
        *(
            "a:*",
            "a <-> b",
            "'a':*ABCD",
            "/.*/",
            "[1 TO 5]",
            "_exists_:a",
            "a~2",
            "a" * 10_000,
            "a " * 5_000,
            "é" * 10_000,
            "🙂" * 500,
            "\x00" * 50,
        ),
        *(
            "مرحبا بالعالم",
            "שלום עולם",
            "你好世界",
            "ありがとう",
            "Ελληνικά",
            "привет",
            "हिन्दी",
            "e\u0301tat",
            "İstanbul",
            "ǅ",
            "²³½",
            "Ⅷ",
            "٣٤",
        ),
        *(
            "<script>alert(1)</script>",
            "{{ 7*7 }}",
            "{% load x %}",
            "${7*7}",
            "../../etc/passwd",
            "\r\nSet-Cookie: a=b",
            "C++ C# F# A+",
            "l'",
            "de la",
            "3D",
        ),
    ]
    chance = random.Random(20260914)
    alphabet = [*signs, "a", "b", " ", "le", "usager", "C++", "1e5", "AND"]
    mixed = ["".join(chance.choices(alphabet, k=chance.randint(1, 12))) for _each in range(300 - len(spelled) - len(signs))]
    return [*signs, *spelled, *mixed]


def test_nasty_input_when_asked_then_there_is_always_an_answer(note, agent):
    note("Accueil des usagers", labels=["a b"], body="C++ 你好世界 مرحبا")
    cases = nasty()
    assert len(cases) >= 300
    for words in cases:
        found = door.find(words, agent=agent)
        door.suggest(words, agent=agent)
        door.correct(words, agent=agent)
        assert found.total <= 1
        for hit in found.hits:
            assert not re.search(r"<(?!/?mark>)", hit.title + hit.why)
    assert engines.outage.is_on is False, "an engine took one of them for an error"


def test_foreign_scripts_when_written_then_they_are_found(note, titles):
    note("你好世界 مرحبا", body="привет")
    assert titles("مرحبا") == titles("привет") == ["你好世界 مرحبا"]


def test_find_when_the_data_grow_then_the_queries_do_not(
    note, agent, refresh_index, django_assert_num_queries, django_assert_max_num_queries
):
    note("Réunion")
    with CaptureQueriesContext(
        connection,
    ) as few:
        door.find("réunion", agent=agent)
    made = Note.objects.bulk_create(Note(title=f"Réunion {n}") for n in range(60))
    refresh_index("sample_note", [n.pk for n in made])
    with django_assert_num_queries(len(few)):
        door.find("réunion", agent=agent)
    with django_assert_max_num_queries(4):
        door.suggest("réunion", agent=agent)


def test_find_when_many_things_hold_the_words_then_the_answer_is_the_same_as_when_few_do(note, agent, refresh_index, monkeypatch):
    for number in range(3):
        note(f"Réunion {number}", body="réunion " * number, labels=["assemblée"])
    met = AgentFactory(first_name="Réunion", last_name="Dupré")
    refresh_index("person", [met.pk])
    few = door.find("réunion", agent=agent)
    assert few.counts["sample_note"] == 3
    assert few.counts["person"] == 1
    monkeypatch.setattr(database, "FEW", 0)
    many = door.find("réunion", agent=agent)
    assert [hit.obj for hit in many.hits] == [hit.obj for hit in few.hits]
    assert many.counts == few.counts


def test_rank_when_an_area_asks_then_it_gets_keys_best_first(note):
    body = note("Autre", body="covoiturage")
    title = note("Covoiturage")
    assert door.rank("sample_note", "covoiturages") == [title.pk, body.pk]
    assert door.rank("sample_note", "  ") == []


def test_engine_when_it_is_down_then_the_database_answers_and_it_is_said_once(note, titles, settings, caplog, monkeypatch):
    note("Toujours trouvé")
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # nothing listens there
    engines.chosen.cache_clear()
    monkeypatch.setattr(engines, "REST", 0.0)
    with caplog.at_level(logging.WARNING, logger="traverse.search"):
        for _each in range(5):
            assert titles("trouvé") == ["Toujours trouvé"]
    assert [r.message for r in caplog.records if r.name == "traverse.search"] == ["search_engine_down"]


def test_engine_when_it_just_failed_then_it_is_left_alone_for_a_while(note, titles, settings, monkeypatch):
    note("Toujours trouvé")
    asked = []

    class Broken:
        name = "broken"

        def rank(self, *args, **kwargs):
            asked.append(1)
            raise TimeoutError

    last_resort = engines.chosen()[1]
    monkeypatch.setattr(engines, "chosen", lambda: (Broken(), last_resort))
    for _each in range(3):
        assert titles("trouvé") == ["Toujours trouvé"]
    assert len(asked) == 1
