"""What the demo's agents report, tell and propose. Every text was written for it; nobody in it is real."""

# slug, name
CATEGORIES = (
    ("accueil", "Accueil et orientation"),
    ("delais", "Délais et validations"),
    ("papiers", "Papiers et justificatifs"),
    ("outils", "Outils et informatique"),
    ("locaux", "Locaux et matériel"),
    ("deplacements", "Déplacements et véhicules"),
    ("information", "Information entre services"),
    ("organisation", "Organisation du travail"),
    ("sante", "Santé et sécurité au travail"),
)

# Each report: unit, category, affected, frequency, sentence, what happens, marks
# marks: h (hidden name), d (for somebody at a desk), t (on the telephone).
REFERRALS = (
    ("accueil-cannes", "accueil", "users", "daily", "On renvoie les gens de l’accueil à la borne de la médiathèque", "Pour une attestation en ligne, nous n’avons pas de poste libre. La personne traverse la rue, attend la borne, puis revient parce que l’imprimante de la médiathèque est payante.", ""),
    ("accueil-cannes", "accueil", "both", "daily", "Le guichet social renvoie vers nous, et nous vers le guichet social", "Un monsieur est passé quatre fois entre les deux bureaux pour une aide au logement. Chacun pensait que l’autre avait le dossier.", ""),
    ("accueil-cannes", "accueil", "users", "weekly", "Personne ne sait qui peut aider pour un compte en ligne perdu", "Mot de passe oublié, adresse électronique fermée : nous disons d’appeler un numéro, qui dit de revenir au guichet.", "h"),
    ("accueil-cannes", "accueil", "users", "daily", "Une dame est venue trois fois pour la même attestation", "Le premier jour il manquait un papier, le deuxième la borne était en panne, le troisième le guichet était fermé.", "d"),
    ("accueil-le-cannet", "accueil", "users", "weekly", "On envoie à Cannes des personnes qui habitent en face", "Nous n’avons pas la main sur les rendez-vous sociaux. Il faut prendre deux bus pour demander ce que nous pourrions noter ici.", ""),
    ("accueil-le-cannet", "accueil", "both", "weekly", "Les renvois entre guichets ne sont écrits nulle part", "Quand j’oriente quelqu’un, je ne sais jamais s’il est arrivé, ni si on l’a reçu. Il revient, et je recommence.", ""),
    ("accueil-le-cannet", "accueil", "users", "monthly", "Un usager sourd a été renvoyé d’un guichet à l’autre sans explication écrite", "Trois collègues lui ont parlé, personne n’a écrit. Il est reparti avec un plan de bus.", "d"),
    ("accueil-mandelieu", "accueil", "users", "daily", "La borne est au fond du couloir et personne n’y accompagne", "Nous montrons du doigt. La moitié des gens ressortent sans avoir rien fait, l’autre moitié revient nous demander.", ""),
    ("accueil-mandelieu", "accueil", "users", "weekly", "On renvoie vers un site que la personne ne peut pas ouvrir", "Pas d’ordinateur, pas de téléphone récent : « faites-le en ligne » veut dire « ne le faites pas ».", ""),
    ("accueil-mandelieu", "accueil", "agents", "weekly", "Je ne sais pas ce que les autres guichets peuvent faire", "Je n’ai ni liste, ni nom, ni numéro direct. J’envoie au hasard, et les collègues m’en veulent.", ""),
    ("accueil-mougins", "accueil", "users", "weekly", "À La Roquette, on renvoie à Mougins, qui renvoie à Cannes", "Trois sites, trois horaires. Une mère de famille a perdu une journée de travail pour un formulaire.", ""),
    ("accueil-mougins", "accueil", "users", "weekly", "Le bus ne passe plus après seize heures, et l’aide numérique commence à quinze", "Les personnes âgées que nous renvoyons ne peuvent pas y aller, ou ne peuvent pas en revenir.", ""),
    ("accueil-mougins", "accueil", "both", "monthly", "Les gens reviennent en colère, et c’est l’agent d’accueil qui prend", "Ils ont été envoyés ailleurs pour rien. La collègue a pleuré deux fois ce mois-ci.", "h"),
    ("social-cannes", "accueil", "users", "daily", "L’assistante sociale renvoie à la médiathèque pour remplir le dossier en ligne", "Je n’ai pas le droit de saisir à la place de la personne, et pas le temps de l’accompagner. Je l’envoie donc à la borne, en sachant qu’elle n’y arrivera pas.", ""),
    ("social-cannes", "accueil", "users", "weekly", "Un dossier d’aide abandonné après deux renvois", "La personne avait droit à l’aide. Elle m’a dit : « je n’ai plus la force de marcher pour un papier ».", "d"),
    ("social-cannes", "information", "agents", "weekly", "Je refais l’entretien que l’accueil a déjà fait", "Rien ne me parvient de ce qui a été dit au guichet. La personne raconte son histoire pour la troisième fois.", ""),
    ("social-cannes", "accueil", "users", "weekly", "On m’envoie des personnes pour une carte qui n’existe plus", "L’affichette de l’accueil date de 2022. Quarante minutes de rendez-vous pour dire que ce n’est pas ici.", "h"),
    ("mdph-accueil", "accueil", "users", "daily", "Les familles sont renvoyées vers leur mairie, qui les renvoie ici", "Pour un simple duplicata de notification. La mairie n’a pas accès au dossier ; nous, nous pourrions l’imprimer en une minute.", ""),
    ("mdph-accueil", "accueil", "users", "weekly", "Un père avec son fils en fauteuil a fait trois guichets en une matinée", "Le dernier était au premier étage, ascenseur en panne. Il n’avait besoin que d’un tampon.", "d"),
    ("mdph-accueil", "accueil", "both", "weekly", "Le standard bascule vers un numéro qui rebascule vers nous", "La boucle dure onze minutes. Nous l’avons chronométrée.", "t"),
    ("rsa", "accueil", "users", "weekly", "On renvoie vers un rendez-vous en ligne que la personne ne sait pas prendre", "Elle revient le lendemain pour demander comment faire, et nous n’avons pas de poste à lui montrer.", ""),
    ("rsa", "accueil", "users", "weekly", "Une radiation parce que la personne n’a pas trouvé le bon guichet", "Elle avait ses papiers. Elle est allée à l’accueil, à la mairie, à la médiathèque. Le délai est passé.", "h"),
    ("pmi-cannes", "accueil", "users", "weekly", "Les jeunes mères sont renvoyées de la consultation au guichet, puis à la borne", "Avec une poussette et un nourrisson. Pour déclarer une naissance en ligne.", ""),
    ("pmi-cannes", "accueil", "users", "monthly", "Une carte de santé périmée fait refaire tout le tour des guichets", "Personne ne peut dire où la mettre à jour sans envoyer ailleurs.", "d"),
    ("lecture", "accueil", "agents", "daily", "La médiathèque fait du guichet social sans le savoir", "Quinze personnes par jour nous sont envoyées pour des démarches. Nous ne sommes ni formés ni prévenus, et les lecteurs attendent.", ""),
    ("lecture", "accueil", "users", "daily", "La borne de la médiathèque est prise par les démarches administratives", "Une seule borne, une file d’attente, des gens qui pleurent devant l’écran. On nous les envoie : on ne peut pas les renvoyer.", ""),
    ("lecture", "accueil", "both", "weekly", "On me demande de taper des mots de passe à la place des gens", "Je refuse, ils repartent au guichet, le guichet les renvoie. J’aimerais pouvoir appeler quelqu’un.", "h"),
)
PAPERS = (
    ("rsa", "papiers", "users", "daily", "On redemande l’avis d’imposition que l’on a déjà reçu", "Le même papier est réclamé par trois services de la même maison, à trois semaines d’écart.", ""),
    ("apa", "papiers", "users", "weekly", "Les familles photocopient douze pièces pour une allocation d’autonomie", "Sept sont déjà dans le dossier de l’année d’avant. Personne n’ose dire qu’elles ne servent pas.", ""),
    ("mdph-droits", "papiers", "both", "weekly", "Un certificat médical de plus de six mois fait repartir le dossier à zéro", "Le délai vient souvent de nous. La famille paie une nouvelle consultation.", "h"),
    ("social-grasse", "papiers", "users", "weekly", "Le justificatif de domicile est impossible pour une personne hébergée", "Il faut une attestation de l’hébergeant, sa pièce d’identité et sa facture. Beaucoup renoncent.", "d"),
    ("logement", "papiers", "users", "monthly", "La liste des pièces n’est pas la même sur le site et sur le courrier", "Les gens suivent le site, nous refusons le dossier à cause du courrier.", ""),
    ("subventions", "papiers", "users", "monthly", "Les associations déposent leurs statuts à chaque demande", "Rien n’a changé depuis dix ans dans ces statuts, mais nous les redemandons quatre fois par an.", ""),
)
VALIDATIONS = (
    ("marches", "delais", "agents", "weekly", "Cinq visas pour un achat de trois cents euros", "Le devis expire avant la dernière signature. Il faut le redemander, et tout recommence.", ""),
    ("social-nice", "delais", "users", "weekly", "Une aide d’urgence attend onze jours en signature", "« Urgence » est dans le titre du dispositif.", "h"),
    ("vie-colleges", "delais", "agents", "weekly", "Une réponse à un collège passe par quatre chefs", "Le texte revient avec une virgule déplacée. Le collège, lui, a trouvé une autre solution.", ""),
    ("carrieres", "delais", "agents", "monthly", "Un arrêté de nomination a dormi vingt-cinq jours dans les bannettes", "L’agent a commencé son poste sans accès, sans badge et sans bureau.", ""),
    ("routes-littoral", "delais", "both", "monthly", "Un panneau abîmé attend trois semaines un bon de commande", "Pendant ce temps, nous mettons un cône, et quelqu’un le vole.", ""),
)
REMOTE = (
    ("enfance-ouest", "outils", "agents", "daily", "La connexion à distance coupe pendant les écrits pour le juge", "Trois fois hier. J’ai perdu une page et demie d’un rapport urgent.", ""),
    ("comptabilite", "outils", "agents", "weekly", "Le lundi matin, tout rame de chez soi", "Les dossiers partagés mettent quatre minutes à s’ouvrir. On finit par venir au bureau.", ""),
    ("etudes-routes", "outils", "agents", "weekly", "Les plans sont trop lourds pour être ouverts hors du bureau", "Nous les copions sur une clé, ce qui est interdit, ou nous ne travaillons pas.", "h"),
    ("placement", "outils", "agents", "weekly", "La messagerie ne s’ouvre pas sur le téléphone de service", "Les assistants familiaux appellent, je n’ai ni le planning ni l’adresse sous les yeux.", ""),
    ("communes", "outils", "agents", "monthly", "La visioconférence coupe au bout de quarante minutes", "Devant un maire, cela fait sourire une fois.", ""),
)
CARS = (
    ("social-vallees", "deplacements", "both", "weekly", "Pas de voiture pour les visites à domicile dans les vallées", "Deux véhicules pour neuf. Nous annulons une visite sur quatre.", ""),
    ("aides-domicile", "deplacements", "agents", "weekly", "Réserver une voiture demande quinze jours d’avance", "Une hospitalisation ne prévient pas quinze jours avant.", ""),
    ("pmi-nice", "deplacements", "agents", "weekly", "Le planning des voitures est sur un cahier, à un seul étage", "On découvre en bas que la voiture est déjà partie.", ""),
    ("eau", "deplacements", "agents", "monthly", "Les voitures électriques ne sont pas rechargées au retour", "Personne n’est chargé de les brancher, donc personne ne le fait.", "h"),
    ("musees", "deplacements", "agents", "monthly", "Pas de véhicule utilitaire pour déplacer une exposition", "Nous louons à la journée ce que le parc possède et laisse garé le lundi.", ""),
)
# Reported for the campaign that collects now, or for none.
LOOSE = (
    ("college-capron", "organisation", "agents", "weekly", "Les consignes du collège et celles du Département se contredisent", "Le gestionnaire dit blanc, le service dit bleu, et c’est nous qui nettoyons.", "c"),
    ("college-siagne", "locaux", "agents", "monthly", "Un seul chariot de ménage pour deux bâtiments", "Nous le traînons sous la pluie à la récréation.", "c"),
    ("restauration", "organisation", "both", "weekly", "Les absents du jour ne sont connus qu’à onze heures", "Quarante repas jetés le mardi, trop peu le jeudi. Un message à neuf heures suffirait.", "c"),
    ("exploitation", "information", "agents", "monthly", "La météo d’alerte arrive deux fois, ou pas du tout", "Deux listes de diffusion, aucune à jour.", "ch"),
    ("accueil-vence", "organisation", "agents", "weekly", "On découvre les fermetures exceptionnelles par les usagers", "L’affiche est collée la veille au soir, après notre départ.", "c"),
    ("carrieres", "information", "agents", "weekly", "On ne connaît pas son solde de congés sans appeler", "Trente appels par jour pour un chiffre que nous avons à l’écran.", "c"),
    ("formation", "organisation", "agents", "monthly", "Les formations sont annoncées quand elles sont pleines", "Le message passe par quatre relais. Les agents de terrain le lisent en dernier.", "c"),
    ("accueil-menton", "information", "both", "weekly", "Trois annuaires, trois numéros différents pour le même bureau", "J’ai fini par en écrire un quatrième, à la main.", "ch"),
    ("archives", "locaux", "agents", "monthly", "L’humidité gagne le magasin du sous-sol", "Deux cents boîtes déplacées à la main en octobre. Le déshumidificateur est en panne depuis.", ""),
    ("sante-travail", "sante", "agents", "monthly", "Les chaussures de sécurité n’existent pas en petite taille", "Deux collègues des routes portent du 40 avec deux paires de chaussettes.", "h"),
    ("proprete", "organisation", "agents", "daily", "L’équipe du soir n’est jamais dans la boucle", "Les réunions sont à dix heures. Nous commençons à dix-sept.", "h"),
    ("logistique", "information", "both", "weekly", "Le courrier d’un service déménagé le suit pendant six mois", "Nous connaissons la nouvelle adresse, mais l’étiquette automatique non.", ""),
    ("donnees", "outils", "agents", "monthly", "Deux logiciels, deux cartes, deux tracés de la même route", "Chacun est juste pour celui qui le tient à jour.", ""),
    ("parcs-naturels", "sante", "agents", "monthly", "Un garde seul en forêt n’a pas de réseau pour appeler", "Nous nous donnons rendez-vous à l’oral. Un jour, quelqu’un n’y sera pas.", ""),
    ("assemblees", "organisation", "agents", "monthly", "Les réunions n’ont ni ordre du jour ni compte rendu", "Nous sortons à douze, avec douze idées de ce qui a été décidé.", ""),
    ("securite", "locaux", "both", "weekly", "Le bouton de la porte accessible est derrière une plante", "On l’a trouvé parce qu’une dame attendait dehors depuis dix minutes.", "d"),
    ("budget", "delais", "agents", "monthly", "Le tableau de suivi est refait par chaque direction", "Sept tableaux, sept façons d’arrondir.", ""),
    ("forets", "deplacements", "agents", "once", "La citerne était au contrôle technique le jour de l’alerte", "Rien ne croise le planning des visites et celui des risques.", ""),
)

