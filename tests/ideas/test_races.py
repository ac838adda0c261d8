"""Two windows at once: a grouping is contested once, a draft is sent once."""

import pytest

from ideas.actions import problems, recurring
from ideas.models import Contest, Membership, Problem
from intranet.notifications.models import Notification
from tests.factories import AgentFactory, unit
from tests.ideas import factories as make
from tests.races import at_once

pytestmark = pytest.mark.engines


def test_contest_when_sent_from_several_windows_at_once_then_one_waits(all_tables):
    membership = make.member(make.RecurringFactory(), make.ProblemFactory())
    author = membership.problem.author
    refusals = at_once(*(lambda: recurring.contest(agent=author, membership=membership, reason="Non") for _window in range(4)))
    assert sum(r is None for r in refusals) == 1
    assert Contest.objects.count() == 1


def test_draft_when_sent_from_several_windows_at_once_then_it_is_reported_once(all_tables):
    words = {"title": "Borne", "body": "Cachée", "category": make.CategoryFactory(), "service": unit()}
    draft = problems.save_draft(author=AgentFactory(), **words)
    refusals = at_once(*(lambda: problems.report_problem(author=draft.author, draft=draft, **words) for _window in range(4)))
    assert sum(r is None for r in refusals) == 1
    assert Problem.objects.count() == Notification.objects.count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_gather_when_two_choose_the_same_reports_in_another_order_then_one_holds_them(all_tables, turn):
    reports, people = make.ProblemFactory.create_batch(4), [make.facilitator(), make.facilitator()]
    orders = [reports, list(reversed(reports))]
    refusals = at_once(
        *(
            lambda by=by, chosen=chosen: recurring.gather(by=by, title="Renvois", summary="On renvoie", problems=chosen)
            for by, chosen in zip(people, orders, strict=True)
        )
    )
    assert sum(r is None for r in refusals) == 1
    assert Membership.objects.count() == 4
