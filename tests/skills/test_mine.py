"""My skills: several at once, choices, history, reminders, two windows, the passport."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from intranet.base import clock
from intranet.directory.models import Agent
from intranet.directory.signals import agents_written
from intranet.notifications.models import Notification
from skills import actions
from skills.models import AgentSkill, Fact, NotSuggested, Nudge, Visibility
from skills.search import around
from tests.factories import AgentFactory, unit
from tests.skills.factories import SkillFactory, crowd, declare

NUDGED = "skills.nudge"


def text(answer) -> str:
    return answer.content.decode()


# Several at once


@pytest.fixture
def suggested(agent, monkeypatch):
    skills = [SkillFactory(slug=f"s{n}", pref_label=f"Compétence {n}") for n in range(3)]
    monkeypatch.setattr(around, "skills_for_title", lambda title, *, limit: skills)
    return skills


def test_several_with_their_levels_in_one_form(as_agent, agent, suggested):
    client = as_agent(agent)
    assert "Compétence 1" in text(client.get(reverse("skills:several")))
    sent = {"row": ["s0", "s1", "s2"], "s0-has": "on", "s0-level": "3", "s1-has": "on", "s1-level": "", "s2-never": "on", "visibility": "2"}
    assert client.post_form(reverse("skills:several"), sent).status_code == 302
    rows = {row.skill.slug: (row.level, row.visibility) for row in AgentSkill.objects.of(agent)}
    assert rows == {"s0": (3, Visibility.DIRECTION), "s1": (None, Visibility.DIRECTION)}
    assert NotSuggested.objects.get().skill.slug == "s2"
    assert around.suggested_for(agent) == []  # neither what one has nor what one declined


def test_one_refused_then_none_is_declared_and_the_row_says_why(as_agent, agent, suggested):
    declare(agent, suggested[1])
    sent = {"row": ["s0", "s1"], "s0-has": "on", "s0-level": "3", "s1-has": "on", "s1-level": "2", "visibility": ""}
    answer = as_agent(agent).post_form(reverse("skills:several"), sent)
    assert answer.status_code == 422
    assert "déjà déclaré" in text(answer)
    assert re.search(r'name="s0-has"[^>]* checked', text(answer))  # what was ticked is kept
    assert not AgentSkill.objects.of(agent).filter(skill=suggested[0]).exists()


def test_others_typed_are_declared_with_them(as_agent, agent, suggested):
    SkillFactory(slug="lsf", pref_label="Langue des signes", names=["LSF"])
    sent = {"row": ["s0"], "s0-has": "on", "s0-level": "1", "others": ["LSF"], "others_slug": [""], "lsf-level": "2", "visibility": ""}
    as_agent(agent).post_form(reverse("skills:several"), sent)
    assert {row.skill.slug: row.level for row in AgentSkill.objects.of(agent)} == {"s0": 1, "lsf": 2}


def test_suggestions_of_the_unit_are_those_that_one_may_see(agent):
    agent.unit = unit("accueil")
    agent.save()
    shown, hidden = SkillFactory(), SkillFactory()
    crowd(shown, 3, unit=agent.unit)
    crowd(hidden, 6, unit=agent.unit, visibility=Visibility.HR)
    assert around.suggested_for(agent) == [shown]


def test_nothing_ticked_is_said(as_agent, agent, suggested):
    assert as_agent(agent).post_form(reverse("skills:several"), {"row": ["s0"], "visibility": ""}).status_code == 422


# Choices


def test_outside_work_is_off_until_turned_on(as_agent, agent):
    client = as_agent(agent)
    assert 'name="sphere"' not in text(client.get(reverse("skills:declare")))
    with pytest.raises(ValidationError):
        actions.declare(agent=agent, skill=SkillFactory(), sphere="private", visibility=Visibility.EVERYONE)
    client.post_form(reverse("skills:choices"), {"shares_private": "on", "wants_nudges": "on"})
    assert 'name="sphere"' in text(client.get(reverse("skills:declare")))
    declared = actions.declare(agent=agent, skill=SkillFactory(), sphere="private", visibility=Visibility.EVERYONE, can_help=True)
    assert Fact.objects.filter(source=declared).exists()
    client.post_form(reverse("skills:choices"), {"wants_nudges": "on"})
    declared.refresh_from_db()
    assert declared.visibility == Visibility.ME
    assert not Fact.objects.exists()


def test_a_page_opened_before_the_switch_does_not_share_by_mistake(as_agent, agent):
    skill = SkillFactory(pref_label="Chorale")
    sent = {"skill": "Chorale", "interest": "neutral", "sphere": "private", "visibility": "3"}
    assert as_agent(agent).post_form(reverse("skills:declare"), sent).status_code == 422
    assert not AgentSkill.objects.filter(skill=skill).exists()


def test_removed_while_shared_then_turned_off_comes_back_unseen(agent):
    declared = declare(agent, sphere="private", visibility=Visibility.EVERYONE)
    actions.remove(agent=agent, declared=declared)
    actions.choose(agent=agent, shares_private=False)
    declared.refresh_from_db()
    actions.restore(agent=agent, declared=declared)
    declared.refresh_from_db()
    assert declared.visibility == Visibility.ME
    assert not Fact.objects.exists()


# History, freshness


def test_history_is_kept_as_intervals_and_read_by_its_owner_alone(as_agent, agent):
    skill = SkillFactory(slug="tableur")
    start = clock.now() - timedelta(days=400)
    with clock.told_at(start):
        declared = declare(agent, skill, level=1)
    actions.revise(agent=agent, declared=declared, level=3)
    page = text(as_agent(agent).get(reverse("skills:history", args=["tableur"])))
    assert "Notions" in page and "Maîtrise" in page
    assert AgentSkill.objects.of(agent).count() == 2
    assert as_agent(AgentFactory()).get(reverse("skills:history", args=["tableur"])).status_code == 404


def test_everything_is_right_in_one_press(as_agent, agent):
    with clock.told_at(clock.now() - timedelta(days=800)):
        old = [declare(agent), declare(agent), declare(AgentFactory())]
    as_agent(agent).post(reverse("skills:confirm_all"))
    fresh = [AgentSkill.objects.get(pk=row.pk).is_stale for row in old]
    assert fresh == [False, False, True]  # mine alone


# Reminders


def test_new_post_reminds_once_a_quarter(agent):
    for title in ("Chargée de mission", "Cheffe de projet"):
        agent.position_title = title
        agent.save()
    assert Notification.objects.filter(kind=NUDGED, recipient=agent).count() == 1
    agent.phone = "04"
    agent.save()
    with clock.told_at(clock.now() + timedelta(days=93)):
        assert actions.nudge(agent=agent, moment="pilot")
        assert not actions.nudge(agent=agent, moment="post")
    assert Nudge.objects.count() == 2


def test_the_file_of_human_resources_reminds_those_who_moved_and_no_newcomer(agent, drain):
    new = AgentFactory()
    agents_written.send(Agent, agents=[agent.pk, new.pk], placed=[], posted=[])
    drain()
    assert not Nudge.objects.exists()
    agents_written.send(Agent, agents=[agent.pk, new.pk], placed=[new.pk], posted=[agent.pk])
    drain()
    assert [each.agent for each in Nudge.objects.all()] == [agent]


def test_database_refuses_a_second_reminder_in_the_quarter(agent):
    Nudge.objects.create(agent=agent, quarter="2026-Q4", moment="post", created_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Nudge.objects.create(agent=agent, quarter="2026-Q4", moment="pilot", created_at=clock.now())


def test_turned_off_then_nothing_is_sent(agent):
    actions.choose(agent=agent, wants_nudges=False)
    assert not actions.nudge(agent=agent, moment="post")
    assert not Notification.objects.exists()


# Two windows


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page).group(1)


def test_two_windows_on_a_declared_skill_lose_no_text(as_agent, agent):
    declared = declare(agent, SkillFactory(slug="tableur"))
    address = reverse("skills:edit", args=["tableur"])
    one, other = as_agent(agent), as_agent(agent)
    pages = [text(client.get(address)) for client in (one, other)]
    sent = [{"interest": "neutral", "level": "3", "visibility": "3", "version": hidden(page, "version")} for page in pages]
    assert one.post(address, {**sent[0], "note": "Écrit à gauche"}).status_code == 302
    answer = other.post(address, {**sent[1], "note": "Écrit à droite"})
    assert answer.status_code == 422
    assert "Écrit à gauche" in text(answer) and "Écrit à droite" in text(answer)
    assert AgentSkill.objects.get(pk=declared.pk).note == "Écrit à gauche"
    again = {**sent[1], "note": "Écrit à droite", "version": hidden(text(answer), "version")}
    assert other.post(address, again).status_code == 302  # having read both, the person chose
    assert AgentSkill.objects.get(pk=declared.pk).note == "Écrit à droite"


def test_two_windows_on_my_entry_lose_no_text(as_agent, agent):
    address = reverse("directory:edit")
    one, other = as_agent(agent), as_agent(agent)
    marks = [hidden(text(client.get(address)), "version") for client in (one, other)]
    assert one.post(address, {"about": "À gauche", "language": "fr", "version": marks[0]}).status_code == 302
    answer = other.post(address, {"about": "À droite", "language": "fr", "version": marks[1]})
    assert answer.status_code == 422
    assert "À gauche" in text(answer) and "À droite" in text(answer)
    agent.refresh_from_db()
    assert agent.about == "À gauche"


def test_two_windows_on_a_certification_lose_no_text(as_agent, agent):
    declared = declare(agent)
    made = actions.add_certification(agent=agent, declared=declared, title="SST", issued_on=clock.today())
    address = reverse("skills:certification", args=[made.public_id])
    one, other = as_agent(agent), as_agent(agent)
    marks = [hidden(text(client.get(address)), "version") for client in (one, other)]
    day = f"{clock.today()}"
    assert one.post(address, {"title": "À gauche", "issued_on": day, "version": marks[0]}).status_code == 302
    answer = other.post(address, {"title": "À droite", "issued_on": day, "version": marks[1]})
    assert answer.status_code == 422
    assert "À gauche" in text(answer) and "À droite" in text(answer)


# Passport


@pytest.mark.parametrize(("threshold", "shown"), [("3", {3}), ("1", {1, 2, 3}), ("0", {0, 1, 2, 3})])
@pytest.mark.parametrize("file", ["", "1"])
def test_passport_holds_what_was_chosen_and_no_more(as_agent, agent, threshold, shown, file):
    for visibility in Visibility:
        declared = declare(agent, SkillFactory(slug=f"v{visibility}", pref_label=f"Vue{visibility:d}"), visibility=visibility)
        actions.add_certification(agent=agent, declared=declared, title=f"Titre{visibility:d}", issued_on=clock.today())
    address = reverse("skills:passport")
    answer = as_agent(agent).get(address, {"seen_by": threshold, "certifications": "on", "file": file})
    assert {n for n in range(4) if f"Vue{n}" in text(answer)} == shown
    assert {n for n in range(4) if f"Titre{n}" in text(answer)} == shown
    assert "Titre3" not in text(as_agent(agent).get(address, {"seen_by": threshold, "file": file}))
    assert ("attachment" in answer.get("Content-Disposition", "")) == bool(file)


def test_pages_cost_the_same_whatever_is_declared(as_agent, agent, django_assert_max_num_queries):
    for _each in range(12):
        declared = declare(agent)
        actions.add_certification(agent=agent, declared=declared, title="SST", issued_on=clock.today())
        made = actions.offer_confirmation(by=AgentFactory(), declared=declared, context="Vu au guichet de mars")
        actions.accept_confirmation(agent=agent, endorsement=made)
    client = as_agent(agent)
    for name in ("skills:mine", "skills:passport", "skills:confirmations"):
        client.get(reverse(name))
        with django_assert_max_num_queries(15):
            assert client.get(reverse(name)).status_code == 200
