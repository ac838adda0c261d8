"""The close of a round, its count, and the recounts."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.actions.ballots import drop_ballots, hold_for_closing, receipt_of
from ideas.actions.moves import move
from ideas.models import (
    Ballot,
    BallotLog,
    CountedBallot,
    Idea,
    Priority,
    ReplyDuty,
    RollEntry,
    RoundOption,
    Tally,
    TallyCheck,
    VotingRound,
)
from ideas.permissions import rounds as permissions
from ideas.permissions.decisions import holders_of
from ideas.tally import documents, pack
from ideas.tally.methods import method_of
from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.jobs import outbox

BATCH = 2000
NOTICE = gettext_lazy(
    "This file holds all that is needed to count the vote “{title}” again: vote.json has the rules, the options and the"
    " ballots, without any name. With Traverse: python manage.py recount <this file>. The fingerprint of the pack"
    " (hashes.pack) must be the one published on the page of the results."
)


@transaction.atomic
def close_round(*, round: VotingRound) -> Tally:
    """Close a round whose hour has come, count it and publish its result. Done again, gives the first tally back.

    Waits for every ballot on its way (see `hold_for_closing`). The count is made from `CountedBallot`; of a
    confidential round the ballots linked to people are then dropped, with the key of the receipts.
    Refuses (ValidationError) before the hour, and a round that was not announced.
    """
    hold_for_closing(round.pk)
    round = VotingRound.objects.select_for_update(of=("self",)).select_related("campaign__mandate", "rules__ruleset").get(pk=round.pk)
    if round.is_published:
        return round.tallies.get(seq=1)
    if round.stage != VotingRound.Stage.COUNTING:
        raise ValidationError(_("This vote cannot be closed now."))
    _gather(round)
    tally = _tally(round, seq=1)
    round.status, round.published_at = VotingRound.Status.PUBLISHED, clock.now()
    voted = Ballot.objects.filter(round=round).order_by().values("agent")
    RollEntry.objects.filter(round=round, agent__in=voted).update(has_voted=True)
    if round.is_confidential:
        round.receipt_key = ""
    round.save(update_fields=["status", "published_at", "receipt_key", "updated_at"])
    if round.is_confidential:
        drop_ballots(round)
    _follow_up(round, tally)
    audit.record("ideas.close_round", round, actor=None, ballots=tally.ballots, pack_sha256=tally.pack_sha256)
    outbox.promise("ideas.tell_results", key=f"results:{round.pk}", round=round.pk)
    return tally


@transaction.atomic
def contest_tally(*, agent: Agent, round: VotingRound, reason: str) -> Tally:
    """Ask for a recount: counts again from the published ballots, and puts the new count beside the others.

    The reason is public. Refuses a second demand by the same person, and an empty reason.
    """
    round = VotingRound.objects.select_for_update(of=("self",)).select_related("campaign", "rules__ruleset").get(pk=round.pk)
    if not permissions.may_see_results(agent, round):
        raise PermissionDenied(_("There is nothing to count again before the close."))
    if not permissions.can_contest_tally(agent, round):
        raise ValidationError(_("You already asked for a recount of this vote: its result stands beside the first count."))
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say what seems wrong to you: everyone will read it.")})
    first = round.tallies.get(seq=1)
    tally = _tally(round, seq=round.tallies.count() + 1, asked_by=agent, reason=reason)
    audit.record("ideas.contest_tally", round, actor=agent, same=tally.result == first.result)
    outbox.promise("ideas.tell_recount", key=f"recount:{tally.pk}", tally=tally.pk)
    return tally


@transaction.atomic
def check_tally(*, agent: Agent, round: VotingRound) -> TallyCheck:
    """Count the pack of a round again, as anyone could elsewhere, and write down whether it is the same."""
    if not permissions.may_see_results(agent, round):
        raise PermissionDenied(_("There is nothing to count again before the close."))
    tally = round.tallies.first()
    try:
        found = pack.recount(pack.read(pack.write(pack_of(round))))
        same, note = found.sha256 == tally.pack_sha256 and found.result == tally.result, ""
    except pack.PackError as error:
        same, note = False, str(error)[:300]
    check, made = TallyCheck.objects.get_or_create(tally=tally, by=agent, same=same, defaults={"at": clock.now(), "note": note})
    if made:
        audit.record("ideas.check_tally", round, actor=agent, same=same)
    return check


def pack_of(round: VotingRound, tally: Tally | None = None) -> dict:
    """The document of the pack of a published round (see `ideas.tally.pack`), with the result of `tally` (the first)."""
    tally = tally or round.tallies.get(seq=1)
    return _document(round, tally.result)


def notice_of(round: VotingRound) -> str:
    """The few lines that go with a pack."""
    return str(NOTICE).format(title=round.title)


def _document(round: VotingRound, result: dict) -> dict:
    ballots = CountedBallot.objects.filter(round=round).order_by("receipt").values_list("receipt", "content")
    return pack.build(
        round=documents.round_of(round),
        rules=documents.rules_of(round.rules),
        params=round.params,
        options=documents.options_of(RoundOption.objects.filter(round=round).with_subjects().order_by("number")),
        roll={"size": round.roll_size, "sha256": round.roll_sha256},
        ballots=[{"receipt": receipt, "choices": content} for receipt, content in ballots.iterator(chunk_size=BATCH)],
        result=result,
    )


def _gather(round: VotingRound) -> None:
    """Copy the contents of the ballots, without agent nor time, in the order of their receipts (which is nobody's)."""
    cast = Ballot.objects.filter(round=round).select_related("agent").only("content", "agent__public_id").order_by()
    counted = [
        CountedBallot(round=round, receipt=receipt_of(round, ballot.agent), content=ballot.content)
        for ballot in cast.iterator(chunk_size=BATCH)
    ]
    received = BallotLog.objects.filter(round=round, kind=BallotLog.Kind.CAST).count()
    if received != len(counted):
        raise RuntimeError(f"round {round.pk}: {received} ballots were received and {len(counted)} are there: not counted")
    CountedBallot.objects.bulk_create(sorted(counted, key=lambda c: c.receipt), batch_size=BATCH)


def _tally(round: VotingRound, *, seq: int, asked_by: Agent | None = None, reason: str = "") -> Tally:
    options = documents.options_of(round.options.with_subjects().order_by("number"))
    contents = list(CountedBallot.objects.filter(round=round).order_by("receipt").values_list("content", flat=True))
    result = pack.count(round.params, options, round.roll_size, contents)
    hashes = _document(round, result)["hashes"]
    return Tally.objects.create(
        round=round,
        seq=seq,
        algorithm=round.method,
        version=method_of(round.method).version,
        input_sha256=hashes["ballots"],
        pack_sha256=hashes["pack"],
        roll_size=round.roll_size,
        ballots=result["ballots"],
        blanks=result["blanks"],
        quorum_met=result["quorum"]["met"],
        result=result,
        computed_at=clock.now(),
        asked_by=asked_by,
        reason=reason,
    )


def _follow_up(round: VotingRound, tally: Tally) -> None:
    """What a result sets going: priorities, ideas that wait for a decision, and an answer owed on each line (I11)."""
    options = list(round.options.with_subjects())
    if round.kind == VotingRound.Kind.PRIORITISE:
        if tally.quorum_met:
            by_number = {option.number: option for option in options}
            first = [line for line in tally.result["ranking"] if line["first"]]
            Priority.objects.bulk_create(
                Priority(round=round, recurring=by_number[line["option"]].recurring, place=line["place"]) for line in first
            )
        return
    mandate = round.campaign.mandate
    holder = holders_of(mandate).order_by("pk").first() or mandate.sponsor
    for option in options:
        idea = option.version.idea
        if idea.status == Idea.Status.ON_BALLOT:
            move(idea=idea, to=Idea.Status.AWAITING_DECISION)
        if not ReplyDuty.objects.open().filter(idea=idea).exists():
            ReplyDuty.objects.create(
                campaign=round.campaign,
                idea=idea,
                round=round,
                from_rule=round.rules,
                mandate=mandate,
                holder=holder,
                opened_at=clock.now(),
                due_on=clock.today() + timedelta(days=round.campaign.reply_days),
            )
