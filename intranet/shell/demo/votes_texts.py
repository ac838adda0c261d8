"""What the demo decides, and why; and the recurring problems that were weighed against the referrals."""

# title, summary, reports (sentence, what happens)
WEIGHED = (
    (
        "Attente au standard",
        "Le standard ne répond pas avant plusieurs minutes le lundi et le lendemain des fêtes. Les personnes raccrochent, puis viennent au guichet.",
        (
            ("Le lundi, on attend un quart d’heure au standard", "Deux opératrices pour six maisons. Les gens finissent par venir à pied."),
            (
                "Le message d’attente donne un horaire faux",
                "Il annonce une fermeture à seize heures. Nous répondons jusqu’à dix-sept heures trente.",
            ),
            ("Impossible de rappeler une personne qui a raccroché", "Le numéro s’affiche, mais n’est pas gardé."),
        ),
    ),
    (
        "Courriers que l’on ne comprend pas",
        "Des lettres citent un article de loi avant de dire ce qu’il faut faire. Les personnes apportent la lettre au guichet pour qu’on la leur lise.",
        (
            ("On nous apporte nos propres lettres pour les traduire", "La première phrase fait cinq lignes. La décision est au verso."),
            ("Le courrier de refus ne dit pas comment contester", "L’adresse est là, en gris, en corps sept."),
            ("Une lettre annonce un indu sans dire de quoi", "La dame a cru qu’elle avait volé."),
        ),
    ),
    (
        "Rendez-vous perdus",
        "Un rendez-vous pris dans une maison n’apparaît pas dans l’agenda d’une autre. La personne vient, et personne ne l’attend.",
        (
            (
                "Un rendez-vous pris à Cannes n’existe pas à Mandelieu",
                "Deux agendas, aucun lien. La personne montre son papier, nous n’avons rien.",
            ),
            ("Les annulations ne sont pas transmises", "L’usager traverse la ville pour trouver une porte fermée."),
            ("Le rappel par message part la veille à minuit", "Les gens le lisent après l’heure du rendez-vous."),
        ),
    ),
)

LETTERS = (
    "Ce problème n’est pas celui par lequel commence la campagne, mais il n’attendra pas. La direction de la communication reprend "
    "les dix courriers les plus envoyés et les fait relire à voix haute par cinq usagers avant la fin de l’année."
)

SANU_EXPLANATION = """L’idée arrivée première au vote couvrait trois sites déjà équipés. Celle-ci touche les communes où l’abandon de démarche dépasse trente pour cent : Cannes, Le Cannet, La Roquette, Mougins, Mouans-Sartoux et Mandelieu.

Nous commençons par le territoire 2, pendant vingt-quatre semaines, pour mesurer avant d’étendre. L’appel depuis chez soi, ajouté par les auteurs dans la version 3, en fait partie. Le pilote s’appellera SANU, service d’assistance numérique d’urgence."""
SANU_DIVERGENCE = """Les bornes itinérantes, arrivées premières, sont retenues aussi et restent financées par le budget courant : elles n’ont pas besoin de la réserve.

La réserve va à l’idée arrivée deuxième, parce que ce sont les communes qu’elle touche qui perdent le plus de droits. L’écart entre les deux est de treize bulletins."""

