"""What is said in the demo's pilots."""

BEFORE_AND_AFTER = (31, 34, 29, 33, 36, 32, 30, 35, 33, 24, 22, 19, 21, 17, 18)
WAITING = (12, 11, 13, 12, 14, 12, 13, 11, 12, 14, 15, 13, 12, 13, 12)
CARRIED_THROUGH = ((3, 4), (21, 28), (25, 31), (30, 36), (31, 35), (36, 41))  # since the opening; the first week rests on four people

SANU = {
    "title": "SANU, service d’assistance numérique d’urgence",
    "question": "Une borne, une personne, une aide depuis chez soi : plus personne n’abandonne une démarche",
    "problem": "À Cannes et dans cinq communes voisines, une personne qui n’arrive pas au bout de sa démarche en ligne est renvoyée de "
    "l’assistante sociale à la borne de la médiathèque, puis à l’accueil de la maison du Département. Trente-trois renvois par semaine "
    "en moyenne ; une personne sur trois abandonne.",
    "we_believe": "qu’une personne sur place, une borne en vue de l’accueil et un appel possible depuis chez soi",
    "for_whom": "les personnes bloquées dans une démarche en ligne, et les agents qui les reçoivent",
    "will_produce": "moitié moins de renvois d’un guichet à l’autre",
    "we_will_know_when": "les renvois comptés chaque semaine à l’accueil descendent à seize et s’y tiennent",
    "added_value": "Une démarche commencée se termine le jour même, et l’accueil retrouve du temps pour accueillir.",
    "support_plan": "Formation de deux heures pour les agents d’accueil, tutoriel filmé, Numéric Café un jeudi sur deux, "
    "et un numéro interne pour poser une question.",
    "risks": "Données personnelles : rien n’est gardé sur la borne, la session s’efface au bout de deux minutes. "
    "Saturation le lundi matin : un créneau d’appel est ouvert. Aucune démarche n’est faite à la place de la personne sans sa présence.",
    "accessibility_status": "Borne testée avec deux usagers malvoyants ; tutoriel sous-titré",
    "legal_basis": "internal",
    "social_dialogue": "consulted",
    "social_dialogue_note": "Avis favorable, avec la demande de ne pas prendre le poste sur le guichet",
    "processing_record_ref": "REG-SOL-041",
    "costs": "Un poste pendant six mois, deux bornes louées : 31 400 € engagés sur 46 000 €.",
}

# name, unit, what changes, what is gained, what it costs, what helps, headcount
SANU_AUDIENCES = (
    (
        "Agent d’accueil",
        "accueil",
        "Vous orientez vers la personne sur place",
        "Plus de renvoi à la médiathèque",
        "Deux heures de formation",
        "Formation de 2 h, 18 formés sur 22",
        22,
    ),
    (
        "Assistante sociale",
        "action-sociale",
        "Vous prenez un rendez-vous SANU en ligne pour la personne",
        "40 minutes par semaine rendues aux entretiens",
        "Une case de plus dans l’agenda partagé",
        "Tutoriel, Numéric Café",
        31,
    ),
    (
        "Usager du territoire 2",
        "",
        "Une personne vous aide sur place ou au téléphone",
        "Une démarche finie le jour même",
        "",
        "Borne face à l’entrée, appel de 9 h à 17 h",
        None,
    ),
)

MANDATE = (
    "Vous répondez du SANU devant le comité de direction et devant les agents qui l’essaient.\n\n"
    "- Vous voyez la responsable du pilote une demi-heure toutes les deux semaines.\n"
    "- Vous débloquez ce qui dépasse l’équipe : locaux, planning, informatique.\n"
    "- Vous ne demandez aucun autre comité que la revue.\n"
    "- Vous décidez à la revue, par écrit et avec vos raisons : étendre, garder ici, ajuster ou arrêter."
)

# what is promised, due (days from today), kept (days from today)
COMMITMENTS = (
    ("Libérer deux demi-journées par semaine pour l’équipe", -66, -68),
    ("Obtenir l’accord de la médiathèque pour le tutoriel", -60, -61),
    ("Faire installer la ligne téléphonique du SANU", -45, -44),
    ("Trouver un remplaçant pour les congés de la responsable", 12, None),
)

