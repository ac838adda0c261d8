"""What a unit became is remembered, and its former address leads to who does its work today."""

import pytest
from django.core.exceptions import ValidationError

from intranet.directory import actions, erased
from intranet.directory.models import ErasedTrace, OrgUnit, OrgUnitLineage
from intranet.privacy import actions as privacy
from tests.factories import AgentFactory, unit


def fresh(code):
    return OrgUnit.objects.get(code=code)


def test_unit_when_it_takes_another_code_then_its_former_address_leads_to_it(as_agent, agent):
    unit("accueil")
    changed = fresh("accueil")
    changed.code, changed.name = "accueil-nord", "Accueil nord"
    actions.rename_unit(unit=changed)
    line = OrgUnitLineage.objects.get()
    assert (line.kind, line.from_code, line.into, line.from_name) == ("rename", "accueil", changed, "Accueil")
    answer = as_agent(agent).get("/people/units/accueil/")
    assert answer.status_code == 302
    assert answer.url == "/people/units/accueil-nord/"


def test_unit_when_another_takes_the_former_code_then_the_address_is_that_one_s(as_agent, agent):
    unit("accueil")
    changed = fresh("accueil")
    changed.code = "accueil-nord"
    actions.rename_unit(unit=changed)
    unit("accueil", name="Accueil tout neuf")
    answer = as_agent(agent).get("/people/units/accueil/")
    assert "Accueil tout neuf" in answer.content.decode()


def test_unit_when_moved_then_both_places_are_remembered(db):
    north, south = unit("nord"), unit("sud")
    moved = unit("accueil", north)
    actions.place_unit(unit=moved, parent=south)
    line = OrgUnitLineage.objects.get()
    assert (line.kind, line.from_place, line.into_place, line.into) == ("move", "Nord", "Sud", fresh("accueil"))
    assert fresh("accueil").path.startswith(fresh("sud").path)


def test_unit_when_its_page_is_saved_unchanged_then_nothing_is_remembered(db):
    north = unit("nord")
    actions.place_unit(unit=unit("accueil", north), parent=fresh("nord"))
    assert not OrgUnitLineage.objects.exists()


def test_unit_when_moved_under_a_unit_of_its_own_from_an_old_page_then_it_is_refused(db):
    north = unit("nord")
    stale = OrgUnit.objects.get(pk=north.pk)
    below = unit("accueil", north)
    with pytest.raises(ValidationError):
        actions.place_unit(unit=stale, parent=below)


def test_unit_when_removed_then_its_end_is_remembered_and_its_address_is_nobody_s(as_agent, agent):
    actions.remove_unit(unit=unit("accueil"))
    line = OrgUnitLineage.objects.get()
    assert (line.kind, line.from_code, line.from_unit, line.into) == ("close", "accueil", None, None)
    assert as_agent(agent).get("/people/units/accueil/").status_code == 404


def test_erased_when_a_number_or_address_comes_back_then_it_is_known_and_nothing_says_who(db, settings):
    gone = AgentFactory(hr_number="A 1204", email="zoe@exemple.fr")
    privacy.erase(agent=gone, by=gone)
    gone.refresh_from_db()
    assert gone.hr_number is None
    assert erased.erased_among(["A 1204", "ZOE@exemple.fr", "B 1"]) == {"A 1204", "ZOE@exemple.fr"}
    assert not any("1204" in trace.digest for trace in ErasedTrace.objects.all())
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, long enough for a test of this kind"
    assert erased.erased_among(["A 1204"]) == {"A 1204"}
