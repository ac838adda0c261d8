"""The filters of a search: as a condition for the database, and as counts of what each would leave under all the others."""

from collections import Counter
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from intranet.directory.models import Agent, OrgUnit, Site
from skills.models import Level
from skills.search.criteria import CANS, DISTANCES, INTERESTS, Criteria
from skills.search.holding import KINDS, Holding, Place

SERVICE_LENGTH = 3 * OrgUnit.steplen
MOST_UNITS = 8
MOST_SITES = 6


@dataclass(frozen=True)
class Option:
    """One value of a filter, and how many people it would leave."""

    value: str
    label: str
    count: int
    is_on: bool = False


@dataclass(frozen=True)
class Facets:
    """Every filter with its values and their counts; and what each filter in force costs."""

    level: list[Option]
    can: list[Option]
    interest: list[Option]
    unit: list[Option]
    unit_trail: list[OrgUnit]
    site: list[Option]
    km: list[Option]
    also: list[Option] = field(default_factory=list)  # those that are ticked: elsewhere, present, private
    without: list[Option] = field(default_factory=list)  # a filter in force (a field of Criteria), and how many there would be without it


class Filters:
    """The filters of `criteria` as `viewer` asks them ("my service", "my site")."""

    def __init__(self, viewer: Agent, criteria: Criteria):
        self.criteria = criteria
        self.unit_path = criteria.unit.path if criteria.unit else ""
        self.site_id = criteria.site.pk if criteria.site else None
        self.service_path = service_path(viewer)
        # There are a few hundred at most: read once, for their names and for where they are.
        self.sites = {site.pk: site for site in Site.objects.order_by().only("name", "latitude", "longitude")}
        self.within = _within(self.sites, viewer.site_id)
        self.km = criteria.km if criteria.km in self.within else 0
        self.is_elsewhere = criteria.is_elsewhere and bool(self.service_path)
        self.kind = (criteria.can, criteria.interest, criteria.with_private)
        # One step below the chosen unit; at first, the directions.
        self.depth = (len(self.unit_path) or OrgUnit.steplen) + OrgUnit.steplen

    def passing(self) -> Q:
        """The same filters, over facts."""
        return self.held() & self.placed()

    def held(self) -> Q:
        """Those about what is held."""
        criteria = self.criteria
        passing = Q(level__gte=criteria.level)
        if criteria.can:
            passing &= Q(**{f"can_{criteria.can}": True})
        if criteria.interest:
            passing &= Q(interest=criteria.interest)
        if not criteria.with_private:
            passing &= Q(is_private=False)
        return passing

    def placed(self) -> Q:
        """Those about where people are."""
        passing = Q()
        if self.unit_path:
            passing &= Q(unit_path__startswith=self.unit_path)
        if self.site_id is not None:
            passing &= Q(site=self.site_id)
        if self.km:
            passing &= Q(site__in=sorted(self.within[self.km]))
        if self.is_elsewhere:
            passing &= ~Q(unit_path__startswith=self.service_path)
        if self.criteria.is_present:
            passing &= ~Q(agent__in=Agent.objects.absent().order_by().values("pk"))
        return passing

    def closed_to(self, place: Place) -> list[str]:
        """The filters of place (fields of Criteria) that keep out whoever is there."""
        path, site_id, is_away = place
        closed = []
        if self.unit_path and not path.startswith(self.unit_path):
            closed.append("unit")
        if self.site_id is not None and site_id != self.site_id:
            closed.append("site")
        if self.km and site_id not in self.within[self.km]:
            closed.append("km")
        if self.is_elsewhere and path.startswith(self.service_path):
            closed.append("is_elsewhere")
        if self.criteria.is_present and is_away:
            closed.append("is_present")
        return closed


