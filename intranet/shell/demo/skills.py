"""The demo's skills: the catalogue, what the people of the story declare, and a few skills for everyone else.

Leaves each skill in `demo.things["skill:<slug>"]`.
"""

from datetime import timedelta

from intranet.base import text
from intranet.directory.models import Agent
from intranet.shell.demo import Demo, many_skills
from skills import actions
from skills.models import AgentSkill, Certification, Endorsement, HelpAsk, Skill, SkillChoices, SkillProposal, Visibility

ME, HR, DIRECTION, EVERYONE = Visibility.ME, Visibility.HR, Visibility.DIRECTION, Visibility.EVERYONE

# user name → (skill, level, days since confirmed, what differs from "at work, seen by everyone, may be asked").
STORY: dict[str, tuple[tuple[str, int | None, int, dict], ...]] = {
    "lea": (
        ("mediation-numerique", 4, 40, {"can_train": True, "note": "Ateliers du mardi à la maison du Département."}),
        ("aide-aux-demarches", 4, 40, {}),
        ("aidants-connect-habilitation", 3, 200, {}),
        ("accueil-physique", 3, 200, {}),
        ("conduite-de-projet", 2, 60, {"interest": "learn", "can_help": False}),
        ("langage-clair", 2, 60, {"interest": "use"}),
        ("animation-reunion", 3, 800, {}),
        ("ecoute-active", None, 60, {"can_help": False}),
        ("photo-video", 2, 400, {"sphere": "private", "note": "Petits films de famille, montage sur téléphone.", "visibility": DIRECTION}),
    ),
    "karim": (
        ("accueil-physique", 4, 90, {"can_train": True}),
        ("droits-handicap", 3, 90, {}),
        ("accueil-handicap", 3, 90, {}),
        ("situations-difficiles", 3, 500, {}),
        ("aide-aux-demarches", 2, 90, {"interest": "learn", "can_help": False}),
        ("arabe", 4, 90, {"sphere": "private", "note": "Langue de la maison, volontiers pour un accueil."}),
        ("sst", 2, 300, {}),
        ("pompier-volontaire", 3, 300, {"sphere": "private", "visibility": HR, "can_help": False}),
    ),
    "paul": (
        ("encadrement", 3, 120, {}),
        ("gestion-file-attente", 4, 120, {}),
        ("accueil-publics-sourds", 2, 120, {}),
        (
            "langue-des-signes",
            4,
            30,
            {"sphere": "private", "can_train": True, "note": "Apprise avec mon frère ; je peux former les accueils."},
        ),
        ("dialogue-social", 2, 700, {"visibility": DIRECTION, "can_help": False}),
        ("calme-sous-pression", None, 120, {"can_help": False}),
    ),
    "nadia": (
        ("innovation-publique", 4, 20, {"can_train": True}),
        ("intelligence-collective", 4, 20, {"can_train": True}),
        ("participation-habitants", 3, 20, {}),
        ("langue-des-signes", 3, 20, {}),
        ("accueil-physique", 4, 900, {"can_help": False}),
        ("enquetes", 3, 200, {}),
        ("conduite-du-changement", 3, 200, {}),
        ("transversalite", None, 20, {"can_help": False}),
    ),
    "ines": (
        ("documentation-veille", 4, 50, {"can_train": True}),
        ("gestion-documentaire", 3, 50, {}),
        ("bibliotheque", 4, 50, {}),
        ("langue-des-signes", 3, 50, {}),
        ("falc", 2, 50, {"interest": "learn"}),
        ("redaction-web", 3, 50, {}),
        ("accessibilite-numerique", 3, 50, {}),
        ("italien", 3, 50, {"sphere": "private"}),
    ),
    "sofia": (
        ("mobilite-interne", 4, 70, {"can_train": True}),
        ("conduite-entretien", 4, 70, {"can_train": True}),
        ("gpeec", 3, 70, {}),
        ("recrutement", 3, 70, {}),
        ("droit-fonction-publique", 3, 600, {}),
        ("portugais", 4, 70, {"sphere": "private", "can_help": False, "visibility": ME}),
    ),
    "helene": (
        ("encadrement", 4, 100, {"can_help": False}),
        ("evaluation-politiques", 3, 100, {"can_help": False}),
        ("protection-enfance", 3, 100, {"can_help": False}),
        ("negociation", 3, 100, {"can_help": False}),
        ("preparation-budgetaire", 3, 100, {"can_help": False}),
    ),
    "admin": (
        ("reseaux-systemes", 4, 100, {}),
        ("assistance-utilisateurs", 3, 100, {}),
        ("cybersecurite", 3, 100, {"can_help": False}),
    ),
}

