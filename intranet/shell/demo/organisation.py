"""The demo's organisation: territories, sites, units, and everyone who works there.

`plan()` decides everything from a seed without touching the database, for 8 people or 150,000;
`load()` writes the plan in batches. Eight people have names and accounts of their own: the story
follows them.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from intranet import roles
from intranet.accounts.backends import DEMO_PASSWORD
from intranet.directory.models import Agent, OrgUnit, Site, Territory
from intranet.search import door
from intranet.shell.demo import Demo, names, places, units

BATCH = 2000
TEAM = 12  # people: where a unit has many more, it is made of teams
DOMAIN = "departement.example"


@dataclass
class Place:
    """One unit of the plan. `path` is its place in the tree, as treebeard writes it."""

    code: str
    name: str
    kind: str
    site: str
    path: str
    women: float
    jobs: tuple[str, ...] = ()
    weight: int = 0
    mission: str = ""
    head_job: str = ""
    above: "Place | None" = None
    under: int = 0
    head: "Person | None" = None


@dataclass
class Person:
    """One agent of the plan, managed by `manager`, who comes earlier in the list."""

    username: str
    first_name: str
    last_name: str
    slug: str
    mailbox: str
    job: str
    place: Place
    manager: "Person | None"
    public_id: uuid.UUID
    phone: str = ""
    about: str = ""
    arrived: int = 0  # days before today
    confirmed: int | None = None  # days before today
    absence: tuple[int, int] | None = None  # days from today
    cover: "Person | None" = None
    pk: int = 0


@dataclass
class Plan:
    places: list[Place] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)


# user name, first name, last name, job, unit, whether they head it, roles
STORY = (
    ("helene", "Hélène", "Roux", "Directrice générale adjointe, solidarités", "dga-solidarites", True, (roles.Role.DECISION_MAKER,)),
    ("paul", "Paul", "Testud", "Responsable de l’accueil, maison du Département de Cannes", "accueil-cannes", True, ()),
    ("lea", "Léa", "Martin", "Médiatrice numérique", "accueil-cannes", False, ()),
    ("karim", "Karim", "Haddad", "Agent d’accueil", "accueil-cannes", False, ()),
    ("nadia", "Nadia", "Benali", "Animatrice de l’innovation participative", "innovation", False, (roles.Role.FACILITATOR,)),
    ("sofia", "Sofia", "Girard", "Conseillère mobilité", "mobilite", False, (roles.Role.HR_ADVISER,)),
    ("ines", "Inès", "Garnier", "Référente savoirs", "documentation", False, (roles.Role.EDITOR,)),
    ("admin", "Alex", "Lemaire", "Administration du site", "applications", False, (roles.Role.ADMINISTRATOR,)),
)
ABOUT_STORY = {
    "lea": "J’aide les gens à venir à bout de leurs démarches en ligne, à Cannes et sur les marchés. Je note ce qui les fait revenir trois fois.",
    "karim": "À l’accueil depuis six ans. Je cherche toujours la réponse avant d’envoyer quelqu’un ailleurs.",
    "paul": "Mon travail : que l’équipe ait de quoi bien accueillir. Mes portes sont ouvertes le mardi matin.",
    "nadia": "J’anime les campagnes d’idées et je relis chaque signalement. Écrivez-moi avant d’avoir la solution.",
    "ines": "Je fais en sorte qu’un savoir utile à Menton se trouve aussi à Grasse.",
}
# How the head of a unit is called, by the first word of its name.
HEADS = (
    ("Direction", "{Directeur|Directrice}"),
    ("Service", "{Chef|Cheffe} du service"),
    ("Unité", "Responsable de l’unité"),
    ("Équipe", "Responsable de l’équipe"),
    ("Subdivision", "{Chef|Cheffe} de la subdivision"),
    ("Maison", "{Directeur|Directrice} de la maison"),
    ("Accueils", "Responsable des accueils"),
    ("Accueil,", "Responsable de l’accueil,"),
    ("Archives", "{Directeur|Directrice} des archives"),
)


def plan(chance: Random, wanted: int) -> Plan:
    """Who works where: the same for the same `chance` and number. The eight of the story always, then heads, then teams."""
    made = Plan(places=list(_places()))
    by_code = {place.code: place for place in made.places}
    namer = _Namer(chance)
    _story(made, by_code, namer)
    for place in list(made.places):
        if place.head is None and len(made.people) < wanted:
            if place.code == "departement":
                title = "{Directeur général|Directrice générale} des services"
                made.people.append(namer.person(title, by_code["dg"], None))
            elif place.code == "dg":
                place.head = by_code["departement"].head
                continue
            else:
                made.people.append(namer.person(_head_job(place), place, _boss(place.above)))
            place.head = made.people[-1]
    _managers_of_story(made)
    _teams(made, wanted - len(made.people), namer)
    _absences(made, chance)
    return made


def load(demo: Demo) -> None:
    """Write the plan: places, units, people in batches, each after their manager."""
    made = plan(demo.chance, demo.agents_wanted)
    sites = _write_places(demo)
    _write_units(demo, made, sites)
    _write_people(demo, made, sites)
    door.refresh_many("person", [agent.pk for agent in demo.agents])


# --- the plan -----------------------------------------------------------------------------------


def _places() -> Iterator[Place]:
    whole = Place("departement", "Département", OrgUnit.Kind.WHOLE, "siege", OrgUnit._get_path("", 1, 1), 0.55)
    yield whole
    kinds = (OrgUnit.Kind.DIRECTION, OrgUnit.Kind.SERVICE, OrgUnit.Kind.UNIT)

    def below(above: Place, found: tuple[units.Unit, ...], depth: int) -> Iterator[Place]:
        for unit in found:
            above.under += 1
            place = Place(
                code=unit.code,
                name=unit.name,
                kind=kinds[min(depth, 4) - 2],
                site=unit.site,
                path=OrgUnit._get_path(above.path, depth, above.under),
                women=above.women if unit.women is None else unit.women,
                jobs=unit.jobs,
                weight=unit.weight,
                mission=unit.mission,
                head_job=unit.head_job,
                above=above,
            )
            yield place
            yield from below(place, unit.under, depth + 1)

    yield from below(whole, units.TREE, 2)


def _head_job(place: Place) -> str:
    if place.head_job:
        return place.head_job
    for word, title in HEADS:
        if place.name.startswith(word):
            return title + place.name[len(word) :]
    return f"Responsable, {place.name}"


def _boss(place: Place | None) -> Person | None:
    """The head of `place`, or of the nearest place above that has one."""
    while place is not None:
        if place.head is not None:
            return place.head
        place = place.above
    return None


def _story(made: Plan, by_code: dict[str, Place], namer: "_Namer") -> None:
    for username, first, last, job, code, heads, _roles in STORY:
        person = Person(username, first, last, *namer.addresses(first, last), job, by_code[code], None, namer.public_id())
        person.phone, person.about, person.arrived = namer.phone(), ABOUT_STORY.get(username, ""), namer.chance.randint(400, 4000)
        made.people.append(person)
        if heads:
            by_code[code].head = person


def _managers_of_story(made: Plan) -> None:
    for person in made.people[: len(STORY)]:
        boss = _boss(person.place)
        person.manager = _boss(person.place.above) if boss is person else boss


def _teams(made: Plan, left: int, namer: "_Namer") -> None:
    """Share `left` people among the units by their weights; a unit with many people is made of teams."""
    staffed = [place for place in made.places if place.weight]
    total = sum(place.weight for place in staffed)
    shared, weight_so_far = 0, 0
    for place in staffed:
        weight_so_far += place.weight
        count = left * weight_so_far // total - shared
        shared += count
        if count <= TEAM * 2:
            made.people.extend(namer.person(namer.job(place), place, _boss(place)) for _ in range(count))
            continue
        teams = -(-count // TEAM)
        for number in range(1, teams + 1):
            place.under += 1
            team = Place(
                f"{place.code}-e{number}", f"{place.name}, équipe {number}", OrgUnit.Kind.UNIT, place.site,
                OrgUnit._get_path(place.path, len(place.path) // OrgUnit.steplen + 1, place.under), place.women, place.jobs, above=place,
            )  # fmt: skip
            made.places.append(team)
            people = count * number // teams - count * (number - 1) // teams
            team.head = namer.person("{Chef|Cheffe} d’équipe", team, _boss(place))
            made.people.append(team.head)
            made.people.extend(namer.person(namer.job(place), team, team.head) for _ in range(people - 1))


def _absences(made: Plan, chance: Random) -> None:
    """One person in thirty away today, two in three of them covered by a colleague of the same unit; a few absences to come."""
    followed = {person.username for person in made.people[: len(STORY)]}
    by_place: dict[str, list[Person]] = {}
    for person in made.people:
        by_place.setdefault(person.place.path, []).append(person)
    for person in made.people[len(STORY) :]:
        draw = chance.random()
        if draw > 0.045:
            continue
        start = chance.randint(2, 9) if draw > 0.033 else -chance.randint(0, 20)
        person.absence = (start, max(start, 0) + chance.randint(1, 18))
        others = [p for p in by_place[person.place.path] if p is not person and p.absence is None and p.username not in followed]
        if others and chance.random() < 0.7:
            person.cover = chance.choice(others)


class _Namer:
    """Gives people names, jobs, numbers, and addresses that nobody else has."""

    def __init__(self, chance: Random):
        self.chance = chance
        self.taken: dict[str, int] = {}
        self.count = 0

    def person(self, job: str, place: Place, manager: Person | None) -> Person:
        chance = self.chance
        is_woman = chance.random() < place.women
        first = chance.choice(names.WOMEN if is_woman else names.MEN)
        last = names.spoken(chance.choice(names.LAST))
        slug, mailbox = self.addresses(first, last)
        self.count += 1
        about = ""
        if self.count % 17 == 5:
            about = gendered(units.ABOUT[self.count // 17 % len(units.ABOUT)], is_woman)
        return Person(
            username=mailbox,
            first_name=first,
            last_name=last,
            slug=slug,
            mailbox=mailbox,
            job=gendered(job, is_woman),
            place=place,
            manager=manager,
            public_id=self.public_id(),
            phone=self.phone() if chance.random() < 0.9 else "",
            about=about,
            arrived=chance.randint(30, 9000),
            confirmed=chance.randint(5, 420) if chance.random() < 0.6 else None,
        )

    def addresses(self, first: str, last: str) -> tuple[str, str]:
        """ "marie-dupont" and "marie.dupont"; for a homonym "marie-dupont-2" and "marie.dupont2"."""
        parts = slugify(first), slugify(last.replace("’", ""))
        base = "-".join(parts)
        self.taken[base] = number = self.taken.get(base, 0) + 1
        if number == 1:
            return base, ".".join(parts)
        return f"{base}-{number}", f"{'.'.join(parts)}{number}"

    def job(self, place: Place) -> str:
        titles, weights = zip(*(_weighted(job) for job in place.jobs), strict=True)
        return self.chance.choices(titles, weights)[0]

    def phone(self) -> str:
        """A number of the range that the regulator keeps for fiction."""
        return f"04 65 71 {self.chance.randint(0, 99):02} {self.chance.randint(0, 99):02}"

    def public_id(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)


def _weighted(job: str) -> tuple[str, int]:
    title, _, weight = job.partition("*")
    return title, int(weight or 1)


def gendered(text: str, is_woman: bool) -> str:
    """ "{Agent|Agente} d’accueil" → "Agente d’accueil"."""
    return re.sub(r"\{([^|{}]*)\|([^{}]*)\}", r"\2" if is_woman else r"\1", text)


# --- the database -------------------------------------------------------------------------------


def _write_places(demo: Demo) -> dict[str, Site]:
    territories = {}
    for name, communes in places.TERRITORIES:
        territory = Territory.objects.create(name=name, communes=list(communes))
        territories.update(dict.fromkeys(communes, territory))
    sites = {}
    for key, name, address, commune in places.SITES:
        latitude, longitude = places.POSITIONS[commune]
        sites[key] = Site.objects.create(
            name=name, address=address, commune=commune, territory=territories[commune], latitude=latitude, longitude=longitude
        )
        demo.sites[name] = sites[key]
    return sites


def _write_units(demo: Demo, made: Plan, sites: dict[str, Site]) -> None:
    rows = [
        OrgUnit(
            path=place.path,
            depth=len(place.path) // OrgUnit.steplen,
            numchild=place.under,
            name=place.name,
            code=place.code,
            kind=place.kind,
            mission=place.mission,
            mailbox=f"{place.code}@{DOMAIN}" if place.kind != OrgUnit.Kind.WHOLE else "",
            site=sites[place.site],
        )
        for place in made.places
    ]
    OrgUnit.objects.bulk_create(rows, batch_size=BATCH)
    demo.units.update({unit.code: unit for unit in rows})


def _write_people(demo: Demo, made: Plan, sites: dict[str, Site]) -> None:
    known = make_password(DEMO_PASSWORD if settings.TRAVERSE_DEMO_ACCOUNTS else None)
    unusable = make_password(None)
    accounts = {person.username for person in made.people[: len(STORY)]}
    # A batch never holds both a person and their manager: those come in an earlier round.
    waiting, rows = made.people, {}
    while waiting:
        ready = [p for p in waiting if p.manager is None or p.manager.pk]
        waiting = [p for p in waiting if not (p.manager is None or p.manager.pk)]
        agents = [_agent(p, demo, sites, known if p.username in accounts else unusable) for p in ready]
        for person, agent in zip(ready, Agent.objects.bulk_create(agents, batch_size=BATCH), strict=True):
            person.pk = agent.pk
            rows[person.slug] = agent
    covered = [rows[p.slug] for p in made.people if p.cover]
    for person in made.people:
        if person.cover:
            rows[person.slug].cover = rows[person.cover.slug]
    Agent.objects.bulk_update(covered, ["cover"], batch_size=BATCH // 4)
    headed = [place for place in made.places if place.head]
    for place in headed:
        demo.units[place.code].head = rows[place.head.slug]
    OrgUnit.objects.bulk_update([demo.units[place.code] for place in headed], ["head"], batch_size=BATCH // 4)
    demo.agents.extend(rows[person.slug] for person in made.people)
    for person, (username, *_rest, held) in zip(made.people, STORY, strict=False):
        demo.people[username] = rows[person.slug]
        for role in held:
            roles.give(demo.people[username], role)


def _agent(person: Person, demo: Demo, sites: dict[str, Site], password: str) -> Agent:
    def day(offset: int) -> date:
        return demo.today + timedelta(days=offset)

    return Agent(
        username=person.username,
        slug=person.slug,
        first_name=person.first_name,
        last_name=person.last_name,
        email=f"{person.mailbox}@{DOMAIN}",
        position_title=person.job,
        unit=demo.units[person.place.code],
        site=sites[person.place.site],
        manager_id=person.manager.pk if person.manager else None,
        phone=person.phone,
        about=person.about,
        absent_from=day(person.absence[0]) if person.absence else None,
        absent_until=day(person.absence[1]) if person.absence else None,
        details_confirmed_on=day(-person.confirmed) if person.confirmed else None,
        password=password,
        public_id=person.public_id,
        date_joined=demo.at(-person.arrived),
    )