# What eleven others said in other words; the first is answered for all.
HIDDEN_KIOSK = (
    "La borne est hors de vue depuis l’accueil, les gens passent devant sans la voir.",
    "On me demande où est la borne dix fois par jour.",
    "Derrière le pilier, personne ne trouve la borne.",
    "Une dame a attendu vingt minutes devant le mauvais écran.",
    "Il faudrait que l’on voie la borne en entrant.",
    "La borne est dans un coin sombre.",
    "Je raccompagne chaque usager jusqu’à la borne, c’est loin du guichet.",
    "On ne peut pas surveiller la borne depuis le guichet.",
    "Un monsieur en fauteuil ne passait pas entre le pilier et la borne.",
    "Les flèches au sol mènent à l’ancienne place.",
    "La borne est trop loin pour que nous puissions aider vite.",
    "Depuis le bureau 2, on ne voit ni la borne ni la file.",
)
SATURDAY = (
    "Il faudrait ouvrir le samedi : ceux qui travaillent ne peuvent pas venir.",
    "Des usagers demandent le samedi matin.",
    "Pas de SANU le samedi, ils reviennent tous le lundi.",
    "Les salariés ne peuvent venir que le samedi.",
    "Au moins un samedi par mois serait utile.",
)
TUTORIAL = (
    "Le tutoriel va trop vite, on n’a pas le temps de lire.",
    "La vidéo défile, impossible de suivre avec une personne âgée.",
    "On ne peut pas mettre le tutoriel en pause.",
    "Le débit de la voix est trop rapide.",
    "Il manque les sous-titres au début du tutoriel.",
    "Les écrans du tutoriel ne sont plus ceux du site.",
    "Trois minutes pour une demande d’allocation, c’est trop rapide.",
)
# kind, what was said, outcome, what is answered, reason
ALONE = (
    (
        "praise",
        "Les gens repartent avec leur attestation imprimée. C’est la première fois.",
        "noted",
        "Merci. Nous l’avons lu en réunion d’équipe.",
    ),
    ("praise", "L’appel depuis chez soi a évité un déplacement à une dame de Mougins.", "noted", "Merci, nous le dirons à la revue."),
    (
        "idea",
        "Un autocollant avec le numéro du SANU sur nos courriers.",
        "done",
        "mille autocollants sont à l’accueil de chaque site.",
    ),
    (
        "obstacle",
        "Le planning partagé ne montre pas les absences de la médiatrice.",
        "done",
        "les absences y sont, une semaine à l’avance.",
    ),
    (
        "accessibility",
        "L’écran de la borne est trop haut pour une personne assise.",
        "done",
        "le support se règle, le mode d’emploi est collé à côté.",
    ),
    (
        "risk",
        "Un usager a laissé sa carte d’identité dans le lecteur.",
        "done",
        "un signal sonore rappelle de reprendre ses papiers.",
    ),
    (
        "idea",
        "À Mougins, le bus ne passe plus après 16 h : une plage le matin.",
        "done",
        "une plage est ouverte le mardi et le jeudi à 9 h.",
    ),
)
# kind, what was said, theme, who answers (or nobody yet), given (days from today), due (days from today)
OPEN = (
    ("obstacle", "La ligne est occupée le lundi entre 9 h et 10 h.", "Téléphone occupé le lundi", "karim", -16, -6),
    ("idea", "Prévoir un siège et une tablette pour écrire à côté de la borne.", "Mobilier", "lea", -8, 2),
    ("obstacle", "La connexion de la salle 3 coupe pendant les rendez-vous.", "Réseau", "lea", -6, 4),
    ("accessibility", "Le contraste des boutons de la borne est faible en plein soleil.", "", "", -3, 7),
    ("idea", "Une fiche en gros caractères à emporter.", "", "", -2, 8),
    ("risk", "Des personnes laissent leur mot de passe sur un papier à la borne.", "", "", -1, 9),
    ("praise", "Deux collègues de la médiathèque sont venues voir comment nous faisons.", "", "", 0, 10),
)

