"""The demo's problems, campaigns and ideas: one campaign gone from the counter to a decision, one that votes, one that collects.

Written in the past with its dates, by models: nobody is told now of what happened last spring.
What it leaves for votes, decisions and pilots is in `demo.things`, under "ideas.…".
"""

from datetime import timedelta

from django.utils.text import slugify

from ideas.actions.problems import crowded_unit, veil_of
from ideas.actions.rules import DEFAULTS, fingerprint
from ideas.models import (
    Campaign,
    Category,
    Contest,
    Idea,
    IdeaAuthor,
    IdeaFollow,
    IdeaMove,
    IdeaVersion,
    Mandate,
    Membership,
    Phase,
    Problem,
    ProblemEcho,
    RecurringProblem,
    RuleSet,
    RuleSetVersion,
    UserView,
)
from ideas.search.near import telling_words
from intranet import access
from intranet.base import text
from intranet.directory.models import Agent, OrgUnit
from intranet.discussion.models import Comment
from intranet.search import door
from intranet.shell.demo import Demo
from intranet.shell.demo import ideas_texts as texts

# kind, first day, last day: days from today
COUNTER_PHASES = (
    ("collect_problems", -250, -216),
    ("user_view", -215, -200),
    ("prioritise", -199, -186),
    ("ideate", -185, -146),
    ("admissibility", -145, -131),
    ("vote", -130, -109),
    ("decide", -108, -63),
    ("implement", -62, 105),
    ("evaluate", 106, 150),
)
PAPER_PHASES = (
    ("collect_problems", -95, -61),
    ("user_view", -60, -46),
    ("ideate", -45, -16),
    ("admissibility", -15, -6),
    ("vote", -5, 9),
    ("decide", 10, 54),
)
INFORM_PHASES = (
    ("collect_problems", -9, 19),
    ("user_view", 20, 33),
    ("prioritise", 34, 44),
    ("ideate", 45, 79),
    ("admissibility", 80, 89),
    ("vote", 90, 104),
    ("decide", 105, 149),
)


def load(demo: Demo) -> None:
    """Fill the ideas of the demo organisation."""
    for position, (slug, name, name_en) in enumerate(texts.CATEGORIES):
        demo.things[f"category:{slug}"] = Category.objects.create(name=name, name_en=name_en, slug=slug, position=position)
    _rules(demo)
    _mandate(demo)
    _campaigns(demo)
    recurring = _problems(demo)
    _views(demo, recurring)
    _ideas(demo, demo.things["ideas.campaign"], texts.IDEAS, recurring, start=-180, judged=-133)
    _ideas(demo, demo.things["ideas.voting_campaign"], texts.VOTING_IDEAS, recurring, start=-40, judged=-8)
    demo.things["ideas.sanu_idea"] = demo.things["ideas.idea:mediator"]
    _versions_of_sanu(demo)
    _comments(demo)
    _waiting(demo)
    for kind, model in (("problem", Problem), ("recurring", RecurringProblem), ("idea", Idea), ("campaign", Campaign)):
        door.refresh_many(kind, model.objects.values_list("pk", flat=True))


def _unit(demo: Demo, code: str) -> OrgUnit:
    """The unit of a code; the nearest thing to it in a house of eight."""
    return demo.units.get(code) or demo.units["accueil-cannes" if "accueil-cannes" in demo.units else "accueil"]


def _colleagues(demo: Demo, unit: OrgUnit) -> list[Agent]:
    """The people of a unit, in their fixed order; everybody when it is empty."""
    within = set(Agent.objects.filter(unit__path__startswith=unit.path, is_active=True).values_list("pk", flat=True))
    return [a for a in demo.agents if a.pk in within] or demo.agents