# A word of a position or a unit → what those people often know.
TRADES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("accueil", "guichet"), ("accueil-physique", "accueil-telephonique", "orientation-usagers", "situations-difficiles", "gestion-file-attente", "aide-aux-demarches", "etat-civil", "titres-identite", "illettrisme", "reclamations")),
    (("mediat", "numer", "inform", "dsi", "donnee"), ("mediation-numerique", "assistance-utilisateurs", "reseaux-systemes", "cybersecurite", "bases-de-donnees", "developpement-logiciel", "python", "conception-services-numeriques", "tableur", "intelligence-artificielle", "sig", "accessibilite-numerique")),
    (("social", "solidar", "insert", "logement"), ("accompagnement-social", "acces-aux-droits", "rsa", "surendettement", "logement-social", "insertion-professionnelle", "travail-social-groupe", "ecoute-active", "violences-intrafamiliales", "mediation-sociale")),
    (("enfan", "famil", "puer", "pmi", "educat"), ("protection-enfance", "projet-pour-enfant", "accueil-familial", "pmi", "soutien-parentalite", "mineurs-non-accompagnes", "violences-intrafamiliales", "ecoute-active")),
    (("autonom", "handicap", "mdph", "personnes agees"), ("apa", "droits-handicap", "evaluation-perte-autonomie", "aidants", "accueil-handicap", "aide-sociale-hebergement", "controle-etablissements", "ecole-inclusive")),
    (("march", "jurid", "achat", "assembl"), ("marches-publics", "petits-marches", "redaction-cahier-des-charges", "achats-responsables", "droit-administratif", "droit-collectivites", "deliberations", "conventions-partenariales", "protection-donnees", "assurances")),
    (("financ", "budget", "compt", "gestion"), ("preparation-budgetaire", "execution-budgetaire", "comptabilite-publique", "regies", "prospective-financiere", "controle-gestion", "tableur", "indicateurs", "recherche-financements")),
    (("ressources humaines", "rh", "paie", "formation", "recrut"), ("gestion-carriere", "droit-fonction-publique", "paie", "recrutement", "mobilite-interne", "gpeec", "plan-formation", "dialogue-social", "sante-securite-travail", "conduite-entretien")),
    (("route", "voirie", "infrastr", "travaux"), ("entretien-routes", "viabilite-hivernale", "signalisation-chantier", "conduite-travaux", "ouvrages-art", "dessin-technique", "caces", "permis-poids-lourd", "aipr", "travail-hauteur")),
    (("batiment", "mainten", "technique", "moyens", "logist", "patrimoine"), ("batiment-maintenance", "electricite", "plomberie-chauffage", "energie-batiments", "habilitation-electrique", "logistique-stocks", "travail-hauteur", "amiante", "mecanique", "evacuation-incendie")),
    (("college", "cuisin", "restaur", "entretien"), ("restauration-collective", "hygiene-locaux", "relation-colleges", "espaces-verts", "batiment-maintenance", "sst")),
    (("cultur", "biblio", "mediath", "archiv", "musee", "document"), ("bibliotheque", "mediation-culturelle", "patrimoine-archives", "gestion-documentaire", "documentation-veille", "evenementiel", "spectacle-technique")),
    (("environ", "espaces", "nature", "agri", "eau"), ("espaces-verts", "biodiversite", "transition-ecologique", "certiphyto", "risques-majeurs", "tourisme", "sig")),
    (("communic", "presse"), ("communication-interne", "redaction-web", "creation-graphique", "photo-video", "evenementiel", "relations-presse")),
    (("chef", "respons", "direct", "adjoint"), ("encadrement", "conduite-de-projet", "conduite-du-changement", "negociation", "indicateurs", "conduite-entretien", "animation-reunion")),
    (("innov", "projet", "transform", "evaluat"), ("innovation-publique", "conduite-de-projet", "intelligence-collective", "participation-habitants", "evaluation-politiques", "enquetes", "amelioration-processus")),
    (("secret", "assist", "administr"), ("secretariat", "redaction-administrative", "traitement-de-texte", "publipostage", "tableur", "gestion-documentaire", "langage-clair")),
)  # fmt: skip
COMMON = (
    "tableur", "traitement-de-texte", "redaction-administrative", "animation-reunion", "langage-clair", "visioconference", "publipostage",
    "travail-equipe", "rigueur", "adaptation", "autonomie", "sens-du-service", "curiosite", "transmission", "prise-de-parole", "creativite",
    "sst", "formation-adultes", "conduite-de-projet", "intelligence-artificielle", "evenementiel",
)  # fmt: skip
# What is often learnt outside work, shared or not as each one chooses.
PRIVATE = (
    "langue-des-signes", "italien", "espagnol", "anglais", "arabe", "portugais", "nissart", "musique-chant", "photo-video", "vie-associative",
    "education-sportive", "premiers-secours", "animation-jeunesse", "mecanique", "espaces-verts", "pompier-volontaire",
)  # fmt: skip


