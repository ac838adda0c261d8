"""The pack of a vote: one document that holds all that is needed to count it again, and nothing about who voted what.

A pack is a ZIP with `vote.json` (or that JSON file alone). Everything in it is covered by a
fingerprint; the fingerprint of the whole is the one published on the page of the results.
"""

import io
import json
import zipfile
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ideas.tally import approval  # noqa: F401 - registers the method
from ideas.tally.canonical import fingerprint
from ideas.tally.methods import BallotError, Spec, method_of

FORMAT = "traverse-vote"
VERSION = 1
NAME = "vote.json"
LIMIT = 200_000_000  # bytes of JSON once unpacked: 150,000 ballots are about 12 MB
_parts = ("round", "rules", "params", "options", "roll", "ballots", "result")


class PackError(ValueError):
    """A pack that cannot be believed. `code` says why: see `ideas.tally.wording.SENTENCES`; `detail` names the place."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Recount:
    """A recount that agrees: the result found again, and the fingerprint of the pack."""

    result: dict
    sha256: str
    title: str
    titles: dict[int, str]


def spec_of(params: dict, options: list[dict], roll_size: int) -> Spec:
    """What the count needs, from the frozen parameters of a round (JSON values)."""
    return Spec(
        options=tuple(option["number"] for option in options),
        max_choices=params["max_choices"],
        places=params["places"],
        roll_size=roll_size,
        quorum_pct=Fraction(str(params["quorum_pct"])),
        quorum_cmp=params["quorum_cmp"],
        seed=params["seed"],
    )


def count(params: dict, options: list[dict], roll_size: int, contents: list[list[int]]) -> dict:
    """The result of ballots under frozen parameters. Does not depend on the order of the ballots."""
    return method_of(params["method"]).count(contents, spec_of(params, options, roll_size))


def build(*, round: dict, rules: dict, params: dict, options: list[dict], roll: dict, ballots: list[dict], result: dict) -> dict:
    """The document of a pack. `ballots` are {"receipt", "choices"}: they are put in the order of their receipts."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "round": round,
        "rules": rules,
        "params": params,
        "options": options,
        "roll": roll,
        "ballots": in_order(ballots),
        "result": result,
    }
    document["hashes"] = hashes(document)
    return document


def in_order(ballots: list[dict]) -> list[dict]:
    """Ballots in their canonical order, which says nothing of when or by whom they were cast."""
    return sorted(ballots, key=lambda b: (b["receipt"], b["choices"]))


def hashes(document: dict) -> dict[str, str]:
    """The fingerprint of each part, and of the whole under "pack"."""
    found = {part: fingerprint(document[part]) for part in _parts}
    return found | {"pack": fingerprint([document["format"], document["version"], found])}


def write(document: dict, *, notice: str = "") -> bytes:
    """The ZIP of a pack, the same bytes each time, with a notice for people who open it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in ((NAME, json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)), ("LISEZMOI.txt", notice)):
            if body:
                entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, body)
    return buffer.getvalue()


def read(data: bytes) -> dict:
    """The document of a pack, from the bytes of its ZIP or of its JSON. Raises PackError."""
    try:
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if archive.getinfo(NAME).file_size > LIMIT:
                    raise PackError("unreadable")
                data = archive.read(NAME)
        document = json.loads(data)
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RecursionError) as error:
        if isinstance(error, PackError):
            raise
        raise PackError("unreadable") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT or document.get("version") != VERSION:
        raise PackError("not_a_pack")
    return document


def recount(document: dict) -> Recount:
    """Count a pack again from its ballots, and compare everything it says with what is found. Raises PackError."""
    try:
        _check_hashes(document)
        result = _count_again(document)
    except (KeyError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise PackError("not_a_pack") from error
    except LookupError as error:
        raise PackError("unknown_method", str(document["params"].get("method"))) from error
    if result != document["result"]:
        raise PackError("result", _difference(document["result"], result))
    titles = {option["number"]: option["title"] for option in document["options"]}
    return Recount(result=result, sha256=document["hashes"]["pack"], title=document["round"]["title"], titles=titles)


def _check_hashes(document: dict) -> None:
    found, written = hashes(document), document["hashes"]
    for part in (*_parts, "pack"):
        if found[part] != written[part]:
            raise PackError("hash", part)
    if set(written) != set(found):
        raise PackError("hash", "hashes")


def _count_again(document: dict) -> dict:
    ballots, roll_size = document["ballots"], document["roll"]["size"]
    if ballots != in_order(ballots):
        raise PackError("order")
    if len({b["receipt"] for b in ballots}) != len(ballots):
        raise PackError("doubled")
    if len(ballots) > roll_size:
        raise PackError("too_many_ballots")
    if len({o["number"] for o in document["options"]}) != len(document["options"]):
        raise PackError("not_a_pack")
    try:
        return count(document["params"], document["options"], roll_size, [b["choices"] for b in ballots])
    except BallotError as error:
        raise PackError("ballot", error.code) from error
    except ValueError as error:
        raise PackError("not_a_pack") from error


def _difference(written: Any, found: dict) -> str:
    if not isinstance(written, dict):
        return ""
    return ", ".join(key for key in found if written.get(key) != found[key])