# slug, title, summary, reports
RECURRING = (
    ("referrals", "Renvois entre guichets", "Une personne qui cherche de l’aide pour une démarche en ligne est envoyée d’un guichet à l’autre, puis à la borne de la médiathèque, et revient. Aucun guichet ne sait ce que les autres peuvent faire, ni si la personne est arrivée. Une partie abandonne un droit.", REFERRALS),
    ("papers", "Les mêmes justificatifs, plusieurs fois", "Des pièces que la maison possède déjà sont redemandées, parfois par le même service. Les listes diffèrent d’un support à l’autre, et des personnes renoncent.", PAPERS),
    ("validations", "Trop de signatures pour de petites choses", "Des achats modestes, des réponses simples, des aides urgentes attendent plusieurs visas. Le temps d’attente dépasse le temps de travail.", VALIDATIONS),
    ("remote", "Travailler hors du bureau, ou essayer", "Connexion coupée, dossiers lourds, téléphone sans messagerie : ceux qui travaillent chez les gens ou de chez eux n’ont pas ce qu’il faut sous la main.", REMOTE),
    ("cars", "Pas de voiture quand il en faut une", "Les véhicules manquent là où l’on visite, dorment là où l’on ne les attend pas, et se réservent trop tôt ou sur un cahier.", CARS),
)

