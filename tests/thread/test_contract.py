"""Every knot of the thread reads, and the links lead both ways, on the demo's own data."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intranet.thread import fil
from tests.factories import AgentFactory


def sample(model, agent):
    return model._default_manager.visible_to(agent).order_by("pk").first()


def test_knots_when_declared_then_each_reads(story):
    lea = story.people["lea"]
    for reader in fil.readers():
        obj = sample(reader.model, lea)
        assert obj is not None, f"the demo shows no {reader.model.__name__}"
        knot = reader.read(obj, lea)
        assert knot.title
        assert knot.url.startswith("/")


def test_links_when_followed_then_they_come_back(story):
    for link in fil.links():
        keys = list(link.earlier._default_manager.values_list("pk", flat=True)[:5000])
        later = list(link.forward(keys).values_list("pk", flat=True))
        assert later, f"the demo never goes from {link.earlier.__name__} to {link.later.__name__}"
        assert set(link.backward(later).values_list("pk", flat=True)) & set(keys)


@pytest.mark.engines
def test_strip_when_opened_from_any_step_then_it_reaches_the_others(story):
    """From the problem to the pilot, and back: one chain, the same from each of its ends."""
    lea = story.people["lea"]
    pilot = story.things["pilots.sanu"]
    places = {place.step: place for place in fil.strip(pilot, lea)}
    for step in (fil.Step.PROBLEM, fil.Step.RECURRING, fil.Step.IDEA, fil.Step.VOTE, fil.Step.DECISION, fil.Step.KNOWLEDGE):
        assert places[step].knots, f"the pilot does not lead to {step}"
    problem = story.things["ideas.sanu_idea"].problems.first().memberships.filter(state="confirmed").first().problem
    places = {place.step: place for place in fil.strip(problem, lea)}
    for step in (fil.Step.RECURRING, fil.Step.IDEA, fil.Step.DECISION, fil.Step.PILOT, fil.Step.KNOWLEDGE, fil.Step.SKILLS):
        assert places[step].knots, f"the problem does not lead to {step}"


def test_strip_when_a_knot_is_hidden_from_the_reader_then_neither_shown_nor_counted(story):
    decision, pilot = story.things["ideas.sanu_decision"], story.things["pilots.sanu"]
    beyond = (fil.Step.PILOT, fil.Step.RESULT)

    def reached(agent):
        return {place.step: len(place.knots) + place.more for place in fil.strip(decision, agent) if place.step in beyond}

    stranger, lead = AgentFactory(), pilot.memberships.leads().get().person
    assert all(reached(stranger).values())
    type(pilot).objects.filter(pk=pilot.pk).update(visibility="members")
    assert reached(stranger) == dict.fromkeys(beyond, 0)
    assert all(reached(lead).values())


@pytest.mark.parametrize("name", ["pilots.sanu", "ideas.sanu_idea", "ideas.sanu_decision"])
def test_strip_when_drawn_then_its_queries_do_not_grow(story, name):
    with CaptureQueriesContext(connection) as queries:
        fil.strip(story.things[name], story.people["lea"])
    # The route, each model that it reached, and the three counts that knots ask (reports, authors, ballots).
    assert len(queries) <= 1 + len(fil.readers()) + 3
