"""Two people at once: no pilot runs without its sponsor (P6), no feedback is answered twice (P7)."""

import pytest

from intranet.base import clock
from pilots.actions import feedback as listening
from pilots.actions import gates, mandates
from pilots.models import Feedback, Pilot, Reply, SponsorMandate
from tests.pilots import factories
from tests.races import at_once

pytestmark = [pytest.mark.engines]


@pytest.mark.parametrize("turn", range(4))
def test_start_when_the_sponsor_leaves_at_the_same_moment_then_it_never_runs_alone(all_tables, turn):
    pilot = factories.a_pilot("ready", starts_on=clock.today())
    mandate = SponsorMandate.objects.select_related("sponsor").get(pilot=pilot)
    lead = pilot.created_by
    at_once(
        lambda: gates.decide_gate(pilot=Pilot.objects.get(pk=pilot.pk), agent=lead, gate="running", kind="go", reasons="On y va"),
        lambda: mandates.end_mandate(mandate=mandate, agent=mandate.sponsor, reason="Je change de poste"),
    )
    pilot.refresh_from_db()
    assert pilot.state in ("ready", "suspended")
    assert not SponsorMandate.objects.accepted().filter(pilot=pilot).exists()


def test_reply_when_two_answer_at_once_then_one_closes_it(all_tables):
    pilot = factories.a_pilot("running")
    feedback = factories.a_feedback(pilot)
    lead = pilot.created_by
    refusals = at_once(
        *(lambda n=n: listening.reply(feedback=feedback, agent=lead, outcome="done", text=f"Fait {n}", said="Borne") for n in range(4))
    )
    assert Reply.objects.count() == 1
    assert sum(r is None for r in refusals) == 1


@pytest.mark.parametrize("turn", range(3))
def test_merge_when_each_is_put_into_the_other_at_once_then_one_is(all_tables, turn):
    pilot = factories.a_pilot("running")
    one, other = factories.a_feedback(pilot), factories.a_feedback(pilot)
    lead = pilot.created_by
    refusals = at_once(
        lambda: listening.merge(feedback=one, agent=lead, into=other),
        lambda: listening.merge(feedback=other, agent=lead, into=one),
    )
    assert sum(r is None for r in refusals) == 1
    assert Feedback.objects.filter(merged_into=None).count() == 1