USER_VIEWS = {
    "referrals": (
        ("Mme D., 71 ans", "Veuve, elle vit à Mougins avec 980 euros par mois. Elle a un téléphone à touches et pas d’ordinateur. Elle doit renouveler en ligne l’aide qui paie la moitié de son loyer.", "1. Lundi, elle prend le bus pour Cannes. À l’accueil, on lui dit que tout se fait en ligne, et on lui montre la borne, prise.\n2. Elle attend quarante minutes, puis demande à l’assistante sociale, qui n’a pas de rendez-vous avant neuf jours et lui conseille la médiathèque.\n3. Mardi, à la médiathèque, un bibliothécaire l’aide à ouvrir le site. Il faut un code reçu par courrier électronique. Elle n’a pas d’adresse.\n4. Jeudi, elle revient à l’accueil avec l’adresse de son neveu. La borne est en panne. Le dernier bus part à seize heures.", "Elle dit : « On est gentil avec moi partout, et je n’avance pas. » Elle a manqué la date. L’aide s’est arrêtée deux mois.", "Deux entretiens à son domicile, et trois matinées d’observation à l’accueil de Cannes : sur 64 personnes venues pour une démarche en ligne, 23 ont été envoyées ailleurs au moins une fois.", "lea"),
        ("Sami, 24 ans, intérimaire", "Il a un téléphone récent, mais plus de forfait le 20 du mois. Il travaille de nuit et dort le matin.", "Il vient à quatorze heures, quand l’aide numérique commence à quinze. On lui propose d’appeler : c’est un numéro payant depuis son forfait bloqué. Il repart travailler. La semaine suivante, il revient avec un ami.", "Perdre une après-midi de sommeil pour s’entendre dire de revenir.", "Un échange à l’accueil du Cannet, avec son accord.", "karim"),
    ),
    "papers": (
        ("M. et Mme B., 79 et 82 ans", "Ils demandent l’allocation d’autonomie pour la deuxième fois. Leur fille habite à Lyon et fait les papiers le week-end, au téléphone avec eux.", "Le courrier demande douze pièces. Ils en retrouvent neuf. Leur fille appelle : trois de ces pièces sont déjà dans le dossier de l’an passé, mais « il faut les renvoyer quand même ».", "La crainte de mal faire, et de tout perdre.", "Douze dossiers relus avec l’unité de l’allocation d’autonomie.", "nadia"),
    ),
    "validations": (
        ("Claire, 38 ans, deux enfants", "Elle quitte un domicile violent. L’assistante sociale demande une aide d’urgence pour deux nuits d’hôtel.", "La demande part à dix heures. Elle attend quatre visas. Le soir, c’est une association qui paie. L’accord arrive onze jours plus tard.", "Ne pas savoir, à dix-huit heures, où dormiront les enfants.", "Un cas suivi par l’unité sociale de Nice, raconté avec son accord et sous un autre prénom.", "nadia"),
    ),
    "remote": (
        ("Nora, référente à l’aide sociale à l’enfance", "Elle suit dix-neuf enfants, et passe trois jours par semaine sur la route.", "Elle écrit ses rapports le soir, parce que la connexion tient mieux. Elle recopie le lendemain ce qui a été perdu.", "Écrire deux fois ce qu’il est déjà dur d’écrire une fois.", "Un carnet tenu pendant deux semaines.", "nadia"),
    ),
}  # "cars" has none yet: the facilitators' desk says so

