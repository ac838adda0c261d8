"""How days and texts are written."""

from datetime import date

import pytest
from django.utils import translation

from intranet.base.templatetags import base
from intranet.base.text import markdown, plain, quoted, written_day
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


def test_quoted_when_in_a_language_then_with_its_own_marks():
    for language, expected in (("fr", "«\u00a0Accueil\u00a0»"), ("en", "“Accueil”")):
        with translation.override(language):
            assert quoted("Accueil") == expected
            assert base.quoted("Accueil") == expected
