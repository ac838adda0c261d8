"""An organisation of any size, for benchmarks and trials: the demo's story, and around it people, problems, ideas,
ballots, pilots and tips in proportion. The same seed and the same day give the same data.

For 100 agents: about 30 reports, 50 ideas, 1,000 ballots, 5 tips, 2 questions, and a pilot for each 500.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import islice

from django.db import connection, transaction

from ideas.actions import rounds, tallies
from ideas.models import (
    Ballot,
    BallotLog,
    Campaign,
    Category,
    Idea,
    IdeaAuthor,
    IdeaVersion,
    Membership,
    Problem,
    ProblemEcho,
    RecurringProblem,
    RollEntry,
    VotingRound,
)
from intranet.base import clock, planner
from intranet.directory.models import Agent
from intranet.discussion.models import Comment
from intranet.jobs.models import Job
from intranet.search import index
from intranet.shell import demo as story
from intranet.shell.demo import Demo
from knowledge.models import Question, Tip
from pilots.models import Indicator, Measurement, Pilot
from skills.models import Skill

BATCH = 2000
SKILLS_EACH = 18
ROUNDS = 14  # of votes by the whole organisation, all counted but the last
TURNOUT = 0.72
PLACES = (
    "À l’accueil",
    "Au collège",
    "Sur les routes",
    "À la médiathèque",
    "Au service social",
    "À la MDPH",
    "Au garage",
    "En télétravail",
    "À la cuisine",
    "Aux archives",
)
FAULTS = (
    "le formulaire demande deux fois la même pièce", "l’imprimante est à l’autre bout du couloir", "le planning arrive le vendredi soir",
    "personne ne sait qui tient la clé", "la réunion n’a pas de compte rendu", "le logiciel ferme au bout de dix minutes",
    "les courriers partent sans numéro direct", "le véhicule n’est jamais rendu à l’heure", "l’usager revient trois fois",
    "la commande de gants met deux mois", "les horaires affichés sont faux", "le téléphone sonne dans une pièce vide",
)  # fmt: skip
EFFECTS = (
    "On recommence le lendemain.",
    "Les gens repartent sans réponse.",
    "Une heure est perdue chaque semaine.",
    "La collègue suivante découvre tout.",
)
REMEDIES = (
    "Tenir une seule liste", "Afficher les horaires vrais", "Partager un agenda", "Prêter un poste à l’accueil", "Former deux relais",
    "Mettre un numéro direct", "Grouper les commandes", "Écrire une page qui dit qui fait quoi", "Passer par une borne mobile", "Supprimer ce formulaire",
)  # fmt: skip
WHERE = ("dans chaque maison", "par service", "pour les collèges", "à l’essai trois mois", "avec les usagers", "sans nouveau budget")


@transaction.atomic
def populate(*, agents: int, tell: Callable[[str], None] = lambda line: None) -> Demo:
    """Fill an empty database with an organisation of `agents` people. `tell` is given a line for each step.

    Refuses a database that has agents (RuntimeError, from the demo).
    """
    with story.quiet_mail():
        demo = story.load(agents=agents, skills_each=SKILLS_EACH)
    tell(f"{len(demo.agents)} agents and their skills")
    chance = random.Random(story.SEED)  # noqa: S311 - a trial, not a secret
    everyone = [agent.pk for agent in demo.agents]
    services = list(Agent.objects.exclude(unit=None).order_by().values_list("pk", "unit_id"))
    unit_of = dict(services)
    campaign = _campaign(demo)
    recurring = _problems(demo, chance, everyone, unit_of, campaign, wanted=agents * 3 // 10)
    tell(f"{Problem.objects.count()} problems, {RecurringProblem.objects.count()} of them recurring")
    ideas = _ideas(demo, chance, everyone, campaign, recurring, wanted=agents // 2)
    tell(f"{Idea.objects.count()} ideas")
    _votes(demo, chance, campaign, ideas)
    tell(f"{BallotLog.objects.count()} ballots")
    _comments(demo, chance, everyone)
    _pilots(demo, chance, everyone, wanted=max(1, agents // 500))
    _knowledge(demo, chance, everyone, wanted=agents // 20)
    tell(f"{Pilot.objects.count()} pilots, {Tip.objects.count()} tips")
    # Nobody is told of what was made up, and the index is written at once.
    Job.objects.filter(done_at=None, run_after__lte=clock.now()).delete()
    for _kind, _count in index.rebuild():
        pass
    planner.learn()
    tell("search index")
    return demo


def _in_batches(model, rows) -> None:
    rows = iter(rows)
    while part := list(islice(rows, BATCH)):
        model.objects.bulk_create(part)


def _campaign(demo: Demo) -> Campaign:
    """The wide campaign of the whole organisation, under the rules and the mandate of the story's own."""
    model = demo.things["ideas.campaign"]
    campaign = Campaign.objects.create(
        name="Mieux travailler ensemble",
        slug="mieux-travailler-ensemble",
        question="Qu’est-ce qui nous ferait mieux travailler ensemble ?",
        why="Les reports de tous les services disent la même chose de dix façons.",
        mandate=model.mandate,
        rules=model.rules,
        funding_principle=model.funding_principle,
        reply_days=60,
        created_by=demo.people["nadia"],
        published_at=demo.at(-300),
    )
    campaign.perimeter.add(demo.units["departement"])
    campaign.status = Campaign.Status.RUNNING
    campaign.save(update_fields=["status"])
    return campaign


