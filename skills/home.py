"""What waits for an agent, what they did, and what skills bring to the pages of people, units and home."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.base.panels import panel
from intranet.directory.models import Agent, OrgUnit
from intranet.directory.querysets import name_at
from intranet.home import ME, Deed, Task, deeds, waiting
from skills import permissions
from skills.models import AgentSkill, Certification, Endorsement, Evidence, Fact, HelpAsk, Skill, SkillChoices, SkillProposal
from skills.querysets.eyes import Eyes
from skills.querysets.profile import within_reach

THRESHOLD = 5  # no number about people under this (P9)
TEAM_SHOWN = 12
PROFILE_SHOWN = 12


@waiting(HelpAsk.objects.waiting().filter(helper=ME))
def help_to_give(agent: Agent) -> Iterator[Task]:
    """Requests for help."""
    asks = HelpAsk.objects.filter(helper=agent).waiting().select_related("asker", "skill").order_by("created_at")
    for ask in asks.only("public_id", "message", *name_at("asker"), "skill__pref_label", "skill__label_en")[:3]:
        yield Task(
            area="skills",
            eyebrow=_("A colleague asks for your help"),
            title=_("{name}: {skill}").format(name=ask.asker.name, skill=ask.skill.label),
            detail=ask.message[:140],
            url=ask.get_absolute_url(),
            action=_("Answer"),
        )


@waiting(Evidence.objects.proposed().filter(agent=ME))
def recognition_to_answer(agent: Agent) -> Iterator[Task]:
    """What was proposed as recognised, in one line."""
    proposed = list(Evidence.objects.of(agent).proposed().values_list("title", flat=True)[:20])
    if proposed:
        many = ngettext("{n} thing you did may show a skill", "{n} things you did may show a skill", len(proposed))
        yield Task(
            area="skills",
            eyebrow=_("Recognition"),
            title=proposed[0] if len(proposed) == 1 else many.format(n=len(proposed)),
            detail=_("Nothing is shown before you accept it."),
            url=reverse("skills:recognition"),
            action=_("See what it is"),
        )


@waiting(
    Endorsement.objects.filter(accepted_at=None, declined_at=None, withdrawn_at=None).filter(
        Q(by=ME, written_at=None) | Q(agent_skill__agent=ME, written_at__isnull=False)
    )
)
def confirmations_to_answer(agent: Agent) -> Iterator[Task]:
    """Confirmations that colleagues ask for, and those that they wrote, to accept."""
    for each in Endorsement.objects.waiting_for(agent).with_people().order_by("created_at")[:4]:
        is_asked = each.by_id == agent.pk
        name = each.agent_skill.agent.name if is_asked else each.by.name
        yield Task(
            area="skills",
            eyebrow=_("A colleague asks you to confirm a skill") if is_asked else _("A colleague confirms a skill of yours"),
            title=_("{name}: {skill}").format(name=name, skill=each.agent_skill.skill.label),
            detail=(each.asked_words if is_asked else each.context)[:140],
            url=each.get_absolute_url(),
            action=_("Answer") if is_asked else _("Read and answer"),
        )


@waiting(AgentSkill.objects.filter(agent=ME, valid_to=None))
def skills_to_confirm(agent: Agent) -> Iterator[Task]:
    """Skills declared long ago, in one line."""
    stale = sum(each.is_stale for each in AgentSkill.objects.of(agent).filter(valid_to=None).order_by().only("confirmed_at"))
    if stale:
        yield Task(
            area="skills",
            eyebrow=_("Your skills"),
            title=ngettext("{n} skill to confirm", "{n} skills to confirm", stale).format(n=stale),
            detail=_("Declared long ago: still right? One press for each."),
            url=reverse("skills:mine"),
            action=_("Confirm"),
        )


@waiting(SkillProposal.objects.pending())
def proposals_to_answer(agent: Agent) -> Iterator[Task]:
    """For editors of the catalogue, the proposals."""
    pending = SkillProposal.objects.pending().count() if permissions.can_edit_catalogue(agent) else 0
    if pending:
        many = ngettext("{n} proposed skill waits for an answer", "{n} proposed skills wait for an answer", pending)
        yield Task(
            area="skills",
            eyebrow=_("Catalogue of skills"),
            title=many.format(n=pending),
            detail="",
            url=reverse("skills:proposals"),
            action=_("Answer"),
        )


@deeds(AgentSkill.objects.filter(agent=ME, valid_to=None))
def declared(agent: Agent):
    for each in AgentSkill.objects.of(agent).filter(valid_to=None).select_related("skill").order_by("-valid_from")[:50]:
        yield Deed(area="skills", at=each.valid_from, title=each.skill.label, url=reverse("skills:mine"), kind=_("Skill declared"))


@deeds(Evidence.objects.accepted().filter(agent=ME))
def recognised(agent: Agent):
    for each in Evidence.objects.of(agent).accepted().order_by("-answered_at")[:50]:
        yield Deed(area="skills", at=each.answered_at, title=each.title, url=reverse("skills:recognition"), kind=_("Recognised"))


@deeds(HelpAsk.objects.filter(helper=ME, status=HelpAsk.Status.CAN))
def helped(agent: Agent):
    rows = HelpAsk.objects.filter(helper=agent, status=HelpAsk.Status.CAN).select_related("asker", "skill").order_by("-answered_at")
    for each in rows[:50]:
        yield Deed(area="skills", at=each.answered_at, title=each.skill.label, url=each.get_absolute_url(), kind=_("Help given"))


@dataclass
class Shown:
    """What stands on a declared skill, as somebody sees it."""

    evidence: list[Evidence] = field(default_factory=list)
    certifications: list[Certification] = field(default_factory=list)
    endorsements: list[Endorsement] = field(default_factory=list)


def what_shows(viewer: Agent, rows: list[AgentSkill], eyes: Eyes) -> dict[int, Shown]:
    """What stands on each of these declared skills, by its key, as far as `eyes` see it: evidence that `viewer` reaches, certifications, confirmations."""
    found = {row.pk: Shown() for row in rows}
    if not found:
        return found
    evidence = Evidence.objects.seen_by(eyes).accepted().filter(agent_skill__in=list(found))
    for each in within_reach(viewer, evidence):
        found[each.agent_skill_id].evidence.append(each)
    for certificate in Certification.objects.seen_by(eyes).filter(agent_skill__in=list(found)):
        found[certificate.agent_skill_id].certifications.append(certificate)
    endorsements = Endorsement.objects.seen_by(eyes).filter(agent_skill__in=list(found)).select_related("by").order_by("accepted_at", "pk")
    for endorsement in endorsements:
        found[endorsement.agent_skill_id].endorsements.append(endorsement)
    return found


@panel("profile", order=10)
def profile_panel(viewer: Agent, person: Agent):
    """The skills that this colleague shares with the reader, and what shows them."""
    shared = AgentSkill.objects.visible_to(viewer).of(person).select_related("skill").surest_first()
    rows = list(shared.only("agent", "level", "can_help", *(f"skill__{name}" for name in ("slug", "pref_label", "label_en", "kind"))))
    is_me = viewer.pk == person.pk
    if not rows and not is_me:
        return None
    shown = what_shows(viewer, rows, Eyes.of(viewer))
    pairs = [(each, shown[each.pk]) for each in rows]
    in_line = viewer.pk == person.manager_id or viewer.manager_id == person.pk
    return "skills/panels/profile.html", {
        "rows": pairs[:PROFILE_SHOWN],
        "rest": pairs[PROFILE_SHOWN:],
        "person": person,
        "is_me": is_me,
        "may_confirm": not is_me and not in_line,
    }


@panel("team", order=10)
def team_panel(viewer: Agent, unit: OrgUnit):
    """For who leads the unit: the skills shared in it, as far as they see them. A count under THRESHOLD is not shown."""
    if not leads(viewer, unit):
        return None
    facts = Fact.objects.visible_to(viewer).filter(agent__in=Agent.objects.visible_to(viewer).in_unit(unit).values("pk"))
    counted = list(facts.values("skill").annotate(n=Count("agent")).order_by("-n", "skill")[:60])
    if not counted:
        return None
    skills = Skill.objects.in_bulk([row["skill"] for row in counted])
    often = [(skills[row["skill"]], row["n"]) for row in counted if row["n"] >= THRESHOLD][:TEAM_SHOWN]
    seldom = sorted((skills[row["skill"]] for row in counted if row["n"] < THRESHOLD), key=lambda skill: skill.label)[:TEAM_SHOWN]
    return "skills/panels/team.html", {"often": often, "seldom": seldom, "unit": unit, "threshold": THRESHOLD}


def leads(viewer: Agent, unit: OrgUnit) -> bool:
    """Whether `viewer` is the head of this unit or of one above it, or the line manager of somebody in it."""
    if OrgUnit.objects.above(unit).filter(head=viewer).exists():
        return True
    return Agent.objects.in_unit(unit).reports_of(viewer).exists()


@panel("home_aside", order=10)
def home_panel(viewer: Agent, subject):
    """Find somebody who knows."""
    return "skills/panels/home.html", {}


@panel("preferences", order=10)
def preferences_panel(viewer: Agent, subject):
    """Where reminders about one's skills are turned off."""
    return "skills/panels/preferences.html", {"wants_nudges": SkillChoices.of(viewer).wants_nudges}
