"""Searches that agents keep: whom they tell of, and of whom they never do."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from intranet.notifications.messages import message_of
from intranet.notifications.models import Notification
from skills import actions
from skills.models import SavedSearch, SearchSeen, Visibility
from skills.permissions import can_change_search
from tests.factories import AgentFactory
from tests.skills.factories import SkillFactory, crowd, declare

pytestmark = pytest.mark.django_db


@pytest.fixture
def lsf(db):
    return SkillFactory(slug="langue-des-signes", pref_label="Langue des signes française")


@pytest.fixture
def search(agent, lsf):
    return actions.save_search(agent=agent, name="LSF", query=f"skill={lsf.slug}", is_told=True)


def told(agent) -> list[str]:
    notes = Notification.objects.filter(recipient=agent, kind="skills.search_found").order_by("pk")
    return [message_of(note).body(note) for note in notes]


def test_tell_names_who_appeared_since_the_search_was_saved_and_once(agent, lsf):
    declare(AgentFactory(first_name="Déjà", last_name="Là"), lsf)
    actions.save_search(agent=agent, name="LSF", query=f"skill={lsf.slug}", is_told=True)
    actions.tell_searches()
    assert told(agent) == []
    declare(AgentFactory(first_name="Nour", last_name="Petit"), lsf)
    declare(agent, lsf)
    actions.tell_searches()
    actions.tell_searches()
    assert told(agent) == ["Nour Petit"]


def test_tell_when_the_skill_is_hidden_then_nobody_is_told_and_shown_later_they_are(agent, lsf, search):
    hidden = declare(AgentFactory(first_name="Nour", last_name="Petit"), lsf, visibility=Visibility.HR)
    actions.tell_searches()
    assert (told(agent), SearchSeen.objects.count()) == ([], 0)
    actions.revise(agent=hidden.agent, declared=hidden, visibility=Visibility.EVERYONE)
    actions.tell_searches()
    assert told(agent) == ["Nour Petit"]


def test_message_names_nobody_who_hid_their_skill_meanwhile(agent, lsf, search):
    shown = declare(AgentFactory(first_name="Nour", last_name="Petit"), lsf)
    actions.tell_searches()
    actions.revise(agent=shown.agent, declared=shown, visibility=Visibility.HR)
    (body,) = told(agent)
    assert "Nour" not in body
    # Shown again, they are not told of a second time.
    shown.refresh_from_db()
    actions.revise(agent=shown.agent, declared=shown.agent.skills.active().get(), visibility=Visibility.EVERYONE)
    actions.tell_searches()
    assert told(agent) == ["Nour Petit"]


def test_tell_when_part_of_the_search_is_no_more_then_it_does_not_widen(agent, lsf):
    falc = SkillFactory(slug="falc")
    actions.save_search(agent=agent, name="Les deux", query=f"skill={lsf.slug}&skill=falc", is_told=True)
    type(falc).objects.filter(pk=falc.pk).update(status="withdrawn")
    declare(AgentFactory(), lsf)
    actions.tell_searches()
    assert told(agent) == []


def test_tell_goes_on_past_the_first_searches(agent, lsf, monkeypatch, drain):
    monkeypatch.setattr("skills.actions.searches.AT_ONCE", 1)
    others = [AgentFactory(), AgentFactory()]
    for each in (agent, *others):
        actions.save_search(agent=each, name="LSF", query=f"skill={lsf.slug}", is_told=True)
    declare(AgentFactory(first_name="Nour", last_name="Petit"), lsf)
    actions.tell_searches()
    drain()
    assert [told(each) for each in (agent, *others)] == [["Nour Petit"]] * 3


def test_save_refuses_an_empty_search_the_same_twice_too_many_and_to_watch_too_wide_a_one(agent, lsf, search, monkeypatch):
    with pytest.raises(ValidationError):
        actions.save_search(agent=agent, name="Rien", query="skill=inconnue", is_told=False)
    with pytest.raises(ValidationError, match="LSF"):
        actions.save_search(agent=agent, name="Encore", query=f"skill={lsf.slug}&level=", is_told=False)
    monkeypatch.setattr("skills.actions.searches.MOST_SEARCHES", 1)
    with pytest.raises(ValidationError):
        actions.save_search(agent=agent, name="De trop", query="q=arabe", is_told=False)
    monkeypatch.undo()
    monkeypatch.setattr("skills.actions.searches.MOST_WATCHED", 2)
    crowd(lsf, 3)
    with pytest.raises(ValidationError):
        actions.save_search(agent=AgentFactory(), name="Large", query=f"skill={lsf.slug}", is_told=True)


def test_search_is_its_agents_alone(agent, search, as_agent):
    other = AgentFactory()
    assert not can_change_search(other, search)
    with pytest.raises(PermissionDenied):
        actions.remove_search(agent=other, search=search)
    assert as_agent(other).get(reverse("skills:search_change", args=[search.public_id])).status_code == 404
    assert "LSF" not in as_agent(other).get(reverse("skills:searches")).content.decode().split("<main")[1]


def test_walk_save_rename_remove_and_undo(agent, lsf, as_agent):
    client = as_agent(agent)
    page = client.get(reverse("skills:people"), {"skill": lsf.slug}).content.decode()
    address = f"{reverse('skills:search_save')}?skill={lsf.slug}"
    assert address in page
    assert client.post_form(address, {"name": "Pour l’accueil", "is_told": "on"}).status_code == 302
    search = SavedSearch.objects.get()
    assert "Pour l’accueil" in client.get(reverse("skills:searches")).content.decode()
    client.post_form(reverse("skills:search_change", args=[search.public_id]), {"name": "Accueil"})
    answer = client.post(reverse("skills:search_remove", args=[search.public_id]), follow=True)
    assert "Annuler" in answer.content.decode() and not SavedSearch.objects.kept().exists()
    client.post(reverse("skills:search_restore", args=[search.public_id]))
    search.refresh_from_db()
    assert (search.name, search.is_told, search.removed_at) == ("Accueil", False, None)


def test_leaver_is_not_told(agent, lsf, search):
    agent.is_active = False
    agent.save()
    declare(AgentFactory(), lsf)
    actions.tell_searches()
    assert not Notification.objects.filter(kind="skills.search_found").exists()
