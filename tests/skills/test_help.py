"""Asking a colleague for help, and their answer."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.html import escape

from intranet.base import clock
from intranet.home import tasks_of
from intranet.notifications.models import Notification
from skills import actions
from skills.models import HelpAsk, Visibility
from tests.factories import AgentFactory
from tests.skills.factories import SkillFactory, declare


@pytest.fixture
def offer(db):
    return declare(skill=SkillFactory(slug="tableur"), can_help=True)


def test_asked_answered_and_both_told(as_agent, agent, offer):
    helper = offer.agent
    answer = as_agent(agent).post_form(reverse("skills:ask", args=[helper.slug, "tableur"]), {"message": "Comment croiser deux tableaux ?"})
    ask = HelpAsk.objects.get()
    assert answer.url == ask.get_absolute_url()
    assert Notification.objects.get(recipient=helper).about_id == ask.pk
    assert [task.url for task in tasks_of(helper)] == [ask.get_absolute_url()]
    as_agent(helper).post_form(ask.get_absolute_url(), {"can": "no", "answer": "Demande à Inès."})
    ask.refresh_from_db()
    assert (ask.status, ask.answer) == (HelpAsk.Status.NOT_NOW, "Demande à Inès.")
    assert Notification.objects.get(recipient=agent).about_id == ask.pk
    assert "Demande à Inès." in as_agent(agent).get(ask.get_absolute_url()).content.decode()
    for each in (agent, helper):
        assert "Comment croiser" in as_agent(each).get(reverse("skills:help")).content.decode()


def test_only_the_two_read_it_and_only_the_asked_answers_once(as_agent, agent, offer):
    ask = actions.ask_for_help(asker=agent, declared=offer, message="Bonjour")
    assert as_agent(AgentFactory()).get(ask.get_absolute_url()).status_code == 404
    assert as_agent(agent).post(ask.get_absolute_url(), {"can": "yes"}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.answer_help(helper=agent, ask=ask, can=True, answer="")
    actions.answer_help(helper=offer.agent, ask=ask, can=True, answer="")
    with pytest.raises(ValidationError):
        actions.answer_help(helper=offer.agent, ask=ask, can=False, answer="")


def test_who_did_not_offer_or_hides_it_or_oneself_is_not_asked(agent, offer):
    hidden = declare(skill=SkillFactory(), can_help=True, visibility=Visibility.HR)
    silent = declare(skill=SkillFactory())
    for asker, declared in ((agent, hidden), (agent, silent), (offer.agent, offer)):
        with pytest.raises(PermissionDenied):
            actions.ask_for_help(asker=asker, declared=declared, message="Bonjour")


def test_five_requests_a_day(agent, offer):
    for _each in range(5):
        actions.ask_for_help(asker=agent, declared=offer, message="Bonjour")
    with pytest.raises(ValidationError):
        actions.ask_for_help(asker=agent, declared=offer, message="Bonjour")
    HelpAsk.objects.update(created_at=clock.now() - timedelta(days=2))
    actions.ask_for_help(asker=agent, declared=offer, message="Bonjour")


def test_cancel_leads_back_to_the_search_one_came_from(as_agent, agent, offer):
    client = as_agent(agent)
    search = f"{reverse('skills:people')}?skill=tableur&can=help"
    link = re.search(r'href="([^"]*/ask/[^"]*)"', client.get(search).content.decode()).group(1)
    page = client.get(unescape(link)).content.decode()
    assert f'<a href="{escape(search)}">Annuler</a>' in page
    for elsewhere in ("", "https://evil.example/skills/people/", "//evil.example", "javascript:alert(1)"):
        page = client.get(f"{link.split('?')[0]}?{urlencode({'back': elsewhere})}").content.decode()
        assert f'<a href="{offer.agent.get_absolute_url()}">Annuler</a>' in page


def test_away_is_said_and_the_cover_proposed(as_agent, agent, offer):
    cover = AgentFactory(first_name="Inès", last_name="Garnier")
    helper = offer.agent
    helper.absent_from, helper.absent_until, helper.cover = clock.today(), clock.today() + timedelta(days=5), cover
    helper.save()
    page = as_agent(agent).get(reverse("skills:ask", args=[helper.slug, "tableur"])).content.decode()
    assert "en absence" in page
    assert "Inès Garnier" in page


def test_helpers_are_open_offers_of_who_is_here(agent, offer):
    away = declare(skill=offer.skill, can_help=True).agent
    away.absent_from = clock.today()
    away.save()
    declare(skill=offer.skill, can_help=True, visibility=Visibility.DIRECTION)
    declare(skill=offer.skill)
    assert list(type(offer).objects.helpers([offer.skill])) == [offer]
