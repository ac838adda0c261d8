"""What is pressed on a page opened before somebody else acted: the action looks again at what stands now."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from intranet.base import clock
from pilots.actions import indicators, mandates
from pilots.actions import pilots as piloting
from pilots.models import Audience, Indicator, Intervention, Pilot, SponsorCommitment
from tests.factories import AgentFactory
from tests.pilots import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen():
    """A running pilot as its lead saw it, with an indicator and a mark; it was stopped since."""
    pilot = factories.a_pilot("running")
    factories.measured(factories.an_indicator(pilot), *range(12))
    Intervention.objects.create(pilot=pilot, happened_on=clock.today() - timedelta(weeks=12), label="Borne", marked_by=pilot.created_by)
    seen = Pilot.objects.get(pk=pilot.pk)
    factories.move(pilot, "review")
    factories.move(pilot, "stopped")
    return seen


AUDIENCE = {"name": "Usagers", "what_changes": "Un guichet", "added_value": "Un seul trajet"}


@pytest.mark.parametrize(
    "act",
    [
        lambda pilot, lead: piloting.set_audience(pilot=pilot, agent=lead, **AUDIENCE),
        lambda pilot, lead: piloting.remove_audience(audience=Audience(pk=pilot.audiences.get().pk, pilot=pilot), agent=lead),
        lambda pilot, lead: piloting.add_member(pilot=pilot, agent=lead, person=AgentFactory(), role="team"),
        lambda pilot, lead: indicators.define_indicator(pilot=pilot, agent=lead, name="Appels", owner=lead, baseline_none_reason="Jamais"),
        lambda pilot, lead: indicators.set_target(
            indicator=_of(pilot, Indicator), agent=lead, value=Decimal(3), starts_on=clock.today(), due_on=clock.today() + timedelta(9)
        ),
        lambda pilot, lead: indicators.remove_mark(mark=_of(pilot, Intervention), agent=lead),
        lambda pilot, lead: indicators.recalculate_limits(
            indicator=_of(pilot, Indicator), agent=lead, intervention=_of(pilot, Intervention), reason="La borne a bougé"
        ),
        lambda pilot, lead: mandates.propose_mandate(
            pilot=pilot, agent=lead, sponsor=AgentFactory(), text="x", starts_on=clock.today(), ends_on=clock.today() + timedelta(90)
        ),
    ],
    ids=["audience", "no audience", "member", "indicator", "target", "mark", "limits", "mandate"],
)
def test_act_when_the_pilot_ended_meanwhile_then_refused(seen, act):
    with pytest.raises(PermissionDenied):
        act(seen, seen.created_by)


def _of(pilot, model):
    """The row of `model` of this pilot, which knows the pilot as it was seen."""
    found = model.objects.get(pilot=pilot)
    found.pilot = pilot
    return found


def test_define_when_measured_meanwhile_then_the_unit_stays():
    pilot = factories.a_pilot("running")
    indicator = factories.an_indicator(pilot)
    factories.measured(indicator, 1, 2)
    indicator.unit = "appels"  # as the form left it on the object of its page
    with pytest.raises(ValidationError):
        indicators.define_indicator(pilot=pilot, agent=pilot.created_by, indicator=indicator, unit="appels")


def test_keep_commitment_when_the_mandate_ended_meanwhile_then_refused_and_kept_once():
    pilot = factories.a_pilot("running")
    commitment = SponsorCommitment.objects.select_related("mandate__sponsor").get(mandate__pilot=pilot)
    sponsor = commitment.mandate.sponsor
    mandates.keep_commitment(commitment=SponsorCommitment.objects.get(), agent=sponsor)
    SponsorCommitment.objects.update(done_on=clock.today() - timedelta(days=3))
    mandates.keep_commitment(commitment=commitment, agent=sponsor)
    assert SponsorCommitment.objects.get().done_on == clock.today() - timedelta(days=3)
    mandates.end_mandate(mandate=commitment.mandate, agent=sponsor, reason="Je change de poste")
    with pytest.raises(PermissionDenied):
        mandates.keep_commitment(commitment=commitment, agent=sponsor)


def test_set_audience_when_a_field_is_unknown_then_said():
    pilot = factories.a_pilot("running")
    with pytest.raises(LookupError):
        piloting.set_audience(pilot=pilot, agent=pilot.created_by, **AUDIENCE, what_stays="Rien")
