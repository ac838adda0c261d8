"""A small campaign with what it takes to vote and decide, for the tests of rounds and decisions."""

from dataclasses import dataclass, field
from datetime import timedelta

from ideas.actions import ballots, rounds, tallies
from ideas.actions.moves import move
from ideas.models import Campaign, Idea, IdeaAuthor, IdeaVersion, Mandate, RecurringProblem, RuleSet, RuleSetVersion, VotingRound
from intranet import access
from intranet.base import clock
from intranet.directory.models import Agent, OrgUnit
from intranet.roles import Role
from tests.factories import AgentFactory, unit

PARAMS = {"method": "approval", "max_choices": 3, "quorum_pct": 40, "quorum_cmp": ">=", "tie_break": "lot", "show_turnout": True}
EXPLANATION = "Nous commençons par le territoire où l’abandon de démarche dépasse trente pour cent, pour mesurer avant d’étendre."
REASONS = [{"criterion": "Effet pour l’usager", "finding": "Un déplacement de moins sur deux."}]


@dataclass
class Vote:
    """The people and things of one campaign that votes."""

    facilitator: Agent
    second: Agent
    decider: Agent
    voters: list[Agent]
    campaign: Campaign
    recurring: RecurringProblem
    ideas: list[Idea] = field(default_factory=list)
    round: VotingRound | None = None


def rules(author: Agent, **params) -> RuleSetVersion:
    number = RuleSet.objects.count() + 1
    ruleset = RuleSet.objects.create(name=f"Règles {number}", slug=f"regles-{number}", purpose="Voter")
    version = RuleSetVersion.objects.create(
        ruleset=ruleset, number=1, text_fr="Trois choix au plus.", params=PARAMS | params, change_reason="Première version", author=author
    )
    RuleSetVersion.objects.filter(pk=version.pk).update(
        status="in_force", in_force_from=clock.now() - timedelta(days=30), adopted_by=author, sha256="a" * 64
    )
    version.refresh_from_db()
    return version


def mandate(holder: Agent, **fields) -> Mandate:
    today = clock.today()
    made = Mandate.objects.create(
        **{
            "title": "Décider des suites",
            "sponsor": AgentFactory(position_title="Directrice générale"),
            "text": "Décider des suites données aux idées.",
            "valid_from": today - timedelta(days=30),
            "valid_until": today + timedelta(days=300),
            "published_at": clock.now(),
            **fields,
        }
    )
    access.set_holders(made, "holder", [holder], ["decide"])
    return made


def idea(campaign: Campaign, recurring: RecurringProblem, title: str, *authors: Agent, status: str = "admissible") -> Idea:
    made = Idea.objects.create(campaign=campaign)
    made.problems.add(recurring)
    version = IdeaVersion.objects.create(
        idea=made,
        number=1,
        title=title,
        proposal="Une personne qui accompagne.",
        expected_effect="Moitié moins de renvois",
        beneficiaries="Usagers",
        editor=authors[0],
        published_at=clock.now(),
    )
    for author in authors:
        IdeaAuthor.objects.create(idea=made, agent=author, state="accepted")
    made.current_version = version
    made.save()
    move(idea=made, to=Idea.Status.PUBLISHED, by=authors[0], published_at=clock.now())
    if status == "admissible":
        move(idea=made, to=Idea.Status.ADMISSIBLE, by=authors[0])
    return Idea.objects.get(pk=made.pk)


def vote(*, voters: int = 12, options: int = 4, params: dict | None = None) -> Vote:
    """A published campaign with ideas that can be voted on, and no round yet."""
    direction = OrgUnit.objects.filter(code="direction-vote").first() or unit("direction-vote", kind="direction")
    service = unit(f"service-vote-{OrgUnit.objects.count()}", direction)
    facilitator = AgentFactory(roles=[Role.FACILITATOR])
    decider = AgentFactory(unit=service, roles=[Role.DECISION_MAKER])
    people = [AgentFactory(unit=service) for _ in range(voters)]
    campaign = Campaign.objects.create(
        name=f"Du guichet au chez-soi {Campaign.objects.count() + 1}",
        slug=f"guichet-{Campaign.objects.count() + 1}",
        question="Comment ne plus renvoyer personne ?",
        why="Parce que",
        mandate=mandate(decider),
        rules=rules(facilitator, **(params or {})),
        funding_principle="Budget courant",
        reply_days=30,
        created_by=facilitator,
        published_at=clock.now(),
    )
    campaign.perimeter.add(service)
    campaign.status = Campaign.Status.RUNNING
    campaign.save()
    recurring = RecurringProblem.objects.create(
        title="Renvois entre guichets", summary="On renvoie les gens.", campaign=campaign, named_by=facilitator, confirmed_at=clock.now()
    )
    made = Vote(facilitator, AgentFactory(roles=[Role.FACILITATOR]), decider, people, campaign, recurring)
    titles = ("Bornes itinérantes", "Médiateur par site", "Appel unique", "Guide illustré", "Accueil du soir", "Bus des droits")
    made.ideas = [idea(campaign, recurring, title, people[0], people[1]) for title in titles[:options]]
    return made


def prepared(*, subjects=None, kind: str = "vote", campaign: Vote | None = None, **fields) -> Vote:
    """The same with a round in preparation."""
    made = campaign or vote()
    values = {
        "title": "Que faisons-nous d’abord ?",
        "max_choices": 2,
        "places": 1,
        "secrecy": "confidential",
        "opens_at": clock.now() - timedelta(minutes=1),
        "closes_at": clock.now() + timedelta(days=4),
        **fields,
    }
    made.round = rounds.prepare_round(agent=made.facilitator, campaign=made.campaign, kind=kind, **values)
    rounds.set_options(agent=made.facilitator, round=made.round, subjects=subjects or made.ideas)
    return made


def opened(**fields) -> Vote:
    """The same with a round that is announced and open."""
    made = prepared(**fields)
    made.round = rounds.announce_round(agent=made.facilitator, round=made.round)
    return made


def cast(made: Vote, contents: list[list[int]]) -> None:
    """The first voters cast these ballots, in order."""
    for voter, content in zip(made.voters, contents, strict=False):
        ballots.cast_ballot(round=made.round, agent=voter, choices=content)


def close(made: Vote):
    """Close the round, its hour having come (the test moves the clock)."""
    tally = tallies.close_round(round=made.round)
    made.round.refresh_from_db()
    return tally
