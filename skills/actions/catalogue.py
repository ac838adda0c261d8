"""Keeping the catalogue: loading it, answering what agents propose, merging what is there twice."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet import audit, roles
from intranet.base import clock
from intranet.base.addresses import save_at_free_address
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from intranet.search import door
from skills import permissions
from skills.actions.facts import write_facts
from skills.models import (
    AgentSkill,
    Evidence,
    Skill,
    SkillDomain,
    SkillFramework,
    SkillLabel,
    SkillProposal,
    SkillRelation,
    Visibility,
)
from skills.models.names import normalise
from skills.notifications import ProposalAnswered, SkillProposed

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"
OWN = "traverse"  # the code of the administration's own framework
# Addresses of the area that a skill may not take.
RESERVED = {
    "people", "suggest", "declare", "merges", "mine", "propose", "proposals", "recognition", "help", "ask", "catalogue", "searches",
}  # fmt: skip


@dataclass
class Loaded:
    """What loading the catalogue changed."""

    skills: int = 0
    labels: int = 0
    relations: int = 0
    refused: list[str] = field(default_factory=list)  # names that another skill already has


def own_framework() -> SkillFramework:
    return SkillFramework.objects.get_or_create(
        code=OWN, defaults={"name": "Référentiel de la collectivité", "publisher": "Traverse", "version": "1", "order": 0}
    )[0]


@transaction.atomic
def load_catalogue(*, folder: Path = CATALOGUE) -> Loaded:
    """Load the skills written in `folder`, one TOML file for each domain. Run again, it writes only what changed.

    What editors added since (names, relations, merges) stays. Refuses a relation to a skill that no file names.
    """
    framework = own_framework()
    loaded = Loaded()
    near: list[tuple[str, str, str]] = []
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        domain, _is_new = SkillDomain.objects.update_or_create(
            framework=framework,
            code=path.stem.split("-", 1)[1],
            defaults={
                "name": data["name"],
                "name_en": data["name_en"],
                "order": int(path.stem.split("-", 1)[0]),
                "level_anchors": data.get("levels", {}),
            },
        )
        for entry in data["skill"]:
            _load_skill(framework, domain, entry, loaded)
            near += [(entry["slug"], other, "related") for other in entry.get("near", ())]
            near += [(entry["slug"], other, "broader") for other in entry.get("part_of", ())]
    _load_relations(framework, near, loaded)
    return loaded


def _load_skill(framework: SkillFramework, domain: SkillDomain, entry: dict, loaded: Loaded) -> None:
    wanted = {
        "pref_label": entry["fr"],
        "label_en": entry["en"],
        "kind": entry.get("kind", Skill.Kind.KNOW_HOW),
        "description": entry["about"],
        "description_en": entry["about_en"],
        "level_anchors": entry.get("levels", {}),
        "domain_id": domain.pk,
    }
    skill = Skill.objects.filter(slug=entry["slug"]).first()
    if skill is None:
        skill = Skill.objects.create(slug=entry["slug"], framework=framework, **wanted)
        loaded.skills += 1
        door.refresh(skill)
    elif any(getattr(skill, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(skill, name, value)
        skill.save()
        loaded.skills += 1
        door.refresh(skill)
    names = [(entry["fr"], "fr", "pref"), (entry["en"], "en", "pref")]
    names += [(name, "fr", "alt") for name in entry.get("names", ())]
    names += [(name, "fr", "acronym") for name in entry.get("acronyms", ())]
    names += [(name, "fr", "hidden") for name in entry.get("hidden", ())]
    names += [(name, "en", "alt") for name in entry.get("names_en", ())]
    for name, lang, kind in names:
        add_label(skill, name, lang=lang, kind=kind, loaded=loaded)


def add_label(skill: Skill, name: str, *, lang: str = "fr", kind: str = SkillLabel.Kind.ALT, loaded: Loaded | None = None) -> bool:
    """Give `skill` one more name. Returns whether it is new; a name that another skill of the framework has is left to it."""
    label, is_new = SkillLabel.objects.get_or_create(
        framework_id=skill.framework_id,
        normalised=normalise(name),
        defaults={"skill": skill, "text": name, "lang": lang, "kind": kind},
    )
    if loaded is not None:
        loaded.labels += is_new
        if label.skill_id != skill.pk:
            loaded.refused.append(f"{name}: {skill.slug}")
    return is_new


def _load_relations(framework: SkillFramework, near: list[tuple[str, str, str]], loaded: Loaded) -> None:
    by_slug = dict(Skill.objects.filter(framework=framework).values_list("slug", "pk"))
    unknown = {slug for pair in near for slug in pair[:2] if slug not in by_slug}
    if unknown:
        raise ValidationError(_("No skill has this address name: {names}").format(names=", ".join(sorted(unknown))))
    seen: set[frozenset[str]] = set()
    rows = []
    # What is part of something is written before what is near, so that a pair said both ways is the stronger.
    for one, other, kind in sorted(near, key=lambda each: each[2]):
        if frozenset((one, other)) not in seen:
            seen.add(frozenset((one, other)))
            rows.append(SkillRelation(from_skill_id=by_slug[one], to_skill_id=by_slug[other], kind=kind, weight="0.50", origin="import"))
    before = SkillRelation.objects.count()
    SkillRelation.objects.bulk_create(rows, ignore_conflicts=True)
    loaded.relations += SkillRelation.objects.count() - before


@transaction.atomic
def propose_skill(*, agent: Agent, label: str, why: str = "") -> SkillProposal:
    """Propose a skill that the catalogue lacks. Refuses one that is there, naming it; the same proposal by a second person joins the first."""
    if not agent.is_active:
        raise PermissionDenied(_("This account is closed."))
    # Names are given one proposal at a time: two people who propose the same meet on one skill.
    framework = SkillFramework.objects.select_for_update().get(pk=own_framework().pk)
    skill = Skill.objects.select_for_update(of=("self",)).filter(labels__normalised=normalise(label)).first()
    if skill is not None and skill.status == Skill.Status.ACTIVE:
        raise ValidationError(_("The catalogue already has it: “{skill}”.").format(skill=skill.label))
    if skill is None:
        skill = Skill(framework=framework, pref_label=label, status=Skill.Status.PROPOSED)
        save_at_free_address(skill, field="slug", words=label, otherwise="competence", reserved=RESERVED)
        add_label(skill, label, kind=SkillLabel.Kind.PREFERRED)
    elif skill.status != Skill.Status.PROPOSED:
        raise ValidationError(_("This skill was withdrawn from the catalogue. Ask its editors."))
    proposal, is_new = SkillProposal.objects.get_or_create(agent=agent, skill=skill, defaults={"why": why, "created_at": clock.now()})
    if not is_new:
        raise ValidationError(_("You already proposed “{label}”: its editors will answer you.").format(label=label))
    audit.record("skills.propose", proposal, actor=agent)
    notify(
        SkillProposed,
        roles.holders(roles.Role.EDITOR),
        about=proposal,
        url="/skills/proposals/",
        actor=agent,
        key=f"{proposal.pk}",
        label=label,
        why=why,
    )
    return proposal


@transaction.atomic
def accept_proposal(
    *, editor: Agent, skill: Skill, label: str, label_en: str, kind: str, domain: SkillDomain, names: Iterable[str] = ()
) -> None:
    """Bring a proposed skill into use, well named and placed; those who proposed it are told. Refuses who does not keep the catalogue."""
    skill = _locked_proposal(editor, skill)
    skill.pref_label, skill.label_en, skill.kind, skill.domain, skill.status = label, label_en, kind, domain, Skill.Status.ACTIVE
    skill.save()
    for name, lang in [(label, "fr"), (label_en, "en"), *((name, "fr") for name in names)]:
        if name:
            add_label(skill, name, lang=lang, kind=SkillLabel.Kind.PREFERRED if name in (label, label_en) else SkillLabel.Kind.ALT)
    answer_proposals(editor, skill, SkillProposal.Status.ACCEPTED, url=skill.get_absolute_url(), label=skill.pref_label)
    audit.record("skills.accept", skill, actor=editor)
    door.refresh(skill)


@transaction.atomic
def refuse_proposal(*, editor: Agent, skill: Skill, reason: str) -> None:
    """Refuse a proposed skill, with the reason that those who proposed it will read."""
    skill = _locked_proposal(editor, skill)
    if not reason.strip():
        raise ValidationError(_("Say why: the person who proposed it will read it."))
    skill.status = Skill.Status.RETIRED
    skill.save()
    answer_proposals(editor, skill, SkillProposal.Status.REFUSED, url="/skills/propose/", reason=reason, label=skill.pref_label)
    audit.record("skills.refuse", skill, actor=editor)


@transaction.atomic
def follow_skill(*, editor: Agent, skill: Skill) -> None:
    """Let names, facts and index follow a skill that an editor wrote in the back office."""
    for name, lang in ((skill.pref_label, "fr"), (skill.label_en, "en")):
        if name:
            add_label(skill, name, lang=lang, kind=SkillLabel.Kind.PREFERRED)
    held = AgentSkill.objects.filter(skill=skill)
    if skill.sensitive:
        # What may not be used to find people is not left shown to everyone.
        Evidence.objects.filter(agent_skill__skill=skill, visibility__gt=Visibility.HR).update(visibility=Visibility.HR)
        held.filter(visibility__gt=Visibility.HR).update(visibility=Visibility.HR)
    write_facts(of=held)
    audit.record("skills.edit", skill, actor=editor)
    door.refresh(skill)


def check_editor(editor: Agent) -> None:
    """Refuse whoever does not keep the catalogue."""
    if not permissions.can_edit_catalogue(editor):
        raise PermissionDenied(_("Only the editors of the catalogue may do this."))


def _locked_proposal(editor: Agent, skill: Skill) -> Skill:
    check_editor(editor)
    skill = Skill.objects.select_for_update().get(pk=skill.pk)
    if skill.status != Skill.Status.PROPOSED:
        raise ValidationError(_("This proposal was already answered."))
    return skill


def answer_proposals(editor: Agent, skill: Skill, outcome: str, *, url: str, reason: str = "", **params: Any) -> None:
    """Answer whoever waits for `skill`, and tell them, in the caller's transaction."""
    waiting = list(skill.proposals.pending().select_related("agent"))
    SkillProposal.objects.filter(pk__in=[each.pk for each in waiting]).update(
        status=outcome, reason=reason, decided_by=editor, decided_at=clock.now()
    )
    notify(
        ProposalAnswered,
        [each.agent for each in waiting],
        about=skill,
        url=url,
        actor=editor,
        key=f"{skill.pk}",
        outcome=outcome,
        reason=reason,
        **params,
    )