class Counts:
    """How many people each filter would leave, under all the others.

    What people hold and where they are is tallied apart, each kind once: thousands of holders are a few hundred of either.
    """

    def __init__(self, filters: Filters):
        self.filters = filters
        self.kind, self.level = KINDS[filters.kind], filters.criteria.level
        self.found = 0
        self._holdings: Counter = Counter()  # of who is where the filters ask
        self._places: Counter = Counter()  # of who has what the filters ask
        self._closed: dict[Place, list[str]] = {}

    def add(self, holding: Holding, place: Place, n: int = 1) -> bool:
        """Take `n` holders alike into each count that the other filters allow; whether all the filters let them through."""
        closed = self._closed_to(place)
        enough = holding[self.kind] >= self.level
        if not closed:
            self.add_holding(holding, n)
        if enough:
            self.add_place(place, n)
        return enough and not closed

    def add_holding(self, holding: Holding, n: int) -> None:
        """Count `n` people who are where the filters ask, by what they hold."""
        self._holdings[holding] += n

    def add_place(self, place: Place, n: int) -> None:
        """Count `n` people who hold what the filters ask, by where they are."""
        self._places[place] += n
        if not self._closed_to(place):
            self.found += n

    def _closed_to(self, place: Place) -> list[str]:
        closed = self._closed.get(place)
        if closed is None:
            closed = self._closed[place] = self.filters.closed_to(place)
        return closed

    def _tally(self) -> None:
        """The counts, once everybody is there."""
        self.highest: Counter = Counter()  # how many hold each level at most
        self.kinds: Counter = Counter()  # how many hold enough, for each of KINDS
        self.units: Counter = Counter()
        self.sites: Counter = Counter()
        self.kilometres: Counter = Counter()
        self.ticked: Counter = Counter()
        self.kept_out: Counter = Counter()  # by one filter of place and no other
        for holding, n in self._holdings.items():
            self.highest[holding[self.kind]] += n
            for each, level in enumerate(holding):
                if level >= self.level:
                    self.kinds[each] += n
        for place, n in self._places.items():
            closed = self._closed[place]
            if len(closed) < 2:
                self._tally_place(place, closed[0] if closed else "", n)

    def _tally_place(self, place: Place, closed: str, n: int) -> None:
        path, site_id, is_away = place
        filters = self.filters
        if closed in ("", "site"):
            self.sites[site_id] += n
        if closed in ("", "km"):
            self.kilometres.update({km: n for km, sites in filters.within.items() if site_id in sites})
        if closed:
            self.kept_out[closed] += n
            return
        self.units[path[: filters.depth]] += n
        if not is_away:
            self.ticked["present"] += n
        if filters.service_path and not path.startswith(filters.service_path):
            self.ticked["elsewhere"] += n

    def facets(self) -> Facets:
        """The filters with their counts: a constant number of queries."""
        self._tally()
        criteria, filters = self.filters.criteria, self.filters
        at_least = {each: sum(n for level, n in self.highest.items() if level >= each) for each in Level}
        cans = {"help": _("answer a question"), "train": _("train")}
        interests = {"use": _("use it more"), "learn": _("learn more")}
        return Facets(
            level=[Option(str(each.value), str(each.label), at_least[each], criteria.level == each) for each in reversed(Level)],
            can=[Option(each, cans[each], self._kind(can=each), criteria.can == each) for each in CANS[1:]],
            interest=[Option(each, interests[each], self._kind(interest=each), criteria.interest == each) for each in INTERESTS[1:]],
            unit=self._units(),
            unit_trail=list(OrgUnit.objects.above(criteria.unit).filter(depth__gt=1)) if criteria.unit else [],
            site=self._sites(),
            km=[
                Option(str(km), _("less than {km} km").format(km=km), self.kilometres[km], filters.km == km)
                for km in DISTANCES
                if km in filters.within
            ],
            also=self._ticked(),
            without=self._without(),
        )

    def _kind(self, **changed: Any) -> int:
        """How many hold enough with another offer, interest or sphere asked."""
        can, interest, private = self.filters.kind
        return self.kinds[KINDS[changed.get("can", can), changed.get("interest", interest), changed.get("private", private)]]

    def _units(self) -> list[Option]:
        under = OrgUnit.objects.filter(path__in=[path for path in self.units if len(path) == self.filters.depth])
        units = {path: (code, name) for path, code, name in under.order_by().values_list("path", "code", "name")}
        return [Option(*units[path], n) for path, n in self.units.most_common() if path in units][:MOST_UNITS]

    def _sites(self) -> list[Option]:
        often = [pk for pk, _n in self.sites.most_common(MOST_SITES + 1) if pk][:MOST_SITES]
        sites = {pk: self.filters.sites[pk].name for pk in often if pk in self.filters.sites}
        if chosen := self.filters.criteria.site:
            sites[chosen.pk] = chosen.name
        options = (Option(name, name, self.sites[pk], pk == self.filters.site_id) for pk, name in sites.items())
        return sorted(options, key=lambda option: (-option.count, option.label))

    def _ticked(self) -> list[Option]:
        criteria = self.filters.criteria
        options = [
            Option("present", _("not away today"), self.ticked["present"], criteria.is_present),
            Option("private", _("also skills from outside work"), self._kind(private=True), criteria.with_private),
        ]
        if self.filters.service_path:
            options.insert(0, Option("elsewhere", _("not my service"), self.ticked["elsewhere"], criteria.is_elsewhere))
        return options

    def _without(self) -> list[Option]:
        """Each filter in force, with how many there would be without it: the one that costs most first."""
        criteria = self.filters.criteria
        without = [
            Option("level", _("level"), sum(n for level, n in self.highest.items() if level >= 0), bool(criteria.level)),
            Option("can", _("what they can do"), self._kind(can=""), bool(criteria.can)),
            Option("interest", _("what they would like"), self._kind(interest=""), bool(criteria.interest)),
            Option("unit", _("unit"), self.found + self.kept_out["unit"], bool(criteria.unit)),
            Option("site", _("site"), self.found + self.kept_out["site"], bool(criteria.site)),
            Option("km", _("distance"), self.found + self.kept_out["km"], bool(criteria.km)),
            Option("is_elsewhere", _("not my service"), self.found + self.kept_out["is_elsewhere"], criteria.is_elsewhere),
            Option("is_present", _("not away today"), self.found + self.kept_out["is_present"], criteria.is_present),
        ]
        return sorted((option for option in without if option.is_on), key=lambda option: -option.count)


def service_path(agent: Agent) -> str:
    """The path of the service of `agent`: under their direction, what holds their unit; nothing for who is in no direction."""
    path = agent.unit.path if agent.unit else ""
    return path[:SERVICE_LENGTH] if len(path) > OrgUnit.steplen else ""


def _within(sites: dict[int, Site], site_id: int | None) -> dict[int, frozenset[int]]:
    """For each of DISTANCES, the sites at most so far from one of them, as the crow flies; nothing when it is not known where that one is."""
    here = sites.get(site_id) if site_id else None
    if here is None or here.latitude is None or here.longitude is None:
        return {}
    away = {
        pk: kilometres(here.latitude, here.longitude, each.latitude, each.longitude)
        for pk, each in sites.items()
        if each.latitude is not None and each.longitude is not None
    }
    return {km: frozenset(pk for pk, distance in away.items() if distance <= km) for km in DISTANCES}


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The distance between two points of the globe (haversine)."""
    north, south = radians(latitude), radians(other_latitude)
    part = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * 6371 * asin(sqrt(min(1.0, part)))
