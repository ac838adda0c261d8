"""One hue, 360 choices, and no contrast under AA, computed here apart from the code: OKLCH → sRGB → luminance."""

import math
import re

import pytest
from django.conf import settings

from intranet.shell import theme

AA = 4.5
SITE = (settings.BASE_DIR / "static" / "site.css").read_text()
NUMBER = r"([\d.]+)"
OKLCH = rf"oklch\({NUMBER}% {NUMBER} {NUMBER}\)"
# Text on what it is read: every pair of the sheet in which a token of the theme takes part.
PAIRS = [
    ("accent", "paper"),
    ("accent", "ground"),
    ("accent", "accent-wash"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("accent-strong", "paper"),
    ("accent-strong", "accent-wash"),
    ("ink", "accent-wash"),
    ("ink-soft", "accent-wash"),
    ("paper", "accent"),
]


def srgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Linear sRGB of an OKLCH colour (CSS Color 4, section 10)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    l_, m_, s_ = (
        lightness + x * a + y * b for x, y in ((0.3963377774, 0.2158037573), (-0.1055613458, -0.0638541728), (-0.0894841775, -1.291485548))
    )
    long, medium, short = l_**3, m_**3, s_**3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
    )  # fmt: skip


def luminance(colour: str) -> float:
    """WCAG relative luminance of `oklch(…)` or `#rrggbb`. Fails for a colour that the screen cannot show."""
    if colour.startswith("#"):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    else:
        lightness, chroma, hue = map(float, re.fullmatch(OKLCH, colour).groups())
        red, green, blue = srgb(lightness / 100, chroma, hue)
        assert all(-1e-4 <= c <= 1 + 1e-4 for c in (red, green, blue)), f"{colour} is outside sRGB: the browser would change it"
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens(sheet: str) -> dict[str, tuple[str, str]]:
    """Each token of a sheet: its colour on a light page and on a dark one."""
    colour = r"(oklch\([^)]*\)|#[0-9a-f]{6})"
    return {name: (light, dark) for name, light, dark in re.findall(rf"--([\w-]+): light-dark\({colour}, {colour}\);", sheet)}


BASE = tokens(SITE)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_theme_when_any_hue_is_chosen_then_every_pair_reads(scheme):
    worst = min(
        (contrast((BASE | own)[text][scheme], (BASE | own)[under][scheme]), hue, text, under)
        for hue in range(360)
        for own in [tokens(theme.css(hue))]
        for text, under in PAIRS
    )
    assert worst[0] >= AA, worst


def test_theme_when_the_hue_is_the_default_then_the_sheet_already_says_it():
    assert tokens(theme.css(theme.DEFAULT_HUE)).items() <= BASE.items()


@pytest.mark.parametrize("area", ["skills", "ideas", "pilots", "knowledge", "good", "warn", "bad", "ink-soft"])
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_sheet_when_a_colour_carries_words_then_it_reads_on_paper_and_ground(area, scheme):
    assert all(contrast(BASE[area][scheme], BASE[under][scheme]) >= AA for under in ("paper", "ground"))


def test_theme_css_when_asked_then_anyone_reads_it_and_keeps_it(client):
    answer = client.get("/theme-140.css")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert " 140)" in answer.content.decode()
    assert "Set-Cookie" not in answer


def test_theme_css_when_the_hue_is_not_one_then_there_is_no_such_page(client, db):
    assert client.get("/theme-360.css").status_code == 404
