"""The count: its properties on invented ballots, its agreement with real ones."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.tally.approval import Approval
from ideas.tally.canonical import canonical, fingerprint
from ideas.tally.methods import BallotError, Spec, method_of, needed_for, turnout_reaches

REPOSITORY = Path(__file__).resolve().parents[2]
# Beside the repository (`../shared/data/ballots`), or beside any folder above it.
PLACES = [above / "shared" / "data" / "ballots" for above in REPOSITORY.parents]
BALLOTS = next((place for place in PLACES if place.exists()), PLACES[0])
real_ballots = pytest.mark.skipif(not BALLOTS.exists(), reason=f"the real ballots are not at {BALLOTS}")


def spec(options=4, k=2, roll_size=100, pct=40, cmp=">=", seed="graine", places=1):
    return Spec(tuple(range(1, options + 1)), k, places, roll_size, Fraction(pct), cmp, seed)


@st.composite
def elections(draw):
    options = draw(st.integers(2, 6))
    k = draw(st.integers(1, options))
    one = st.lists(st.integers(1, options), max_size=k, unique=True).map(sorted)
    ballots = draw(st.lists(one, max_size=30))
    return spec(options, k, roll_size=len(ballots) + draw(st.integers(0, 30)), seed=draw(st.text(max_size=4))), ballots


def votes_of(result):
    return {line["option"]: line["votes"] for line in result["ranking"]}


def ranks_of(result):
    return {line["option"]: line["rank"] for line in result["ranking"]}


@given(elections(), st.randoms())
def test_anonymity_the_order_of_ballots_changes_nothing(election, chance):
    rules, ballots = election
    shuffled = list(ballots)
    chance.shuffle(shuffled)
    assert canonical(Approval().count(ballots, rules)) == canonical(Approval().count(shuffled, rules))


@given(elections(), st.randoms())
def test_neutrality_renaming_options_renames_votes_and_ranks(election, chance):
    rules, ballots = election
    names = list(rules.options)
    chance.shuffle(names)
    rename = dict(zip(rules.options, names, strict=True))
    before = Approval().count(ballots, rules)
    after = Approval().count([sorted(rename[n] for n in b) for b in ballots], rules)
    assert {rename[n]: v for n, v in votes_of(before).items()} == votes_of(after)
    assert {rename[n]: r for n, r in ranks_of(before).items()} == ranks_of(after)


@given(elections(), st.data())
def test_monotonicity_one_more_vote_never_lowers_an_option(election, data):
    rules, ballots = election
    room = [i for i, b in enumerate(ballots) if len(b) < rules.max_choices]
    if not room:
        return
    index = data.draw(st.sampled_from(room))
    gained = data.draw(st.sampled_from([n for n in rules.options if n not in ballots[index]]))
    before = {line["option"]: line["place"] for line in Approval().count(ballots, rules)["ranking"]}
    raised = [sorted([*b, gained]) if i == index else b for i, b in enumerate(ballots)]
    after = {line["option"]: line["place"] for line in Approval().count(raised, rules)["ranking"]}
    assert after[gained] <= before[gained]


@given(elections())
def test_conservation_nothing_is_lost_nor_made(election):
    rules, ballots = election
    result = Approval().count(ballots, rules)
    assert sum(votes_of(result).values()) == sum(map(len, ballots))
    assert result["ballots"] == len(ballots)
    assert result["blanks"] == sum(not b for b in ballots)
    assert sorted(votes_of(result)) == list(rules.options)
    assert [line["place"] for line in result["ranking"]] == list(range(1, len(rules.options) + 1))


@given(elections())
@settings(max_examples=25)
def test_determinism_the_same_ballots_give_the_same_bytes(election):
    rules, ballots = election
    assert fingerprint(Approval().count(ballots, rules)) == fingerprint(Approval().count(list(ballots), rules))


def test_a_ballot_is_sorted_without_doubles_and_may_be_blank():
    clean = Approval().clean
    assert clean(["3", 1, 3], spec()) == [1, 3]
    assert clean([], spec()) == []
    for choices, code in (([1, 2, 3], "too_many"), ([9], "unknown"), (["x"], "shape"), ([None], "shape")):
        with pytest.raises(BallotError) as refusal:
            clean(choices, spec())
        assert refusal.value.code == code


def test_the_count_refuses_a_ballot_out_of_the_rules():
    for ballot in ([1, 2, 3], [2, 1], [1, 1], [7]):
        with pytest.raises(BallotError):
            Approval().count([ballot], spec())


@pytest.mark.parametrize(
    ("voted", "comparison", "reached", "needed"), [(40, ">=", True, 40), (40, ">", False, 41), (41, ">", True, 41), (39, ">=", False, 40)]
)
def test_the_sign_of_the_quorum_is_the_one_written(voted, comparison, reached, needed):
    assert turnout_reaches(voted, 100, Fraction(40), comparison) is reached
    assert needed_for(100, Fraction(40), comparison) == needed
    result = Approval().count([[1]] * voted, spec(cmp=comparison))
    assert (result["quorum"]["met"], result["consultative"], result["quorum"]["needed"]) == (reached, not reached, needed)


@given(st.integers(0, 1000), st.fractions(0, 100), st.sampled_from([">=", ">"]))
def test_the_needed_number_is_the_smallest_that_reaches(roll_size, pct, comparison):
    needed = needed_for(roll_size, pct, comparison)
    assert turnout_reaches(needed, roll_size, pct, comparison)
    assert needed == 0 or not turnout_reaches(needed - 1, roll_size, pct, comparison)


def test_equals_are_separated_by_the_published_lot_and_the_draw_is_shown():
    result = Approval().count([[1, 2], [3]], spec(places=2))
    again = Approval().count([[3], [1, 2]], spec(places=2))
    assert [line["option"] for line in result["ranking"]] == [line["option"] for line in again["ranking"]]
    tie = next(step for step in result["steps"] if step["step"] == "tie")
    assert [d["draw"] for d in tie["draws"]] == sorted(d["draw"] for d in tie["draws"])
    orders = {tuple(line["option"] for line in Approval().count([[1], [2], [3]], spec(seed=str(s)))["ranking"]) for s in range(40)}
    assert len(orders) == 6  # every order of three equals comes out of some seed


def test_an_unknown_method_is_refused():
    with pytest.raises(LookupError):
        method_of("sortition")


def test_floats_have_no_fingerprint():
    with pytest.raises(TypeError):
        fingerprint({"share": [0.5]})


def preflib(path):
    """Options and ballots of a PrefLib file of approvals: `weight: {approved},{others}`."""
    options, ballots = 0, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# NUMBER ALTERNATIVES"):
            options = int(line.split(":")[1])
        elif not line.startswith("#"):
            weight, _colon, rest = line.partition(":")
            rest = rest.strip()
            approved = rest[1 : rest.index("}")] if rest.startswith("{") else rest.split(",")[0]
            ballots += [sorted(int(n) for n in approved.split(",") if n)] * int(weight)
    return options, ballots


@real_ballots
@pytest.mark.parametrize("station", range(1, 7))
def test_french_approval_of_2002_agrees_with_the_file(station):
    path = BALLOTS / "preflib" / f"00026-0000000{station}.cat"
    options, ballots = preflib(path)
    header = path.read_text(encoding="utf-8")
    voters = int(header.split("# NUMBER VOTERS:")[1].split()[0])
    result = Approval().count(ballots, spec(options, options, roll_size=voters))
    assert result["ballots"] == voters
    naive = {n: sum(n in ballot for ballot in ballots) for n in range(1, options + 1)}
    assert votes_of(result) == naive
    assert result["quorum"]["met"]


def pabulib(path):
    projects, ballots, section, header = {}, [], "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() in {"META", "PROJECTS", "VOTES"}:
            section, header = line.strip(), []
        elif not header:
            header = line.split(";")
        elif section == "META":
            if line.startswith("vote_type;") and "approval" not in line:
                return None
        else:
            row = dict(zip(header, line.split(";"), strict=False))
            if section == "PROJECTS":
                projects[row["project_id"]] = int(row["votes"]) if row.get("votes") else None
            else:
                ballots.append([p for p in row["vote"].split(",") if p])
    return projects, ballots


@real_ballots
def test_the_totals_of_pabulib_agree_with_the_files():
    checked = 0
    for path in sorted((BALLOTS / "pabulib").glob("*.pb")):
        election = pabulib(path)
        if election is None or None in election[0].values():
            continue
        projects, named = election
        number = {name: n for n, name in enumerate(projects, start=1)}
        ballots = [sorted({number[p] for p in ballot}) for ballot in named]
        rules = spec(len(number), len(number), roll_size=len(ballots))
        counted = votes_of(Approval().count(ballots, rules))
        assert {name: counted[n] for name, n in number.items()} == projects, path.name
        checked += 1
    assert checked >= 4