def _problems(demo, chance, everyone, unit_of, campaign, *, wanted) -> list[int]:
    categories = list(Category.objects.values_list("pk", flat=True))
    placed = [pk for pk in everyone if unit_of.get(pk)]

    def reports():
        for number in range(wanted):
            author = chance.choice(placed)
            yield Problem(
                author_id=author,
                service_id=unit_of[author],
                category_id=chance.choice(categories),
                campaign=campaign,
                title=f"{chance.choice(PLACES)}, {chance.choice(FAULTS)}",
                body=f"{chance.choice(FAULTS).capitalize()}. {chance.choice(EFFECTS)}",
                consequence=chance.choice(EFFECTS),
                affected=chance.choice(("users", "agents", "both")),
                frequency=chance.choice(("daily", "weekly", "monthly")),
                status=Problem.Status.PUBLISHED,
                published_at=demo.at(-250 + number % 200, 8 + number % 9),
            )

    last = Problem.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    _in_batches(Problem, reports())
    keys = list(Problem.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True))
    groups = max(2, wanted // 40)
    last = RecurringProblem.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    nadia = demo.people["nadia"]
    _in_batches(
        RecurringProblem,
        (
            RecurringProblem(
                title=f"{PLACES[n % len(PLACES)]}, {FAULTS[n // len(PLACES) % len(FAULTS)]}",
                summary=f"Plusieurs services le disent : {FAULTS[n % len(FAULTS)]}. {EFFECTS[n % len(EFFECTS)]}",
                campaign=campaign,
                named_by=nadia,
                confirmed_at=demo.at(-200 + n % 50),
            )
            for n in range(groups)
        ),
    )
    recurring = list(RecurringProblem.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True))
    _in_batches(
        Membership,
        (
            Membership(
                recurring_id=recurring[i % len(recurring)], problem_id=pk, state="confirmed", decided_by=nadia, decided_at=demo.at(-150)
            )
            for i, pk in enumerate(keys[: len(keys) * 4 // 5])
        ),
    )
    _in_batches(
        ProblemEcho,
        (
            ProblemEcho(problem_id=pk, agent_id=agent)
            for pk in keys
            for agent in chance.sample(everyone, min(len(everyone), chance.choice((0, 0, 1, 2, 5))))
        ),
    )
    return recurring


def _ideas(demo, chance, everyone, campaign, recurring, *, wanted) -> list[int]:
    last = Idea.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    _in_batches(Idea, (Idea(campaign=campaign) for _ in range(wanted)))
    keys = list(Idea.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True))
    authors = [chance.choice(everyone) for _ in keys]
    when = demo.at(-120)
    _in_batches(
        IdeaVersion,
        (
            IdeaVersion(
                idea_id=pk,
                number=1,
                title=f"{chance.choice(REMEDIES)} {chance.choice(WHERE)}",
                proposal=f"{chance.choice(REMEDIES)}, {chance.choice(WHERE)}. {chance.choice(EFFECTS)} Nous commencerions par un seul site.",
                expected_effect=f"Moins de fois où {chance.choice(FAULTS)}.",
                beneficiaries="Les usagers et les agents du site.",
                editor_id=author,
                published_at=when,
            )
            for pk, author in zip(keys, authors, strict=True)
        ),
    )
    _in_batches(Idea.problems.through, (Idea.problems.through(idea_id=pk, recurringproblem_id=chance.choice(recurring)) for pk in keys))
    _in_batches(
        IdeaAuthor,
        (IdeaAuthor(idea_id=pk, agent_id=author, state="accepted", answered_at=when) for pk, author in zip(keys, authors, strict=True)),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ideas_idea SET status = 'published', published_at = %s,"
            " current_version_id = (SELECT v.id FROM ideas_ideaversion v WHERE v.idea_id = ideas_idea.id)"
            " WHERE id > %s AND campaign_id = %s",
            [connection.ops.adapt_datetimefield_value(when), last, campaign.pk],
        )
    Idea.objects.filter(pk__in=keys[: ROUNDS * 10]).update(status=Idea.Status.ADMISSIBLE)
    return keys[: ROUNDS * 10]


def _votes(demo, chance, campaign, ideas) -> None:
    """Votes of the whole organisation, through the actions: all counted but the last, which is open until next week."""
    nadia = demo.people["nadia"]
    for number in range(ROUNDS):
        is_open = number == ROUNDS - 1
        opens = demo.at(-1) if is_open else demo.at(-100 + number * 6)
        with clock.told_at(opens - timedelta(hours=1)):
            vote = rounds.prepare_round(
                agent=nadia,
                campaign=campaign,
                kind=VotingRound.Kind.VOTE,
                title=f"Que retenons-nous ? Tour {number + 1}",
                max_choices=3,
                places=3,
                secrecy=VotingRound.Secrecy.CONFIDENTIAL,
                opens_at=opens,
                closes_at=opens + timedelta(days=8 if is_open else 5),
            )
            subjects = list(Idea.objects.with_words().filter(pk__in=ideas[number * 10 : number * 10 + 10]).order_by("pk"))
            rounds.set_options(agent=nadia, round=vote, subjects=subjects)
            vote = rounds.announce_round(agent=nadia, round=vote)
        roll = list(RollEntry.objects.filter(round=vote).order_by("agent").values_list("agent", flat=True))
        voters = roll[: int(len(roll) * (0.2 if is_open else TURNOUT))]
        numbers = range(1, len(subjects) + 1)
        _in_batches(
            Ballot,
            (
                Ballot(round=vote, agent_id=agent, rules=vote.rules, content=content, size=len(content), cast_at=opens)
                for agent in voters
                for content in [sorted(chance.sample(numbers, chance.choice((1, 2, 3))))]
            ),
        )
        _in_batches(BallotLog, (BallotLog(round=vote, kind=BallotLog.Kind.CAST) for _ in voters))
        if not is_open:
            with clock.told_at(vote.closes_at + timedelta(minutes=1)):
                tallies.close_round(round=vote)


def _comments(demo, chance, everyone) -> None:
    """Three hundred comments under one idea, for the page that is measured."""
    idea = demo.things["ideas.sanu_idea"]
    _in_batches(
        Comment,
        (
            Comment(
                about=idea,
                author_id=chance.choice(everyone),
                body=f"{chance.choice(PLACES)} aussi : {chance.choice(FAULTS)}. {chance.choice(EFFECTS)}",
            )
            for _ in range(300)
        ),
    )


def _pilots(demo, chance, everyone, *, wanted) -> None:
    for number in range(wanted):
        lead = chance.choice(everyone)
        pilot = Pilot.objects.create(
            code=f"essai-{number + 1}",
            title=f"{REMEDIES[number % len(REMEDIES)]} {WHERE[number % len(WHERE)]}",
            question=f"Est-ce que {FAULTS[number % len(FAULTS)]} moins souvent ?",
            problem=f"{PLACES[number % len(PLACES)]}, {FAULTS[number % len(FAULTS)]}.",
            created_by_id=lead,
        )
        indicator = Indicator.objects.create(
            pilot=pilot, name="Fois par semaine", question=pilot.question, unit="fois", owner_id=lead, baseline_value=30
        )
        first = demo.today - timedelta(weeks=20)
        Measurement.objects.bulk_create(
            Measurement(
                indicator=indicator,
                period_start=first + timedelta(weeks=week),
                period_end=first + timedelta(weeks=week, days=6),
                value=chance.randint(10, 40),
                entered_by_id=lead,
            )
            for week in range(12)
        )


def _knowledge(demo, chance, everyone, *, wanted) -> None:
    skills = list(Skill.objects.active().values_list("pk", flat=True))
    last = Tip.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    _in_batches(
        Tip,
        (
            Tip(
                title=f"{chance.choice(REMEDIES)} {chance.choice(WHERE)}",
                text=f"{chance.choice(PLACES)}, quand {chance.choice(FAULTS)} : {chance.choice(REMEDIES).lower()}. {chance.choice(EFFECTS)}",
                author_id=chance.choice(everyone),
            )
            for _ in range(wanted)
        ),
    )
    _in_batches(
        Tip.skills.through,
        (
            Tip.skills.through(tip_id=pk, skill_id=chance.choice(skills))
            for pk in Tip.objects.filter(pk__gt=last).values_list("pk", flat=True)
        ),
    )
    _in_batches(
        Question,
        (
            Question(title=f"{chance.choice(PLACES)}, que faire quand {chance.choice(FAULTS)} ?", author_id=chance.choice(everyone))
            for _ in range(wanted // 3)
        ),
    )