def _rules(demo: Demo) -> None:
    ruleset = RuleSet.objects.create(
        name="Règles des campagnes d’idées", slug="campagnes", purpose="Qui propose, qui vote, comment on compte, et ce qui vient après."
    )
    for number, text_fr, reason, params, days in texts.RULES:
        version = RuleSetVersion(
            ruleset=ruleset,
            number=number,
            text_fr=text_fr,
            params={**DEFAULTS, **params},
            change_reason=reason,
            author=demo.people["nadia"],
            adopted_by=demo.people["helene"],
            in_force_from=demo.at(days, 0),
            status=RuleSetVersion.Status.IN_FORCE if number == len(texts.RULES) else RuleSetVersion.Status.SUPERSEDED,
        )
        version.sha256 = fingerprint(version)
        version.save()
        RuleSetVersion.objects.filter(pk=version.pk).update(created_at=demo.at(days - 40))
        demo.things["ideas.rules"] = version
    RuleSetVersion.objects.create(
        ruleset=ruleset,
        number=len(texts.RULES) + 1,
        text_fr=texts.RULES_V3.replace("**45 jours**", "**30 jours**").replace(
            "Vous pouvez voter blanc.", "Vous pouvez voter blanc, et dire pourquoi si vous le voulez."
        ),
        params={**DEFAULTS, "reply_days": 30},
        change_reason="Quarante-cinq jours, c’est long quand on a pris le temps d’écrire. La direction propose trente.",
        author=demo.people["nadia"],
        status=RuleSetVersion.Status.CONSULTATION,
    )


def _mandate(demo: Demo) -> None:
    year = (demo.today - timedelta(days=260)).replace(day=4)
    mandate = Mandate.objects.create(
        title="Décider des suites données aux idées, solidarités et relations avec les usagers",
        sponsor=_head_of_all(demo),
        text=(
            "La directrice générale adjointe décide des suites données aux idées qui touchent l’accueil et l’accès aux droits, "
            "dans la limite de 150 000 euros par an et d’un poste.\n\n"
            "Elle publie sa décision et ses raisons. Si elle s’écarte d’un vote, elle dit pourquoi. Au-delà de ces limites, elle propose à l’assemblée."
        ),
        valid_from=year,
        valid_until=year + timedelta(days=730),
        published_at=demo.at(-262),
    )
    mandate.perimeter.set([demo.units["departement"]])
    access.set_holders(mandate, "holder", [demo.people["helene"]], ["decide"])
    demo.things["ideas.mandate"] = mandate


def _head_of_all(demo: Demo) -> Agent:
    head = demo.units["departement"].head_id or demo.units["dg"].head_id
    return next((a for a in demo.agents if a.pk == head), demo.people["helene"])


def _campaigns(demo: Demo) -> None:
    whole = demo.units["departement"]
    solidarity = [demo.units["dga-solidarites"], *(demo.units[code] for code in ("culture", "numerique") if code in demo.units)]
    demo.things["ideas.campaign"] = _campaign(
        demo,
        name="Du guichet au chez-soi",
        question="Comment aider quelqu’un à faire une démarche en ligne sans l’envoyer ailleurs ?",
        why=(
            "À l’accueil, une personne sur trois venue pour une démarche en ligne repart sans l’avoir faite. "
            "Nous savons ce que dit le règlement. Nous voulons savoir ce qui se passe vraiment, et ce que vous feriez.\n\n"
            "La question vient des agents d’accueil eux-mêmes, réunis à Cannes en janvier."
        ),
        perimeter=solidarity,
        funding="Les idées retenues sont financées par le budget courant jusqu’à 30 000 euros, et par une réserve de 150 000 euros au-delà. Aucune n’est prise sur les effectifs d’un service sans son accord.",
        budget=150_000,
        phases=COUNTER_PHASES,
        status=Campaign.Status.RUNNING,
    )
    demo.things["ideas.voting_campaign"] = _campaign(
        demo,
        name="Moins de papiers",
        question="Quel papier pouvons-nous cesser de demander ?",
        why="Chaque pièce demandée a eu sa raison. Beaucoup ne l’ont plus. Nous cherchons celles que nous pouvons abandonner cette année, sans attendre une loi.",
        perimeter=[whole],
        funding="Les idées sans dépense sont appliquées par les services dès la décision. Les autres ont une enveloppe de 40 000 euros.",
        budget=40_000,
        phases=PAPER_PHASES,
        status=Campaign.Status.RUNNING,
    )
    demo.things["ideas.open_campaign"] = _campaign(
        demo,
        name="Savoir à temps",
        question="Qu’apprenez-vous trop tard pour bien faire votre travail ?",
        why="Une fermeture, une absence, une météo, une formation : l’information existe, mais elle arrive après. Dites-nous laquelle, et qui l’avait.",
        perimeter=[whole],
        funding="Ce qui ne coûte que du temps est décidé par les services. Le reste a une enveloppe de 60 000 euros.",
        budget=60_000,
        phases=INFORM_PHASES,
        status=Campaign.Status.RUNNING,
    )


