"""The demo's votes and decisions: what to solve first, the vote on the counters, its decisions and one late answer, a vote open now.

Rounds go through the actions, told that it was then: the same freeze, the same count. Only the ballots
are written in bulk. Nobody is told now of what happened last spring.
"""

from datetime import datetime, timedelta

from ideas.actions import decisions, rounds, tallies
from ideas.models import Ballot, BallotLog, Membership, Problem, RecurringProblem, RollEntry, VotingRound
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.jobs.models import Job
from intranet.search import door
from intranet.shell.demo import Demo
from intranet.shell.demo import votes_texts as texts

ROLL, RECEIVED, BLANKS = 412, 261, 4
ALSO_CONCERNED = ("education", "rh", "moyens")  # they joined the perimeter when the campaign was announced
FRIDAY = 4


def load(demo: Demo) -> None:
    """Fill the votes and the decisions of the demo organisation."""
    started = clock.now()
    campaign = demo.things["ideas.campaign"]
    campaign.perimeter.add(*(demo.units[code] for code in ALSO_CONCERNED if code in demo.units))
    _prioritise(demo)
    closed = _vote_on_counters(demo)
    _decide(demo)
    _open_vote(demo)
    demo.things["ideas.sanu_round"] = closed
    # Nobody is told of the past; what is to come (the close, the reminder) stays promised.
    Job.objects.filter(name__startswith="ideas.", done_at=None, run_after__lte=started).delete()


def _round(demo: Demo, campaign, kind: str, subjects, first: datetime, last: datetime, announced: datetime, **fields) -> VotingRound:
    """A round prepared and announced by Nadia, whose roll holds at most ROLL people: those who were there on that day."""
    nadia = demo.people["nadia"]
    there = [a.pk for a in demo.agents if a.username in demo.people]
    values = {"secrecy": "confidential", "opens_at": first, "closes_at": last, **fields}
    with clock.told_at(announced):
        round = rounds.prepare_round(agent=nadia, campaign=campaign, kind=kind, **values)
        rounds.set_options(agent=nadia, round=round, subjects=subjects)
        within = rounds.electorate(round)
        then = [
            *within.filter(pk__in=there).values_list("pk", flat=True),
            *within.exclude(pk__in=there).order_by("pk").values_list("pk", flat=True),
        ]
        # Those of today who were not there yet, on that day, are away from the house while it is announced.
        later = Agent.objects.filter(pk__in=then[ROLL:])
        later.update(is_active=False)
        round = rounds.announce_round(agent=nadia, round=round)
        later.update(is_active=True)
    VotingRound.objects.filter(pk=round.pk).update(created_at=announced)
    return round


def _cast(demo: Demo, round: VotingRound, contents: list[list[int]], *, until: datetime, without: tuple[str, ...] = ()) -> None:
    """Put `contents` in the hands of as many people of the roll, chosen by chance, at moments of the opening."""
    kept_out = [demo.people[name].pk for name in without]
    voters = list(RollEntry.objects.filter(round=round).exclude(agent__in=kept_out).order_by("agent").values_list("agent", flat=True))
    demo.chance.shuffle(voters)
    span = int((until - round.opens_at).total_seconds())
    Ballot.objects.bulk_create(
        Ballot(
            round=round,
            agent_id=agent,
            rules=round.rules,
            content=content,
            size=len(content),
            cast_at=round.opens_at + timedelta(seconds=demo.chance.randrange(span)),
        )
        for agent, content in zip(voters, contents, strict=False)
    )
    received = min(len(voters), len(contents))
    BallotLog.objects.bulk_create(BallotLog(round=round, kind=BallotLog.Kind.CAST) for _ in range(received))


def _contents(demo: Demo, counts: dict[int, int], received: int, blanks: int, most: int) -> list[list[int]]:
    """Ballots that add up to `counts`, of at most `most` choices each, `blanks` of them empty."""
    ballots: list[list[int]] = [[] for _ in range(received)]
    filled = ballots[blanks:]
    for number, count in counts.items():
        free = [ballot for ballot in filled if len(ballot) < most]
        demo.chance.shuffle(free)
        for ballot in sorted(free, key=len)[:count]:
            ballot.append(number)
    return [sorted(ballot) for ballot in ballots]


