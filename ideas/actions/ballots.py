"""Casting: how a ballot travels from the hand of an agent to the count. See `docs/voting.md`."""

import hashlib
import hmac
import json
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.models import Ballot, BallotLog, VotingRound
from ideas.permissions.rounds import is_on_roll
from ideas.tally import pack
from ideas.tally.methods import BallotError, method_of
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.jobs import outbox

LOCK = 0x766F7465  # "vote": the first key of the advisory locks of rounds


@dataclass(frozen=True)
class Receipt:
    """What an agent is told of a ballot: its code in the published list, and whether this sending changed anything."""

    code: str
    revision: int
    is_repeat: bool


def cast_ballot(*, round: VotingRound, agent: Agent, choices: Iterable) -> Receipt:
    """Put the ballot of `agent` in `round`, in place of the one before: none chosen is a blank ballot.

    `choices` are numbers of options. The same ballot sent again changes nothing and is answered as the
    first was. Refuses whoever is not on the frozen roll (PermissionDenied), too many choices, an unknown
    option, a vote that is not open (ValidationError). The close waits for this, and this for the close.
    """
    content = _cleaned(round, choices)
    code = receipt_of(round, agent)
    # From here on others wait: on SQLite whoever casts, in any vote; on PostgreSQL the close of this one.
    with transaction.atomic():
        hold_for_casting(round.pk)
        revision = _put(round, agent, content)
        if revision is not None:
            _log(round, BallotLog.Kind.CAST if revision == 1 else BallotLog.Kind.CHANGED)
            key = f"ballot:{round.pk}:{agent.pk}:{revision}"
            outbox.promise("ideas.tell_ballot", key=key, round=round.pk, agent=agent.pk, revision=revision)
            return Receipt(code, revision, is_repeat=False)
        return Receipt(code, _held(round, agent, content), is_repeat=True)


def _held(round: VotingRound, agent: Agent, content: list[int]) -> int:
    """The revision of the ballot that is there already, as it was sent again; else says why none was received."""
    ballot = Ballot.objects.of(agent).filter(round=round).first()
    if ballot is None and not is_on_roll(agent, round):
        raise PermissionDenied(_("You are not on the roll of this vote: it was frozen when the vote was announced."))
    if ballot is None or ballot.content != content:
        raise ValidationError(_refusal(round))
    return ballot.revision


def receipt_of(round: VotingRound, agent: Agent) -> str:
    """The code of the ballot of `agent` in the published list: HMAC-SHA-256 under the key of the round, 60 bits in base 32.

    Empty once a confidential round is counted: its key is gone, and nobody can make the code again.
    """
    if not round.receipt_key:
        return ""
    key = f"{settings.SECRET_KEY}:{round.receipt_key}".encode()
    code = b32encode(hmac.new(key, str(agent.public_id).encode(), hashlib.sha256).digest()).decode()[:12]
    return "-".join((code[:4], code[4:8], code[8:]))


def hold_for_casting(round_pk: int) -> None:
    """Wait while the round is being closed, and make its close wait for this transaction.

    On SQLite the transaction already holds the only write lock (IMMEDIATE).
    """
    _advisory("pg_advisory_xact_lock_shared", round_pk)


def hold_for_closing(round_pk: int) -> None:
    """Wait for every ballot on its way; those that come later find the round closed."""
    _advisory("pg_advisory_xact_lock", round_pk)


def drop_ballots(round: VotingRound) -> None:
    """Destroy the ballots linked to people, in one statement. The database refuses it but for a round counted in confidence, or cancelled."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ideas_ballot WHERE round_id = %s", [round.pk])


def _advisory(function: str, round_pk: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [LOCK, round_pk % 2**31])


def _cleaned(round: VotingRound, choices: Iterable) -> list[int]:
    if not round.params:
        raise ValidationError(_("This vote is not open yet."))
    lines = [{"number": number} for number in range(1, round.params["lines"] + 1)]  # as they were numbered and frozen
    spec = pack.spec_of(round.params, lines, round.roll_size)
    try:
        return method_of(round.method).clean(choices, spec)
    except BallotError as error:
        if error.code == "too_many":
            raise ValidationError(
                ngettext(
                    "You ticked too many lines: choose {n} at most.", "You ticked too many lines: choose {n} at most.", round.max_choices
                ).format(n=round.max_choices)
            ) from None
        raise ValidationError(_("One of the choices is not on this ballot: the page may be an old one. Please choose again.")) from None


def _refusal(round: VotingRound) -> str:
    current = VotingRound.objects.get(pk=round.pk)
    match current.stage:
        case VotingRound.Stage.COMING:
            return _("This vote is not open yet.")
        case VotingRound.Stage.CANCELLED:
            return _("This vote was cancelled.")
        case VotingRound.Stage.OPEN:
            return _("Your ballot was not received: please send it again.")
    return _("This vote is closed: your choice was not received. A ballot that you sent before is counted as it was.")


# One statement: the roll, the rules, the state and the dates are read in the same instant as the ballot is
# written. On PostgreSQL the clock is the database's, and runs while the statement waits.
_PUT = """
INSERT INTO ideas_ballot (round_id, agent_id, rules_id, content, size, revision, cast_at)
SELECT r.id, e.agent_id, r.rules_id, {content}, %(size)s, 1, {now}
FROM ideas_votinground r JOIN ideas_rollentry e ON e.round_id = r.id
WHERE r.id = %(round)s AND e.agent_id = %(agent)s AND r.status = 'announced' AND r.opens_at <= {now} AND r.closes_at > {now}
ON CONFLICT (round_id, agent_id) DO UPDATE
SET content = EXCLUDED.content, size = EXCLUDED.size, cast_at = EXCLUDED.cast_at, revision = ideas_ballot.revision + 1
WHERE ideas_ballot.content <> EXCLUDED.content
RETURNING revision
"""


def _put(round: VotingRound, agent: Agent, content: list[int]) -> int | None:
    """Write the ballot; gives its revision, or None when nothing was written (refused, or already there as it is)."""
    is_postgresql = connection.vendor == "postgresql"
    statement = _PUT.format(
        content="%(content)s::jsonb" if is_postgresql else "%(content)s", now="clock_timestamp()" if is_postgresql else "%(now)s"
    )
    values = {
        "content": json.dumps(content),
        "size": len(content),
        "round": round.pk,
        "agent": agent.pk,
    }
    if not is_postgresql:
        values["now"] = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return row[0] if row else None


def _log(round: VotingRound, kind: BallotLog.Kind) -> None:
    """Write that a ballot was received or changed. As plain SQL: the ORM would hold the lock half as long again to write these two columns."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ideas_ballotlog (round_id, kind) VALUES (%s, %s)", [round.pk, kind.value])
