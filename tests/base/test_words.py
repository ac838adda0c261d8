"""How days and texts are written."""

from datetime import date

import pytest
from django.utils import translation

from intranet.base.templatetags import base
from intranet.base.text import ordinal, plain, written_day
from pilots.charts import words


@pytest.mark.parametrize(
    ("day", "language", "expected"),
    [
        (date(2026, 11, 1), "fr", "dimanche 1er novembre"),
        (date(2026, 11, 11), "fr", "mercredi 11 novembre"),
        (date(2026, 11, 1), "en", "Sunday 1 November"),
    ],
)
def test_day_when_the_first_of_a_month_then_french_writes_1er(day, language, expected):
    with translation.override(language):
        assert written_day(day, "l j F") == expected
        assert expected in base.day(day)


@pytest.mark.parametrize(
    ("language", "feminine", "expected"),
    [
        ("en", False, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "111th"]),
        ("fr", False, ["1er", "2e", "3e", "4e", "11e", "12e", "13e", "21e", "22e", "111e"]),
        ("fr", True, ["1re", "2e", "3e", "4e", "11e", "12e", "13e", "21e", "22e", "111e"]),
    ],
)
def test_rank_when_written_then_its_ending_follows_the_number_the_language_and_the_gender(language, feminine, expected):
    with translation.override(language):
        assert [ordinal(n, feminine=feminine) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 111)] == expected


def test_day_on_an_axis_when_the_first_then_1er():
    with translation.override("fr"):
        assert words.short_day(date(2026, 12, 1)) == "1er déc."
        assert base.written(date(2027, 5, 1), "j F Y") == "1er mai 2027"


def test_plain_when_markdown_then_its_marks_go_and_its_words_stay():
    typed = "## Où\n\n- **À l’accueil** : une personne\n- le [guide](https://exemple.fr/a)\n1. `deux` * trois\n2 - 1 = 1"
    assert plain(typed).split() == [
        "Où",
        "À",
        "l’accueil",
        ":",
        "une",
        "personne",
        "le",
        "guide",
        "deux",
        "*",
        "trois",
        "2",
        "-",
        "1",
        "=",
        "1",
    ]
