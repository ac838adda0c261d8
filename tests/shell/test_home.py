"""What waits for an agent: asked narrowly, missed by nobody."""

from datetime import date

import pytest

from intranet import home
from intranet.directory.models import Agent


def test_conditions_when_they_bar_a_kind_then_nobody_had_anything_of_it(story):
    people = [*story.people.values(), *Agent.objects.filter(is_active=True).order_by("-pk")[:10]]
    had = set()
    for agent in people:
        for kinds in (home._waiting, home._deeds):
            asked = home._concerning(agent, kinds)
            had |= {kind for kind in asked if list(kind(agent))}
            assert [each for kind in kinds if kind not in asked for each in kind(agent)] == []
    assert len(had) >= 24  # the demo has enough in hand, and enough done, for this to mean something


def test_conditions_when_written_then_they_hold_no_date(db):
    for kinds in (home._waiting, home._deeds):
        _sql, params = home._question(tuple(kind for kind in kinds if kind in home._conditions))
        assert not [each for each in params if isinstance(each, date) or str(each)[:2] == "20"]


@pytest.mark.parametrize(("name", "most"), [("sofia", 9), ("paul", 12), ("lea", 21)])
def test_tasks_when_the_demo_is_there_then_few_queries(story, name, most, django_assert_max_num_queries):
    asked = Agent.objects.get(pk=story.people[name].pk)
    with django_assert_max_num_queries(most):
        assert home.tasks_of(asked)


def test_home_page_when_ordinary_then_few_queries(story, as_agent, django_assert_max_num_queries):
    client = as_agent(story.people["sofia"])
    client.get("/")
    with django_assert_max_num_queries(21):
        client.get("/")
