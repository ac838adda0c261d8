"""The parts of a pack as plain JSON values, from the rows of a round: what is fingerprinted at the announcement is what is packed at the close."""

from collections.abc import Iterable
from typing import Any


def params_of(round: Any, *, lines: int, seed: str) -> dict:
    """The parameters of the count, from a round of `lines` options and its rules."""
    rules = round.rules.params or {}
    return {
        "method": round.method,
        "lines": lines,
        "max_choices": round.max_choices,
        "places": round.places,
        "quorum_pct": str(rules.get("quorum_pct") or 0),
        "quorum_cmp": rules.get("quorum_cmp") or ">=",
        "tie_break": "lot",
        "seed": seed,
        "secrecy": round.secrecy,
        "show_turnout": bool(rules.get("show_turnout")),
    }


def options_of(options: Iterable[Any]) -> list[dict]:
    """The options, in the order of their numbers."""
    return [
        {
            "number": option.number,
            "id": str(option.subject.public_id),
            "version": option.version.number if option.version_id else None,
            "title": option.title,
            "summary": option.summary,
        }
        for option in options
    ]


def rules_of(version: Any) -> dict:
    """The rules in force at this vote: their text and their parameters."""
    return {
        "name": version.ruleset.name,
        "number": version.number,
        "text": version.text_fr,
        "params": _without_floats(version.params),
        "sha256": version.sha256,
    }


def roll_of(entries: Any) -> list[str]:
    """The public identifiers of the people on the roll, sorted. Never part of a pack: only its fingerprint and its size are."""
    return sorted(str(public_id) for public_id in entries.values_list("agent__public_id", flat=True))


def round_of(round: Any) -> dict:
    """What the vote was, and when."""
    return {
        "id": str(round.public_id),
        "campaign": round.campaign.name,
        "title": round.title,
        "kind": round.kind,
        "announced_at": round.announced_at.isoformat(),
        "opens_at": round.opens_at.isoformat(),
        "closes_at": round.closes_at.isoformat(),
    }


def _without_floats(value: Any) -> Any:
    if isinstance(value, float):
        return str(value)
    if isinstance(value, dict):
        return {key: _without_floats(each) for key, each in value.items()}
    return [_without_floats(each) for each in value] if isinstance(value, list) else value