def _campaign(demo: Demo, *, name, question, why, perimeter, funding, budget, phases, status) -> Campaign:
    campaign = Campaign.objects.create(
        name=name,
        slug=slugify(name),
        question=question,
        why=why,
        mandate=demo.things["ideas.mandate"],
        rules=demo.things["ideas.rules"],
        funding_principle=funding,
        budget=budget,
        reply_days=45,
        created_by=demo.people["nadia"],
    )
    campaign.perimeter.set(perimeter)
    for kind, first, last in phases:
        Phase.objects.create(campaign=campaign, kind=kind, opens_at=demo.at(first, 0), closes_at=demo.at(last + 1, 0))
    begun = demo.at(phases[0][1] - 6)
    Campaign.objects.filter(pk=campaign.pk).update(status=status, published_at=begun)
    Campaign.objects.filter(pk=campaign.pk).update(created_at=begun - timedelta(days=20))
    campaign.refresh_from_db()
    return campaign


def _problems(demo: Demo) -> dict[str, RecurringProblem]:
    chance = demo.chance
    campaigns = {"referrals": demo.things["ideas.campaign"], "papers": demo.things["ideas.voting_campaign"]}
    campaigns["validations"] = campaigns["papers"]
    made: dict[str, RecurringProblem] = {}
    for slug, title, summary, told in texts.RECURRING:
        campaign = campaigns.get(slug)
        first = (-248 if slug == "referrals" else -93) if campaign else -140
        reports = [_report(demo, row, first + index * (30 if campaign else 60) // len(told), campaign) for index, row in enumerate(told)]
        named = first + 38
        recurring = RecurringProblem.objects.create(
            title=title,
            summary=summary,
            campaign=campaign,
            named_by=demo.people["nadia"],
            confirmed_at=demo.at(named, 14),
        )
        seed = {text.stem(word): word.lower() for word in telling_words(f"{reports[0].title} {reports[0].body}")}
        Membership.objects.bulk_create(
            Membership(
                recurring=recurring,
                problem=problem,
                state=Membership.State.CONFIRMED,
                why=[seed[s] for s in dict.fromkeys(text.stems(f"{problem.title} {problem.body}")) if s in seed][:5],
                decided_by=demo.people["nadia"],
                decided_at=demo.at(named, 14),
            )
            for problem in reports
        )
        made[slug] = recurring
        demo.things[f"ideas.recurring:{slug}"] = recurring
    for index, row in enumerate(texts.LOOSE):
        for_campaign = "c" in row[6]
        day = -8 + index if for_campaign else -34 + index
        _report(demo, row, min(day, -1), demo.things["ideas.open_campaign"] if for_campaign else None)
    demo.things["ideas.recurring_problem"] = made["referrals"]
    hidden = Problem.objects.filter(title=texts.LOOSE[-2][4]).first()
    if hidden is not None and chance:
        hidden.status, hidden.hidden_by, hidden.hidden_at = Problem.Status.HIDDEN, demo.people["nadia"], demo.at(-3, 11)
        hidden.hidden_reason = "Le texte désignait une personne par sa fonction. Son auteur est invité à le récrire sans elle."
        hidden.save()
    return made


def _report(demo: Demo, row: tuple, day: int, campaign: Campaign | None) -> Problem:
    code, category, affected, frequency, title, body, marks = row
    unit = _unit(demo, code)
    people = _colleagues(demo, unit)
    told_before = len([t for t in demo.things.get("ideas.told", []) if t == code])
    demo.things.setdefault("ideas.told", []).append(code)
    author = people[told_before % len(people)]
    is_hidden = "h" in marks
    when = demo.at(day, 8 + (told_before * 3 + len(title)) % 9, (len(body) * 7) % 60)
    problem = Problem.objects.create(
        campaign=campaign,
        author=author,
        authorship=Problem.Authorship.HIDDEN if is_hidden else Problem.Authorship.NAMED,
        shown_unit=veil_of(author) if is_hidden else None,
        service=crowded_unit(unit) if is_hidden else unit,
        category=demo.things[f"category:{category}"],
        title=title,
        body=body,
        affected=affected,
        frequency=frequency,
        on_behalf="desk" if "d" in marks else "phone" if "t" in marks else "",
        status=Problem.Status.PUBLISHED,
        published_at=when,
    )
    Problem.objects.filter(pk=problem.pk).update(created_at=when)
    others = [a for a in demo.agents if a.pk != author.pk]
    count = min(len(others), demo.chance.choice((0, 1, 2, 2, 3, 4, 6, 9)))
    ProblemEcho.objects.bulk_create(ProblemEcho(problem=problem, agent=agent) for agent in demo.chance.sample(others, count))
    return problem


def _views(demo: Demo, recurring: dict[str, RecurringProblem]) -> None:
    for slug, views in texts.USER_VIEWS.items():
        for persona, situation, journey, pain, evidence, author in views:
            view = UserView.objects.create(
                recurring=recurring[slug],
                persona=persona,
                situation=situation,
                journey_now=journey,
                pain=pain,
                evidence=evidence,
                author=demo.people[author],
            )
            UserView.objects.filter(pk=view.pk).update(created_at=recurring[slug].confirmed_at + timedelta(days=5))
            demo.things.setdefault("ideas.user_view", view)


def _authors(demo: Demo, slug: str, count: int) -> list[Agent]:
    first = [demo.people["lea"], demo.people["karim"]] if slug == "mediator" else []
    others = [a for a in demo.agents if a.username not in demo.people]
    while len(first) < count and others:
        first.append(others.pop(demo.chance.randrange(len(others))))
    return first or [demo.people["ines"]]


def _ideas(demo: Demo, campaign: Campaign, rows: tuple, recurring: dict[str, RecurringProblem], *, start: int, judged: int) -> None:
    made = []
    for index, (slug, answers, title, proposal, effect, who, cost, risks, count) in enumerate(rows):
        authors = _authors(demo, slug, count)
        when = demo.at(start + index * 2, 10, 15)
        idea = Idea.objects.create(campaign=campaign)
        idea.problems.set([recurring[a] for a in answers])
        version = IdeaVersion.objects.create(
            idea=idea,
            number=1,
            title=title,
            proposal=texts.SANU_V1 if slug == "mediator" else proposal,
            expected_effect=effect,
            beneficiaries=who,
            cost_band=cost,
            risks=risks,
            editor=authors[0],
            published_at=when,
        )
        IdeaVersion.objects.filter(pk=version.pk).update(at=when)
        for place, agent in enumerate(authors):
            authorship = IdeaAuthor.objects.create(
                idea=idea,
                agent=agent,
                state=IdeaAuthor.State.ACCEPTED,
                invited_by=authors[0] if place else None,
                answered_at=when + timedelta(days=place),
            )
            IdeaAuthor.objects.filter(pk=authorship.pk).update(invited_at=when)
        idea.current_version, idea.published_at = version, when
        idea.status = Idea.Status.ADMISSIBLE
        idea.save()
        Idea.objects.filter(pk=idea.pk).update(created_at=when)
        IdeaMove.objects.create(idea=idea, was="draft", became="published", by=authors[0], at=when)
        IdeaMove.objects.create(idea=idea, was="published", became="admissible", by=demo.people["nadia"], at=demo.at(judged, 16))
        followers = [a for a in demo.agents if a not in authors]
        IdeaFollow.objects.bulk_create(
            IdeaFollow(idea=idea, agent=a) for a in demo.chance.sample(followers, min(len(followers), demo.chance.randint(1, 7)))
        )
        demo.things[f"ideas.idea:{slug}"] = idea
        made.append(idea)
    demo.things["ideas.ideas" if campaign == demo.things["ideas.campaign"] else "ideas.voting_ideas"] = made


def _versions_of_sanu(demo: Demo) -> None:
    """Three versions, by two authors."""
    idea = demo.things["ideas.sanu_idea"]
    first = idea.current_version
    words = {name: getattr(first, name) for name in IdeaVersion.WORDS}
    for number, proposal, editor, note, day in (
        (2, texts.SANU_V2, "karim", "Nous ajoutons la borne et le tutoriel, et nous disons ce qui change à l’accueil.", -164),
        (3, texts.SANU_V3, "lea", "Nous ajoutons l’appel depuis chez soi, et nous proposons où commencer.", -150),
    ):
        version = IdeaVersion.objects.create(
            idea=idea,
            number=number,
            editor=demo.people[editor],
            change_note=note,
            published_at=demo.at(day, 11),
            **{**words, "proposal": proposal},
        )
        IdeaVersion.objects.filter(pk=version.pk).update(at=demo.at(day, 11))
        idea.current_version = version
    idea.save(update_fields=["current_version"])


def _comments(demo: Demo) -> None:
    for slug, said in texts.COMMENTS.items():
        idea = demo.things[f"ideas.idea:{slug}"]
        for index, (username, body) in enumerate(said):
            comment = Comment.objects.create(about=idea, author=demo.people[username], body=body)
            Comment.objects.filter(pk=comment.pk).update(created_at=demo.at(-160 + index * 3, 9 + index))


def _waiting(demo: Demo) -> None:
    """What waits today: a contested grouping for Nadia, an invitation for Karim, a draft of Léa's."""
    lea, karim = demo.people["lea"], demo.people["karim"]
    campaign = demo.things["ideas.campaign"]
    draft = Idea.objects.create(campaign=campaign)
    draft.problems.set([demo.things["ideas.recurring_problem"]])
    draft.current_version = IdeaVersion.objects.create(
        idea=draft,
        number=1,
        title="Un carnet de démarches que l’on garde chez soi",
        proposal="Un petit carnet, rempli ensemble au guichet : les comptes ouverts, les dates à ne pas manquer, le nom de la personne à rappeler.",
        expected_effect="Une date manquée de moins",
        beneficiaries="Les personnes qui n’ont pas d’adresse électronique",
        editor=lea,
    )
    draft.save()
    IdeaAuthor.objects.create(idea=draft, agent=lea, state=IdeaAuthor.State.ACCEPTED, answered_at=demo.at(-2))
    IdeaAuthor.objects.create(idea=draft, agent=karim, invited_by=lea)
    membership = (
        Membership.objects.confirmed()
        .filter(recurring=demo.things["ideas.recurring:cars"], problem__authorship="named")
        .exclude(problem__author=demo.people["nadia"])
        .select_related("problem")
        .order_by("-pk")
        .first()
    )
    if membership is not None:
        contest = Contest.objects.create(
            membership=membership,
            agent=membership.problem.author,
            reason="Ce n’est pas qu’il manque une voiture : c’est qu’il manque un utilitaire, que le parc possède. La réponse n’est pas la même.",
        )
        Contest.objects.filter(pk=contest.pk).update(created_at=demo.at(-2, 15))
