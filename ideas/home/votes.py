"""What waits: a vote open for me, an answer that I owe. What I did: voted, decided."""

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from ideas.models import Ballot, Decision, ReplyDuty, RollEntry, RoundOption, VotingRound
from ideas.notifications.rounds import moment
from intranet.directory.models import Agent
from intranet.home import ME, Deed, Task, deeds, waiting

SHOWN = 3


@waiting(RollEntry.objects.filter(agent=ME, has_voted=False, round__status="announced"))
def votes_to_cast(agent: Agent) -> Iterator[Task]:
    """The votes open to `agent`, who has not voted yet."""
    shown = ("public_id", "title", "closes_at", "max_choices", "roll_size", "params")
    rounds = list(VotingRound.objects.waiting_for(agent).only(*shown).order_by("closes_at", "pk")[:SHOWN])
    options, ballots = _counts(RoundOption, rounds), _counts(Ballot, [round for round in rounds if round.shows_turnout])
    for round in rounds:
        lines = ngettext("{n} line", "{n} lines", options.get(round.pk, 0)).format(n=options.get(round.pk, 0))
        most = ngettext("{n} choice at most", "{n} choices at most", round.max_choices).format(n=round.max_choices)
        people = ngettext("{n} person may vote", "{n} people may vote", round.roll_size).format(n=round.roll_size)
        detail = f"{lines}, {most}. {people}."
        if round.shows_turnout:
            voted = ballots.get(round.pk, 0)
            detail = f"{lines}, {most}. {people}, " + ngettext("{n} has voted.", "{n} have voted.", voted).format(n=voted)
        yield Task(
            area="ideas",
            eyebrow=_("Vote open until {moment}").format(moment=moment(round.closes_at.isoformat())),
            title=round.title,
            detail=detail,
            url=round.get_absolute_url(),
            action=pgettext_lazy("button", "Vote"),
            due_at=round.closes_at,
        )


def _counts(model: type[RoundOption] | type[Ballot], rounds: list[VotingRound]) -> dict[int, int]:
    """How many rows of `model` each of these rounds has."""
    return dict(model.objects.filter(round__in=rounds).order_by().values_list("round").annotate(n=Count("pk"))) if rounds else {}


@waiting(ReplyDuty.objects.filter(holder=ME))
def answers_to_give(agent: Agent) -> Iterator[Task]:
    """The answers that `agent` owes, in one line: the nearest, and how many others."""
    owed = list(ReplyDuty.objects.open().held_by(agent).order_by("due_on", "pk").values_list("pk", flat=True)[:50])
    if not owed:
        return
    first, others = ReplyDuty.objects.with_subject().get(pk=owed[0]), len(owed) - 1
    detail = first.campaign.name
    if others:
        detail = ngettext("And {n} other answer that you owe.", "And {n} other answers that you owe.", others).format(n=others)
    yield Task(
        area="ideas",
        eyebrow=_("A late answer that you owe") if first.is_late else _("A decision that you owe"),
        title=first.subject.title,
        detail=detail,
        url=reverse("ideas:decisions_to_take"),
        action=_("Decide"),
        due_at=datetime.combine(first.due_on, time(23, 59), tzinfo=get_current_timezone()),
    )


@deeds(RollEntry.objects.filter(agent=ME, has_voted=True), Ballot.objects.filter(agent=ME))
def votes_cast(agent: Agent) -> Iterator[Deed]:
    """The votes in which `agent` took part: that they did, never what they chose."""
    took_part = RollEntry.objects.filter(agent=agent, has_voted=True).values("round")
    now_in = Ballot.objects.of(agent).values("round")
    for round in VotingRound.objects.filter(Q(pk__in=took_part) | Q(pk__in=now_in)).order_by("-opens_at")[:50]:
        yield Deed(area="ideas", at=round.opens_at, title=round.title, url=round.get_absolute_url(), kind=_("Voted"))


@deeds(Decision.objects.published().filter(decided_by=ME))
def decisions_taken(agent: Agent) -> Iterator[Deed]:
    """The decisions that `agent` published."""
    for decision in Decision.objects.published().with_subject().filter(decided_by=agent).newest_first()[:50]:
        yield Deed(area="ideas", at=decision.published_at, title=decision.title, url=decision.get_absolute_url(), kind=_("Decided"))