# slug of the idea, outcome, day, explanation, reasons, alternatives, why it departs, days until it is looked at again
DECISIONS = (
    (
        "kiosks", "accepted_with_changes", -82,
        "Les bornes itinérantes partent sur les marchés des communes qui n’ont pas de maison du Département. Les trois arrêts voisins d’un site équipé sont retirés du parcours : ils n’apporteraient rien à personne.",
        (
            ("Effet pour l’usager", "Aide à moins de vingt minutes de chez soi, un jour par semaine, pour onze communes."),
            ("Ce qu’il faut pour le faire", "Un véhicule du parc, libre le mardi et le jeudi ; deux agents volontaires."),
            ("Coût, et qui paie", "38 000 euros la première année, sur le budget courant de l’accueil."),
        ),
        "Des permanences en mairie : écartées, les mairies les demandent le matin, les marchés aussi.", "", None,
    ),
    (
        "mediator", "piloted", -78, SANU_EXPLANATION,
        (
            ("Effet pour l’usager", "Dans les six communes, une personne sur trois abandonne sa démarche : c’est là que l’effet attendu est le plus fort. Trente-trois renvois par semaine y sont comptés."),
            ("Ce qu’il faut pour le faire", "Une personne formée et deux bornes ; le service accueil libère deux demi-journées par semaine à Cannes. Le poste ne sera pas repris pour le guichet : le sponsor y veille."),
            ("Coût, et qui paie", "Un poste pendant six mois et deux bornes : 46 000 euros, sur la réserve de la campagne."),
            ("Ce que l’on saura", "Les renvois sont comptés chaque semaine avant et pendant. La cible est de seize, contre trente-trois."),
        ),
        "Former tous les agents d’accueil d’un coup : écarté pour l’instant, nous ne savons pas encore à quoi les former.", SANU_DIVERGENCE, None,
    ),
    (
        "one-call", "deferred", -76,
        "Un numéro unique n’a de sens que s’il peut agir. Nous attendons de savoir ce que l’appel depuis chez soi du pilote SANU règle, et ce qu’il ne règle pas, avant d’ouvrir un numéro pour tout le Département.",
        (
            ("Effet pour l’usager", "Fort si la personne qui répond peut prendre un rendez-vous partout ; nul sinon, et les agendas ne sont pas encore reliés."),
            ("Coût, et qui paie", "Estimé à 90 000 euros par an : c’est presque toute la réserve."),
        ),
        "Rediriger les trois numéros actuels vers un seul, sans rien changer derrière : cela déplace l’attente.", "", 70,
    ),
    (
        "sheet", "transferred", -74,
        "La fiche de liaison est bonne et ne coûte presque rien. Elle relève des travailleurs sociaux : la direction de l’action sociale la reprend, avec ses auteurs, et dira en réunion de service ce qu’elle en fait.",
        (("Qui peut la faire vivre", "Ce sont les travailleurs sociaux qui la rempliront ou non : ils doivent l’écrire."),),
        "", "", None,
    ),
    (
        "directory", "transferred", -74,
        "Une page par guichet, tenue par ses agents : c’est ce que l’espace Savoirs permet déjà, avec une date de relecture. La documentation accompagne les six accueils pour écrire la leur.",
        (
            ("Ce qu’il faut pour le faire", "L’outil existe. Il faut deux heures par guichet, que chaque service a acceptées."),
            ("Durée", "Une page non relue après trois mois est signalée comme à vérifier."),
        ),
        "Un quatrième annuaire : non.", "", None,
    ),
    (
        "library", "declined", -72,
        "Nous ne recevrons pas à deux métiers à la même table dans la médiathèque. L’intention est juste, mais la salle n’a pas de coin fermé et des personnes y raconteraient leur situation devant les lecteurs. L’accueil accompagné du pilote répond au même besoin, dans un lieu prévu pour cela.",
        (
            ("Confidentialité", "Visite faite avec deux bibliothécaires : aucun espace fermé n’est possible avant les travaux de 2028."),
            ("Effet pour l’usager", "Réel, mais pour la moitié des situations seulement : les autres demandent le dossier, qui n’est pas accessible de là."),
        ),
        "Une permanence dans la salle de réunion du premier étage : écartée, l’ascenseur est trop petit pour un fauteuil.", "", None,
    ),
    (
        "printing", "accepted", -72,
        "L’impression gratuite de dix pages par personne commence le mois prochain dans toutes les maisons du Département. Rien ne justifiait d’attendre une campagne pour cela.",
        (
            ("Effet pour l’usager", "Un aller-retour de moins pour une personne sur trois, d’après le comptage des auteurs."),
            ("Coût, et qui paie", "400 euros par an et par site, sur le budget courant."),
        ),
        "", "Elle est arrivée cinquième, mais elle coûte si peu que la retenir n’enlève rien à celles qui la précèdent.", None,
    ),
    (
        "visit", "transferred", -70,
        "Faire soi-même le chemin d’un usager entre dans le parcours des nouveaux agents. La formation l’inscrit dans la première semaine, et demande à chacun d’écrire ce qu’il a vu.",
        (("Qui peut la faire vivre", "Le service formation, avec les tuteurs des accueils."),),
        "", "", None,
    ),
    (
        "stop-asking", "out_of_scope", -70,
        "Cette idée répond à une autre question que celle de la campagne. Elle ouvre la campagne « Moins de papiers », où ses auteurs l’ont précisée et où elle est au cœur du vote.",
        (("Périmètre", "La campagne porte sur l’accueil ; cette idée, sur les pièces demandées par les services instructeurs."),),
        "", "", None,
    ),
    (
        "small-buys", "out_of_scope", -68,
        "Le seuil de signature dépend du règlement des achats, que ce mandat ne permet pas de changer. L’idée est transmise à la direction des finances avec ses auteurs.",
        (("Mandat", "Le mandat porte sur l’accueil et l’accès aux droits."),),
        "", "", None,
    ),
)  # fmt: skip

# The ballots of the closed vote, idea by idea, of 261 (four of them blank).
COUNTS = {
    "kiosks": 171, "mediator": 158, "one-call": 97, "sheet": 64, "printing": 58, "directory": 52,
    "library": 41, "hours": 33, "stop-asking": 28, "visit": 19, "small-buys": 12,
}  # fmt: skip
