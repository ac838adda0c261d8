"""P4: what is hidden is not findable, countable, suggestible or deducible."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intranet import roles
from intranet.base import clock
from intranet.directory.actions import place_unit
from intranet.directory.models import Agent, OrgUnit
from intranet.search.models import Entry
from skills import actions
from skills.models import AgentSkill, Evidence, Fact, Visibility
from skills.querysets.eyes import Eyes
from skills.search.around import often_shared
from tests.factories import AgentFactory, SiteFactory, unit
from tests.skills.factories import SkillFactory, crowd, declare, relate

NOISE = re.compile(rb'(name="(?:csrfmiddlewaretoken|form_token)" value=")[^"]*|( nonce=")[^"]*')


@pytest.fixture
def world(db):
    """Two directions, a person with a manager elsewhere, an HR adviser, strangers."""
    here, there = unit("solidarites", kind="direction"), unit("routes", kind="direction")
    boss = AgentFactory(unit=there)
    person = AgentFactory(unit=unit("accueil", parent=here), manager=boss, site=SiteFactory())
    return {
        "person": person,
        "same_direction": AgentFactory(unit=here),
        "manager": boss,
        "other_direction": AgentFactory(unit=there),
        "hr": AgentFactory(unit=there, roles=[roles.Role.HR_ADVISER]),
        "no_unit": AgentFactory(unit=None),
        "at_the_root": AgentFactory(unit=here.get_parent()),
    }


SEEN = {
    Visibility.ME: {"person"},
    Visibility.HR: {"person", "hr"},
    Visibility.DIRECTION: {"person", "hr", "same_direction", "manager"},
    Visibility.EVERYONE: {"person", "hr", "same_direction", "manager", "other_direction", "no_unit", "at_the_root"},
}


@pytest.mark.parametrize("visibility", list(Visibility))
def test_declared_skill_is_seen_by_those_it_says_and_nobody_else(world, visibility):
    declared = declare(world["person"], visibility=visibility)
    seen = {name for name, agent in world.items() if AgentSkill.objects.visible_to(agent).filter(pk=declared.pk).exists()}
    assert seen == SEEN[visibility]
    facts = {name for name, agent in world.items() if Fact.objects.visible_to(agent).filter(source=declared).exists()}
    assert facts == (SEEN[visibility] if visibility else set())  # nothing that only its agent sees is among the facts


def test_unit_when_it_moves_to_another_direction_then_who_sees_its_skills_follows_at_once(world):
    declared = declare(world["person"], visibility=Visibility.DIRECTION)
    there = OrgUnit.objects.get(code="routes")
    place_unit(unit=OrgUnit.objects.get(code="accueil"), parent=there)
    for rows in (AgentSkill.objects, Fact.objects):
        of = {"pk": declared.pk} if rows is AgentSkill.objects else {"source": declared}
        people = {name: Agent.objects.get(pk=agent.pk) for name, agent in world.items()}
        seen = {name for name, agent in people.items() if rows.visible_to(agent).filter(**of).exists()}
        assert seen == {"person", "hr", "manager", "other_direction"}


def test_stranger_with_a_closed_account_sees_only_what_everyone_sees(world):
    declared = declare(world["person"], visibility=Visibility.DIRECTION)
    gone = world["same_direction"]
    gone.is_active = False
    assert not AgentSkill.objects.visible_to(gone).filter(pk=declared.pk).exists()


def test_person_without_unit_does_not_share_a_direction_with_others_without_unit(db):
    declared = declare(AgentFactory(unit=None), visibility=Visibility.DIRECTION)
    other = AgentFactory(unit=None)
    assert not AgentSkill.objects.visible_to(other).filter(pk=declared.pk).exists()
    assert not Fact.objects.visible_to(other).exists()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    visibility=st.sampled_from(list(Visibility)),
    direction=st.sampled_from(["", "0001", "00010001", "00010002"]),
    is_hr=st.booleans(),
    who=st.sampled_from(["person", "manager", "same_direction", "nobody"]),
)
def test_the_two_statements_of_the_rule_agree(world, visibility, direction, is_hr, who):
    AgentSkill.objects.all().delete()
    declare(world["person"], SkillFactory(), visibility=visibility)
    eyes = Eyes(agent_id=world[who].pk if who in world else 0, direction=direction, is_hr=is_hr)
    shared = AgentSkill.objects.seen_by(eyes).filter(visibility__gte=Visibility.HR).count()
    assert shared == Fact.objects.seen_by(eyes).count()


def pages(viewer, skill, person) -> dict[str, bytes]:
    """Everything a stranger may look at, as bytes, without the tokens that change on every page."""
    client = Client()
    client.force_login(viewer, backend="intranet.accounts.backends.AgentBackend")
    addresses = [
        reverse("skills:index"),
        reverse("skills:people"),
        reverse("skills:people") + f"?skill={skill.slug}",
        reverse("skills:people") + f"?skill={skill.slug}&level=2&can=help",
        reverse("skills:people") + f"?skill={skill.slug}&band=near",
        reverse("skills:people") + f"?q={skill.pref_label}",
        reverse("skills:people") + f"?q={person.last_name}",
        reverse("skills:suggest") + f"?q={skill.pref_label[:6]}",
        reverse("skills:catalogue"),
        skill.get_absolute_url(),
        person.get_absolute_url(),
        person.unit.get_absolute_url(),
        f"/search/?q={skill.pref_label}",
    ]
    return {each: NOISE.sub(rb"\1", client.get(each).content) for each in addresses}


@pytest.mark.parametrize("visibility", [Visibility.ME, Visibility.HR, Visibility.DIRECTION])
def test_hidden_skill_changes_no_byte_for_a_stranger(world, drain, visibility):
    skill, near = SkillFactory(slug="langue-des-signes"), SkillFactory(slug="falc")
    relate(skill, near)
    crowd(skill, 3, unit=world["other_direction"].unit)
    declare(world["person"], near, can_help=True)
    stranger = world["other_direction"]
    drain()
    before, index = pages(stranger, skill, world["person"]), list(Entry.objects.values_list("kind", "object_id", "title", "labels", "body"))

    declared = declare(world["person"], skill, visibility=visibility, level=4, can_help=visibility > 0, note="secret")
    evidence = Evidence.objects.create(
        agent=world["person"],
        agent_skill=declared,
        kind="diploma",
        title="Diplôme secret",
        status="accepted",
        visibility=visibility,
        proposed_at=declared.valid_from,
        answered_at=declared.valid_from,
    )
    actions.write_facts(of=AgentSkill.objects.filter(pk=declared.pk))
    drain()
    after = pages(stranger, skill, world["person"])
    assert [each for each in before if before[each] != after[each]] == []
    assert index == list(Entry.objects.values_list("kind", "object_id", "title", "labels", "body"))
    # The test looks: shown to everyone, the same row changes the pages.
    actions.revise(agent=world["person"], declared=declared, visibility=Visibility.EVERYONE)
    shown = pages(stranger, skill, world["person"])
    changed = {each for each in before if before[each] != shown[each]}
    assert {skill.get_absolute_url(), world["person"].get_absolute_url()} <= changed
    assert evidence.pk


@pytest.mark.parametrize(
    ("who", "visibility"),
    [("at_the_root", Visibility.DIRECTION), ("same_direction", Visibility.HR), ("same_direction", Visibility.ME)],
)
def test_hidden_skill_is_not_among_those_often_shared_around(world, who, visibility):
    often, secret = SkillFactory(slug="tableur"), SkillFactory(slug="secret")
    declare(world["person"], often)
    reader = world[who]
    before = [skill.slug for skill in often_shared(reader)]
    assert before == ["tableur"]
    declared = declare(world["person"], secret, visibility=visibility, level=4)
    assert [skill.slug for skill in often_shared(reader)] == before
    # The test looks: shown to everyone, the same row is there.
    actions.revise(agent=world["person"], declared=declared, visibility=Visibility.EVERYONE)
    assert [skill.slug for skill in often_shared(reader)] == ["tableur", "secret"]


def test_hidden_evidence_does_not_change_the_order(world):
    skill = SkillFactory()
    shown = declare(world["person"], skill)
    key = Fact.objects.get(source=shown).sort_key
    now = shown.valid_from
    Evidence.objects.create(
        agent=world["person"], agent_skill=shown, kind="diploma", title="x", status="accepted", visibility=Visibility.ME,
        proposed_at=now, answered_at=now,
    )  # fmt: skip
    actions.write_facts(of=AgentSkill.objects.filter(pk=shown.pk))
    assert Fact.objects.get(source=shown).sort_key == key


MAIN = re.compile(rb'<div class="with-aside">.*?</aside></div>', re.S)


@pytest.mark.parametrize("seen_as", ["colleague", "manager", "hr", "other"])
def test_preview_is_the_very_page_that_these_people_get(world, as_agent, seen_as):
    person, endorser = world["person"], AgentFactory(unit=world["other_direction"].unit)
    for visibility in Visibility:
        declared = declare(person, SkillFactory(slug=f"vue-{visibility.name.lower()}"), visibility=visibility, can_help=visibility > 0)
        actions.add_certification(agent=person, declared=declared, title=f"Titre {visibility.name}", issued_on=clock.today())
        if visibility == Visibility.EVERYONE:
            made = actions.offer_confirmation(by=endorser, declared=declared, context="Vue au forum de juin")
            actions.accept_confirmation(agent=person, endorsement=made)
    viewer = world[{"colleague": "same_direction", "manager": "manager", "hr": "hr", "other": "other_direction"}[seen_as]]
    theirs = NOISE.sub(rb"", MAIN.search(as_agent(viewer).get(person.get_absolute_url()).content).group())
    assert b"Vue au forum de juin" in theirs
    answer = as_agent(person).get(reverse("skills:mine") + f"?as={seen_as}", follow=True)
    assert MAIN.search(NOISE.sub(rb"", answer.content)).group() == theirs
    assert "Vous voyez votre page comme" in answer.content.decode()


def test_asking_about_a_hidden_offer_is_not_found(world, as_agent):
    hidden = declare(world["person"], SkillFactory(), visibility=Visibility.DIRECTION, can_help=True)
    address = reverse("skills:ask", args=[world["person"].slug, hidden.skill.slug])
    assert as_agent(world["other_direction"]).get(address).status_code == 404
    assert as_agent(world["same_direction"]).get(address).status_code == 200


def test_leaver_is_gone_from_facts_at_once(world):
    declare(world["person"])
    world["person"].is_active = False
    world["person"].save()
    assert not Fact.objects.exists()
    world["person"].is_active = True
    world["person"].save()
    assert Fact.objects.count() == 1


def test_facts_follow_who_moves(world):
    declare(world["person"], visibility=Visibility.DIRECTION)
    world["person"].unit = world["other_direction"].unit
    world["person"].save()
    assert Fact.objects.visible_to(world["other_direction"]).exists()
    assert not Fact.objects.visible_to(world["same_direction"]).exists()


def test_team_panel_is_for_who_leads_and_hides_small_counts(world, as_agent):
    often, seldom = SkillFactory(slug="souvent"), SkillFactory(slug="rarement")
    team = world["person"].unit
    crowd(often, 5, unit=team)
    crowd(seldom, 4, unit=team)
    page = as_agent(world["manager"]).get(team.get_absolute_url()).content.decode()
    assert "Souvent" in page
    assert '<td class="num">5</td>' in page
    assert '<td class="num">4</td>' not in page
    assert "Rarement" in page
    assert "Souvent" not in as_agent(world["other_direction"]).get(team.get_absolute_url()).content.decode()