def load(demo: Demo) -> None:
    """Load the catalogue, then declare."""
    actions.load_catalogue()
    skills = {skill.slug: skill for skill in Skill.objects.active()}
    for slug, skill in skills.items():
        demo.things[f"skill:{slug}"] = skill
    rows = _story(demo, skills)
    told = {demo.people[name].pk for name in STORY if name in demo.people}
    agents = Agent.objects.select_related("unit").in_bulk([each.pk for each in demo.agents])
    others = [agents[each.pk] for each in demo.agents if each.pk not in told]
    if demo.skills_each is None:
        for agent in others:
            rows += [_row(demo, agent, skills[slug]) for slug in _usual(demo, agent, skills)]
    AgentSkill.objects.bulk_create(rows, batch_size=1000)
    if demo.skills_each is not None:
        many_skills.declare_many(
            demo,
            others,
            skills,
            each=demo.skills_each,
            usual=lambda agent: _usual(demo, agent, skills),
            row=lambda agent, skill: _row(demo, agent, skill),
        )
    # Who shares what they learnt outside work turned it on for themselves.
    sharing = {row.agent_id for row in rows if row.sphere == AgentSkill.Sphere.PRIVATE and row.visibility > ME}
    SkillChoices.objects.bulk_create([SkillChoices(agent_id=pk, shares_private=True) for pk in sorted(sharing)], batch_size=1000)
    actions.rebuild_facts()
    _proposals(demo)
    _help(demo, skills)
    _certifications(demo)
    _confirmations(demo)


def _story(demo: Demo, skills: dict[str, Skill]) -> list[AgentSkill]:
    rows = []
    for name, declared in STORY.items():
        if name not in demo.people:
            continue
        for slug, level, days, differs in declared:
            when = demo.at(-days, 10)
            values = {"can_help": True, "visibility": EVERYONE, "last_used": demo.today.year, **differs}
            rows.append(AgentSkill(agent=demo.people[name], skill=skills[slug], level=level, confirmed_at=when, valid_from=when, **values))
    return rows


