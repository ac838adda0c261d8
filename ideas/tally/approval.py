"""Approval, k choices at most: each ballot supports up to k options, an option has as many votes as ballots.

Equals are separated by lot: the order of SHA-256("seed:number"), the seed being published when the
round is announced. (Brams and Fishburn, Approval Voting, 1983; the limit and the lot are ours.)
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from ideas.tally.methods import BallotError, Spec, method, needed_for, turnout_reaches


def lot(seed: str, number: int) -> str:
    """The draw of one option: the smallest comes first."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


@method
class Approval:
    key = "approval"
    version = 1

    def clean(self, choices: Iterable, spec: Spec) -> list[int]:
        """The numbers chosen, sorted, each once. A blank ballot is an empty list."""
        try:
            numbers = sorted({int(choice) for choice in choices})
        except (TypeError, ValueError):
            raise BallotError("shape") from None
        if not set(numbers) <= set(spec.options):
            raise BallotError("unknown")
        if len(numbers) > spec.max_choices:
            raise BallotError("too_many")
        return numbers

    def count(self, ballots: Iterable[Sequence[int]], spec: Spec) -> dict:
        """Votes, ranks, quorum, and the steps that explain them. Refuses a ballot that `clean` would change."""
        votes = Counter(dict.fromkeys(spec.options, 0))
        received = blanks = 0
        for ballot in ballots:
            if self.clean(ballot, spec) != list(ballot):
                raise BallotError("shape")
            received += 1
            blanks += not ballot
            votes.update(ballot)
        order = sorted(spec.options, key=lambda n: (-votes[n], lot(spec.seed, n)))
        tiers = [list(tier) for _votes, tier in groupby(order, key=votes.__getitem__)]
        rank_of: dict = {}
        for tier in tiers:
            rank_of |= dict.fromkeys(tier, len(rank_of) + 1)
        met = turnout_reaches(received, spec.roll_size, spec.quorum_pct, spec.quorum_cmp)
        first = [n for n in order[: spec.places] if votes[n]]
        quorum = {
            "pct": str(spec.quorum_pct),
            "cmp": spec.quorum_cmp,
            "needed": needed_for(spec.roll_size, spec.quorum_pct, spec.quorum_cmp),
            "met": met,
        }
        return {
            "method": self.key,
            "version": self.version,
            "roll_size": spec.roll_size,
            "ballots": received,
            "blanks": blanks,
            "quorum": quorum,
            "consultative": not met,
            "ranking": [
                {"option": n, "votes": votes[n], "rank": rank_of[n], "place": place, "first": n in first}
                for place, n in enumerate(order, start=1)
            ],
            "steps": [
                {"step": "roll", "roll_size": spec.roll_size},
                {"step": "received", "ballots": received, "blanks": blanks},
                {"step": "quorum", "ballots": received, "roll_size": spec.roll_size, **quorum},
                *({"step": "option", "option": n, "votes": votes[n]} for n in sorted(spec.options)),
                {"step": "marks", "marks": sum(votes.values()), "expressed": received - blanks, "max_choices": spec.max_choices},
                *(_tie(tier, votes[tier[0]], spec) for tier in tiers if len(tier) > 1 and votes[tier[0]]),
                {"step": "first", "places": spec.places, "options": first},
            ],
        }


def _tie(tier: list[int], votes: int, spec: Spec) -> dict:
    return {
        "step": "tie",
        "votes": votes,
        "seed": spec.seed,
        "draws": [{"option": n, "draw": lot(spec.seed, n)[:12]} for n in tier],
    }
