"""The demo organisation: the same seed gives the same people, whatever the size, and they hang together."""

import hashlib
from random import Random

import pytest

from intranet.directory.models import Agent, OrgUnit
from intranet.shell import demo as demo_module
from intranet.shell.demo import Demo, organisation


def digest(made: organisation.Plan) -> str:
    people = [
        (p.username, p.first_name, p.last_name, p.job, p.place.path, p.manager and p.manager.slug, p.public_id, p.phone, p.about, p.absence)
        for p in made.people
    ]
    places = [(p.path, p.code, p.name, p.head and p.head.slug) for p in made.places]
    return hashlib.sha256(repr((people, places)).encode()).hexdigest()


def test_plan_when_the_seed_is_the_same_then_the_people_are_the_same():
    assert digest(organisation.plan(Random(7), 600)) == digest(organisation.plan(Random(7), 600))
    assert digest(organisation.plan(Random(7), 600)) != digest(organisation.plan(Random(8), 600))


@pytest.mark.parametrize("wanted", [8, 9, 100, 600, 6000])
def test_plan_when_a_size_is_asked_then_it_is_that_size_with_unique_addresses(wanted):
    made = organisation.plan(Random(7), wanted)
    assert len(made.people) == wanted
    for unique in ("username", "slug", "mailbox", "public_id"):
        assert len({getattr(person, unique) for person in made.people}) == wanted
    assert len({place.path for place in made.places}) == len(made.places) == len({place.code for place in made.places})
    assert all(person.manager is not person and person.cover is not person for person in made.people)


def test_plan_when_the_house_is_large_then_no_team_is():
    made = organisation.plan(Random(7), 6000)
    managed = {}
    for person in made.people:
        if person.manager:
            managed[person.manager.slug] = managed.get(person.manager.slug, 0) + 1
    assert max(managed.values()) <= 60
    assert len([place for place in made.places if place.name.endswith("équipe 2")]) > 10


def test_load_when_the_database_is_empty_then_the_tree_and_the_managers_hold(db):
    demo = Demo(today=demo_module.clock.today(), agents_wanted=120)
    organisation.load(demo)
    assert Agent.objects.count() == 120 == len(demo.agents)
    assert OrgUnit.find_problems() == ([], [], [], [], [])
    lea, karim, paul, helene = (demo.people[name] for name in ("lea", "karim", "paul", "helene"))
    assert lea.manager == karim.manager == paul
    assert lea.unit.code == "accueil-cannes"
    assert lea.site.name == "Maison du Département, Cannes"
    assert OrgUnit.objects.get(code="dga-solidarites").head == helene
    assert Agent.objects.filter(manager=None).count() == 1  # the director general
    assert not Agent.objects.filter(is_superuser=True).exists()
    assert set(Agent.objects.filter(username__in=demo_module.ACCOUNTS)) == set(demo.people.values())
    assert all(agent.check_password("traverse-demo") == (agent.username in demo_module.ACCOUNTS) for agent in demo.agents)