def _usual(demo: Demo, agent: Agent, skills: dict[str, Skill]) -> list[str]:
    """Between five and eighteen skills, most of them of the person's trade."""
    chance = demo.chance
    about = f" {' '.join(text.words(f'{agent.position_title} {agent.unit.name if agent.unit else str()}'))}"
    trade = [slug for words, slugs in TRADES if any(f" {word}" in about for word in words) for slug in slugs]
    wanted = chance.randint(5, 18)
    slugs = dict.fromkeys(chance.sample(trade, min(len(trade), wanted * 2 // 3)))
    slugs.update(dict.fromkeys(chance.sample(COMMON, min(len(COMMON), max(2, wanted // 3)))))
    if chance.random() < 0.45:
        slugs[chance.choice(PRIVATE)] = None
    while len(slugs) < wanted and chance.random() < 0.6:
        slugs[chance.choice(tuple(skills))] = None
    return list(slugs)[:18]


def _row(demo: Demo, agent: Agent, skill: Skill) -> AgentSkill:
    chance = demo.chance
    when = demo.at(-chance.randint(3, 1000), chance.randint(8, 17))
    private = skill.slug in PRIVATE and chance.random() < 0.8
    visibility = chance.choices((ME, HR, DIRECTION, EVERYONE), weights=(3, 3, 14, 80) if not private else (10, 5, 15, 70))[0]
    level = chance.choices((None, 1, 2, 3, 4), weights=(12, 15, 35, 28, 10))[0] if skill.has_levels else None
    can_help = visibility >= DIRECTION and (level or 0) >= 2 and chance.random() < 0.6
    return AgentSkill(
        agent=agent,
        skill=skill,
        level=level,
        interest=chance.choices(("neutral", "use", "learn", "avoid"), weights=(60, 22, 14, 4))[0],
        last_used=demo.today.year - chance.choices((0, 1, 2, 5), weights=(70, 15, 10, 5))[0],
        sphere="private" if private else "professional",
        visibility=visibility,
        can_help=can_help,
        can_train=can_help and (level or 0) >= 3 and chance.random() < 0.35,
        confirmed_at=when,
        valid_from=when,
    )


def _proposals(demo: Demo) -> None:
    """Two proposals that wait for the editors, one answered."""
    if not {"karim", "lea", "ines"} <= set(demo.people):
        return
    for name, label, why, days in (
        (
            "karim",
            "Utilisation d’une tablette de traduction",
            "Nous en avons reçu deux à l’accueil, personne ne sait qui s’en sert bien.",
            6,
        ),
        ("lea", "Création de tutoriels courts", "Beaucoup de collègues en font dans leur coin : autant se retrouver.", 3),
    ):
        proposal = actions.propose_skill(agent=demo.people[name], label=label, why=why)
        SkillProposal.objects.filter(pk=proposal.pk).update(created_at=demo.at(-days))
    refused = actions.propose_skill(agent=demo.people["paul"], label="Connaissance du logiciel Ariane 3", why="Pour l’accueil.")
    actions.refuse_proposal(
        editor=demo.people["ines"],
        skill=refused.skill,
        reason="Ce logiciel s’arrête en décembre. « Accueil physique du public » ou « Aide aux démarches en ligne » conviendront mieux.",
    )


def _help(demo: Demo, skills: dict[str, Skill]) -> None:
    """Two requests: one answered, one that waits."""
    if not {"karim", "lea", "nadia", "ines"} <= set(demo.people):
        return
    HelpAsk.objects.create(
        asker=demo.people["karim"],
        helper=demo.people["lea"],
        skill=skills["aide-aux-demarches"],
        message="Une personne n’arrive pas à joindre son justificatif au téléservice : le fichier est trop lourd. As-tu une méthode simple ?",
        created_at=demo.at(-9, 10),
        status=HelpAsk.Status.CAN,
        answer="Oui, passe me voir à 14 h ou appelle-moi : on le réduit en deux minutes.",
        answered_at=demo.at(-9, 13),
    )
    HelpAsk.objects.create(
        asker=demo.people["nadia"],
        helper=demo.people["ines"],
        skill=skills["falc"],
        message="Peux-tu relire l’affiche de la prochaine collecte, pour qu’elle se lise facilement ? Il y a dix lignes, pour jeudi.",
        created_at=demo.at(-1, 15),
    )


# user name, skill, title, issuer, days since it was delivered, days until it ends (None: it does not lapse).
CERTIFIED = (
    ("lea", "aidants-connect-habilitation", "Habilitation Aidants Connect", "ANCT", 640, None),
    ("lea", "accueil-physique", "Sauveteur secouriste du travail (SST)", "Centre de formation départemental", 680, 52),
    ("karim", "sst", "Sauveteur secouriste du travail (SST)", "Centre de formation départemental", 745, -15),
    ("nadia", "langue-des-signes", "Diplôme de compétence en langue, LSF, niveau B1", "Éducation nationale", 900, None),
)
# who wrote, whose skill, which skill, the words, days ago, how it stands.
CONFIRMED = (
    (
        "nadia",
        "lea",
        "mediation-numerique",
        "Nous avons animé ensemble trois ateliers à Vallauris : les usagers revenaient pour elle.",
        35,
        "accepted",
    ),
    ("ines", "lea", "langage-clair", "Elle a récrit avec moi les courriers de relance : les appels ont baissé.", 3, "offered"),
    ("lea", "nadia", "langue-des-signes", "Elle a accueilli en LSF deux usagers sourds le jour du forum.", 60, "accepted"),
    ("lea", "ines", "redaction-web", "", 2, "asked"),
)


def _declared(demo: Demo, name: str, slug: str) -> AgentSkill | None:
    if name not in demo.people:
        return None
    return AgentSkill.objects.filter(agent=demo.people[name], skill__slug=slug, valid_to=None).first()


def _certifications(demo: Demo) -> None:
    for name, slug, title, issuer, since, until in CERTIFIED:
        declared = _declared(demo, name, slug)
        if declared is not None:
            at = demo.at(-since, 10)
            ends = None if until is None else demo.today + timedelta(days=until)
            values = {"issuer": issuer, "issued_on": demo.today - timedelta(days=since), "expires_on": ends}
            Certification.objects.create(agent_skill=declared, title=title, created_at=at, changed_at=at, **values)


def _confirmations(demo: Demo) -> None:
    for by, name, slug, context, days, state in CONFIRMED:
        declared = _declared(demo, name, slug)
        if declared is None or by not in demo.people:
            continue
        at = demo.at(-days, 11)
        Endorsement.objects.create(
            agent_skill=declared,
            by=demo.people[by],
            context=context,
            requested=state == "asked",
            asked_words="Te souviens-tu de la page des démarches, refaite à deux ?" if state == "asked" else "",
            created_at=at,
            written_at=None if state == "asked" else at,
            accepted_at=at if state == "accepted" else None,
        )
