"""P3: before the close, every page, fragment, search, notification, mail and export is the same to the byte, whatever the ballots hold."""

import re
from collections import deque

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from ideas.actions.ballots import cast_ballot
from ideas.models import Ballot, VotingRound
from ideas.permissions.rounds import may_see_results, may_see_turnout
from intranet.base import clock
from intranet.jobs import outbox
from intranet.notifications.models import Notification
from intranet.roles import Role
from tests.factories import AgentFactory
from tests.ideas import votes

pytestmark = pytest.mark.django_db
# Drawn anew each time: the tokens of forms, the identifiers of messages.
TOKENS = re.compile(
    rb'(?<=name="csrfmiddlewaretoken" value=")[^"]*|(?<=name="form_token" value=")[^"]*|(?<=/notifications/)[0-9a-f-]{36}|(?<=id="n-)[0-9a-f-]{36}'
)
HREF = re.compile(r'(?:href|hx-get|data-url)="(/[^"#]*)')
MESSAGE = re.compile(r"/notifications/[0-9a-f-]{36}/")
PLACES = ("/ideas/", "/search/", "/notifications/")
MOST = 60

ONE_SIDED = [[1, 2]] * 5 + [[1]] * 3 + [[2]]
OTHER_SIDE = [[3, 4]] * 5 + [[4]] * 3 + [[]]


def crawl(client, starts):
    """Every page that follows from `starts`, as bytes without what is drawn anew at each answer."""
    pages, waiting, seen = {}, deque(starts), set(starts)
    while waiting and len(pages) < MOST:
        path = waiting.popleft()
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        pages[path] = (answer.status_code, TOKENS.sub(b"", body))
        if "text/html" in answer.headers.get("Content-Type", ""):
            for found in HREF.findall(body.decode()):
                link = found.replace("&amp;", "&")
                if link not in seen and not MESSAGE.match(link) and (link == "/" or link.startswith(PLACES)):
                    seen.add(link)
                    waiting.append(link)
    return pages


def told(mailoutbox):
    notes = Notification.objects.order_by("kind", "recipient_id", "key").values_list("kind", "recipient_id", "params", "url")
    mails = sorted((m.to[0], m.subject, m.body, str(getattr(m, "alternatives", ""))) for m in mailoutbox)
    return list(notes), [re.sub(r"/notifications/stop/[^\s\"']+|unsubscribe/[^\s\"'<]+", "", str(mail)) for mail in mails]


def test_before_the_close_every_answer_is_the_same_whatever_the_ballots(as_agent, drain, mailoutbox):
    with time_machine.travel(clock.now(), tick=False) as _still:
        made = votes.opened(campaign=votes.vote(voters=14, params={"show_turnout": True}))
        drain()
        people = {
            "voter": made.voters[13],
            "abstainer": made.voters[12],
            "author": made.voters[0],
            "facilitator": made.facilitator,
            "decision_maker": made.decider,
            "administrator": AgentFactory(roles=[Role.ADMINISTRATOR]),
        }
        words = "médiateur bornes appel guide"
        starts = [
            "/",
            "/ideas/",
            "/ideas/rounds/",
            "/ideas/decisions/",
            "/ideas/duties/",
            "/ideas/ideas.csv",
            "/ideas/recurring.csv",
            "/ideas/decisions/register.csv",
            "/ideas/duties/list.csv",
            f"/search/?q={words}",
            "/notifications/",
            "/my-data/",
            made.round.get_absolute_url(),
            made.campaign.get_absolute_url(),
            made.recurring.get_absolute_url(),
            *(idea.get_absolute_url() for idea in made.ideas),
        ]

        def seen_with(contents):
            with transaction.atomic():
                # the author's own ballot shows on the author's own page: theirs is the same both times
                for voter, content in zip(made.voters[1:], contents, strict=False):
                    cast_ballot(round=made.round, agent=voter, choices=content)
                cast_ballot(round=made.round, agent=people["voter"], choices=[1, 4])
                cast_ballot(round=made.round, agent=people["author"], choices=[2])
                mailoutbox.clear()
                while outbox.drain():
                    pass
                answers = {role: crawl(as_agent(agent), starts) for role, agent in people.items()}
                messages = told(mailoutbox)
                transaction.set_rollback(True)
            return answers, messages

        one, one_told = seen_with(ONE_SIDED)
        two, two_told = seen_with(OTHER_SIDE)
    assert one_told == two_told
    assert one_told[1], "mails were sent, so that they are compared"
    for role in people:
        assert one[role].keys() == two[role].keys(), role
        differing = [path for path in one[role] if one[role][path] != two[role][path]]
        assert not differing, (role, differing)
        assert len(one[role]) > 30
        statuses = {path: status for path, (status, _body) in one[role].items() if status >= 500}
        assert not statuses


def test_before_the_close_there_is_nothing_at_the_addresses_of_the_result(as_agent):
    made = votes.opened()
    votes.cast(made, [[1], [2]])
    for agent in (made.voters[0], made.facilitator, made.decider, AgentFactory(roles=[Role.ADMINISTRATOR])):
        assert not may_see_results(agent, made.round)
        for name in ("round_csv", "round_pack", "round_ballots", "round_contest"):
            assert as_agent(agent).get(reverse(f"ideas:{name}", args=[made.round.public_id])).status_code == 404
        assert as_agent(agent).post(reverse("ideas:round_recount", args=[made.round.public_id])).status_code == 404


def test_between_the_hour_and_the_count_nothing_shows_either(as_agent):
    made = votes.opened()
    votes.cast(made, [[1], [2]])
    with time_machine.travel(made.round.closes_at, tick=False):
        assert made.round.stage == VotingRound.Stage.COUNTING
        assert not may_see_results(made.facilitator, made.round)
        assert not may_see_turnout(made.facilitator, made.round)
        page = as_agent(made.facilitator).get(made.round.get_absolute_url()).content.decode()
    assert "<meter" not in page


def test_turnout_shows_only_when_the_rules_say_so(as_agent):
    for shown in (True, False):
        made = votes.opened(campaign=votes.vote(params={"show_turnout": shown}))
        votes.cast(made, [[1], [2], [3]])
        assert may_see_turnout(made.voters[5], made.round) is shown
        page = as_agent(made.voters[5]).get(made.round.get_absolute_url())
        assert page.context["voted"] == (3 if shown else None)
    assert Ballot.objects.count() == 6
