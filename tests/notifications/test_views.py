"""The inbox, the choices, and the way out of mails."""

import re

import pytest
from django.test import Client

from intranet import roles
from intranet.base.pages import PAGE_SIZE
from intranet.notifications import mail
from intranet.notifications.messages import notify
from intranet.notifications.models import DIGEST, Channel, Notification, Preference
from intranet.roles import Role
from tests.factories import AgentFactory
from tests.notifications.factories import Event, Weekly, note


def titles(answer):
    return re.findall(r"<h3>([^<]+)</h3>", answer.content.decode())


def test_inbox_when_opened_then_mine_newest_first_and_nobody_else_s(as_agent, agent):
    other = AgentFactory()
    note(agent, word="premier")
    note(agent, word="second")
    note(other, word="secret")
    page = as_agent(agent).get("/notifications/")
    assert titles(page) == ["Messages – second", "Messages – premier"]
    assert "secret" not in page.content.decode()
    assert "Non lu" in page.content.decode()


def test_inbox_when_opened_then_nothing_is_marked_read(as_agent, agent):
    note(agent)
    as_agent(agent).get("/notifications/")
    assert Notification.objects.unread().count() == 1


def test_message_when_opened_then_it_is_read_and_leads_to_its_page(as_agent, agent):
    row = note(agent, url="/people/?q=lea")
    client = as_agent(agent)
    assert client.post(f"/notifications/{row.public_id}/open/").url == "/people/?q=lea"
    assert not Notification.objects.unread().exists()
    assert titles(client.get("/notifications/?unread=1")) == []
    assert "Vous avez tout lu" in client.get("/notifications/?unread=1").content.decode()


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_message_when_its_address_is_not_ours_then_the_inbox_opens(as_agent, agent, url):
    row = note(agent)
    Notification.objects.update(url=url)
    assert as_agent(agent).post(f"/notifications/{row.public_id}/open/").url == "/notifications/"


def test_message_when_it_is_of_another_then_it_is_not_found_and_stays_unread(as_agent, agent):
    row = note(AgentFactory())
    client = as_agent(agent)
    for verb in ("open", "read"):
        assert client.post(f"/notifications/{row.public_id}/{verb}/").status_code == 404
    client.post("/notifications/read/")
    assert Notification.objects.unread().count() == 1


def test_all_when_marked_read_then_the_count_leaves_the_header(as_agent, agent):
    for _ in range(3):
        note(agent)
    client = as_agent(agent)
    assert '<span class="count" aria-label="3' in client.get("/people/").content.decode()
    client.post("/notifications/read/")
    assert '<span class="count"' not in client.get("/people/").content.decode()


def test_message_when_its_kind_is_gone_then_the_inbox_still_opens(as_agent, agent):
    note(agent)
    Notification.objects.update(kind="gone.kind")
    assert as_agent(agent).get("/notifications/").status_code == 200


def test_inbox_when_long_then_it_is_in_pages_and_queries_do_not_grow(as_agent, agent, django_assert_max_num_queries):
    actor = AgentFactory()
    client = as_agent(agent)
    for number in range(5):
        notify(Event, [agent], key=f"k{number}", actor=actor, url="/people/")
    with django_assert_max_num_queries(7):
        client.get("/notifications/")
    for number in range(5, 30):
        notify(Event, [agent], key=f"k{number}", actor=actor, url="/people/")
    with django_assert_max_num_queries(7):
        page = client.get("/notifications/")
    assert len(titles(page)) == PAGE_SIZE
    assert len(titles(client.get("/notifications/?page=2"))) == 30 - PAGE_SIZE


