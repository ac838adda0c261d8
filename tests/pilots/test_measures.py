"""Measures typed and pasted: what is read, what is refused, nothing half-written."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from intranet.base import clock
from pilots.actions import indicators as act
from pilots.actions.indicators import Entry
from pilots.charts import table
from pilots.forms.measures import read_day, read_number, read_pasted
from pilots.models import Indicator, Measurement, Pilot
from pilots.templatetags.pilots import figure
from tests.factories import AgentFactory
from tests.pilots import factories


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12/05/2026", date(2026, 5, 12)),
        ("12.5.26", date(2026, 5, 12)),
        ("2026-05-12", date(2026, 5, 12)),
        ("2026-05-12 00:00:00", date(2026, 5, 12)),
        ("12 mai 2026", date(2026, 5, 12)),
        ("1er août 2026", date(2026, 8, 1)),
        ("3 févr. 2026", date(2026, 2, 3)),
        ("12 May 2026", date(2026, 5, 12)),
        ("mai 2026", date(2026, 5, 1)),
        ("05/2026", date(2026, 5, 1)),
        ("2026-S20", date(2026, 5, 11)),
        ("S20 2026", date(2026, 5, 11)),
        ("31/02/2026", None),
        ("2026-S54", None),
        ("12/05", None),
        ("hier", None),
        ("", None),
        ("٢٠٢٦-٠٥-١٢", None),
        ("0001-01-01", None),
    ],
)
def test_day_when_typed_then_read_or_refused(typed, day):
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("31", "31"),
        ("12,5", "12.5"),
        ("1 234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("12,5 %", "12.5"),
        ("\u22123", "-3"),
        ("1e5", None),
        ("nan", None),
        ("inf", None),
        ("=1+1", None),
        ("1,2,3", None),
        ("12.34,567.8", None),
        ("99999999999", None),
        ("", None),
        ("٣", None),
    ],
)
def test_number_when_typed_then_read_or_refused(typed, number):
    assert read_number(typed) == (None if number is None else Decimal(number))


@given(st.text(max_size=300))
def test_paste_when_anything_then_sentences_and_never_a_failure(text):
    for shape in Indicator.Shape:
        pasted = read_pasted(text, Indicator(shape=shape, frequency="weekly"))
        assert all(line.entry or line.errors for line in pasted.lines)


WEEKLY = Indicator(shape="number", frequency="weekly")
RATE = Indicator(shape="rate", frequency="monthly")


def test_paste_when_tabs_semicolons_or_commas_then_the_same():
    for text in ("10/08/2026\t31,5\n17/08/2026\t34", "10/08/2026;31,5\n17/08/2026;34", "10/08/2026,31.5\n17/08/2026,34"):
        pasted = read_pasted(text, WEEKLY)
        assert pasted.is_clean, pasted.errors
        assert [(e.start.day, e.value) for e in pasted.entries] == [(10, Decimal("31.5")), (17, Decimal(34))]
        assert pasted.entries[0].end == date(2026, 8, 16)


def test_paste_when_lines_have_different_separators_then_each_is_cut_by_its_own():
    pasted = read_pasted("Semaine du;Valeur\n10/08/2026;31,5\n17/08/2026\t34", WEEKLY)
    assert not pasted.errors
    assert [entry.value for entry in pasted.entries] == [Decimal("31.5"), Decimal(34)]


def test_paste_when_headings_then_columns_are_found_by_name():
    pasted = read_pasted("Remarque;Valeur;Du;Au\nfermé lundi;31;10/08/2026;16/08/2026", WEEKLY)
    assert pasted.entries[0] == Entry(date(2026, 8, 10), date(2026, 8, 16), value=Decimal(31), note="fermé lundi")


def test_paste_when_a_month_and_a_rate_then_to_its_last_day():
    pasted = read_pasted("mai 2026;21;28\njuin 2026;30;36", RATE)
    assert pasted.is_clean, pasted.errors
    assert (pasted.entries[0].end, pasted.entries[1].denominator) == (date(2026, 5, 31), Decimal(36))


@pytest.mark.parametrize(
    "line",
    [
        "10/08/2026,31,5",
        "10/08/2026",
        "10/08/2026;trente",
        "31/02/2026;3",
        "10/08/2026;09/08/2026;3",
        "10/08/2026;31;douze",
        "10/08/2099;31",
        "10/08/2026;=cmd|' /C calc'!A0",
    ],
)
def test_paste_when_one_line_is_wrong_then_it_is_named_and_nothing_is_clean(line):
    pasted = read_pasted(f"03/08/2026;30\n{line}", WEEKLY)
    assert not pasted.is_clean
    assert pasted.errors[0].startswith(("Ligne", "Line"))
    assert "2" in pasted.errors[0]


def test_paste_when_rates_are_impossible_or_periods_overlap_then_said():
    assert not read_pasted("mai 2026;30;20", RATE).is_clean
    assert not read_pasted("mai 2026;0;0", RATE).is_clean
    assert not read_pasted("10/08/2026;31\n12/08/2026;32", WEEKLY).is_clean
    assert not read_pasted("10/08/2026;31\n10/08/2026;31", WEEKLY).is_clean


@pytest.fixture
def indicator(db):
    return factories.an_indicator(factories.a_pilot("running"))


def entries(*values, first=None):
    first = first or clock.today() - timedelta(days=7 * len(values) + 1)
    return [Entry(first + timedelta(7 * i), first + timedelta(7 * i + 6), value=Decimal(v)) for i, v in enumerate(values)]


def test_enter_when_the_same_twice_then_nothing_more(indicator):
    three = entries(31, 34, 29)
    assert act.enter_measures(indicator=indicator, agent=indicator.owner, entries=three) == act.Outcome(3, 0, 0)
    assert act.enter_measures(indicator=indicator, agent=indicator.owner, entries=three) == act.Outcome(0, 0, 3)
    assert Measurement.objects.count() == 3


def test_enter_when_a_final_figure_differs_then_a_reason_and_another_row(indicator):
    act.enter_measures(indicator=indicator, agent=indicator.owner, entries=entries(31, 34))
    with pytest.raises(ValidationError):
        act.enter_measures(indicator=indicator, agent=indicator.owner, entries=entries(31, 35))
    done = act.enter_measures(indicator=indicator, agent=indicator.owner, entries=entries(31, 35), correction_reason="Fiche oubliée")
    assert done == act.Outcome(0, 1, 1)
    assert [m.value for m in indicator.measurements.current().in_order()] == [31, 35]
    assert Measurement.objects.count() == 3


def test_enter_when_provisional_then_replaced_without_a_reason(indicator):
    act.enter_measures(indicator=indicator, agent=indicator.owner, entries=entries(31), is_final=False)
    act.enter_measures(indicator=indicator, agent=indicator.owner, entries=entries(33))
    measure = indicator.measurements.get()
    assert (measure.value, measure.status) == (33, "final")


def test_enter_when_one_is_refused_then_none_is_written(indicator):
    for bad in (
        [*entries(31, 34), *entries(31, 34)],
        [*entries(31), Entry(clock.today(), clock.today() + timedelta(6), value=Decimal(3))],
        [*entries(31), Entry(date(2026, 1, 5), date(2026, 1, 11), numerator=Decimal(1), denominator=Decimal(2))],
    ):
        with pytest.raises(ValidationError):
            act.enter_measures(indicator=indicator, agent=indicator.owner, entries=bad)
    assert not Measurement.objects.exists()


def test_enter_when_not_on_the_team_then_refused(indicator):
    sponsor = indicator.pilot.mandates.get().sponsor
    for stranger in (sponsor, AgentFactory()):
        with pytest.raises(PermissionDenied):
            act.enter_measures(indicator=indicator, agent=stranger, entries=entries(31))


def test_csv_when_pasted_back_then_it_is_the_same(indicator):
    act.enter_measures(indicator=indicator, agent=indicator.owner, entries=entries("31.5", 34, "29.25"))
    text = table.as_csv(Indicator.objects.for_curves().get().curve())
    pasted = read_pasted(text, indicator)
    assert pasted.is_clean, pasted.errors
    assert act.enter_measures(indicator=indicator, agent=indicator.owner, entries=pasted.entries) == act.Outcome(0, 0, 3)


def test_target_when_replaced_then_a_reason_and_the_old_one_stays(indicator):
    lead = indicator.pilot.created_by
    fields = {"indicator": indicator, "agent": lead, "starts_on": clock.today(), "due_on": clock.today() + timedelta(90)}
    first = act.set_target(value=Decimal(16), **fields)
    with pytest.raises(ValidationError):
        act.set_target(value=Decimal(20), **fields)
    second = act.set_target(value=Decimal(20), reason="Un site de plus", **fields)
    first.refresh_from_db()
    assert (first.superseded_by, first.superseded_reason) == (second, "Un site de plus")
    assert indicator.current_target == second


def test_limits_when_too_few_since_then_refused(indicator):
    mark = act.mark_curve(
        pilot=indicator.pilot, agent=indicator.owner, happened_on=clock.today() - timedelta(75), label="Ouverture", kind="opening"
    )
    factories.measured(indicator, *range(9))
    with pytest.raises(ValidationError):
        act.recalculate_limits(indicator=indicator, agent=indicator.owner, intervention=mark, reason="Changé")
    factories.measured(indicator, 3, first=clock.today() - timedelta(7 * 9 + 8))
    act.recalculate_limits(indicator=indicator, agent=indicator.owner, intervention=mark, reason="Changé")
    with pytest.raises(ValidationError):
        act.remove_mark(mark=mark, agent=indicator.owner)


def test_curve_when_three_hundred_measures_then_the_same_queries(indicator, django_assert_num_queries):
    for count in (3, 200):
        factories.measured(indicator, *range(count), first=date(2010, 1, 4) + timedelta(7 * 400 * (count > 3)))
        pilot = Pilot.objects.get(pk=indicator.pilot_id)
        with django_assert_num_queries(5):
            [i.curve() for i in pilot.indicators.for_curves()]


@pytest.mark.parametrize(
    ("value", "language", "shown"), [("12.50", "fr", "12,5"), ("1050.25", "fr", "1\xa0050,25"), ("1050.25", "en", "1,050.25")]
)
def test_figure_when_on_a_page_then_as_the_curve_writes_it(value, language, shown):
    with translation.override(language):
        assert figure(Decimal(value)) == shown
