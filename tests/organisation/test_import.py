"""The HR file, from its lines to the directory."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from intranet.base import clock
from intranet.directory.models import Agent, OrgUnit
from intranet.organisation import actions
from intranet.organisation.models import HrError, HrImport
from intranet.organisation.reading.columns import COLUMNS
from intranet.organisation.sentences import CHANGES, LABELS, MEANINGS, SENTENCES, say
from intranet.privacy import actions as privacy
from intranet.roles import Role
from tests.factories import AgentFactory, SiteFactory, unit
from tests.organisation.files import csv, person, xlsx


def errors(found):
    return [(e.line, e.column, e.code) for e in HrError.objects.filter(hr_import=found)]


def test_sentences_when_a_column_is_there_then_it_has_a_name_and_a_meaning():
    names = {column.name for column in COLUMNS}
    assert names == set(LABELS) == set(MEANINGS)
    assert names <= set(CHANGES)
    assert all(say(code) for code in SENTENCES)


def test_import_when_people_arrive_then_they_are_in_the_directory_with_their_place(send, apply, db):
    SiteFactory(name="Maison de Cannes")
    unit("accueil")
    found = send(
        csv(
            [
                person("A1", "Roux", "Paul", job="Chef", unit="accueil", site="maison de cannes", arrived="01/02/2020"),
                person("A2", job="Agent d’accueil", unit="nouveau", unit_name="Nouveau service", parent="accueil", manager="A1"),
            ]
        )
    )
    assert errors(found) == []
    assert (found.counts["new"], found.counts["units_new"]) == (2, 1)
    assert not Agent.objects.filter(hr_number="A1").exists()
    apply(found)
    assert found.status == HrImport.Status.DONE
    lea = Agent.objects.get(hr_number="A2")
    assert (lea.name, lea.manager.name, lea.unit.name, lea.slug) == ("Léa Martin", "Paul Roux", "Nouveau service", "lea-martin")
    assert lea.unit.path.startswith(OrgUnit.objects.get(code="accueil").path)
    assert not lea.has_usable_password()
    assert lea.folded == " lea martin agent d accueil"
    assert lea.manager.arrived_on == date(2020, 2, 1)
    assert OrgUnit.objects.get(code="accueil").numchild == 1
    assert OrgUnit.find_problems() == ([], [], [], [], [])


def test_import_when_the_same_file_comes_again_then_nothing_is_written(send, apply, django_assert_num_queries):
    unit("accueil")
    content = csv([person("A1", unit="accueil", phone="04 93 00 00 00"), person("A2", "Roux", unit="accueil", manager="A1")])
    apply(send(content))
    before = list(Agent.objects.order_by("pk").values())
    again = send(content)
    assert again.changes_nothing
    assert again.counts["same"] == 2
    apply(again)
    assert list(Agent.objects.order_by("pk").values()) == before


def test_import_when_something_changed_then_each_difference_is_said_and_written(send, apply):
    unit("accueil"), unit("voirie")
    apply(send(csv([person("A1", unit="accueil", job="Agent"), person("A2", "Roux", unit="accueil")])))
    Agent.objects.filter(hr_number="A1").update(phone="06 00 00 00 00")
    found = send(
        csv(
            [
                person("A1", "Durand", unit="voirie", job="Médiatrice", phone="04 93 11 11 11", manager="A2"),
                person("A2", "Roux", unit="accueil"),
            ]
        )
    )
    changes = found.lines.get(hr_number="A1").changes
    assert changes == {
        "last_name": ["Martin", "Durand"],
        "position_title": ["Agent", "Médiatrice"],
        "unit": ["Accueil", "Voirie"],
        "manager": ["", "Léa Roux"],
    }
    apply(found)
    changed = Agent.objects.get(hr_number="A1")
    assert (changed.last_name, changed.unit.code, changed.manager.hr_number, changed.phone) == ("Durand", "voirie", "A2", "06 00 00 00 00")
    assert "durand" in changed.folded


def test_import_when_two_people_exchange_their_addresses_then_both_have_them(send, apply):
    apply(send(csv([person("A1", mail="a@exemple.fr"), person("A2", mail="b@exemple.fr")])))
    apply(send(csv([person("A1", mail="b@exemple.fr"), person("A2", mail="a@exemple.fr")])))
    assert dict(Agent.objects.filter(hr_number__isnull=False).values_list("hr_number", "email")) == {
        "A1": "b@exemple.fr",
        "A2": "a@exemple.fr",
    }


def test_import_when_homonyms_then_their_numbers_tell_them_apart(send, apply):
    apply(send(csv([person("A1"), person("A2"), person("A3")])))
    assert sorted(Agent.objects.filter(last_name="Martin").values_list("slug", flat=True)) == ["lea-martin", "lea-martin-2", "lea-martin-3"]


def test_import_when_people_are_there_without_a_number_then_their_address_tells_them_this_once(send, apply):
    known = AgentFactory(email="Zoe@exemple.fr", first_name="Zoé", last_name="Blanc")
    found = apply(send(csv([person("Z9", "Blanc", "Zoé", mail="zoe@exemple.fr")])))
    known.refresh_from_db()
    assert known.hr_number == "Z9"
    assert found.counts["new"] == 0


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([person("A1"), person("A1", mail="x@exemple.fr")], {(2, "hr_number", "number_twice"), (3, "hr_number", "number_twice")}),
        ([person("A1", mail="x@exemple.fr"), person("A2", mail="X@exemple.fr")], {(2, "email", "mail_twice"), (3, "email", "mail_twice")}),
        ([person("", mail="a@exemple.fr")], {(2, "hr_number", "missing")}),
        ([person("A1", mail="")], {(2, "email", "missing_mail")}),
        ([person("A1", mail="lea at exemple")], {(2, "email", "not_an_address")}),
        ([person("A1", unit="inconnu")], {(2, "unit_code", "unknown_unit")}),
        ([person("A1", unit="x", unit_name="X", parent="y")], {(2, "parent_code", "unknown_parent")}),
        ([person("A1", site="Lune")], {(2, "site", "unknown_site")}),
        ([person("A1", manager="A9")], {(2, "manager_number", "unknown_manager")}),
        ([person("A1", manager="A1")], {(2, "manager_number", "own_manager")}),
        ([person("A1", manager="A2"), person("A2", manager="A1")], {(2, "manager_number", "manager_cycle"), (3, "manager_number", "manager_cycle")}),
        ([person("A1", arrived="31/02/2026")], {(2, "arrived_on", "no_such_day")}),
        ([person("A1", arrived="bientôt")], {(2, "arrived_on", "not_a_day")}),
        ([person("A1", arrived="02/02/2026", leaves="01/02/2026")], {(2, "leaves_on", "days_out_of_order")}),
        ([person("1,23E+05", mail="a@exemple.fr")], {(2, "hr_number", "scientific")}),
        ([person("A1", job="#REF!")], {(2, "position_title", "excel_fault")}),
        ([person("A1", phone="=cmd|' /C calc'!A0")], {(2, "phone", "not_a_phone")}),
        (
            [person("A1", unit="u1", unit_name="Un", parent="u2"), person("A2", unit="u2", unit_name="Deux", parent="u1")],
            {(2, "parent_code", "unit_cycle"), (3, "parent_code", "unit_cycle")},
        ),
    ],
)  # fmt: skip
def test_line_when_something_is_wrong_then_its_line_and_column_are_said_and_nothing_is_imported(send, apply, rows, expected):
    found = send(csv(rows))
    assert set(errors(found)) == expected
    assert found.errors == len({line for line, _column, _code in expected})
    for error in HrError.objects.filter(hr_import=found):
        assert "…" not in say(error.code, error.params), error.code
    with pytest.raises(ValidationError):
        apply(found)
    assert not Agent.objects.filter(hr_number__isnull=False).exists()


def test_circle_when_managers_turn_then_the_chain_is_said_by_names(send):
    found = send(csv([person("A1", "Un", manager="A2"), person("A2", "Deux", manager="A3"), person("A3", "Trois", manager="A1")]))
    error = HrError.objects.filter(hr_import=found).first()
    assert "Léa Un → Léa Deux → Léa Trois → Léa Un" in say(error.code, error.params)


def test_import_when_only_the_correct_lines_are_taken_then_nobody_leaves_for_not_being_there(send, apply):
    apply(send(csv([person("A1"), person("A2", "Roux")])))
    found = send(csv([person("A3", "Blanc"), person("A4", mail="faux"), person("A1", "Durand")]))
    apply(found, only_correct=True)
    assert Agent.objects.get(hr_number="A2").is_active
    assert Agent.objects.get(hr_number="A1").last_name == "Durand"
    assert Agent.objects.filter(hr_number="A3").exists()
    assert not Agent.objects.filter(hr_number="A4").exists()


@pytest.mark.parametrize(("people", "leaving", "asks"), [(10, 1, False), (19, 2, True), (20, 2, False), (11, 1, False), (9, 1, True)])
def test_leavers_when_more_than_a_tenth_then_their_number_is_confirmed(send, apply, people, leaving, asks):
    rows = [person(f"A{n}", f"Nom{n}") for n in range(people)]
    apply(send(csv(rows)))
    found = send(csv(rows[leaving:]))
    assert found.leaving == leaving
    assert found.must_confirm_leavers is asks
    if asks:
        for number in (None, leaving + 1):
            with pytest.raises(ValidationError):
                apply(found, leavers=number)
    apply(found, leavers=leaving if asks else None)
    assert Agent.objects.filter(hr_number__isnull=False, is_active=True).count() == people - leaving


def test_leaver_when_hidden_then_reports_covers_and_heads_follow_and_a_return_opens_the_account(send, apply, as_agent):
    rows = [person(f"A{n}", f"Nom{n}") for n in range(3, 40)]
    rows += [person("A0", "Haut"), person("A1", "Milieu", manager="A0"), person("A2", "Bas", manager="A1")]
    apply(send(csv(rows)))
    top, middle, low = (Agent.objects.get(hr_number=number) for number in ("A0", "A1", "A2"))
    outside = AgentFactory(manager=middle, cover=middle, absent_from=clock.today())
    headed = unit("accueil", head=middle)
    client = as_agent(middle)
    assert client.get("/people/me/edit/").status_code == 200
    found = send(csv([row for row in rows if row[0] != "A1" and row[0] != "A2"] + [person("A2", "Bas", manager="A0")]))
    apply(found)
    for each in (middle, low, outside, headed):
        each.refresh_from_db()
    assert not middle.is_active
    assert middle.left_on == clock.today()
    assert (low.manager, outside.manager, outside.cover, headed.head) == (top, top, None, None)
    assert found.counts["headless"] == 1
    assert client.get("/people/me/edit/").status_code == 302
    back = send(csv(rows))
    assert back.counts["back"] == 1
    apply(back)
    middle.refresh_from_db()
    assert middle.is_active
    assert middle.left_on is None


def test_account_when_closed_by_an_administrator_then_a_file_does_not_open_it(send, apply):
    apply(send(csv([person("A1")])))
    Agent.objects.filter(hr_number="A1").update(is_active=False)
    apply(send(csv([person("A1", "Durand")])))
    closed = Agent.objects.get(hr_number="A1")
    assert not closed.is_active
    assert closed.last_name == "Durand"


def test_erased_when_still_in_the_file_then_they_are_not_made_again(send, apply, admin):
    apply(send(csv([person("A1"), person("A2", "Roux")])))
    privacy.erase(agent=Agent.objects.get(hr_number="A1"), by=admin)
    count = Agent.objects.count()
    found = apply(send(csv([person("A1"), person("A2", "Roux")])))
    assert found.counts["aside"] == 1
    assert Agent.objects.count() == count


def test_dates_when_somebody_arrives_or_leaves_later_then_the_day_does_it(send, apply):
    today = clock.today()
    later, before = (today + timedelta(days=3)).isoformat(), (today - timedelta(days=1)).isoformat()
    rows = [person("A1", arrived=later), person("A2", "Roux", leaves=today.isoformat()), person("A3", "Parti", leaves=before)]
    found = apply(send(csv(rows)))
    assert found.counts["later"] == 1
    assert not Agent.objects.filter(hr_number="A3").exists()
    assert not Agent.objects.get(hr_number="A1").is_active
    assert Agent.objects.get(hr_number="A2").is_active
    with clock.told_at(clock.now() + timedelta(days=4)):
        assert actions.follow_dates() == 2
        assert actions.follow_dates() == 0
        assert send(csv(rows)).changes_nothing
    assert Agent.objects.get(hr_number="A1").is_active
    assert not Agent.objects.get(hr_number="A2").is_active


def test_importer_when_the_file_does_not_have_them_then_their_account_stays_open(send, apply, admin):
    Agent.objects.filter(pk=admin.pk).update(hr_number="ADM")
    rows = [person(f"A{n}", f"Nom{n}") for n in range(20)]
    apply(send(csv(rows)))
    admin.refresh_from_db()
    assert admin.is_active


def test_units_when_moved_and_named_by_the_file_then_the_tree_and_its_memory_follow(send, apply):
    unit("nord"), unit("sud")
    unit("accueil", OrgUnit.objects.get(code="nord"))
    found = send(csv([person("A1", unit="accueil", unit_name="Accueil et orientation", parent="sud")]))
    assert (found.counts["units_moved"], found.counts["units_renamed"]) == (1, 1)
    apply(found)
    moved = OrgUnit.objects.get(code="accueil")
    assert moved.name == "Accueil et orientation"
    assert moved.path.startswith(OrgUnit.objects.get(code="sud").path)
    assert sorted(moved.lineage.values_list("kind", flat=True)) == ["move", "rename"]


def test_units_when_many_levels_are_new_then_all_are_made_in_their_order(send, apply):
    unit("d")
    found = apply(send(csv([person(f"A{n}", unit=f"u{n}", unit_name=f"U{n}", parent=f"u{n - 1}" if n else "d") for n in range(6)])))
    assert found.counts["units_new"] == 6
    assert OrgUnit.objects.get(code="u5").depth == 8
    again = [person(f"A{n}", unit=f"u{n}") for n in range(6)]
    again += [person(f"B{n}", unit=f"v{n}", unit_name=f"V{n}", parent="d") for n in range(40)]
    apply(send(csv(again)))
    assert OrgUnit.objects.get(code="d").numchild == 41
    assert OrgUnit.find_problems() == ([], [], [], [], [])


def test_directory_when_it_changed_after_the_comparison_then_the_file_is_compared_again(send, apply):
    found = send(csv([person("A1")]))
    AgentFactory(email="a1@exemple.fr", hr_number="B7")
    apply(found)
    assert found.status == HrImport.Status.READING
    assert found.problem == "stale"
    actions.compare(hr_import=found.pk)
    assert errors(found) == [(2, "email", "mail_of_another")]


@pytest.mark.parametrize(("role", "may"), [(None, False), *((role, role in {Role.ADMINISTRATOR, Role.HR_ADVISER}) for role in Role)])
def test_import_when_by_whom_then_administrators_and_hr_advisers_alone(send, role, may):
    by = AgentFactory(roles=[role] if role else [])
    if may:
        assert send(csv([person("A1")]), by=by).counts["new"] == 1
    else:
        with pytest.raises(PermissionDenied):
            send(csv([person("A1")]), by=by)


def test_workbook_when_it_holds_dates_numbers_and_titles_above_then_it_is_read(send, apply):
    row = person(1204, unit="", arrived=date(2020, 2, 1))
    row[4] = 493000000
    apply(send(xlsx([row], before=[["Extraction du 3 mars"], []])))
    found = Agent.objects.get(hr_number="1204")
    assert found.arrived_on == date(2020, 2, 1)
    assert found.phone == "0493000000"


def test_application_when_it_fails_then_nothing_is_written_and_the_way_is_free(send, apply, monkeypatch):
    found = send(csv([person("A1")]))
    monkeypatch.setattr("intranet.organisation.actions.applying._Application._tell", lambda *args: 1 / 0)
    apply(found)
    assert (found.status, found.problem) == (HrImport.Status.READY, "not_applied")
    assert not Agent.objects.filter(hr_number="A1").exists()
    monkeypatch.undo()
    assert apply(found).status == HrImport.Status.DONE
