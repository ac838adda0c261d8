"""The curve: its arithmetic, and its four forms saying the same thing."""

import csv
import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from pilots.charts import drawing, table, words
from pilots.charts.curve import ENOUGH_FOR_LIMITS, Curve, Goal, Good, Mark, Measure, Recalculation, Rule, pooled

FIRST = date(2026, 8, 10)
SANU = (31, 34, 29, 33, 36, 32, 30, 35, 33, 24, 22, 19, 21, 17, 18)


def weeks(*values, **fields):
    return [
        Measure(FIRST + timedelta(7 * i), FIRST + timedelta(7 * i + 6), *((None, *v) if isinstance(v, tuple) else (v,)), **fields)
        for i, v in enumerate(values)
    ]


def mark(week, label="Ouverture du SANU", since="l’ouverture"):
    return Mark(FIRST + timedelta(7 * week), label, since, is_opening=True)


def curve(*values, marks=(), good=Good.DOWN, **fields):
    return Curve.of(name="Renvois", unit="renvois par semaine", good=good, measures=weeks(*values), marks=marks, **fields)


def sanu(**fields):
    return curve(*SANU, marks=[mark(9)], goal=Goal(16, by=date(2027, 3, 15)), **fields)


def test_limits_when_computed_then_mean_and_moving_range():
    zone = sanu().zones[0]
    assert zone.centre == pytest.approx(293 / 9)
    assert zone.upper - zone.centre == pytest.approx(2.66 * 28 / 8)
    assert zone.rests_on == tuple(range(9))
    assert sanu().is_provisional


def test_sentence_when_sanu_then_as_promised_in_both_languages():
    with translation.override("fr"):
        assert words.sentence(sanu()) == (
            "Depuis l’ouverture, 20 renvois par semaine contre 33 avant\u00a0: c’est plus que la variation habituelle."
        )
    with translation.override("en"):
        assert words.sentence(sanu()).startswith("Since l’ouverture, 20 renvois par semaine against 33 before: it is more than")


def test_sentence_when_it_goes_the_wrong_way_then_it_says_so():
    with translation.override("en"):
        assert "the wrong way" in words.sentence(sanu(good=Good.UP))


def test_sentence_when_nothing_leaves_the_usual_variation_then_it_says_so():
    steady = curve(12, 11, 13, 12, 14, 12, 13, 11, 12, 14, 13, 12, marks=[mark(9)])
    assert steady.change == 0
    with translation.override("en"):
        assert "within the usual variation" in words.sentence(steady)


def test_limits_when_under_ten_points_then_a_median_and_no_signal():
    few = curve(*range(9))
    assert len(few.shown) == ENOUGH_FOR_LIMITS - 1
    assert not few.has_limits
    assert few.zones[0].centre == 4
    assert not any(p.signals for p in few.points)


def test_rules_when_each_pattern_then_its_rule():
    calm = [10, 12, 10, 12, 10, 12, 10, 12, 10, 12]

    def rules(*more):
        found = curve(*calm, *more, marks=[mark(10)])
        return {s.rule for p in found.points[10:] for s in p.signals}

    assert Rule.OUTSIDE in rules(40)
    assert rules(*[11.5, 11.4] * 4) == {Rule.RUN}
    assert Rule.RUN not in rules(*([11.5, 11.4] * 3))
    assert rules(10, 10.4, 10.8, 11.2, 11.6, 12.0) == {Rule.TREND}
    assert Rule.TREND not in rules(10, 10.4, 10.8, 11.2, 11.6)
    assert Rule.TREND in rules(10, 10.4, 10.4, 10.8, 11.2, 11.6, 12.0)  # a tie counts once
    third = 11 + 2.66 * 2 * 2 / 3
    assert rules(third + 0.1, 11, third + 0.1) == {Rule.NEAR}
    assert rules(third + 0.1, 11, 22 - third - 0.1) == set()  # not the same side


def test_limits_when_a_named_recalculation_then_new_ones_from_its_mark():
    again = Recalculation(FIRST + timedelta(70), "Léa Martin", "le guichet a fermé")
    assert len(curve(*[10, 12] * 5, *[3, 4] * 5).zones) == 1
    found = curve(*[10, 12] * 5, *[3, 4] * 5, recalculations=[again])
    assert [z.first for z in found.zones] == [0, 10]
    assert found.zones[1].centre == 3.5
    assert any("Léa Martin" in note for note in words.notes(found))
    # Too few points since: the old limits stay.
    assert len(curve(*[10, 12] * 5, *[3, 4] * 4, recalculations=[again]).zones) == 1


def test_rate_when_pooled_then_never_an_average_of_rates():
    assert pooled(weeks((1, 10), (90, 100))) == pytest.approx(100 * 91 / 110)


def test_constant_when_binary_fractions_then_no_signal():
    assert not any(p.signals for p in curve(*[0.1] * 30).points)


def secret(found):
    """Every text in which a curve shows."""
    return "".join(
        [
            drawing.svg(found, drawing.WIDE, key="k"),
            drawing.svg(found, drawing.NARROW, key="k"),
            words.sentence(found),
            table.as_csv(found),
            str(table.rows(found)),
        ]
    )


