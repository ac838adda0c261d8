"""What is told, once, in the reader's language, by the channel they chose."""

import smtplib
from datetime import datetime
from email.utils import parseaddr

import pytest
import time_machine
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone

from intranet.base import clock
from intranet.directory.models import Agent
from intranet.jobs.models import Job
from intranet.notifications import actions, messages
from intranet.notifications.messages import notify
from intranet.notifications.models import DIGEST, Channel, Notification, Preference
from tests.factories import AgentFactory
from tests.notifications.factories import Event, Safety, Weekly, note

MONDAY = datetime(2026, 11, 30, 8, tzinfo=timezone.get_default_timezone())


class Refusing(BaseEmailBackend):
    """A mail server that refuses one address, and says so as SMTP does."""

    refused = ""
    accepted: list = []

    def send_messages(self, messages):
        for message in messages:
            address = parseaddr(message.to[0])[1]
            if address == Refusing.refused:
                raise smtplib.SMTPRecipientsRefused({address: (550, b"unknown")})
            Refusing.accepted.append(message)
        return len(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "tests.notifications.test_messages.Refusing"
    Refusing.refused, Refusing.accepted = "", []
    return Refusing


def test_notify_when_the_same_key_is_told_twice_then_one_row_and_one_mail(agent, drain, mailoutbox):
    for _ in range(3):
        notify(Event, [agent], key="une-fois", url="/people/")
    drain()
    notify(Event, [agent], key="une-fois", url="/people/")
    drain()
    assert Notification.objects.filter(recipient=agent).count() == 1
    assert len(mailoutbox) == 1


def test_notification_when_written_twice_then_the_database_refuses_it(agent):
    row = note(agent, key="une-fois")
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(recipient=agent, kind=row.kind, key=row.key)


def test_notify_when_the_author_is_among_the_readers_then_they_are_left_out(agent):
    other = AgentFactory()
    notify(Event, [agent, other], key="a", actor=agent)
    assert set(Notification.objects.values_list("recipient", flat=True)) == {other.pk}


def test_notify_when_the_audience_is_large_then_it_is_read_and_written_by_parts(db, monkeypatch, drain, mailoutbox):
    monkeypatch.setattr(messages, "AT_ONCE", 3)
    people = AgentFactory.create_batch(8)
    read, written = [], []
    bulk_create = Notification.objects.bulk_create

    def write(rows, **kwargs):
        written.append((len(read), len(rows)))
        return bulk_create(rows, **kwargs)

    monkeypatch.setattr(Notification.objects, "bulk_create", write)
    notify(Event, (read.append(each) or each for each in [*people, people[0]]), key="a")
    assert written == [(3, 3), (6, 3), (9, 2)]
    drain()
    assert len(mailoutbox) == 8
    everyone = Agent.objects.order_by("pk")
    notify(Event, everyone, key="b")
    assert everyone._result_cache is None
    assert Notification.objects.filter(key="tests.event:b").count() == 8


def test_notify_when_the_business_act_fails_then_nothing_is_told(agent, drain, mailoutbox):
    with transaction.atomic():
        notify(Event, [agent], key="a")
        transaction.set_rollback(True)
    drain()
    assert not Notification.objects.exists()
    assert mailoutbox == []


@pytest.mark.parametrize(("channel", "mails"), [(Channel.MAIL, 1), (Channel.DIGEST, 0), (Channel.INBOX, 0)])
def test_notify_when_a_channel_was_chosen_then_it_is_kept(agent, drain, mailoutbox, channel, mails):
    actions.choose_channels(agent=agent, channels={Event.kind: channel}, digest=True)
    note(agent)
    drain()
    assert len(mailoutbox) == mails
    assert Notification.objects.get().channel == channel


def test_notify_when_it_is_about_safety_then_no_choice_stops_it(agent, drain, mailoutbox):
    Preference.objects.create(agent=agent, kind=Safety.kind, channel=Channel.INBOX)
    actions.choose_channels(agent=agent, channels={Safety.kind: Channel.INBOX}, digest=True)
    note(agent, Safety)
    drain()
    (mail,) = mailoutbox
    assert "List-Unsubscribe" not in mail.extra_headers


def test_mail_when_readers_differ_then_each_reads_their_language(drain, mailoutbox):
    french, english = AgentFactory(language="fr"), AgentFactory(language="en", first_name="Ann")
    notify(Event, [french, english], key="a", url="/people/", word="mot")
    drain()
    by_reader = {mail.to[0]: mail for mail in mailoutbox}
    assert "Voir dans Traverse" in by_reader[french.email].body
    assert "Hello Ann," in by_reader[english.email].body
    assert 'lang="en"' in by_reader[english.email].alternatives[0].content


def test_mail_when_sent_then_it_says_why_and_carries_its_way_out(agent, drain, mailoutbox, settings):
    settings.SITE_URL = "https://traverse.exemple.fr"
    note(agent, url="/people/?q=a&b")
    drain()
    (mail,) = mailoutbox
    link = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert link.startswith("https://traverse.exemple.fr/notifications/unsubscribe/")
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = mail.alternatives[0].content
    for text in (mail.body, html):
        assert "Something that tests make happen" in text
        assert "https://traverse.exemple.fr/notifications/preferences/" in text
    assert "https://traverse.exemple.fr/people/?q=a&b" in mail.body
    assert link in mail.body
    assert "<script" not in html


def test_mail_when_words_hold_html_then_it_is_text(agent, drain, mailoutbox):
    note(agent, word="<img src=x>\n\nBcc: autre@exemple.fr")
    drain()
    (mail,) = mailoutbox
    assert "<img" not in mail.alternatives[0].content
    assert "<img src=x>" in mail.body
    assert "\n" not in mail.subject
    assert mail.recipients() == [agent.email]


def test_mail_when_the_account_is_closed_then_none_is_sent(agent, drain, mailoutbox):
    note(agent)
    Agent.objects.filter(pk=agent.pk).update(is_active=False)
    drain()
    note_count = Notification.objects.count()
    notify(Event, [Agent.objects.get(pk=agent.pk)], key="apres")
    drain()
    assert mailoutbox == []
    assert Notification.objects.count() == note_count


def test_mail_when_one_address_is_refused_then_the_others_go_and_none_twice(server, drain):
    people = [AgentFactory() for _ in range(4)]
    server.refused = people[1].email
    notify(Event, people, key="a")
    drain()
    assert sorted(mail.to[0] for mail in server.accepted) == sorted(p.email for p in people if p != people[1])
    server.refused = ""
    Job.objects.update(run_after=clock.now())
    drain()
    assert sorted(mail.to[0] for mail in server.accepted) == sorted(p.email for p in people)
    Job.objects.update(run_after=clock.now(), done_at=None, leased_until=None)  # as after a crash: run again
    drain()
    assert len(server.accepted) == 4
    assert len({mail.extra_headers["Message-ID"] for mail in server.accepted}) == 4


def test_mails_when_many_are_told_then_they_are_promised_in_small_lots(agent):
    notify(Event, [AgentFactory() for _ in range(120)], key="a")
    assert [len(job.arguments["recipients"]) for job in Job.objects.filter(name="notifications.mail").order_by("pk")] == [50, 50, 20]


def digest(drain, at=MONDAY):
    with time_machine.travel(at, tick=False):
        drain()


def test_digest_when_monday_comes_then_each_thing_is_told_once(drain, mailoutbox):
    lea, omar = AgentFactory(language="fr"), AgentFactory(language="en")
    with time_machine.travel(MONDAY.replace(day=28)):
        for number in range(3):
            note(lea, Weekly, word=f"lea{number}")
        note(omar, Weekly, word="omar0")
    digest(drain, MONDAY.replace(hour=6))
    assert mailoutbox == []
    digest(drain)
    digest(drain, MONDAY.replace(hour=10))
    assert len(mailoutbox) == 2
    by_reader = {mail.to[0]: mail for mail in mailoutbox}
    mine = by_reader[lea.email]
    assert mine.subject == "Traverse : 3 nouvelles cette semaine"
    assert [word in mine.body for word in ("lea0", "lea1", "lea2", "omar0")] == [True, True, True, False]
    assert mine.body.index("lea2") < mine.body.index("lea0")
    assert by_reader[omar.email].subject == "Traverse: one thing this week"
    assert mine.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with time_machine.travel(MONDAY.replace(hour=11)):
        note(lea, Weekly, word="plus-tard")
    digest(drain, datetime(2026, 12, 7, 8, tzinfo=timezone.get_default_timezone()))
    assert len(mailoutbox) == 3
    assert "plus-tard" in mailoutbox[2].body
    assert "lea0" not in mailoutbox[2].body


def test_digest_when_refused_read_or_closed_then_none_is_sent(drain, mailoutbox):
    refusing, reader, gone = AgentFactory(), AgentFactory(), AgentFactory()
    with time_machine.travel(MONDAY.replace(day=28)):
        for agent in (refusing, reader, gone):
            note(agent, Weekly)
        actions.stop_mail(agent=refusing, kind=DIGEST)
        actions.mark_all_read(agent=reader)
        Agent.objects.filter(pk=gone.pk).update(is_active=False)
    digest(drain)
    assert mailoutbox == []


def test_digest_when_the_mail_server_fails_then_it_is_tried_again_and_told_once(server, drain, agent):
    with time_machine.travel(MONDAY.replace(day=28)):
        note(agent, Weekly)
    server.refused = agent.email
    digest(drain)
    assert server.accepted == []
    server.refused = ""
    digest(drain, MONDAY.replace(hour=12))
    digest(drain, MONDAY.replace(hour=14))
    assert len(server.accepted) == 1
