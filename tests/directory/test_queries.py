"""Finding people, and what the database refuses about them."""

import pytest
from django.db import IntegrityError, transaction

from intranet.directory.models import Agent, OrgUnit
from tests.factories import AgentFactory, unit


def found(words):
    return set(Agent.objects.all().named(words).values_list("username", flat=True))


@pytest.fixture
def people(db):
    AgentFactory(username="lea", first_name="Léa", last_name="Martin-Çelik", position_title="Médiatrice numérique")
    AgentFactory(username="elodie", first_name="Élodie", last_name="Lefèvre", position_title="Chargée de l’accueil")
    AgentFactory(username="omar", first_name="Omar", last_name="Camara", position_title="Agent d’accueil")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lea", {"lea"}),
        ("ÉLODIE", {"elodie"}),
        ("lefevre elodie", {"elodie"}),
        ("celik", {"lea"}),
        ("mar", {"lea"}),  # the beginning of a word, never its middle: not Camara
        ("numérique", {"lea"}),
        ("chargé de l'accueil", {"elodie"}),
        ("accueil", {"elodie", "omar"}),
        ("accueil martin", set()),
        ("!!!", set()),
        ("100%_", set()),
        ("", {"lea", "elodie", "omar"}),
    ],
)
def test_named_when_words_are_given_then_beginnings_are_found_whatever_accents(people, words, expected):
    assert found(words) == expected


def test_suggested_when_a_whole_name_is_typed_then_it_comes_first(db, agent, django_assert_num_queries):
    for number, (first, last, position) in enumerate(
        [
            ("Anna", "Abbé", "Chargée de la rue Paul"),
            ("Pauline", "Aubert", ""),
            ("Zoé", "Paulet", ""),
            ("Paul", "Zidi", ""),
            ("Jean-Paul", "Yvon", ""),
            ("Éric", "Paul", ""),
        ]
    ):
        AgentFactory(username=f"p{number}", first_name=first, last_name=last, position_title=position)
    with django_assert_num_queries(1):
        names = [each.name for each in Agent.objects.visible_to(agent).suggested("paul", most=8)]
    assert names == ["Éric Paul", "Jean-Paul Yvon", "Paul Zidi", "Pauline Aubert", "Zoé Paulet", "Anna Abbé"]
    assert [each.name for each in Agent.objects.visible_to(agent).suggested("PAUL z", most=1)] == ["Paul Zidi"]


def test_named_when_rows_are_written_in_bulk_then_they_are_found(db):
    Agent.objects.bulk_create([Agent(username="zoe", slug="zoe", email="z@x.fr", first_name="Zoé", last_name="Nîmes")])
    assert found("nimes") == {"zoe"}


def test_named_when_a_name_changes_then_the_former_is_forgotten(people):
    agent = Agent.objects.get(username="lea")
    agent.last_name = "Durand"
    agent.save()
    assert found("celik") == set()
    assert found("durand") == {"lea"}


def test_visible_to_when_somebody_left_then_they_are_not_found(people):
    viewer = Agent.objects.get(username="omar")
    Agent.objects.filter(username="lea").update(is_active=False)
    assert not Agent.objects.visible_to(viewer).named("lea").exists()


def test_in_unit_when_there_are_units_under_it_then_their_people_are_there(db):
    north = unit("nord", kind="direction")
    near = unit("accueil", north)
    south = unit("sud", kind="direction")
    inside, below, outside = AgentFactory(unit=north), AgentFactory(unit=near), AgentFactory(unit=south)
    assert set(Agent.objects.in_unit(north)) == {inside, below}
    assert set(Agent.objects.in_unit(OrgUnit.objects.get(depth=1))) == {inside, below, outside}


@pytest.mark.parametrize("slug", ["units", "chart", "suggest", "me"])
def test_slug_when_it_is_a_page_then_the_database_refuses_it(db, slug):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgentFactory(slug=slug)


def test_absence_when_the_end_comes_first_then_the_database_refuses_it(agent):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agent.objects.filter(pk=agent.pk).update(absent_from="2026-05-10", absent_until="2026-05-09")


def test_cover_when_it_is_oneself_then_the_database_refuses_it(agent):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agent.objects.filter(pk=agent.pk).update(cover=agent)