def test_masked_when_few_people_then_in_none_of_the_four_forms():
    shown = [Measure(m.start, m.end, m.value, n=50) for m in weeks(*SANU)]
    few = Measure(shown[4].start, shown[4].end, 777.77, n=4)
    other = Measure(shown[4].start, shown[4].end, 1.23, n=4)
    one, two = (
        secret(
            Curve.of(
                name="R", unit="r", good=Good.DOWN, measures=[*shown[:4], hidden, *shown[5:]], marks=[mark(9)], least_n=5, goal=Goal(16)
            )
        )
        for hidden in (few, other)
    )
    assert "777" not in one
    assert one == two  # not a byte depends on what is masked: no mean, no scale, no limit gives it away


def test_masked_when_a_rate_then_its_denominator_counts_and_its_parts_are_hidden():
    found = Curve.of(name="R", unit="r", good=Good.UP, measures=weeks((3, 4), (21, 28)), least_n=5)
    assert [p.is_masked for p in found.points] == [True, False]
    row = table.rows(found)[0]
    assert (row.numerator, row.denominator, row.n) == ("", "", "")


measures = st.lists(st.one_of(st.none(), st.integers(0, 5000), st.floats(0, 5000, allow_nan=False)), min_size=0, max_size=60)


@given(measures, st.integers(0, 60), st.sampled_from(Good), st.sampled_from(["fr", "en"]))
def test_forms_when_any_series_then_they_agree(values, opening, good, language):
    made = [
        Measure(m.start, m.end, 1.0 if v is None else float(v), n=1 if v is None else 100)
        for v, m in zip(values, weeks(*values), strict=True)
    ]
    found = Curve.of(name="R", unit="u", good=good, measures=made, marks=[mark(opening)], least_n=5)
    with translation.override(language):
        rows = table.rows(found)
        assert len(rows) == len(values)
        # Table and CSV: the same cells.
        lines = list(csv.reader(StringIO(table.as_csv(found)), delimiter=";"))
        assert len(lines) == len(rows) + 1
        for row, line in zip(rows, lines[1:], strict=True):
            assert line[2] == row.value.replace("\u00a0", "")
        # Drawing: as many points as values shown, each at the height of its value.
        for frame in (drawing.WIDE, drawing.NARROW):
            drawn = drawing.svg(found, frame, key="k")
            if not found.shown:
                assert drawn == ""
                continue
            line = re.search(r'class="curve-line" d="([^"]*)"', drawn)[1]
            heights = [float(y) for _x, y in re.findall(r"[ML](\S+) ([\d.-]+)", line)]
            scale = drawing.scale(found, frame)
            step = (scale.high - scale.low) / (frame.height - frame.top - frame.bottom)
            assert len(heights) == len(found.shown)
            for height, point in zip(heights, found.shown, strict=True):
                assert abs(scale.value(height) - point.value) <= step * 0.06 + 1e-6
            assert drawn.count("l6 6 -6 6 -6 -6z") + drawn.count("l4 4 -4 4 -4 -4z") == sum(bool(p.signals) for p in found.points)
            assert words.sentence(found) in drawn.replace("&quot;", '"').replace("&#x27;", "'")
        # Sentence: the verdict is that of the points.
        if found.change:
            assert any(found.points[i].signals for i in found.after_indexes)
        for zone in found.zones:
            assert (zone.upper is None) == (zone.lower is None)
            if zone.has_limits:
                assert zone.lower <= zone.centre + 1e-9
                assert zone.centre <= zone.upper + 1e-9
                assert len(found.shown) >= ENOUGH_FOR_LIMITS


def test_drawing_when_made_then_it_keeps_the_content_policy_and_speaks():
    drawn = drawing.svg(sanu(), drawing.WIDE, key="c1")
    assert 'role="img"' in drawn
    assert "<title" in drawn
    assert "<desc" in drawn
    assert "style=" not in drawn
    assert "font-size" not in drawn
    assert drawing.LETTER >= 12


def test_drawing_when_a_label_is_markup_then_it_is_escaped():
    drawn = drawing.svg(curve(*SANU, marks=[Mark(FIRST, "<script>alert(1)</script>", is_opening=True)]), drawing.WIDE, key="c")
    assert "<script" not in drawn


def test_drawing_when_two_marks_are_near_then_no_words_cross_the_line_of_another():
    found = curve(*SANU, marks=[mark(9, label="Ouverture du SANU"), mark(12, label="Borne déplacée face à l’entrée")])
    drawn = drawing.svg(found, drawing.WIDE, key="k")
    lines = [float(x) for x in re.findall(r'class="curve-mark" d="M(\S+) ', drawn)]
    words_of = re.findall(r'class="curve-mark-word (curve-\w+)" x="(\S+)" y="\S+">([^<]+)<', drawn)
    assert len(lines) == len(words_of) == 2
    for side, at, label in words_of:
        width = drawing.LETTER * 0.6 * len(label)
        begin = float(at) - width if side == "curve-end" else float(at)
        assert not [x for x in lines if begin < x < begin + width], label
