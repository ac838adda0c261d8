"""What waits for an agent: asked narrowly, missed by nobody."""

from datetime import date

import pytest

from intranet import home
from intranet.directory.models import Agent


def test_conditions_when_they_bar_a_kind_then_nobody_had_a_task_of_it(story):
    people = [*story.people.values(), *Agent.objects.filter(is_active=True).order_by("-pk")[:10]]
    kinds = set()
    for agent in people:
        called = home._concerned(agent)
        kinds |= {function for function in called if list(function(agent))}
        barred = [function for function in home._waiting if function not in called]
        assert [task for function in barred for task in function(agent)] == []
    assert len(kinds) >= 12  # the demo has enough in hand for this to mean something


def test_conditions_when_written_then_they_hold_no_date(db):
    _sql, params = home._question()
    assert not [each for each in params if isinstance(each, date) or str(each)[:2] == "20"]


@pytest.mark.parametrize(("name", "most"), [("sofia", 9), ("paul", 12), ("lea", 20)])
def test_tasks_when_the_demo_is_there_then_few_queries(story, name, most, django_assert_max_num_queries):
    asked = Agent.objects.get(pk=story.people[name].pk)
    with django_assert_max_num_queries(most):
        assert home.tasks_of(asked)


def test_home_page_when_ordinary_then_few_queries(story, as_agent, django_assert_max_num_queries):
    client = as_agent(story.people["sofia"])
    client.get("/")
    with django_assert_max_num_queries(26):
        client.get("/")
