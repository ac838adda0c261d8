"""A pilot kept to its team, its sponsor and its observers: nobody else is told of it, asked about it or named in it (P4)."""

import pytest

from intranet import home
from intranet.discussion.actions import post_comment
from intranet.notifications.models import Notification
from tests.factories import AgentFactory, unit
from tests.pilots import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("visibility", "is_told"), [("open", True), ("members", False)])
def test_pilot_when_kept_to_its_members_then_whom_it_changes_is_not_asked_for_feedback(visibility, is_told):
    service = unit()
    pilot = factories.a_pilot("running", lead=AgentFactory(unit=service), visibility=visibility)
    colleague = AgentFactory(unit=service)
    assert any(pilot.title in task.title for task in home.tasks_of(colleague)) is is_told


@pytest.mark.parametrize(("visibility", "is_told"), [("open", True), ("members", False)])
def test_pilot_when_kept_to_its_members_then_a_mention_tells_nobody_else(visibility, is_told):
    pilot = factories.a_pilot("running", visibility=visibility)
    colleague, sponsor = AgentFactory(), pilot.mandates.get().sponsor
    post_comment(author=pilot.created_by, about=pilot, body=f"@{colleague.slug} et @{sponsor.slug} le savent.")
    told = set(Notification.objects.filter(kind="discussion.mentioned").values_list("recipient", flat=True))
    assert told == {sponsor.pk, *([colleague.pk] if is_told else [])}
