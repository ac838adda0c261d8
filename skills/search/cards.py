"""The cards of the colleagues found: each says why it is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.directory.models import Agent
from skills.models import AgentSkill, Endorsement, Evidence
from skills.querysets.profile import within_reach
from skills.search.requirements import Criteria, Requirement


@dataclass(frozen=True)
class Line:
    """Why a person is there, for one thing asked: what was asked, what they hold, by which route."""

    asked: str
    held: AgentSkill | None
    route: str
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What else says why: the route of a near skill, training, the private sphere, an old confirmation."""
        if self.held is None:
            return [self.route]
        notes = [self.route] if self.route else []
        if self.held.can_train:
            notes.append(_("can train"))
        if self.held.sphere == AgentSkill.Sphere.PRIVATE:
            notes.append(_("learnt outside work, shared by choice"))
        if self.held.is_stale:
            months = self.held.months_since_confirmed
            notes.append(ngettext("confirmed {n} month ago", "confirmed {n} months ago", months).format(n=months))
        return notes


@dataclass(frozen=True)
class Card:
    """A person found, and why."""

    person: Agent
    lines: list[Line]

    @property
    def to_ask(self) -> AgentSkill | None:
        """The declared skill on which this person offered help, if any."""
        return next((line.held for line in self.lines if line.held and line.held.can_help), None)


def cards(viewer: Agent, criteria: Criteria, requirements: list[Requirement], agent_ids: Iterable[int]) -> list[Card]:
    """The cards of these people, in this order, each with why it is there: a constant number of queries, however many they are."""
    agent_ids = list(agent_ids)
    people = {each.pk: each for each in Agent.objects.visible_to(viewer).as_rows().filter(pk__in=agent_ids)}
    wanted = {pk: skill for each in requirements for pk, skill in each.skills()}
    held: dict[int, dict[int, AgentSkill]] = {}
    # The sum keeps the database to the few rows of these people: by its skill, a row is one among thousands.
    declared = AgentSkill.objects.visible_to(viewer).alias(skill_key=F("skill_id") + 0)
    for each in declared.filter(agent__in=agent_ids, skill_key__in=wanted).order_by():
        if _passes(each, criteria):
            each.skill = wanted[each.skill_id]
            held.setdefault(each.agent_id, {})[each.skill_id] = each
    evidence: dict[int, list[Evidence]] = {}
    shown = [each.pk for rows in held.values() for each in rows.values()]
    confirmed = endorsements_on(viewer, shown)
    for each in (each for rows in held.values() for each in rows.values()):
        each.confirmed = confirmed.get(each.pk, [])
    for each in within_reach(viewer, Evidence.objects.visible_to(viewer).accepted().filter(agent_skill__in=shown)) if shown else ():
        evidence.setdefault(each.agent_skill_id, []).append(each)
    return [
        Card(people[pk], _once(line for each in requirements for line in _lines(each, held.get(pk, {}), evidence, pk)))
        for pk in agent_ids
        if pk in people
    ]


def endorsements_on(viewer: Agent, declared: list[int]) -> dict[int, list[Endorsement]]:
    """Who confirms these declared skills (their keys), as far as `viewer` sees them. Shown on a card; never what puts it in its place."""
    found: dict[int, list[Endorsement]] = {}
    if declared:
        for each in (
            Endorsement.objects.visible_to(viewer).filter(agent_skill__in=declared).select_related("by").order_by("accepted_at", "pk")
        ):
            found.setdefault(each.agent_skill_id, []).append(each)
    return found


def _passes(declared: AgentSkill, criteria: Criteria) -> bool:
    """Whether a declared skill has the level and the offer that are asked: what does not is no reason to be there."""
    offers = {"": True, "help": declared.can_help, "train": declared.can_train}[criteria.can]
    return offers and (declared.level or 0) >= criteria.level


def _lines(requirement: Requirement, held: dict[int, AgentSkill], evidence: dict[int, list[Evidence]], agent_id: int) -> list[Line]:
    exact = [held[pk] for pk in requirement.exact if pk in held]
    if exact:
        return [Line(requirement.label, each, "", evidence.get(each.pk, [])) for each in exact[:3]]
    if agent_id in requirement.people:
        return [Line(requirement.label, None, _("in their entry: “{words}”").format(words=requirement.label))]
    near = sorted((pk for pk in requirement.near if pk in held), key=lambda pk: (-requirement.near[pk].weight, pk))
    return [Line(requirement.label, held[pk], requirement.near[pk].route, evidence.get(held[pk].pk, [])) for pk in near[:1]]


def _once(lines: Iterable[Line]) -> list[Line]:
    """The lines, one for each skill held: a skill that comes near two things asked says both."""
    found: dict[object, Line] = {}
    for line in lines:
        key = line.held.pk if line.held else line.route
        known = found.get(key)
        found[key] = replace(known, route=" ; ".join(filter(None, (known.route, line.route)))) if known else line
    return list(found.values())
