"""The pack: the same result from it alone, and every alteration found."""

import copy
import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from ideas.tally import pack, wording


def document(contents=([1], [1, 2], [], [3], [2, 3]), roll_size=10):
    params = {"method": "approval", "max_choices": 2, "places": 2, "quorum_pct": "40", "quorum_cmp": ">=", "seed": "graine"}
    options = [{"number": n, "title": title} for n, title in enumerate(("Bornes itinérantes", "Médiateur par site", "Appel unique"), 1)]
    ballots = [{"receipt": f"R{i:03}", "choices": list(c)} for i, c in enumerate(contents)]
    return pack.build(
        round={"id": "0", "title": "Raccourcir le délai", "closes_at": "2026-05-12T18:00:00+02:00"},
        rules={"number": 4, "text": "Trois choix au plus."},
        params=params,
        options=options,
        roll={"size": roll_size, "sha256": "0" * 64},
        ballots=ballots[::-1],
        result=pack.count(params, options, roll_size, [b["choices"] for b in ballots]),
    )


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from leaves(each, (*path, index))
    else:
        yield path, value


def altered(original, path, value):
    changed = copy.deepcopy(original)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = (not value) if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value}x"
    return changed


def test_a_pack_gives_the_same_result_from_its_bytes():
    original = document()
    found = pack.recount(pack.read(pack.write(original, notice="À lire")))
    assert found.result == original["result"]
    assert found.sha256 == original["hashes"]["pack"]
    assert pack.write(original) == pack.write(original)


def test_every_single_alteration_is_found():
    original = document()
    tried = 0
    for path, value in leaves(original):
        with pytest.raises(pack.PackError):
            pack.recount(pack.read(json.dumps(altered(original, path, value)).encode()))
        tried += 1
    assert tried > 60


def forge(change):
    """A pack altered with all its fingerprints written again, as a careful forger would."""
    forged = document()
    change(forged)
    forged["hashes"] = pack.hashes(forged)
    return forged


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d["ballots"].pop(), "result"),
        (lambda d: d["ballots"].reverse(), "order"),
        (lambda d: d["ballots"].insert(0, d["ballots"][0]), "doubled"),
        (lambda d: d["ballots"][0].update(choices=[1, 2, 3]), "ballot"),
        (lambda d: d["ballots"][0].update(choices=[3, 1]), "ballot"),
        (lambda d: d["roll"].update(size=2), "too_many_ballots"),
        (lambda d: d["params"].update(method="sortition"), "unknown_method"),
        (lambda d: d["params"].update(quorum_pct="90"), "result"),
        (lambda d: d["params"].update(quorum_cmp="<"), "not_a_pack"),
        (lambda d: d["params"].pop("seed"), "not_a_pack"),
        (lambda d: d["result"]["ranking"].reverse(), "result"),
    ],
    ids=["lost", "order", "doubled", "too_many", "unsorted", "roll", "method", "quorum", "sign", "seed", "ranking"],
)
def test_a_forger_who_writes_the_fingerprints_again_is_found_by_the_count(change, code):
    with pytest.raises(pack.PackError) as refusal:
        pack.recount(forge(change))
    assert refusal.value.code == code
    assert wording.refusal(refusal.value.code, refusal.value.detail)


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"{", b"[]", b'{"format": "other"}', b"\xff\xfe", b"[" * 100_000, b'"\x00"'], ids=range(8)
)
def test_what_is_not_a_pack_is_refused(data):
    with pytest.raises(pack.PackError):
        pack.recount(pack.read(data))


def test_a_zip_without_the_document_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("other.txt", "x")
    with pytest.raises(pack.PackError):
        pack.read(buffer.getvalue())


def test_the_command_recounts_without_a_database(tmp_path, capsys):
    # no `db` mark: pytest-django refuses any query here
    path = tmp_path / "vote.zip"
    path.write_bytes(pack.write(document()))
    call_command("recount", str(path), expect=document()["hashes"]["pack"])
    output = capsys.readouterr().out
    assert "Bornes itinérantes" in output
    assert document()["hashes"]["pack"] in output


@pytest.mark.parametrize("case", ["altered", "missing", "expected"])
def test_the_command_fails_with_a_sentence(tmp_path, case):
    path = tmp_path / "vote.json"
    written = document()
    if case == "altered":
        written["ballots"][0]["choices"] = [2]
    if case != "missing":
        path.write_text(json.dumps(written), encoding="utf-8")
    with translation.override("en"), pytest.raises(CommandError) as refusal:
        call_command("recount", str(path), expect="0" * 64 if case == "expected" else "")
    assert refusal.value.returncode == 1
    assert {"altered": "ballots", "missing": "cannot be read", "expected": "not the one expected"}[case] in str(refusal.value)


def test_the_steps_read_as_sentences():
    result = document()["result"]
    titles = {1: "Bornes itinérantes", 2: "Médiateur par site", 3: "Appel unique"}
    with translation.override("en"):
        told = " ".join(wording.sentences(result, titles))
    for words in (
        "10 people may vote",
        "5 ballots were received, 1 of them blank",
        "at least 40% of the roll",
        "It is reached",
        "Equal at 2",
    ):
        assert words in told
