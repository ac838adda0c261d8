"""The demo's composed pages: names and hue, home body, news and events of the last two months, one alert."""

import re
from dataclasses import dataclass

from wagtail.models import Site
from wagtail.rich_text import RichText

from intranet.search import door
from intranet.shell import texts
from intranet.shell.demo import Demo, legal_texts
from intranet.shell.models import AccessibilityPage, AlertPage, Appearance, EventPage, HomePage, NewsIndexPage, NewsPage, TextPage

ORGANISATION = "Département de l’Estérel"


@dataclass(frozen=True)
class Item:
    """One news item. `day` from today; `unit` by code, empty for everyone; `by` a user name."""

    slug: str
    day: int
    unit: str
    by: str
    title: str
    summary: str
    text: str
    quote: tuple[str, str] | None = None
    number: tuple[str, str, str] | None = None
    event: tuple[int, int, int, str, str] | None = None  # day, hour, hour of the end, place, who may come


NEWS = (
    Item(
        "charte-innovation", -1, "", "nadia",
        "La charte de l’innovation entre en vigueur",
        "Ce qui change pour vous, et pourquoi : trois points, deux minutes.",
        "<p>Adoptée le mois dernier après quatre réunions publiques, la charte tient sur une page. Elle dit ce que chacun peut "
        "attendre quand il signale un problème ou propose une idée.</p>"
        "<h2>Trois engagements</h2><ul><li><b>Rien n’est décidé sans raisons publiées.</b> Une décision qui s’écarte d’un vote dit "
        "pourquoi.</li><li><b>Qui doit répondre a une date.</b> La liste des réponses en retard est publique.</li>"
        "<li><b>On essaie avant d’étendre.</b> Un pilote a un sponsor, une mesure de départ et une date de fin.</li></ul>"
        "<p>Les règles du jeu des campagnes sont versionnées : chaque vote est compté avec celles qui étaient en vigueur à son "
        "ouverture.</p>",
        quote=("Ce que nous devons aux agents qui proposent, c’est une réponse. Pas toujours un oui.", "Hélène Roux, directrice générale adjointe"),
    ),
    Item(
        "numeric-cafe-cannes", -4, "", "ines",
        "Numéric Café à Cannes",
        "Une heure pour poser toutes vos questions sur le numérique, sans rendez-vous et sans jargon.",
        "<p>Le Numéric Café revient à la maison du Département. Venez avec votre téléphone, votre question, ou rien du tout.</p>"
        "<h2>Au programme</h2><ul><li>alléger un justificatif trop lourd avant de l’envoyer ;</li><li>partager un dossier sans "
        "pièce jointe ;</li><li>reconnaître un message frauduleux.</li></ul><p>Un interprète en langue des signes est présent. "
        "Les notes seront partagées ensuite dans les Savoirs.</p>",
        event=(6, 14, 16, "Maison du Département, Cannes, salle du rez-de-chaussée", "Entrée libre, 12 places"),
    ),
    Item(
        "sanu-neuf-semaines", -6, "dga-solidarites", "helene",
        "Assistance numérique d’urgence : les neuf premières semaines",
        "Moins de personnes renvoyées d’un guichet à l’autre à Cannes et alentour. Ce que nous savons, ce que nous ne savons pas encore.",
        "<p>Depuis l’ouverture, les équipes d’accueil comptent chaque semaine les personnes renvoyées vers un autre guichet. Le "
        "nombre a baissé dès la première semaine et reste sous la variation habituelle.</p><p>Deux questions restent ouvertes : les "
        "heures du matin à Mougins, et le tutoriel de la borne, que plusieurs collègues trouvent trop rapide. Les retours sont lus "
        "et reçoivent une réponse ; la page du pilote les montre tous.</p>",
        number=("20", "renvois par semaine depuis l’ouverture, contre 33 avant. La cible est de 16.", "Comptage des accueils, territoire 2"),
    ),
    Item(
        "tempete-permanences", -9, "routes", "paul",
        "Neige au-dessus de 900 mètres : les permanences de novembre à mars",
        "Le tableau des astreintes est en ligne, et le poste de trafic répond jour et nuit.",
        "<p>Les subdivisions du Haut-Var et de Menton passent en service hivernal. Deux équipes de plus sont formées au déneigement "
        "cette année, ce qui évite d’enchaîner deux nuits.</p><ul><li>Cols fermés : affichés chaque matin à 6 h.</li><li>Une route "
        "bloquée, un arbre tombé : le poste de trafic, à toute heure.</li></ul>",
    ),
    Item(
        "bibliobus-puget", -13, "culture", "ines",
        "Le bibliobus s’arrête aussi au collège",
        "Deux nouvelles haltes dans la vallée, demandées par les agents du collège et les familles.",
        "<p>À partir de lundi, le bibliobus fait halte devant le collège un mardi sur deux, de 12 h à 14 h, puis place de la Gare "
        "à Puget-Théniers jusqu’à 17 h. La carte est gratuite pour les agents du Département et leurs enfants.</p>",
        number=("340", "livres empruntés le premier jour d’essai, en octobre", "Service lecture publique"),
    ),
    Item(
        "immersions-printemps", -18, "rh", "sofia",
        "« Vis ma vie » : 24 immersions ouvertes pour le printemps",
        "Une journée dans un autre service, sur votre temps de travail. Les demandes se font jusqu’à la fin du mois.",
        "<p>Suivre une équipe d’exploitation des routes, passer une matinée à la cuisine d’un collège, accompagner un médiateur "
        "numérique sur un marché : vingt-quatre équipes ouvrent leurs portes.</p><p>Une immersion n’est pas une candidature. Elle "
        "ne dit rien de vos projets à votre responsable, qui n’a qu’à accepter la date.</p>",
    ),
    Item(
        "rencontre-accueils", -20, "dga-solidarites", "paul",
        "Rencontre des équipes d’accueil",
        "Une demi-journée pour comparer nos façons de faire, de Menton à Mandelieu.",
        "<p>Chaque équipe apporte une astuce qui marche et une difficulté qui dure. Les difficultés partagées par trois équipes "
        "deviennent des signalements, avec leurs auteurs.</p><p>Le trajet compte comme temps de travail. Un car part de Nice à "
        "8 h 15.</p>",
        event=(13, 9, 12, "Maison du Département, Grasse", "Équipes d’accueil, sur inscription auprès de votre responsable"),
    ),
    Item(
        "paie-bulletin", -25, "rh", "sofia",
        "Votre bulletin de paie change de présentation",
        "Le montant ne change pas. Trois lignes au lieu de onze pour les cotisations, et le solde de congés en bas de page.",
        "<p>Le nouveau bulletin arrive avec la paie de ce mois. Le service carrières et paie tient une permanence téléphonique les "
        "deux premières semaines.</p><ul><li>en haut : ce que vous touchez, et ce qui est prélevé à la source ;</li><li>au milieu : "
        "les cotisations, regroupées ;</li><li>en bas : vos congés et vos heures.</li></ul>",
    ),
    Item(
        "marches-seuils", -31, "finances", "admin",
        "Achats de moins de 40 000 € : une fiche au lieu de trois",
        "Une seule fiche à remplir, relue en deux jours par la commande publique. Les anciennes restent acceptées jusqu’en janvier.",
        "<p>Neuf services avaient signalé le même agacement : recopier trois fois les mêmes informations. La fiche unique vient de "
        "là. Elle se remplit en dix minutes et dit à chaque étape à quoi sert ce qui est demandé.</p>",
        quote=("On ne nous demandait pas d’acheter mieux, on nous demandait de recopier.", "Une gestionnaire de collège"),
    ),
    Item(
        "atelier-falc", -38, "", "ines",
        "Atelier : écrire pour être compris du premier coup",
        "Trois heures pour reprendre un courrier de votre service avec des relecteurs du foyer de vie de Vence.",
        "<p>Apportez un courrier que vous envoyez souvent. Les relecteurs diront ce qu’ils comprennent, ce qu’ils ne comprennent "
        "pas, et vous repartirez avec une version corrigée.</p>",
        event=(20, 14, 17, "Maison du Département, Vence", "15 places, priorité aux services qui écrivent aux usagers"),
    ),
    Item(
        "parking-velos", -47, "moyens", "admin",
        "Cent vingt places de vélo couvertes à l’Hôtel du Département",
        "L’abri est ouvert avec votre badge, de 6 h à 21 h. Six prises, une pompe, un établi.",
        "<p>L’idée venait d’une agente du service du budget, arrivée deuxième au vote de l’an dernier. Les places du parking "
        "supprimées sont celles qui restaient vides le vendredi.</p>",
    ),
)  # fmt: skip

