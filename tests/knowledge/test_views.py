"""Pages answer, keep what was typed, and cost a constant number of queries."""

import pytest
from django.urls import reverse

from intranet.roles import Role
from tests.factories import AgentFactory, unit
from tests.knowledge import factories as make


@pytest.fixture
def team(db):
    return unit("accueil")


@pytest.fixture
def library(team):
    """A little of everything, with the same skill."""
    known = make.skill()
    lea = make.helper(known, unit=team)
    karim = AgentFactory(unit=team)
    asked = make.question(karim, skills=[known])
    return {
        "skill": known,
        "lea": lea,
        "karim": karim,
        "tip": make.tip(lea, skills=[known]),
        "question": asked,
        "guide": make.guide(owner=lea, skills=[known]),
        "procedure": make.procedure(skills=[known], due_in=-3),
    }


@pytest.mark.parametrize(
    "name", ["index", "browse", "mine", "reviews", "tip_new", "questions", "question_ask", "flags", "browse_csv", "question_near"]
)
def test_page_when_opened_by_an_agent_then_it_answers(library, as_agent, name):
    for person in (library["lea"], library["karim"], AgentFactory(roles=[Role.EDITOR])):
        assert as_agent(person).get(reverse(f"knowledge:{name}")).status_code == 200


@pytest.mark.parametrize("thing", ["tip", "question"])
def test_thing_when_opened_then_it_shows_its_title_and_what_is_near(library, as_agent, drain, thing):
    drain()
    obj = library[thing]
    for person in (library["lea"], library["karim"], AgentFactory(roles=[Role.EDITOR])):
        answer = as_agent(person).get(obj.get_absolute_url())
        assert answer.status_code == 200
        assert obj.title in answer.content.decode()


@pytest.mark.parametrize("thing", ["guide", "procedure"])
def test_page_of_wagtail_when_opened_then_it_shows_its_title(library, as_agent, thing):
    page = library[thing]
    assert page.url == f"/knowledge/{page.slug}/"
    for person in (library["lea"], library["karim"], AgentFactory(roles=[Role.EDITOR])):
        answer = as_agent(person).get(page.url)
        assert answer.status_code == 200
        assert page.title in answer.content.decode()
