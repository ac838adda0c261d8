"""Merging a skill that is there twice, seeing before what it would meet, and undoing it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.search import door
from skills.actions.catalogue import answer_proposals, check_editor
from skills.actions.facts import write_facts
from skills.actions.profile import carry_over
from skills.models import AgentSkill, Certification, Endorsement, Evidence, Skill, SkillLabel, SkillMerge, SkillProposal
from skills.models.names import write_words

MASKED_UNDER = 5  # no number about people under this (P9)


@dataclass(frozen=True)
class Conflicts:
    """What a merge would meet. Numbers of people are None when they are under the threshold of anonymity."""

    people: int | None
    both: int | None
    nobody: bool
    names: list[str]
    loses_levels: bool
    kinds_differ: bool


def conflicts(*, skill: Skill, into: Skill) -> Conflicts:
    """What merging `skill` into `into` would meet: how many people declare it, how many declare both, which names would move."""
    declared = AgentSkill.objects.filter(skill=skill, valid_to=None)
    people = declared.count()
    both = declared.filter(agent__in=AgentSkill.objects.filter(skill=into, valid_to=None).values("agent")).count()
    # Either number beside the other would tell the difference: both are said, or neither.
    is_small = 0 < people < MASKED_UNDER or 0 < both < MASKED_UNDER or 0 < people - both < MASKED_UNDER
    return Conflicts(
        people=None if is_small else people,
        both=None if is_small else both,
        nobody=people == 0,
        names=list(skill.labels.exclude(kind=SkillLabel.Kind.HIDDEN).order_by("kind", "text").values_list("text", flat=True)),
        loses_levels=skill.has_levels and not into.has_levels,
        kinds_differ=skill.kind != into.kind,
    )


@transaction.atomic
def merge_skill(*, editor: Agent, skill: Skill, into: Skill) -> SkillMerge:
    """Make `skill` another name of `into`: its address leads there, its names find it, what was declared follows.

    Of somebody who declared both, the row confirmed last stands, with what shows either; the other is closed, not deleted.
    All that moved is written down: `undo_merge` puts it back. Refuses who does not keep the catalogue, and skills not in use.
    """
    check_editor(editor)
    if skill.pk == into.pk:
        raise ValidationError(_("Choose another skill, in use, to merge into."))
    skill, into = _locked(skill, into)
    if not into.is_active or skill.status not in (Skill.Status.PROPOSED, Skill.Status.ACTIVE):
        raise ValidationError(_("Choose another skill, in use, to merge into."))
    merge = SkillMerge(skill=skill, into=into, by=editor, merged_at=clock.now(), was=skill.status)
    merge.moved["before"] = list(Skill.objects.filter(merged_into=skill).values_list("pk", flat=True))
    Skill.objects.filter(pk__in=merge.moved["before"]).update(merged_into=into)
    skill.status, skill.merged_into = Skill.Status.MERGED, into
    skill.save()
    names = SkillLabel.objects.filter(skill=skill, framework=into.framework_id)
    merge.moved["names"] = list(names.values_list("pk", "kind"))
    names.update(skill=into, kind=SkillLabel.Kind.ALT)
    write_words(SkillLabel.objects.filter(pk__in=[pk for pk, _kind in merge.moved["names"]]), order=into.framework.order)
    _move_declared(skill, into, merge)
    merge.save()
    if merge.was == Skill.Status.PROPOSED:
        answer_proposals(
            editor, skill, SkillProposal.Status.MERGED, url=into.get_absolute_url(), label=skill.pref_label, into=into.pref_label
        )
    audit.record("skills.merge", skill, actor=editor, into=into.pk, moved=len(merge.moved["declared"]))
    door.refresh(skill)
    door.refresh(into)
    return merge


def _move_declared(skill: Skill, into: Skill, merge: SkillMerge) -> None:
    """Bring what is declared of `skill` to `into`, and write in `merge.moved` the keys, levels and evidence as they were."""
    now = clock.now()
    rows = {each.agent_id: each for each in AgentSkill.objects.filter(skill=skill, valid_to=None)}
    theirs = {each.agent_id: each for each in AgentSkill.objects.filter(skill=into, valid_to=None, agent__in=rows)}
    closed: list[int] = []
    evidence: list[tuple[int, int, int]] = []
    papers: list[tuple[int, int]] = []
    words: list[tuple[int, int]] = []
    for agent, other in theirs.items():
        stays, goes = (other, rows[agent]) if other.confirmed_at >= rows[agent].confirmed_at else (rows[agent], other)
        closed.append(goes.pk)
        for each in Evidence.objects.filter(agent_skill=goes):
            evidence.append((each.pk, goes.pk, each.visibility))
            Evidence.objects.filter(pk=each.pk).update(agent_skill=stays, visibility=min(each.visibility, stays.visibility))
        papers += [(pk, goes.pk) for pk in Certification.objects.filter(agent_skill=goes).values_list("pk", flat=True)]
        words += [(pk, goes.pk) for pk in Endorsement.objects.filter(agent_skill=goes).values_list("pk", flat=True)]
        carry_over(closed=goes.pk, to=stays)
    AgentSkill.objects.filter(pk__in=closed).update(valid_to=now)
    following = [each for each in rows.values() if each.pk not in set(closed)]
    merge.moved |= {
        "declared": [(each.pk, each.level) for each in following],
        "closed": closed,
        "evidence": evidence,
        "certifications": papers,
        "confirmations": words,
    }
    keys = [each.pk for each in following]
    if not into.has_levels:
        AgentSkill.objects.filter(pk__in=keys).update(level=None)
    AgentSkill.objects.filter(pk__in=keys).update(skill=into)
    write_facts(of=AgentSkill.objects.filter(pk__in=[*keys, *closed]))


@transaction.atomic
def undo_merge(*, editor: Agent, merge: SkillMerge) -> int:
    """Put back what a merge moved. Returns how many declarations could not be: their agents changed or removed them since.

    What was declared of the other skill after the merge stays there. Refuses who does not keep the catalogue, a merge
    already undone, and one whose skill was merged further since.
    """
    check_editor(editor)
    merge = SkillMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise ValidationError(_("This merge was already undone."))
    skill, into = _locked(merge.skill, merge.into)
    if skill.merged_into_id != into.pk or not into.is_active:
        raise ValidationError(_("The other skill was merged or withdrawn since: undo that first."))
    # A proposal was answered: what comes back is in use.
    skill.status, skill.merged_into = Skill.Status.ACTIVE, None
    skill.save()
    Skill.objects.filter(pk__in=merge.moved["before"], merged_into=into).update(merged_into=skill)
    for pk, kind in merge.moved["names"]:
        SkillLabel.objects.filter(pk=pk, skill=into).update(skill=skill, kind=kind)
    write_words(SkillLabel.objects.filter(pk__in=[pk for pk, _kind in merge.moved["names"]]), order=into.framework.order)
    left = _bring_back(merge, skill, into)
    SkillMerge.objects.filter(pk=merge.pk).update(undone_at=clock.now())
    audit.record("skills.undo_merge", skill, actor=editor, into=into.pk)
    door.refresh(skill)
    door.refresh(into)
    return left


def _bring_back(merge: SkillMerge, skill: Skill, into: Skill) -> int:
    moved, left = merge.moved, 0
    for pk, level in moved["declared"]:
        row = AgentSkill.objects.filter(pk=pk, skill=into, valid_to=None).first()
        if row is None:
            left += 1
            continue
        is_lost = level is not None and row.level is None and not into.has_levels
        AgentSkill.objects.filter(pk=pk).update(skill=skill, level=level if is_lost else row.level)
    for pk in moved["closed"]:
        row = AgentSkill.objects.filter(pk=pk).first()
        if row is None or AgentSkill.objects.filter(agent=row.agent_id, skill=row.skill_id, valid_to=None).exists():
            left += row is not None
            continue
        AgentSkill.objects.filter(pk=pk).update(valid_to=None)
    for pk, row_pk, visibility in moved["evidence"]:
        evidence = Evidence.objects.filter(pk=pk, status=Evidence.Status.ACCEPTED).first()
        back = AgentSkill.objects.filter(pk=row_pk, valid_to=None).first()
        if evidence is not None and back is not None:
            Evidence.objects.filter(pk=pk).update(agent_skill=back, visibility=min(visibility, back.visibility))
    for model, name in ((Certification, "certifications"), (Endorsement, "confirmations")):
        for pk, row_pk in moved[name]:
            if AgentSkill.objects.filter(pk=row_pk, valid_to=None).exists():
                model._default_manager.filter(pk=pk).update(agent_skill=row_pk)
    keys = [pk for pk, _level in moved["declared"]] + moved["closed"]
    write_facts(of=AgentSkill.objects.filter(Q(pk__in=keys) | Q(evidence__in=[pk for pk, _row, _seen in moved["evidence"]])))
    return left


def _locked(one: Skill, other: Skill) -> tuple[Skill, Skill]:
    """Both as they are now, always locked in the same order: one is not merged into the other while that one is into it."""
    both = {each.pk: each for each in Skill.objects.select_for_update().filter(pk__in=(one.pk, other.pk)).order_by("pk")}
    return both[one.pk], both[other.pk]