HOME = (
    (
        "cards",
        {
            "title": "Pour bien commencer",
            "cards": [
                {"title": "Comprendre le fil", "text": "Du problème signalé à la décision, du pilote au savoir partagé.", "link": {"page": None, "address": "/ideas/"}},
                {"title": "Les règles du jeu", "text": "Qui vote, comment on compte, qui décide et quand.", "link": {"page": None, "address": "/ideas/rules/"}},
                {"title": "Vos données", "text": "Ce que ce site garde de vous, et ce qu’il ne fait pas.", "link": {"page": None, "address": "/my-data/"}},
            ],
        },
    ),
    (
        "quote",
        {
            "words": "J’avais signalé le problème un mardi, entre deux rendez-vous. Six mois plus tard, quelqu’un m’a demandé si la solution marchait.",
            "who": "Karim Haddad, agent d’accueil à Cannes",
        },
    ),
)  # fmt: skip


def load(demo: Demo) -> None:
    """Publish the demo's pages."""
    site = Site.objects.get(is_default_site=True)
    Appearance.objects.update_or_create(site=site, defaults={"organisation": ORGANISATION})
    home = HomePage.objects.get()
    home.body = list(HOME)
    home.save()
    AccessibilityPage.objects.update(contact="accessibilite@departement.example")
    _legal()
    index = NewsIndexPage.objects.get()
    published = [_publish(demo, index, item) for item in reversed(NEWS)]
    door.refresh_many("news", [page.pk for page in published])
    _alert(demo, home)