def _scaled(counts: dict[int, int], roll_size: int) -> dict[int, int]:
    """The same proportions for a smaller roll, in the same order."""
    return {number: count if roll_size >= ROLL else count * roll_size // ROLL for number, count in counts.items()}


def _numbers(round: VotingRound) -> dict[str, int]:
    return dict(round.options.values_list("title", "number"))


def _prioritise(demo: Demo) -> None:
    campaign = demo.things["ideas.campaign"]
    subjects = [demo.things["ideas.recurring_problem"], *(_weighed(demo, index, *row) for index, row in enumerate(texts.WEIGHED))]
    round = _round(
        demo,
        campaign,
        "prioritise",
        subjects,
        demo.at(-198, 8),
        demo.at(-187, 18),
        demo.at(-199, 15),
        title="Par quel problème commençons-nous ?",
        presentation="Quatre problèmes reviennent à l’accueil. Nous ne pouvons pas les prendre tous à la fois : dites ceux par lesquels commencer.",
        max_choices=2,
        places=1,
    )
    _cast(
        demo,
        round,
        _contents(demo, _scaled({1: 188, 4: 96, 2: 71, 3: 52}, round.roll_size), 238 * round.roll_size // ROLL, 3, 2),
        until=round.closes_at,
    )
    with clock.told_at(round.closes_at + timedelta(minutes=1)):
        tallies.close_round(round=round)


def _weighed(demo: Demo, index: int, title: str, summary: str, reports: tuple) -> RecurringProblem:
    """A recurring problem of the campaign that was weighed against the referrals."""
    campaign, nadia = demo.things["ideas.campaign"], demo.people["nadia"]
    named = demo.at(-203 + index, 16)
    recurring = RecurringProblem.objects.create(title=title, summary=summary, campaign=campaign, named_by=nadia, confirmed_at=named)
    authors = [a for a in demo.agents if a.unit_id and a.username not in demo.people] or [demo.people["paul"]]
    for place, (sentence, body) in enumerate(reports):
        author = authors[(index * 37 + place * 11) % len(authors)]
        when = demo.at(-244 + index * 7 + place * 3, 9 + place, 20)
        problem = Problem.objects.create(
            campaign=campaign,
            author=author,
            service=author.unit,
            category=demo.things["category:accueil"],
            title=sentence,
            body=body,
            status=Problem.Status.PUBLISHED,
            published_at=when,
        )
        Problem.objects.filter(pk=problem.pk).update(created_at=when)
        Membership.objects.create(recurring=recurring, problem=problem, state="confirmed", decided_by=nadia, decided_at=named)
        door.refresh(problem)
    door.refresh(recurring)
    return recurring


def _vote_on_counters(demo: Demo) -> VotingRound:
    round = _round(
        demo,
        demo.things["ideas.campaign"],
        "vote",
        demo.things["ideas.ideas"],
        demo.at(-129, 8),
        demo.at(-110, 18),
        demo.at(-130, 11),
        title="Que faisons-nous pour ne plus renvoyer personne ?",
        presentation="Onze idées, relues par leurs auteurs. Trois choix au plus : cochez celles que vous voulez voir en vrai dès cette année.",
        max_choices=3,
        places=1,
    )
    numbers = {demo.things[f"ideas.idea:{slug}"].current_version.title: slug for slug in texts.COUNTS}
    counts = {number: texts.COUNTS[numbers[title]] for title, number in _numbers(round).items()}
    ordered = dict(sorted(counts.items(), key=lambda item: -item[1]))
    received = RECEIVED * round.roll_size // ROLL
    contents = _contents(demo, _scaled(ordered, round.roll_size), received, min(BLANKS, received // 10), 3)
    _cast(demo, round, contents, until=round.closes_at)
    with clock.told_at(round.closes_at + timedelta(minutes=1)):
        tallies.close_round(round=round)
    round.refresh_from_db()
    for days, name in ((-109, "karim"), (-108, "ines")):
        with clock.told_at(demo.at(days, 10)):
            tallies.check_tally(agent=demo.people[name], round=round)
    return round


def _decide(demo: Demo) -> None:
    """Hélène answers ten of the eleven ideas; the eleventh answer is late."""
    helene = demo.people["helene"]
    for slug, outcome, day, explanation, reasons, alternatives, departs, review in texts.DECISIONS:
        idea = demo.things[f"ideas.idea:{slug}"]
        idea.refresh_from_db()
        with clock.told_at(demo.at(day, 17, 10)):
            draft = decisions.draft_decision(
                agent=helene,
                subject=idea,
                outcome=outcome,
                explanation=explanation,
                reasons=[{"criterion": criterion, "finding": finding} for criterion, finding in reasons],
                alternatives=alternatives,
                divergence_reason=departs,
                review_on=demo.at(review).date() if review else None,
            )
            decision = decisions.publish_decision(agent=helene, decision=draft)
        demo.things[f"ideas.decision:{slug}"] = decision
    _answer_on_letters(demo)
    demo.things["ideas.sanu_decision"] = demo.things["ideas.decision:mediator"]


def _answer_on_letters(demo: Demo) -> None:
    """A problem that did not come out first has its answer too."""
    helene = demo.people["helene"]
    letters = RecurringProblem.objects.get(title=texts.WEIGHED[1][0], campaign=demo.things["ideas.campaign"])
    with clock.told_at(demo.at(-184, 15)):
        draft = decisions.draft_decision(
            agent=helene,
            subject=letters,
            outcome="transferred",
            explanation=texts.LETTERS,
            reasons=[
                {"criterion": "Qui peut la faire vivre", "finding": "La communication écrit les modèles ; les accueils les font lire."}
            ],
        )
        demo.things["ideas.letters_decision"] = decisions.publish_decision(agent=helene, decision=draft)


def _open_vote(demo: Demo) -> None:
    """A vote open until next Friday, 18 h, in which Léa has not voted."""
    until_friday = (FRIDAY - demo.today.weekday()) % 7 or 7
    round = _round(
        demo,
        demo.things["ideas.voting_campaign"],
        "vote",
        demo.things["ideas.voting_ideas"],
        demo.at(-4, 8),
        demo.at(until_friday, 18),
        demo.at(-5, 10),
        title="Quel papier cessons-nous de demander ?",
        presentation="Cinq idées pour ne plus demander ce que nous avons déjà. Deux choix au plus.",
        max_choices=2,
        places=2,
    )
    received = 198 * round.roll_size // ROLL
    counts = {number: share * received // 100 for number, share in zip(_numbers(round).values(), (54, 48, 31, 22, 37), strict=False)}
    _cast(demo, round, _contents(demo, counts, received, received // 50, 2), until=clock.now(), without=("lea", "nadia", "paul"))
    demo.things["ideas.open_round"] = round