def test_preferences_when_saved_then_they_are_kept_and_shown(as_agent, agent):
    client = as_agent(agent)
    page = client.get("/notifications/preferences/").content.decode()
    assert f'name="{Event.kind}"' in page
    fields = dict.fromkeys(re.findall(r'<select name="([^"]+)"', page), "inbox")
    client.post_form("/notifications/preferences/", fields)
    chosen = dict(Preference.objects.filter(agent=agent).values_list("kind", "channel"))
    assert chosen[Event.kind] == Channel.INBOX
    assert chosen[DIGEST] == Channel.INBOX
    client.post_form("/notifications/preferences/", {**fields, Event.kind: "mail", Weekly.kind: "digest", "digest": "on"})
    chosen = dict(Preference.objects.filter(agent=agent).values_list("kind", "channel"))
    assert not chosen.keys() & {Event.kind, Weekly.kind, DIGEST}


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("ideas.grouping_contested", Role.FACILITATOR),
        ("ideas.cancel_asked", Role.FACILITATOR),
        ("ideas.counted_again", Role.FACILITATOR),
        ("skills.skill_proposed", Role.EDITOR),
        ("knowledge.question_without_answer", Role.EDITOR),
        ("knowledge.page_submitted", Role.ADMINISTRATOR),
    ],
)
def test_preferences_when_only_a_role_is_told_then_its_holders_alone_choose(as_agent, agent, kind, role):
    Preference.objects.create(agent=agent, kind=kind, channel=Channel.INBOX)
    client = as_agent(agent)
    page = client.get("/notifications/preferences/").content.decode()
    assert f'name="{kind}"' not in page
    assert 'name="discussion.mentioned"' in page
    client.post_form("/notifications/preferences/", dict.fromkeys(re.findall(r'<select name="([^"]+)"', page), "mail"))
    assert Preference.objects.get(agent=agent, kind=kind).channel == Channel.INBOX  # kept for the day they hold the role again
    roles.give(agent, role)
    assert f'name="{kind}"' in client.get("/notifications/preferences/").content.decode()


def test_preferences_when_i_have_a_team_then_what_managers_are_told_is_there(as_agent, agent):
    client = as_agent(agent)
    assert 'name="pilots.time_to_agree"' not in client.get("/notifications/preferences/").content.decode()
    AgentFactory(manager=agent)
    assert 'name="pilots.time_to_agree"' in client.get("/notifications/preferences/").content.decode()


def test_preferences_when_forged_then_nothing_changes(as_agent, agent):
    client = as_agent(agent)
    page = client.get("/notifications/preferences/").content.decode()
    fields = dict.fromkeys(re.findall(r'<select name="([^"]+)"', page), "inbox")
    assert client.post_form("/notifications/preferences/", {**fields, Event.kind: "pigeon"}).status_code == 422
    client.post_form("/notifications/preferences/", {**fields, "tests.safety": "inbox", "unknown.kind": "mail"})
    assert not Preference.objects.filter(kind__in=["tests.safety", "unknown.kind"]).exists()


def path_of(agent, kind):
    return mail.unsubscribe_url(agent, kind).replace("http://localhost:8000", "")


def test_unsubscribe_when_only_opened_then_it_asks_and_changes_nothing(browser, agent):
    page = browser.get(path_of(agent, Event.kind))
    assert "Something that tests make happen" in page.content.decode()
    assert not Preference.objects.exists()


def test_unsubscribe_when_a_mail_program_posts_then_it_is_done_signed_out(agent, drain, mailoutbox):
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert client.post(path_of(agent, Event.kind), {"List-Unsubscribe": "One-Click"}).status_code == 200
    note(agent)
    drain()
    assert mailoutbox == []
    assert Notification.objects.get().channel == Channel.INBOX


def test_unsubscribe_when_it_is_the_digest_then_the_digest_stops(browser, agent):
    browser.post(path_of(agent, DIGEST))
    note(agent, Weekly)
    assert not Notification.objects.for_digest().exists()


@pytest.mark.parametrize("token", ["x", "a:b:c", "WzEsImEiXQ:1abc:forged", "a" * 3000])
def test_unsubscribe_when_the_token_is_forged_then_a_clear_page_and_no_change(browser, agent, token):
    for answer in (browser.get(f"/notifications/unsubscribe/{token}/"), browser.post(f"/notifications/unsubscribe/{token}/")):
        assert answer.status_code == 404
        assert "n’est plus valable" in answer.content.decode()
    assert not Preference.objects.exists()