def _publish(demo: Demo, index: NewsIndexPage, item: Item) -> NewsPage:
    body = [("text", RichText(french(item.text)))]
    if item.quote:
        body.append(("quote", {"words": french(item.quote[0]), "who": item.quote[1]}))
    if item.number:
        body.append(("number", dict(zip(("number", "sentence", "source"), item.number, strict=True))))
    published = demo.at(_weekday(demo, item.day))
    fields = {
        "slug": item.slug,
        "title": french(item.title),
        "date": published.date(),
        "unit": demo.units[item.unit] if item.unit else None,
        "summary": french(item.summary),
        "body": body,
        "owner": demo.people[item.by],
        "first_published_at": published,
        "last_published_at": published,
    }
    if item.event:
        day, begins, ends, place, capacity = item.event
        day += (3 - demo.at(day).weekday()) % 7  # a Thursday
        page = EventPage(**fields, starts_at=demo.at(day, begins), ends_at=demo.at(day, ends), place=place, capacity=capacity)
    else:
        page = NewsPage(**fields)
    index.add_child(instance=page)
    return page


def _legal() -> None:
    """The texts that the law asks for, with nothing left to complete."""
    officers = (("<b>complétez ici son adresse.</b>", texts.DATA), ("<b>give the address here.</b>", texts.DATA_ENGLISH))
    data = [words.replace(gap, legal_texts.OFFICER) for gap, words in officers]
    for slug, body, body_english in (("legal", legal_texts.LEGAL, legal_texts.LEGAL_ENGLISH), ("personal-data", *data)):
        page = TextPage.objects.get(slug=slug)
        page.body = [("text", RichText(french(body)))]
        page.body_english = [("text", RichText(body_english))]
        page.save_revision().publish()


def _alert(demo: Demo, home: HomePage) -> None:
    alert = AlertPage(
        slug="coupure-annuaire",
        title="Samedi matin, la téléphonie s’arrête deux heures.",
        message="De 7 h à 9 h, aucun poste fixe ne sonne. Les numéros d’urgence passent par les portables d’astreinte.",
        level=AlertPage.Level.WARNING,
        until=demo.at(_days_to_saturday(demo), 9),
        owner=demo.people["admin"],
        body=[
            (
                "text",
                RichText(
                    "<p>Le Service réseaux et serveurs remplace le cœur de la téléphonie. Les accueils ouverts le samedi gardent un "
                    "portable par site ; leur liste est affichée à l’entrée.</p><p>Si un poste ne sonne toujours pas après 9 h, "
                    "débranchez-le et rebranchez-le, puis appelez l’assistance.</p>"
                ),
            )
        ],
    )
    home.add_child(instance=alert)
    alert.save_revision().publish()


def french(text: str) -> str:
    """The spaces that French keeps together: before « : ; ? » and inside guillemets."""
    return re.sub(r"(?<=«) | (?=[:;?»])", "\u00a0", text)


def _weekday(demo: Demo, day: int) -> int:
    """`day`, or the Friday before when it falls on a week-end."""
    return day - max(0, demo.at(day).weekday() - 4)


def _days_to_saturday(demo: Demo) -> int:
    """Days to the next Saturday, at least one."""
    return (5 - demo.today.weekday()) % 7 or 7