SANU_V1 = "Une personne formée dans chaque maison du Département, à l’accueil, pour aider à faire une démarche en ligne du début à la fin."
SANU_V2 = (
    "Une personne formée dans chaque maison du Département, à l’accueil, pour aider à faire une démarche en ligne du début à la fin, avec une borne à côté d’elle et un tutoriel court.\n\n"
    "Les agents d’accueil n’auraient plus à renvoyer vers la médiathèque."
)
SANU_V3 = (
    "Une borne avec un tutoriel, une personne qui accompagne, et la possibilité d’appeler depuis chez soi.\n\n"
    "- **À l’accueil** : une médiatrice ou un médiateur numérique, formé, qui fait la démarche avec la personne jusqu’au bout.\n"
    "- **À la borne** : un tutoriel court, et un bouton pour appeler.\n"
    "- **De chez soi** : un numéro gratuit, avec rappel dans l’heure.\n\n"
    "Les agents d’accueil n’auraient plus à renvoyer vers la médiathèque. Nous proposons de commencer par les six communes du territoire 2, où l’abandon de démarche dépasse trente pour cent."
)

# slug, problems, title, proposal, effect, beneficiaries, cost, risks, authors (user names or a number of colleagues), admissible
IDEAS = (
    ("kiosks", ("referrals",), "Bornes itinérantes", "Trois bornes dans un véhicule, qui passent chaque semaine sur les marchés, avec une personne pour aider. Le parcours est affiché dans les mairies.", "Aider là où les gens sont déjà, un jour par semaine et par commune", "Les personnes sans ordinateur, les communes sans maison du Département", "lt100k", "Le véhicule en panne, la pluie, et trois sites déjà équipés sur le parcours.", 3),
    ("mediator", ("referrals",), "Un médiateur numérique dans chaque maison du Département", SANU_V3, "Moitié moins de renvois d’un guichet à l’autre", "Les usagers, les agents d’accueil, les bibliothécaires", "lt100k", "Que la personne formée soit mise au guichet dès qu’il manque quelqu’un. Que l’on oublie ceux qui ne se déplacent pas.", 6),
    ("one-call", ("referrals",), "Appel unique", "Un seul numéro, gratuit, qui répond en moins de trois minutes et reste en ligne jusqu’à ce que la bonne personne ait décroché.", "Plus aucune boucle d’appel", "Les usagers, les standards", "lt100k", "Le numéro devient un guichet de plus s’il ne peut rien faire lui-même.", 2),
    ("sheet", ("referrals",), "Une fiche de liaison que l’on remet à la personne", "Une carte de papier : ce qui a été fait, ce qui reste à faire, chez qui, avec un nom. Le guichet suivant commence par la lire.", "La personne ne raconte plus trois fois son histoire", "Les usagers, les travailleurs sociaux", "lt1k", "Une carte se perd.", 2),
    ("directory", ("referrals",), "« Qui fait quoi », tenu par ceux qui le font", "Une page par guichet, écrite et relue par ses agents, avec un nom et un numéro direct. Relue tous les trois mois, sinon elle s’efface.", "On n’envoie plus au hasard", "Les agents d’accueil", "nil", "Qu’elle vieillisse, comme les trois annuaires d’aujourd’hui.", 3),
    ("library", ("referrals",), "Un bibliothécaire et une assistante sociale à la même table", "Une matinée par semaine, dans la médiathèque, les deux métiers reçoivent ensemble. Chacun apprend ce que l’autre peut faire.", "Un renvoi de moins par personne reçue", "Les usagers, les bibliothécaires", "lt1k", "Le secret professionnel demande un coin fermé.", 2),
    ("hours", ("referrals",), "Des horaires d’aide calés sur les bus", "Décaler l’aide numérique de neuf heures à midi dans les trois communes où le dernier bus part à seize heures.", "Les personnes âgées peuvent venir et repartir", "Les usagers de Mougins, Mouans-Sartoux et La Roquette", "nil", "Les agents du matin sont déjà peu nombreux.", 1),
    ("printing", ("referrals",), "Imprimer gratuitement à l’accueil", "Dix pages par personne, sans rien demander.", "Un aller-retour de moins pour un tiers des personnes", "Les usagers", "lt10k", "Le papier. Nous avons compté : 400 euros par an et par site.", 2),
    ("visit", ("referrals",), "Faire le chemin une fois, soi-même", "Chaque nouvel agent d’accueil fait, dans sa première semaine, le tour des guichets comme un usager, et raconte ce qu’il a vu.", "On cesse d’envoyer là où l’on n’est jamais allé", "Les agents d’accueil, puis les usagers", "nil", "Que cela devienne une visite de politesse.", 2),
    ("stop-asking", ("papers",), "Ne plus redemander ce que nous avons", "Avant chaque courrier, une vérification dans le dossier : si la pièce est là, elle est rayée de la liste.", "Un tiers de papiers en moins dans les demandes d’allocation", "Les familles, l’unité de l’allocation d’autonomie", "lt10k", "Demande un accord sur la durée de validité de chaque pièce.", 3),
    ("small-buys", ("validations",), "Un seul visa sous mille euros", "La cheffe ou le chef de service signe seul, et le compte rendu mensuel est public.", "Un achat modeste en deux jours", "Tous les services", "nil", "Il faut dire clairement qui répond d’une erreur.", 2),
)
COMMENTS = {
    "mediator": (
        ("sofia", "À Mougins, le bus ne passe plus après seize heures : il faut prévoir une plage le matin."),
        ("karim", "Tout à fait. Nous l’ajoutons à la version 3, avec l’appel depuis chez soi pour les autres jours."),
        ("paul", "Je peux libérer quelqu’un deux demi-journées par semaine à Cannes, pas plus tant que le poste du matin est vide."),
        ("ines", "La médiathèque a déjà un tutoriel filmé, de trois minutes. Il va trop vite, mais il existe : nous pouvons le reprendre."),
        ("lea", "Merci. Je l’ai regardé avec Mme D. : elle l’a arrêté au bout de vingt secondes. Nous le referons avec elle."),
    ),
    "kiosks": (
        ("lea", "J’aime l’idée d’aller sur les marchés. Mais trois des arrêts ont déjà une maison du Département à deux rues."),
        ("nadia", "Question pour les auteurs : qui aide, les jours où le véhicule n’est pas là ?"),
    ),
    "one-call": (("karim", "Un numéro de plus, ou un numéro de moins ? S’il remplace les trois autres, je vote des deux mains."),),
}
VOTING_IDEAS = (
    ("ready", ("papers",), "Un coffre pour les pièces déjà données", "La personne voit ce que nous avons d’elle, et coche ce que nous pouvons réutiliser.", "Plus de pièce redemandée sans raison", "Les usagers, les instructeurs", "lt100k", "Il faut un accord clair sur la durée de conservation.", 2),
    ("one-list", ("papers",), "Une seule liste de pièces, relue par cinq usagers", "La même sur le site, sur le courrier et au guichet. Cinq personnes la lisent à voix haute avant qu’elle parte.", "Un dossier complet du premier coup, deux fois sur trois", "Les usagers", "nil", "Chaque service tient à sa liste.", 3),
    ("hosted", ("papers",), "Une attestation simple pour les personnes hébergées", "Un modèle d’une page, accepté par tous nos services.", "Fin des renoncements que nous voyons chaque semaine", "Les personnes hébergées", "nil", "À faire valider par le service juridique.", 2),
    ("assoc", ("papers",), "Les associations déposent leurs statuts une fois", "Une page par association, qu’elle confirme chaque année en un clic.", "Quatre dépôts de moins par an et par association", "Les associations, le service des subventions", "lt10k", "Personne pour tenir la page à jour la première année.", 1),
    ("no-copy", ("papers", "validations"), "Plus de photocopie d’une pièce que l’on a vue", "L’agent qui a vu la pièce l’écrit et signe. Cela suffit.", "Des milliers de copies évitées", "Tout le monde", "nil", "Certains textes imposent la copie : les lister d’abord.", 2),
)

