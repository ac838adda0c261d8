"""The cards of the colleagues found: each says why it is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.directory.models import Agent
from skills.models import AgentSkill, Endorsement, Evidence
from skills.querysets.profile import within_reach
from skills.search.criteria import Criteria
from skills.search.requirements import Requirement


@dataclass(frozen=True)
class Line:
    """Why a person is there, for one thing asked: what was asked, what they hold, by which route."""

    asked: str
    held: AgentSkill | None
    route: str
    evidence: list[Evidence] = field(default_factory=list)
    is_exact: bool = False  # what was asked, and not a neighbour of it
    is_lacking: bool = False  # asked, and not shared with the reader as it was asked

    @property
    def notes(self) -> list[str]:
        """What else says why: the route of a near skill, training, the private sphere, an old confirmation."""
        if self.held is None:
            return [self.route] if self.route else []
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
    def had(self) -> int:
        """How many of the things asked this person has."""
        return len({line.asked for line in self.lines if line.is_exact})

    @property
    def to_ask(self) -> AgentSkill | None:
        """The declared skill on which this person offered help, if any."""
        return next((line.held for line in self.lines if line.held and line.held.can_help), None)


def cards(
    viewer: Agent, criteria: Criteria, requirements: list[Requirement], agent_ids: Iterable[int], *, with_lacks: bool = False
) -> dict[int, Card]:
    """The cards of these people by their keys, each with why it is there: a constant number of queries, however many they are.

    `with_lacks` also says, of each thing asked, that it is not shared with the reader.
    """
    agent_ids = list(agent_ids)
    people = {each.pk: each for each in Agent.objects.visible_to(viewer).as_rows().filter(pk__in=agent_ids)}
    wanted = {pk: skill for each in requirements for pk, skill in each.skills()}
    levels = {pk: each.level for each in requirements for pk, _skill in each.skills()}
    held: dict[int, dict[int, AgentSkill]] = {}
    # The sum keeps the database to the few rows of these people: by its skill, a row is one among thousands.
    declared = AgentSkill.objects.visible_to(viewer).alias(skill_key=F("skill_id") + 0)
    for each in declared.filter(agent__in=agent_ids, skill_key__in=wanted).order_by():
        if _passes(each, criteria, levels[each.skill_id]):
            each.skill = wanted[each.skill_id]
            held.setdefault(each.agent_id, {})[each.skill_id] = each
    evidence: dict[int, list[Evidence]] = {}
    shown = [each.pk for rows in held.values() for each in rows.values()]
    confirmed = endorsements_on(viewer, shown)
    for each in (each for rows in held.values() for each in rows.values()):
        each.confirmed = confirmed.get(each.pk, [])
    for each in within_reach(viewer, Evidence.objects.visible_to(viewer).accepted().filter(agent_skill__in=shown)) if shown else ():
        evidence.setdefault(each.agent_skill_id, []).append(each)
    return {
        pk: Card(people[pk], _once(line for each in requirements for line in _lines(each, held.get(pk, {}), evidence, pk, with_lacks)))
        for pk in agent_ids
        if pk in people
    }


def endorsements_on(viewer: Agent, declared: list[int]) -> dict[int, list[Endorsement]]:
    """Who confirms these declared skills (their keys), as far as `viewer` sees them. Shown on a card; never what puts it in its place."""
    found: dict[int, list[Endorsement]] = {}
    if declared:
        for each in (
            Endorsement.objects.visible_to(viewer).filter(agent_skill__in=declared).select_related("by").order_by("accepted_at", "pk")
        ):
            found.setdefault(each.agent_skill_id, []).append(each)
    return found


def _passes(declared: AgentSkill, criteria: Criteria, level: int) -> bool:
    """Whether a declared skill is as the filters ask: what does not pass is no reason to be there."""
    offers = {"": True, "help": declared.can_help, "train": declared.can_train}[criteria.can]
    wished = criteria.interest in ("", declared.interest)
    asked_for = criteria.with_private or declared.sphere != AgentSkill.Sphere.PRIVATE
    return offers and wished and asked_for and (declared.level or 0) >= max(criteria.level, level)


def _lines(
    requirement: Requirement, held: dict[int, AgentSkill], evidence: dict[int, list[Evidence]], agent_id: int, with_lacks: bool
) -> list[Line]:
    exact = [held[pk] for pk in requirement.exact if pk in held]
    if exact:
        return [Line(requirement.label, each, "", evidence.get(each.pk, []), is_exact=True) for each in exact[:3]]
    if agent_id in requirement.people:
        return [Line(requirement.label, None, _("in their entry: “{words}”").format(words=requirement.label), is_exact=True)]
    near = sorted((pk for pk in requirement.near if pk in held), key=lambda pk: (-requirement.near[pk].weight, pk))
    if near:
        return [Line(requirement.label, held[pk], requirement.near[pk].route, evidence.get(held[pk].pk, [])) for pk in near[:1]]
    return [Line(requirement.label, None, "", is_lacking=True)] if with_lacks else []


def _once(lines: Iterable[Line]) -> list[Line]:
    """The lines, one for each skill held: a skill that comes near two things asked says both."""
    found: dict[object, Line] = {}
    for line in lines:
        key = line.held.pk if line.held else (line.route, line.asked)
        known = found.get(key)
        found[key] = replace(known, route=" ; ".join(filter(None, (known.route, line.route)))) if known else line
    return list(found.values())
