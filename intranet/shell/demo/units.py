"""The demo's directions, services and units, with the jobs that people have in each.

A job is written once for both genders, "{Agent|Agente} d’accueil", and `*3` says that it is three
times as frequent as another.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """A unit to make. `weight`: how many of its own people in a house of 600; `women`: the share of women."""

    code: str
    name: str
    site: str
    jobs: tuple[str, ...] = ()
    weight: int = 0
    women: float | None = None
    head_job: str = ""
    mission: str = ""
    under: tuple["Unit", ...] = ()


ASSISTANT = "{Assistant|Assistante} de direction"
ADMIN = "{Assistant administratif|Assistante administrative}"
SOCIAL = (
    "{Assistant social|Assistante sociale} de secteur*5",
    "{Conseiller|Conseillère} en économie sociale et familiale*2",
    "{Secrétaire médico-social|Secrétaire médico-sociale}*2",
)
WELCOME = ("{Agent|Agente} d’accueil*4", "{Médiateur|Médiatrice} numérique", "{Écrivain public|Écrivaine publique}")
CHILD = (
    "{Éducateur|Éducatrice} de prévention*3",
    "{Référent|Référente} enfance*3",
    "Psychologue",
    "{Secrétaire médico-social|Secrétaire médico-sociale}",
)
HEALTH = (
    "{Puériculteur|Puéricultrice}*3",
    "Médecin de protection maternelle",
    "{Infirmier|Infirmière}",
    "Sage-femme",
    "Auxiliaire de puériculture*2",
)
RIGHTS = ("{Instructeur|Instructrice} des droits*4", "{Référent|Référente} parcours", ADMIN)
COLLEGE = (
    "{Agent|Agente} d’entretien*4",
    "{Cuisinier|Cuisinière} de collège*2",
    "{Agent|Agente} de maintenance",
    "{Agent|Agente} d’accueil de collège",
)
ROADS = (
    "{Agent|Agente} d’exploitation des routes*5",
    "{Conducteur|Conductrice} d’engins",
    "{Patrouilleur|Patrouilleuse}",
    "{Chef|Cheffe} d’équipe routes",
)
DESK = ("Gestionnaire comptable*3", ADMIN)


def service(code, name, site, jobs=(), weight=0, *units, women=None, head_job="", mission=""):
    return Unit(code, name, site, jobs, weight, women, head_job, mission, units)


unit = service

TREE = (
    service(
        "dg",
        "Direction générale des services",
        "siege",
        (ASSISTANT,),
        1,
        service(
            "innovation",
            "Service innovation",
            "siege",
            ("{Chargé|Chargée} de projet innovation*2", "Designer de service", "{Chargé|Chargée} d’évaluation des politiques publiques"),
            4,
            mission="Aider les services à essayer, mesurer et décider. Animer les campagnes d’idées et les pilotes.",
        ),
        service(
            "documentation",
            "Service documentation",
            "siege",
            ("Documentaliste*2", "Archiviste"),
            4,
            mission="Tenir à jour les guides et les procédures, faire circuler les savoirs entre directions.",
        ),
        service("communication", "Service communication", "siege", ("{Chargé|Chargée} de communication*3", "Graphiste", "Webmestre"), 6),
        service("assemblees", "Service des assemblées", "siege", ("Gestionnaire des assemblées*2", "Juriste"), 5),
        service(
            "audit", "Service audit et pilotage", "siege", ("{Auditeur|Auditrice} interne", "{Contrôleur|Contrôleuse} de gestion*2"), 4
        ),
        women=0.6,
    ),
    service(
        "dga-solidarites",
        "Direction des solidarités",
        "siege",
        (ASSISTANT, "{Chargé|Chargée} de mission solidarités"),
        3,
        service(
            "accueil",
            "Service accueil",
            "nice",
            ("{Coordinateur|Coordinatrice} des accueils", ADMIN),
            2,
            unit("accueil-cannes", "Accueil, maison du Département de Cannes", "cannes", WELCOME, 6),
            unit("accueil-le-cannet", "Accueil, maison du Département du Cannet", "le-cannet", WELCOME, 3),
            unit("accueil-mandelieu", "Accueil, maison du Département de Mandelieu", "mandelieu", WELCOME, 3),
            unit("accueil-mougins", "Accueils de Mougins, Mouans-Sartoux et La Roquette", "mougins", WELCOME, 4),
            unit("accueil-grasse", "Accueil, maison du Département de Grasse", "grasse", WELCOME, 5),
            unit("accueil-nice", "Accueil, maison du Département de Nice", "nice", WELCOME, 8),
            unit("accueil-vence", "Accueil, maison du Département de Vence", "vence", WELCOME, 3),
            unit("accueil-menton", "Accueil, maison du Département de Menton", "menton", WELCOME, 3),
            mission="Recevoir, écouter, orienter : le premier visage du Département, dans dix lieux.",
        ),
        service(
            "mdph",
            "Maison des personnes handicapées",
            "nice-solidarites",
            (ADMIN,),
            2,
            unit(
                "mdph-accueil",
                "Unité accueil et numérisation",
                "nice-solidarites",
                ("{Agent|Agente} d’accueil*3", "{Agent|Agente} de numérisation*2"),
                6,
            ),
            unit("mdph-droits", "Unité instruction des droits", "nice-solidarites", RIGHTS, 10),
            unit(
                "mdph-evaluation",
                "Unité évaluation",
                "nice-solidarites",
                ("{Évaluateur médico-social|Évaluatrice médico-sociale}*3", "Ergothérapeute", "Médecin"),
                7,
            ),
        ),
        service(
            "action-sociale",
            "Service social départemental",
            "nice-solidarites",
            (ADMIN,),
            2,
            unit("social-cannes", "Unité sociale de Cannes", "cannes", SOCIAL, 10),
            unit("social-grasse", "Unité sociale de Grasse", "grasse-solidarites", SOCIAL, 9),
            unit("social-nice", "Unité sociale de Nice", "nice-solidarites", SOCIAL, 14),
            unit("social-antibes", "Unité sociale d’Antibes", "antibes", SOCIAL, 8),
            unit("social-vallees", "Unité sociale des vallées", "puget", SOCIAL, 5),
        ),
        service(
            "enfance",
            "Service de l’aide sociale à l’enfance",
            "nice-solidarites",
            (ADMIN,),
            2,
            unit("enfance-ouest", "Unité enfance, ouest", "cannes", CHILD, 10),
            unit("enfance-est", "Unité enfance, est", "nice-solidarites", CHILD, 11),
            unit(
                "placement",
                "Unité placement familial",
                "nice-solidarites",
                ("{Assistant familial|Assistante familiale}*4", "{Référent|Référente} placement*2"),
                9,
            ),
        ),
        service(
            "pmi",
            "Service de la protection maternelle et infantile",
            "nice-solidarites",
            (ADMIN,),
            2,
            unit("pmi-cannes", "Unité santé des enfants, Cannes", "cannes-pmi", HEALTH, 8),
            unit("pmi-nice", "Unité santé des enfants, Nice", "nice-solidarites", HEALTH, 9),
        ),
        service(
            "insertion",
            "Service insertion",
            "nice",
            ("{Chargé|Chargée} d’insertion*3", ADMIN),
            8,
            unit("rsa", "Unité instruction du RSA", "nice", RIGHTS, 8),
        ),
        service(
            "autonomie",
            "Service autonomie",
            "siege",
            (ADMIN,),
            2,
            unit("apa", "Unité allocation d’autonomie", "siege", RIGHTS, 9),
            unit(
                "aides-domicile",
                "Unité aides à domicile",
                "siege",
                ("{Évaluateur médico-social|Évaluatrice médico-sociale}*3", "Gestionnaire des aides à domicile*3"),
                8,
            ),
        ),
        women=0.82,
        mission="Protéger, accompagner, ouvrir les droits : enfance, familles, autonomie, handicap, insertion.",
    ),
    service(
        "education",
        "Direction de l’éducation et des collèges",
        "siege",
        (ASSISTANT,),
        1,
        service(
            "vie-colleges",
            "Service vie des collèges",
            "siege",
            ("{Chargé|Chargée} de la relation avec les collèges*2", "Gestionnaire des subventions", ADMIN),
            7,
        ),
        service(
            "restauration",
            "Service restauration scolaire",
            "siege",
            ("{Diététicien|Diététicienne}", "{Conseiller|Conseillère} en restauration*2"),
            5,
        ),
        service(
            "agents-colleges",
            "Service des agents des collèges",
            "siege",
            ("Gestionnaire des remplacements*2",),
            4,
            unit("college-capron", "Équipe du collège Capron", "capron", COLLEGE, 10),
            unit("college-siagne", "Équipe du collège de la Siagne", "college-siagne", COLLEGE, 9),
            unit("college-oliviers", "Équipe du collège des Oliviers", "college-oliviers", COLLEGE, 10),
            unit("college-baous", "Équipe du collège des Baous", "college-baous", COLLEGE, 9),
        ),
        service(
            "jeunesse",
            "Service jeunesse et sports",
            "siege",
            ("{Chargé|Chargée} de projet jeunesse*2", "{Éducateur sportif|Éducatrice sportive}"),
            5,
        ),
        women=0.6,
    ),
    service(
        "routes",
        "Direction des routes et des infrastructures",
        "siege",
        (ASSISTANT,),
        1,
        service(
            "exploitation",
            "Service exploitation des routes",
            "carros",
            ("{Opérateur|Opératrice} du poste de trafic*3", ADMIN),
            6,
            unit("routes-littoral", "Subdivision du littoral ouest", "carros", ROADS, 13),
            unit("routes-menton", "Subdivision de Menton et de la Roya", "routes-menton", ROADS, 11),
            unit("routes-puget", "Subdivision du Haut-Var", "routes-puget", ROADS, 12),
        ),
        service(
            "ouvrages",
            "Service ouvrages d’art",
            "siege",
            (
                "{Ingénieur|Ingénieure} ouvrages d’art*2",
                "{Technicien|Technicienne} ouvrages d’art*2",
                "{Inspecteur|Inspectrice} d’ouvrages",
            ),
            7,
        ),
        service(
            "etudes-routes",
            "Service études et travaux",
            "siege",
            ("{Chargé|Chargée} d’opérations*3", "{Projeteur|Projeteuse}", "Géomètre"),
            8,
        ),
        service(
            "parc",
            "Service parc et ateliers",
            "carros",
            ("{Mécanicien|Mécanicienne}*3", "{Magasinier|Magasinière}", "{Conducteur|Conductrice} de poids lourd"),
            9,
        ),
        women=0.18,
        mission="Entretenir et sécuriser les routes départementales, de la côte aux cols.",
    ),
    service(
        "culture",
        "Direction de la culture",
        "mediatheque",
        (ASSISTANT,),
        1,
        service(
            "lecture",
            "Service lecture publique",
            "mediatheque",
            ("Bibliothécaire*4", "{Médiateur|Médiatrice} du livre", "{Chauffeur|Chauffeuse} de bibliobus"),
            10,
            mission="La médiathèque départementale et son réseau de bibliothèques : prêts, formations, bibliobus.",
        ),
        service(
            "archives",
            "Archives départementales",
            "archives",
            ("Archiviste*3", "{Agent|Agente} de salle de lecture*2", "{Restaurateur|Restauratrice} de documents"),
            9,
        ),
        service(
            "musees",
            "Service des musées",
            "musee",
            (
                "{Médiateur culturel|Médiatrice culturelle}*2",
                "{Agent|Agente} d’accueil et de surveillance*3",
                "{Régisseur|Régisseuse} des collections",
            ),
            8,
        ),
        service("action-culturelle", "Service action culturelle", "siege", ("{Chargé|Chargée} de développement culturel*3", ADMIN), 5),
        women=0.66,
    ),
    service(
        "environnement",
        "Direction de l’environnement",
        "siege",
        (ASSISTANT,),
        1,
        service(
            "parcs-naturels", "Service des parcs naturels", "grasse", ("Garde nature*4", "{Technicien|Technicienne} espaces naturels*2"), 10
        ),
        service("eau", "Service de l’eau et des milieux", "siege", ("Hydrologue", "{Technicien|Technicienne} rivières*2"), 5),
        service(
            "forets",
            "Service prévention des incendies de forêt",
            "carros",
            ("Sapeur forestier*4", "{Technicien forestier|Technicienne forestière}"),
            9,
        ),
        women=0.3,
    ),
    service(
        "rh",
        "Direction des ressources humaines",
        "siege",
        (ASSISTANT,),
        1,
        service(
            "mobilite",
            "Service emploi, mobilité et compétences",
            "siege",
            ("{Conseiller|Conseillère} mobilité*2", "{Chargé|Chargée} de recrutement*3", "{Chargé|Chargée} des métiers et des compétences"),
            7,
        ),
        service("formation", "Service formation", "siege", ("{Chargé|Chargée} de formation*3", ADMIN), 5),
        service(
            "carrieres", "Service carrières et paie", "siege", ("Gestionnaire carrières et paie*5", "{Référent|Référente} retraite"), 11
        ),
        service(
            "sante-travail",
            "Service santé et qualité de vie au travail",
            "siege",
            (
                "{Conseiller|Conseillère} de prévention*2",
                "Médecin du travail",
                "Psychologue du travail",
                "{Infirmier|Infirmière} du travail",
            ),
            6,
        ),
        women=0.76,
        mission="Recruter, accompagner les parcours, payer juste et à l’heure, veiller à la santé de chacun.",
    ),
    service(
        "numerique",
        "Direction du numérique",
        "siege",
        (ASSISTANT,),
        1,
        service("support", "Service assistance aux utilisateurs", "siege", ("{Technicien|Technicienne} d’assistance*4",), 8),
        service(
            "applications",
            "Service applications",
            "siege",
            ("{Chef|Cheffe} de projet applicatif*3", "{Développeur|Développeuse}*2", "{Intégrateur|Intégratrice}"),
            9,
        ),
        service(
            "reseaux",
            "Service réseaux et serveurs",
            "siege",
            ("{Administrateur|Administratrice} systèmes*2", "{Technicien|Technicienne} réseaux*2"),
            6,
        ),
        service("donnees", "Service données et cartographie", "siege", ("{Géomaticien|Géomaticienne}", "{Chargé|Chargée} de données"), 4),
        service(
            "usages",
            "Service usages et inclusion numériques",
            "cannes",
            ("{Conseiller|Conseillère} numérique*3", "{Formateur|Formatrice} bureautique", "{Chargé|Chargée} d’accessibilité numérique"),
            6,
            mission="Aider chacun à se servir du numérique : agents, usagers, associations. Les Numéric Cafés, c’est ici.",
        ),
        women=0.36,
    ),
    service(
        "finances",
        "Direction des finances et de la commande publique",
        "siege",
        (ASSISTANT,),
        1,
        service(
            "budget",
            "Service du budget",
            "siege",
            ("{Chargé|Chargée} de préparation budgétaire*2", "{Analyste financier|Analyste financière}"),
            5,
        ),
        service("comptabilite", "Service de la comptabilité", "siege", DESK, 9),
        service(
            "marches",
            "Service de la commande publique",
            "siege",
            ("{Acheteur public|Acheteuse publique}*3", "Juriste de la commande publique*2", ADMIN),
            8,
        ),
        service("subventions", "Service des subventions", "siege", ("{Instructeur|Instructrice} de subventions*3",), 5),
        women=0.68,
    ),
    service(
        "moyens",
        "Direction des moyens généraux",
        "siege",
        (ASSISTANT,),
        1,
        service(
            "batiments",
            "Service des bâtiments",
            "siege",
            (
                "{Technicien|Technicienne} du bâtiment*3",
                "{Électricien|Électricienne}",
                "{Plombier|Plombière}",
                "{Chargé|Chargée} d’opérations",
            ),
            11,
        ),
        service(
            "logistique",
            "Service logistique et courrier",
            "siege",
            ("{Agent|Agente} du courrier*2", "{Magasinier|Magasinière}", "{Chauffeur|Chauffeuse}"),
            8,
        ),
        service("proprete", "Service entretien des locaux", "siege", ("{Agent|Agente} d’entretien*5",), 10, women=0.8),
        service(
            "securite", "Service sûreté des sites", "siege", ("{Agent|Agente} de sûreté*3", "{Chargé|Chargée} de sécurité incendie"), 6
        ),
        women=0.36,
    ),
    service(
        "amenagement",
        "Direction de l’aménagement et du logement",
        "siege",
        (ASSISTANT,),
        1,
        service(
            "logement",
            "Service habitat et logement",
            "siege",
            ("{Chargé|Chargée} du logement social*2", "{Instructeur|Instructrice} des aides à l’habitat*2"),
            6,
        ),
        service("communes", "Service appui aux communes", "puget", ("{Conseiller|Conseillère} aux communes*3", "Architecte-conseil"), 6),
        women=0.55,
    ),
)

ABOUT = (
    "Vingt ans de guichet : je connais les formulaires par cœur et je sais surtout à qui téléphoner.",
    "Je viens de la librairie. J’aime classer, retrouver, conseiller.",
    "Avant le Département, douze ans dans une association d’aide aux familles.",
    "J’anime l’atelier tableur du jeudi midi, ouvert à tous les services.",
    "Je parle arabe et italien, et je traduis volontiers au téléphone.",
    "Secouriste du travail, je tiens aussi la trousse du deuxième étage.",
    "Je prépare un concours cette année : vos fiches de lecture m’intéressent.",
    "{Arrivé|Arrivée} de la mairie de Grasse au printemps, je découvre encore les sigles.",
    "Je fais le trajet à vélo depuis Saint-Laurent, demandez-moi les itinéraires.",
    "Trente mètres de dossiers papier numérisés, et quelques leçons à partager.",
    "Je forme les nouveaux collègues de l’équipe à la prise de poste.",
    "Membre du comité social, je peux vous dire où en est un sujet.",
    "{Passionné|Passionnée} de cartes anciennes et de cartes tout court.",
    "Je relis vos courriers pour les rendre plus clairs. Deux pages, une journée.",
    "{Correspondant|Correspondante} accessibilité de la direction, je teste vos documents avec un lecteur d’écran.",
    "Sur la route de 5 h à 13 h : le plus simple est de m’appeler l’après-midi.",
    "J’ai monté le jardin partagé du collège avec les élèves de cinquième.",
    "Je connais bien les vallées : neige, bus scolaires et chemins de traverse.",
    "{Ancien infirmier|Ancienne infirmière} à l’hôpital de Cannes, toujours soignante dans l’âme.",
    "Je sais remettre en marche à peu près toutes les imprimantes de la maison.",
    "Bénévole à la bibliothèque sonore, j’enregistre des livres pour les personnes aveugles.",
    "{Référent|Référente} laïcité pour le site, ma porte est ouverte.",
    "J’aime les marchés publics et je l’assume. Posez vos questions, même petites.",
    "Je travaille à temps partiel : {absent|absente} le mercredi.",
    "Langue des signes, niveau B1, apprise pour mon fils. Partagée avec plaisir.",
    "Je cherche des partenaires de course pour le relais inter-services de mai.",
    "{Passé|Passée} de la voirie aux ressources humaines : une mobilité, ça se prépare et je peux raconter.",
    "Mon métier tient en une phrase : éviter qu’un dossier dorme.",
    "J’ai gardé de mes années de cuisine le goût des plannings tenus.",
    "Photographe amateur, je prête mon œil pour vos lettres internes.",
)
