"""Panels that upper areas add to pages of lower ones, without those pages knowing who they are.

    @panel("profile", order=10)
    def skills_of(viewer, person):
        return "skills/_profile_panel.html", {"held": …}      # or None: nothing to show

and the template of the page says `{% panels "profile" person %}`. Places: "profile" (subject: the
agent shown), "team" (subject: the unit shown), "home", "home_aside" and "preferences" (subject: None).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Panel:
    place: str
    order: int
    render: Callable[[Any, Any], tuple[str, dict] | None]


_panels: list[Panel] = []


def panel(place: str, *, order: int = 50):
    """Add a panel to `place`: a function of (viewer, subject) that gives a template and its context, or None."""

    def register(function):
        _panels.append(Panel(place, order, function))
        return function

    return register


def panels_of(place: str) -> list[Panel]:
    """The panels of a place, in their order."""
    return sorted((p for p in _panels if p.place == place), key=lambda p: p.order)