SMS = {
    "title": "Rappel des rendez-vous par SMS",
    "question": "Un message la veille, pour que les rendez-vous ne soient plus perdus",
    "problem": "À la maison des personnes handicapées, un rendez-vous d’évaluation sur cinq n’est pas honoré, et le suivant est dans six semaines.",
    "we_believe": "qu’un SMS la veille du rendez-vous",
    "for_whom": "les personnes convoquées à une évaluation",
    "will_produce": "deux fois moins de rendez-vous manqués",
    "we_will_know_when": "moins d’un rendez-vous sur dix est manqué",
    "support_plan": "Un guide d’une page pour les évaluateurs, une permanence le mardi.",
    "risks": "Numéros de téléphone : usage limité au rappel, effacés après le rendez-vous.",
    "accessibility_status": "Messages courts, sans abréviation",
    "legal_basis": "none",
    "social_dialogue": "not_needed",
    "social_dialogue_note": "Aucun changement de tâche ni d’horaire",
    "costs": "1 900 € d’envois et douze jours de travail.",
}
SMS_MISSED = (
    (10, 51),
    (12, 54),
    (9, 46),
    (11, 53),
    (11, 52),
    (9, 48),
    (12, 55),
    (10, 50),
    (11, 51),
    (10, 49),
    (11, 54),
    (10, 53),
    (12, 56),
    (9, 47),
    (11, 52),
    (10, 51),
    (11, 55),
    (10, 50),
)
SMS_REASONS = (
    "Après huit semaines, autant de rendez-vous manqués qu’avant : les messages partent, mais un numéro sur deux de nos fichiers n’est plus bon. "
    "Continuer à payer des envois n’y changera rien."
)
SMS_LESSONS = (
    "- **Un numéro sur deux était périmé** : vérifier les coordonnées à chaque contact vaut mieux qu’un rappel.\n"
    "- Les personnes jointes venaient déjà : le rappel parle à ceux qui n’oublient pas.\n"
    "- Un appel humain à ceux qui ont manqué une première fois a fait revenir 14 personnes sur 19, pour moins cher.\n"
    "- À refaire dans un service dont les numéros sont à jour, et seulement là."
)

TUESDAY = {
    "title": "Accueil sans rendez-vous le mardi après-midi",
    "question": "Une demi-journée par semaine où l’on entre sans rendez-vous",
    "problem": "À Cannes, le premier rendez-vous libre est à dix-sept jours. Ceux pour qui c’est urgent viennent quand même, et repartent.",
    "we_believe": "qu’une demi-journée sans rendez-vous, tenue par deux agents",
    "for_whom": "les personnes dont la demande ne peut pas attendre",
    "will_produce": "moins de personnes reparties sans réponse",
    "we_will_know_when": "moins de trois personnes par mardi repartent sans réponse",
    "support_plan": "Deux réunions d’équipe et une semaine de marche à blanc.",
    "risks": "File d’attente dans le hall : tickets et chaises. Aucune donnée nouvelle.",
    "accessibility_status": "Hall accessible, boucle magnétique au guichet 2",
    "legal_basis": "none",
    "social_dialogue": "to_consult",
}
TUESDAY_MANDATE = (
    "Vous répondez de cet essai devant les équipes de Cannes.\n\n"
    "- Deux agents sont libérés le mardi après-midi pendant trois mois.\n"
    "- Vous venez voir une fois, sans prévenir.\n"
    "- Vous décidez à la fin, avec vos raisons."
)
TABLETS = {
    "title": "Prêt de tablettes pour les visites à domicile",
    "question": "Montrer le dossier au lieu de le promettre",
    "problem": "Chez les personnes âgées, l’évaluatrice note sur papier puis ressaisit au bureau. Les gens ne voient pas ce qui est écrit d’eux.",
    "origin": "Demande des évaluatrices de l’unité allocation d’autonomie, réunion de service",
}
COMMENTS = (
    ("sofia", -20, "À Mougins, le bus ne passe plus après 16 h : prévoir une plage le matin."),
    ("lea", -18, "C’est fait depuis mardi : une plage à 9 h le mardi et le jeudi. Merci."),
    ("ines", -9, "Pourrons-nous reprendre le tutoriel à la médiathèque quand il sera refait ?"),
)
