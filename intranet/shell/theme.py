"""One hue for the whole site: the action colours, derived in OKLCH so that no choice of hue can spoil a contrast.

Lightness is fixed for each token, and the chroma is the largest up to a ceiling that the sRGB screen
can show at that hue: the colour written is the colour seen, and its contrast is known beforehand
(`tests/shell/test_theme.py` computes every pair for the 360 hues).
OKLab: Björn Ottosson, "A perceptual color space for image processing", 2020.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

DEFAULT_HUE = 255


@dataclass(frozen=True)
class Token:
    """A colour token: lightness and the most chroma wanted, in the light and in the dark scheme."""

    name: str
    light: tuple[float, float]
    dark: tuple[float, float]


TOKENS = (
    Token("accent", (0.40, 0.115), (0.80, 0.105)),
    Token("accent-ink", (1.0, 0.0), (0.21, 0.035)),
    Token("accent-wash", (0.955, 0.018), (0.28, 0.045)),
    Token("accent-strong", (0.33, 0.10), (0.87, 0.08)),
)


@lru_cache(maxsize=360)
def css(hue: int) -> str:
    """The sheet that gives the tokens of the accent their colours for `hue`, in degrees."""
    lines = [f"  --{t.name}: light-dark({oklch(*t.light, hue)}, {oklch(*t.dark, hue)});" for t in TOKENS]
    return "@layer tokens {\n:root {\n" + "\n".join(lines) + "\n}\n}\n"


def oklch(lightness: float, chroma: float, hue: int) -> str:
    """The CSS of a colour, its chroma lowered until a screen can show it."""
    return f"oklch({lightness * 100:g}% {shown_chroma(lightness, chroma, hue):.4f} {hue})"


def shown_chroma(lightness: float, chroma: float, hue: int) -> float:
    """The largest chroma up to `chroma` that stays inside sRGB at this lightness and hue."""
    steps = math.floor(chroma * 1000)
    return next((step / 1000 for step in range(steps, 0, -1) if _fits(lightness, step / 1000, hue)), 0.0)


def _fits(lightness: float, chroma: float, hue: int) -> bool:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return all(0 <= channel <= 1 for channel in channels)
