"""Two people at once: no pilot runs without its sponsor (P6), no feedback is answered twice (P7)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import close_old_connections, connection

from intranet.base import clock
from pilots.actions import feedback as listening
from pilots.actions import gates, mandates
from pilots.models import Pilot, Reply, SponsorMandate
from tests.pilots import factories

pytestmark = [pytest.mark.engines]


def at_once(*acts):
    """Run `acts` at the same moment; what each refused is told, not raised."""
    gate = Barrier(len(acts))

    def run(act):
        close_old_connections()
        gate.wait()
        try:
            act()
        except (ValidationError, PermissionDenied) as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


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
