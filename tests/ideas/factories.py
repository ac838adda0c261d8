"""Factories of problems, campaigns and ideas. Rounds and decisions have theirs in `votes.py`."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from ideas.actions.moves import move
from ideas.models import (
    Campaign,
    Category,
    Idea,
    IdeaAuthor,
    IdeaVersion,
    Mandate,
    Membership,
    Phase,
    Problem,
    RecurringProblem,
    RuleSet,
    RuleSetVersion,
    UserView,
)
from intranet import access
from intranet.base import clock
from intranet.directory.models import Agent, OrgUnit
from intranet.roles import Role
from tests.factories import AgentFactory, unit

WORDS = {
    "title": "Un médiateur numérique par maison",
    "proposal": "Une personne qui accompagne la démarche jusqu’au bout.",
    "expected_effect": "Moitié moins de renvois",
    "beneficiaries": "Les usagers",
    "cost_band": "lt10k",
    "risks": "Le poste vide",
}


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category

    name = factory.Sequence(lambda n: f"Accueil {n}")
    slug = factory.Sequence(lambda n: f"accueil-{n}")


class ProblemFactory(DjangoModelFactory):
    """A published report by a named author. `hidden=True` hides the name."""

    class Meta:
        model = Problem

    class Params:
        hidden = factory.Trait(authorship="hidden_from_peers")

    author = factory.SubFactory(AgentFactory)
    service = factory.LazyFunction(lambda: unit())
    category = factory.SubFactory(CategoryFactory)
    title = factory.Sequence(lambda n: f"On renvoie les gens d’un guichet à l’autre, {n}")
    body = "La personne traverse la rue, attend la borne, puis revient."
    status = "published"
    published_at = factory.LazyFunction(clock.now)


class RecurringFactory(DjangoModelFactory):
    class Meta:
        model = RecurringProblem

    title = factory.Sequence(lambda n: f"Renvois entre guichets {n}")
    summary = "Une personne est envoyée d’un guichet à l’autre."
    named_by = factory.SubFactory(AgentFactory)
    confirmed_at = factory.LazyFunction(clock.now)


class UserViewFactory(DjangoModelFactory):
    class Meta:
        model = UserView

    recurring = factory.SubFactory(RecurringFactory)
    persona = "Mme D., 71 ans"
    situation = "Elle vit à Mougins."
    journey_now = "Elle prend le bus, attend, revient."
    pain = "Elle renonce."
    evidence = "Deux entretiens."
    author = factory.SubFactory(AgentFactory)


def facilitator(**fields) -> Agent:
    return AgentFactory(roles=[Role.FACILITATOR], **fields)


def decision_maker(**fields) -> Agent:
    return AgentFactory(roles=[Role.DECISION_MAKER], **fields)


def root() -> OrgUnit:
    return OrgUnit.objects.filter(depth=1).first() or OrgUnit.add_root(name="Département", code="departement", kind="whole")


def member(recurring: RecurringProblem, problem: Problem, **fields) -> Membership:
    values = {"state": "confirmed", "decided_by": recurring.named_by, "decided_at": clock.now(), **fields}
    return Membership.objects.create(recurring=recurring, problem=problem, **values)


def rules_in_force() -> RuleSetVersion:
    number = RuleSet.objects.count() + 1
    ruleset = RuleSet.objects.create(name=f"Règles {number}", slug=f"regles-{number}", purpose="Voter")
    return RuleSetVersion.objects.create(
        ruleset=ruleset,
        number=1,
        text_fr="Trois choix au plus.",
        params={"max_choices": 3},
        change_reason="Première version",
        author=AgentFactory(),
        adopted_by=AgentFactory(),
        status="in_force",
        in_force_from=clock.now() - timedelta(days=30),
        sha256="a" * 64,
    )


def mandate(*holders: Agent) -> Mandate:
    today = clock.today()
    made = Mandate.objects.create(
        title="Décider des suites",
        sponsor=AgentFactory(),
        text="Décider.",
        valid_from=today - timedelta(days=10),
        valid_until=today + timedelta(days=300),
        published_at=clock.now(),
    )
    made.perimeter.add(root())
    access.set_holders(made, "holder", list(holders) or [decision_maker()], ["decide"])
    return made


def draft_campaign(*, perimeter: OrgUnit | None = None, **fields) -> Campaign:
    number = Campaign.objects.count() + 1
    values = {
        "name": f"Du guichet au chez-soi {number}",
        "slug": f"campagne-{number}",
        "question": "Comment aider sans envoyer ailleurs ?",
        "why": "Une personne sur trois repart.",
        "mandate": mandate(),
        "rules": rules_in_force(),
        "funding_principle": "Le budget courant.",
        "reply_days": 45,
        "created_by": AgentFactory(),
        **fields,
    }
    campaign = Campaign.objects.create(**values)
    campaign.perimeter.add(perimeter or root())
    return campaign


def campaign(*phases: str, perimeter: OrgUnit | None = None, **fields) -> Campaign:
    """A published campaign; the first of `phases` is open now, the others follow, ten days each."""
    made = draft_campaign(perimeter=perimeter, **fields)
    start = clock.now() - timedelta(days=1)
    for kind in phases:
        Phase.objects.create(campaign=made, kind=kind, opens_at=start, closes_at=start + timedelta(days=10))
        start += timedelta(days=10)
    Campaign.objects.filter(pk=made.pk).update(status="published", published_at=clock.now())
    made.refresh_from_db()
    return made


def idea(
    *authors: Agent, in_campaign: Campaign | None = None, status: str = "published", recurring: RecurringProblem | None = None, **words
) -> Idea:
    """An idea of `authors`, taken to `status` along the table of moves."""
    where = in_campaign or campaign("ideate")
    problem = recurring or RecurringFactory(campaign=where)
    made = Idea.objects.create(campaign=where)
    made.problems.add(problem)
    people = list(authors) or [AgentFactory(unit=root())]
    for agent in people:
        IdeaAuthor.objects.create(idea=made, agent=agent, state="accepted")
    published = None if status == "draft" else clock.now()
    made.current_version = IdeaVersion.objects.create(idea=made, number=1, editor=people[0], published_at=published, **{**WORDS, **words})
    made.save()
    if status != "draft":
        move(idea=made, to="published", by=people[0], published_at=published)
    if status not in {"draft", "published"}:
        move(idea=made, to=status, by=people[0], reason="Parce que")
    made.refresh_from_db()
    return made
