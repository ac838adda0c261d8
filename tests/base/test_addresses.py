"""Addresses made of words: free, and still free when somebody takes one meanwhile."""

import pytest
from django.db import IntegrityError

from intranet.base import addresses
from intranet.directory.models import Agent
from tests.factories import AgentFactory
from tests.races import at_once


def saved(words: str, **fields) -> str:
    number = Agent.objects.count()
    agent = Agent(username=f"new{number}", email=f"new{number}@exemple.fr", **fields)
    addresses.save_at_free_address(agent, field="slug", words=words, otherwise="agent", reserved={"units"})
    return Agent.objects.get(pk=agent.pk).slug


def test_address_when_words_are_taken_reserved_or_empty_then_it_is_free(db):
    assert [saved("Léa Martin") for _each in range(3)] == ["lea-martin", "lea-martin-2", "lea-martin-3"]
    assert saved("Units") == "units-2"
    assert saved("…") == "agent"
    assert len(saved("é" * 500)) == 150


def test_address_when_somebody_takes_it_after_the_look_then_the_next_is_given(db, monkeypatch):
    AgentFactory(slug="lea-martin")
    monkeypatch.setattr(addresses, "_taken", lambda *of: set())
    assert saved("Léa Martin") == "lea-martin-2"


def test_address_when_something_else_is_refused_then_it_is_not_tried_for_ever(db):
    AgentFactory(email="prise@exemple.fr")
    agent = Agent(username="new", email="prise@exemple.fr")
    with pytest.raises(IntegrityError):
        addresses.save_at_free_address(agent, field="slug", words="Léa Martin", otherwise="agent")


@pytest.mark.engines
def test_address_when_several_ask_for_the_same_at_once_then_each_has_its_own(all_tables):
    people = [Agent(username=f"new{n}", email=f"new{n}@exemple.fr") for n in range(4)]
    ask = [
        lambda agent=agent: addresses.save_at_free_address(agent, field="slug", words="Léa Martin", otherwise="agent") for agent in people
    ]
    assert at_once(*ask) == [None] * 4
    assert len(set(Agent.objects.values_list("slug", flat=True))) == 4


@pytest.mark.parametrize("typed", [None, "", "12", "\x00", "é" * 36, "6f9619ff-8b86-d011-b42d-00c04fc964fg"])
def test_identifier_when_it_is_none_then_no_row_has_it(db, typed):
    AgentFactory()
    assert addresses.identifier(typed) is None
    assert not Agent.objects.filter(public_id=addresses.identifier(typed)).exists()


def test_identifier_when_typed_then_read(db):
    agent = AgentFactory()
    assert Agent.objects.get(public_id=addresses.identifier(str(agent.public_id))) == agent
