"""The door of the counting methods.

A method is a class with a `key` and a `version`, registered with `@method`. It says what a ballot
may hold (`clean`) and counts ballots (`count`). A change that could alter a result is a new version.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol


@dataclass(frozen=True)
class Spec:
    """What a count needs to know beside the ballots. All of it is frozen when the round is announced."""

    options: tuple[int, ...]  # the numbers of the options, in the order of their announcement
    max_choices: int
    places: int  # how many options come out first
    roll_size: int
    quorum_pct: Fraction  # of the roll, blank ballots included
    quorum_cmp: str  # ">=" or ">"
    seed: str  # for the lot that separates equals, published at the announcement


class BallotError(ValueError):
    """A ballot that the method refuses. `code`: "too_many", "unknown" or "shape"."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Method(Protocol):
    key: str
    version: int

    def clean(self, choices: Iterable, spec: Spec) -> list[int]:
        """The canonical content of a ballot; empty for a blank one. Raises BallotError."""

    def count(self, ballots: Iterable[Sequence[int]], spec: Spec) -> dict:
        """The result of canonical `ballots`, as JSON values: see `ideas.tally.approval`."""


_methods: dict[str, Method] = {}


def method(cls):
    """Register a method under its key."""
    _methods[cls.key] = cls()
    return cls


def method_of(key: str) -> Method:
    """The method named `key`. Refuses an unknown one (LookupError)."""
    try:
        return _methods[key]
    except KeyError:
        raise LookupError(f"no way of counting is named {key!r}") from None


def turnout_reaches(voted: int, roll_size: int, pct: Fraction, comparison: str) -> bool:
    """Whether `voted` out of `roll_size` reaches `pct` percent, with the sign that the rules wrote."""
    if comparison not in (">=", ">"):
        raise ValueError("the comparison of a quorum is >= or >")
    left, right = voted * 100, pct * roll_size
    return left >= right if comparison == ">=" else left > right


def needed_for(roll_size: int, pct: Fraction, comparison: str) -> int:
    """The smallest number of ballots that reaches the quorum."""
    exact = pct * roll_size / 100
    floor = exact.numerator // exact.denominator
    if comparison == ">":
        return floor + 1
    return floor if floor == exact else floor + 1
