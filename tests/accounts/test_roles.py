"""Roles and accounts in the hands of administrators, each act in the journal."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from intranet import roles
from intranet.accounts import actions, rights
from intranet.directory.models import Agent, OrgUnit
from intranet.roles import Role
from tests.accounts.factories import member, sign_in
from tests.factories import AgentFactory, SiteFactory, unit


@pytest.fixture
def boss(db):
    return AgentFactory(roles=[Role.ADMINISTRATOR])


def held(agent):
    return roles.of(Agent.objects.get(pk=agent.pk))


def journal(agent):
    return list(ModelLogEntry.objects.filter(object_id=str(agent.pk)).order_by("pk").values_list("action", "user_id"))


def test_role_when_given_and_taken_then_it_is_held_and_in_the_journal(boss, agent):
    actions.give_role(by=boss, agent=agent, role=Role.EDITOR)
    actions.give_role(by=boss, agent=agent, role=Role.EDITOR)
    assert held(agent) == {"editor"}
    actions.take_role(by=boss, agent=agent, role=Role.EDITOR)
    assert held(agent) == frozenset()
    assert journal(agent) == [("accounts.give_role", boss.pk), ("accounts.take_role", boss.pk)]


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.FACILITATOR, Role.HR_ADVISER, Role.DECISION_MAKER])
def test_role_when_not_an_administrator_then_it_is_refused_whatever_django_says(agent, role):
    other = AgentFactory(roles=[role] if role else [], is_superuser=True)
    for act in (actions.give_role, actions.take_role):
        with pytest.raises(PermissionDenied):
            act(by=other, agent=agent, role=Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        actions.open_account(by=other, username="x", email="x@x.fr")
    with pytest.raises(PermissionDenied):
        actions.change_account(by=other, agent=agent, is_active=False)
    assert held(agent) == frozenset()


def test_role_when_the_account_is_closed_or_it_is_my_own_then_it_is_refused(boss):
    with pytest.raises(ValidationError):
        actions.give_role(by=boss, agent=AgentFactory(is_active=False), role=Role.EDITOR)
    with pytest.raises(ValidationError):
        actions.take_role(by=boss, agent=boss, role=Role.ADMINISTRATOR)
    assert held(boss) == {"administrator"}


def test_account_when_opened_then_its_slug_is_free_and_its_holder_chooses_the_password(boss, browser, drain, mailoutbox):
    AgentFactory(slug="zoe-martin")
    agent = actions.open_account(by=boss, username="zoe", email="zoe@exemple.fr", first_name="Zoé", last_name="Martin")
    assert agent.slug == "zoe-martin-2"
    assert actions.open_account(by=boss, username="u", email="u@exemple.fr", last_name="Units").slug == "units-2"
    assert not agent.has_usable_password()
    browser.post_form("/accounts/password/reset/", {"email": "zoe@exemple.fr"})
    drain()
    assert mailoutbox[0].to == ["zoe@exemple.fr"]


def test_account_when_closed_then_the_session_ends_and_the_journal_says_who(boss, browser):
    agent = member()
    sign_in(browser, agent)
    actions.change_account(by=boss, agent=Agent.objects.get(pk=agent.pk), is_active=False)
    assert browser.get("/people/").status_code == 302
    assert journal(agent) == [("accounts.close", boss.pk)]
    with pytest.raises(ValidationError):
        actions.change_account(by=boss, agent=boss, is_active=False)


def test_rights_when_synced_then_each_group_holds_what_is_declared(db):
    rights.sync()
    for role in Role:
        names = {f"{p.content_type.app_label}.{p.codename}" for p in roles.group(role).permissions.select_related("content_type")}
        assert rights.granted(role) <= names


def test_administrator_when_in_the_back_office_then_every_screen_opens_and_is_no_superuser(boss, as_agent):
    assert not boss.is_superuser
    client = as_agent(boss)
    place = unit("accueil")
    for path in (
        "/admin/", "/admin/units/", "/admin/units/new/", f"/admin/units/edit/{place.pk}/", "/admin/sites_of_work/", "/admin/sites_of_work/new/",
        "/admin/territories/new/", "/admin/users/", "/admin/users/new/", f"/admin/users/edit/{boss.pk}/", "/admin/groups/", "/admin/roles/",
        "/admin/agent_chooser/", "/admin/agent_chooser/results/?q=camille", "/admin/unit_chooser/", "/admin/unit_chooser/results/?q=acc",
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("role", [Role.EDITOR, Role.FACILITATOR])
def test_other_roles_when_in_the_back_office_then_accounts_and_roles_stay_closed(as_agent, agent, role):
    client = as_agent(AgentFactory(roles=[role]))
    assert client.get("/admin/").status_code == 200
    for path in ("/admin/roles/", "/admin/users/", f"/admin/users/edit/{agent.pk}/", "/admin/groups/", "/admin/units/new/"):
        assert client.get(path).status_code in {302, 403}, path
    client.post("/admin/roles/give/", {"agent": agent.pk, "role": "administrator"})
    assert held(agent) == frozenset()


def test_roles_page_when_used_then_a_role_is_given_and_taken(boss, as_agent, agent):
    client = as_agent(boss)
    client.post("/admin/roles/give/", {"agent": agent.pk, "role": "hr_adviser"})
    assert held(agent) == {"hr_adviser"}
    client.post("/admin/roles/take/", {"agent": agent.public_id, "role": "hr_adviser"})
    assert held(agent) == frozenset()
    for data in ({"agent": "x\x00", "role": "editor"}, {"agent": agent.public_id, "role": "king"}, {}):
        assert client.post("/admin/roles/take/", data).status_code == 302
        assert client.post("/admin/roles/give/", data).status_code == 422


def test_account_screen_when_forged_then_no_superuser_and_no_group_comes_of_it(boss, as_agent, agent):
    data = {
        "username": agent.username, "email": agent.email, "first_name": "Autre", "last_name": "Nom", "language": "fr", "is_active": "on",
        "is_superuser": "on", "groups": str(roles.group(Role.ADMINISTRATOR).pk), "password1": "x", "slug": "me",
    }  # fmt: skip
    assert as_agent(boss).post(f"/admin/users/edit/{agent.pk}/", data).status_code == 302
    changed = Agent.objects.get(pk=agent.pk)
    assert (changed.first_name, changed.is_superuser, changed.slug) == ("Autre", False, agent.slug)
    assert held(agent) == frozenset()


@pytest.mark.parametrize("action", ["assign_role", "delete", "set_active_state"])
def test_bulk_action_of_wagtail_when_posted_then_nothing_changes(boss, as_agent, agent, action):
    data = {"role": roles.group(Role.ADMINISTRATOR).pk, "mark_as_active": ""}
    as_agent(boss).post(f"/admin/bulk/directory/agent/{action}/?id={agent.pk}", data)
    assert held(agent) == frozenset()
    assert Agent.objects.get(pk=agent.pk).is_active


def test_group_of_a_role_when_renamed_then_it_is_refused(boss, as_agent):
    group = roles.group(Role.EDITOR)
    answer = as_agent(boss).post(f"/admin/groups/edit/{group.pk}/", {"name": "autre", "permissions": []})
    assert "son nom ne change pas" in answer.content.decode()
    assert roles.group(Role.EDITOR).pk == group.pk
    assert as_agent(boss).post(f"/admin/groups/delete/{group.pk}/").status_code == 302
    assert roles.group(Role.EDITOR).pk == group.pk


def unit_data(**changes):
    return {
        "name": "Service courrier",
        "code": "courrier",
        "kind": "service",
        "mission": "",
        "mailbox": "",
        "head": "",
        "site": "",
        **changes,
    }


def test_unit_when_made_moved_and_removed_then_the_tree_follows(boss, as_agent):
    client = as_agent(boss)
    north, south = unit("nord"), unit("sud")
    client.post("/admin/units/new/", unit_data(parent=north.pk))
    made = OrgUnit.objects.get(code="courrier")
    assert made.get_parent() == north
    client.post(f"/admin/units/edit/{made.pk}/", unit_data(name="Courrier", parent=south.pk))
    moved = OrgUnit.objects.get(code="courrier")
    assert (moved.name, moved.get_parent().pk) == ("Courrier", south.pk)
    answer = client.post(f"/admin/units/edit/{south.pk}/", unit_data(name="Sud", code="sud", parent=moved.pk))
    assert answer.status_code == 200
    assert OrgUnit.objects.get(code="sud").depth == 2
    AgentFactory(unit=moved)
    client.post(f"/admin/units/delete/{moved.pk}/")
    assert OrgUnit.objects.filter(code="courrier").exists()
    Agent.objects.filter(unit=moved).update(unit=None)
    client.post(f"/admin/units/delete/{moved.pk}/")
    assert not OrgUnit.objects.filter(code="courrier").exists()
    assert OrgUnit.find_problems() == ([], [], [], [], [])


def test_site_when_people_work_there_then_it_is_not_removed(boss, as_agent):
    site = SiteFactory()
    AgentFactory(site=site)
    assert as_agent(boss).post(f"/admin/sites_of_work/delete/{site.pk}/").status_code == 302
    site.refresh_from_db()


def test_territory_when_written_then_its_communes_are_lines(boss, as_agent):
    answer = as_agent(boss).post("/admin/territories/new/", {"name": "Est", "communes": "Cannes\r\n\r\n  Mougins \n"})
    assert answer.status_code == 302
    assert SiteFactory._meta.model.territory.field.related_model.objects.get(name="Est").communes == ["Cannes", "Mougins"]
