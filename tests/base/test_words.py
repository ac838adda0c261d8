"""How days and texts are written."""

from datetime import date

import pytest
from django.utils import translation

from intranet.base.templatetags import base
from intranet.base.text import markdown, ordinal, plain, quoted, written_day
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


def test_quoted_when_in_a_language_then_with_its_own_marks():
    for language, expected in (("fr", "«\u00a0Accueil\u00a0»"), ("en", "“Accueil”")):
        with translation.override(language):
            assert quoted("Accueil") == expected
            assert base.quoted("Accueil") == expected


@pytest.mark.parametrize(
    ("written", "href", "rest"),
    [
        ("Voir https://www.service-public.fr/a?b=1&c=2.", "https://www.service-public.fr/a?b=1&amp;c=2", "."),
        ("(http://exemple.fr/x)", "http://exemple.fr/x", ")"),
        ("https://fr.wikipedia.org/wiki/Vote_(droit), lu", "https://fr.wikipedia.org/wiki/Vote_(droit)", ", lu"),
        ("« https://exemple.fr/é »", "https://exemple.fr/%C3%A9", " »"),
        ("https://exemple.fr/a_b_c/*d*", "https://exemple.fr/a_b_c/", "<em>d</em>"),
        ("ici http://localhost:8000/people/?q=a", "/people/?q=a", ""),
    ],
)
def test_markdown_when_an_address_is_bare_then_it_is_a_link(settings, written, href, rest):
    settings.SITE_URL = "http://localhost:8000"
    html = markdown(written)
    assert f'<a href="{href}" rel="noopener nofollow">' in html
    assert html.count("<a ") == 1
    assert html.rstrip().endswith(f"</a>{rest}</p>")


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)", "ftp://exemple.fr/", "data:text/html,x", "www.exemple.fr", "`https://exemple.fr/`", "https://",
        "    https://exemple.fr/code", "http://<script>alert(1)</script>",
    ],
)  # fmt: skip
def test_markdown_when_it_is_not_an_address_of_the_web_then_it_is_text(written):
    html = markdown(written)
    assert "<a " not in html
    assert "<script" not in html


def test_markdown_when_an_address_carries_html_then_it_is_text_and_a_link_holds_no_other():
    html = markdown('https://exemple.fr/"onmouseover="alert(1) https://exemple.fr/<img/src=x>')
    assert html.count('<a href="https://exemple.fr/" rel="noopener nofollow">https://exemple.fr/</a>') == 2
    assert "<img" not in html
    assert markdown("[https://exemple.fr/](https://autre.fr/) <https://exemple.fr/>").count("<a ") == 2
