"""What the actions refuse by themselves, whatever form stands before them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from intranet.base import clock
from intranet.directory import actions, forms
from intranet.directory.models import Agent, OrgUnit
from tests.factories import AgentFactory, unit


@pytest.mark.parametrize("who", ["me", "gone"])
def test_absence_when_the_cover_cannot_cover_then_it_is_refused(agent, who):
    cover = agent if who == "me" else AgentFactory(is_active=False)
    with pytest.raises(ValidationError):
        actions.announce_absence(agent=agent, absent_from=clock.today(), absent_until=None, cover=cover)
    assert Agent.objects.get(pk=agent.pk).absent_from is None


def test_colleague_field_when_the_account_is_closed_then_no_way_of_naming_finds_it(agent):
    gone = AgentFactory(is_active=False, first_name="Zoé", last_name="Partie")
    field = forms.AgentField()
    field.viewer = agent
    for value in ((str(gone.public_id), ""), ("", gone.email), ("", "zoé partie")):
        with pytest.raises(ValidationError):
            field.clean(value)


def test_absence_when_it_is_out_of_order_or_over_then_it_is_refused(agent):
    today = clock.today()
    for first, last in ((today, today - timedelta(days=1)), (today - timedelta(days=9), today - timedelta(days=5))):
        with pytest.raises(ValidationError):
            actions.announce_absence(agent=agent, absent_from=first, absent_until=last, cover=None)
    assert Agent.objects.get(pk=agent.pk).absent_from is None


@pytest.mark.parametrize("act", [actions.choose_language, lambda **given: actions.edit_entry(phone="", about="", **given)])
def test_language_when_it_is_not_ours_then_it_is_refused(agent, act):
    with pytest.raises(ValueError, match="xx"):
        act(agent=agent, language="xx")


def test_unit_when_placed_under_itself_or_removed_in_use_then_it_is_refused(db):
    north = unit("nord")
    below = unit("accueil", north)
    AgentFactory(unit=below)
    with pytest.raises(ValidationError):
        actions.place_unit(unit=OrgUnit.objects.get(code="nord"), parent=below)
    for code in ("departement", "nord", "accueil"):
        with pytest.raises(ValidationError):
            actions.remove_unit(unit=OrgUnit.objects.get(code=code))
    assert OrgUnit.objects.count() == 3
