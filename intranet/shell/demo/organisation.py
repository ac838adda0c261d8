"""The demo's organisation: units, sites, and the eight people whom the story follows."""

from django.conf import settings
from django.contrib.auth.hashers import make_password

from intranet import roles
from intranet.accounts.backends import DEMO_PASSWORD
from intranet.directory.models import Agent, OrgUnit, Site, Territory
from intranet.shell.demo import Demo

PEOPLE = (
    # user name, first name, last name, position, unit, roles
    ("helene", "Hélène", "Roux", "Directrice générale adjointe, solidarités", "dga-solidarites", (roles.Role.DECISION_MAKER,)),
    ("paul", "Paul", "Testud", "Chef du service accueil", "accueil", ()),
    ("lea", "Léa", "Martin", "Médiatrice numérique", "accueil", ()),
    ("karim", "Karim", "Haddad", "Agent d’accueil", "mdph", ()),
    ("nadia", "Nadia", "Benali", "Animatrice de l’innovation participative", "innovation", (roles.Role.FACILITATOR,)),
    ("sofia", "Sofia", "Girard", "Conseillère mobilité", "rh", (roles.Role.HR_ADVISER,)),
    ("ines", "Inès", "Garnier", "Référente savoirs", "documentation", (roles.Role.EDITOR,)),
    ("admin", "Alex", "Lemaire", "Administration du site", "numerique", (roles.Role.ADMINISTRATOR,)),
)


def load(demo: Demo) -> None:
    """Make the units, the sites and the people."""
    territory = Territory.objects.create(
        name="Territoire 2", communes=["Cannes", "Le Cannet", "La Roquette", "Mougins", "Mouans-Sartoux", "Mandelieu"]
    )
    site = Site.objects.create(name="Maison du Département, Cannes", commune="Cannes", territory=territory)
    demo.sites[site.name] = site
    whole = OrgUnit.add_root(name="Département", code="departement", kind=OrgUnit.Kind.WHOLE)
    demo.units["departement"] = whole
    for code, name, parent in (
        ("dga-solidarites", "Direction des solidarités", "departement"),
        ("accueil", "Service accueil", "dga-solidarites"),
        ("mdph", "Maison des personnes handicapées", "dga-solidarites"),
        ("dg", "Direction générale des services", "departement"),
        ("innovation", "Service innovation", "dg"),
        ("rh", "Ressources humaines", "dg"),
        ("documentation", "Documentation", "dg"),
        ("numerique", "Numérique", "dg"),
    ):
        above = OrgUnit.objects.get(code=parent)
        demo.units[code] = above.add_child(
            name=name, code=code, kind=OrgUnit.Kind.SERVICE if parent != "departement" else OrgUnit.Kind.DIRECTION
        )
    password = make_password(DEMO_PASSWORD if settings.TRAVERSE_DEMO_ACCOUNTS else None)
    for username, first, last, position, unit, held in PEOPLE:
        agent = Agent.objects.create(
            username=username,
            slug=f"{username}-{last.lower()}",
            first_name=first,
            last_name=last,
            email=f"{username}@departement.example",
            position_title=position,
            unit=OrgUnit.objects.get(code=unit),
            site=site,
            password=password,
        )
        for role in held:
            roles.give(agent, role)
        demo.people[username] = agent
        demo.agents.append(agent)
    boss = demo.people["paul"]
    Agent.objects.filter(username__in=["lea", "karim"]).update(manager=boss)