RULES_V1 = """# Les règles du jeu

Toute personne qui travaille ici peut proposer, quel que soit son grade.

Un vote par approbation : vous cochez jusqu’à **cinq** idées. Une idée cochée reçoit une voix.

Le vote est valable quand **50 %** des personnes inscrites ont voté.

Les résultats sont visibles pendant le vote."""
RULES_V2 = """# Les règles du jeu

Toute personne qui travaille ici peut proposer, quel que soit son grade.

Un vote par approbation : vous cochez jusqu’à **trois** idées. Une idée cochée reçoit une voix. Vous pouvez changer d’avis jusqu’à la fermeture : seul le dernier bulletin compte.

Le quorum est atteint quand **50 %** des personnes inscrites ou plus ont voté. S’il ne l’est pas, le résultat est consultatif, et la réponse reste due.

Les résultats restent cachés jusqu’à la fermeture, partout et pour tout le monde."""
RULES_V3 = """# Les règles du jeu

Toute personne qui travaille dans le périmètre de la campagne peut proposer et voter, quel que soit son grade.

## Comment on vote

Un vote par approbation : vous cochez jusqu’à **trois** idées. Une idée cochée reçoit une voix, ni plus, ni moins. Vous pouvez voter blanc. Vous pouvez changer d’avis jusqu’à la fermeture : seul le dernier bulletin compte.

Les bulletins sont cachés aux collègues, à la hiérarchie et aux animateurs. L’exploitant technique pourrait les reconstituer : c’est pourquoi nous n’écrivons pas « scrutin secret ».

## Comment on compte

Le quorum est atteint quand **40 %** des personnes inscrites ou plus ont voté, bulletins blancs compris. S’il ne l’est pas, le résultat est consultatif, et la réponse reste due.

À égalité de voix, un tirage au sort départage, avec une graine publiée à l’annonce du vote : chacun peut le refaire.

Les résultats restent cachés jusqu’à la fermeture, partout et pour tout le monde. Ensuite, chacun peut recompter.

## Ce qui vient après

Le vote éclaire la décision, il ne la remplace pas. Chaque idée mise au vote reçoit une réponse motivée en **45 jours**. Si la décision s’écarte du vote, elle dit pourquoi."""
RULES = (
    (1, RULES_V1, "Première version, écrite avec douze agents volontaires.", {"max_choices": 5, "quorum_pct": 50, "secrecy": "open"}, -700),
    (2, RULES_V2, "Les résultats visibles pendant le vote ont fait voter comme les premiers : ils sont maintenant cachés. Trois choix au lieu de cinq, pour choisir vraiment.", {"max_choices": 3, "quorum_pct": 50, "secrecy": "open"}, -520),
    (3, RULES_V3, "Le quorum de 50 % excluait de fait les équipes de terrain en été : il passe à 40 %. La réponse motivée en 45 jours est écrite, et les bulletins ne sont plus lus par personne.", {"max_choices": 3, "quorum_pct": 40, "secrecy": "confidential"}, -330),
)  # fmt: skip
