"""What agents do with the skills they declare."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.base.versions import ChangedMeanwhile
from intranet.directory.models import Agent
from skills import permissions
from skills.actions.facts import write_facts
from skills.models import AgentSkill, Certification, Endorsement, Evidence, Skill, SkillChoices, Visibility
from skills.models.sensitive import refuse_revealing

CORRECTED_WITHIN = timedelta(hours=24)  # a level changed sooner is a correction, not a step
UNDONE_WITHIN = timedelta(days=7)


@transaction.atomic
def declare(
    *,
    agent: Agent,
    skill: Skill,
    level: int | None = None,
    interest: str = AgentSkill.Interest.NEUTRAL,
    last_used: int | None = None,
    sphere: str = AgentSkill.Sphere.WORK,
    note: str = "",
    visibility: int | None = None,
    can_help: bool = False,
    can_train: bool = False,
    origin: str = AgentSkill.Origin.DECLARED,
) -> AgentSkill:
    """Declare that `agent` has `skill`. Refuses a skill that is not in use, one already declared, a level where there is none.

    Without `visibility`, it is seen as usual: what was learnt outside work is shared by choice only.
    """
    if visibility is None:
        visibility = AgentSkill.usual_visibility(skill, sphere)
    if not agent.is_active:
        raise PermissionDenied(_("This account is closed."))
    if not skill.is_active:
        raise ValidationError(_("This skill is no longer in the catalogue."))
    _check(skill, level=level, visibility=visibility, note=note)
    _check_sphere(agent, sphere, visibility)
    now = clock.now()
    try:
        with transaction.atomic():
            declared = AgentSkill.objects.create(
                agent=agent,
                skill=skill,
                level=level,
                interest=interest,
                last_used=last_used,
                sphere=sphere,
                note=note,
                visibility=visibility,
                can_help=can_help,
                can_train=can_train,
                origin=origin,
                confirmed_at=now,
                valid_from=now,
            )
    except IntegrityError:
        raise ValidationError(_("You already declared “{skill}”.").format(skill=skill)) from None
    write_facts(of=AgentSkill.objects.filter(pk=declared.pk))
    audit.record("skills.declare", declared, actor=agent)
    return declared


@transaction.atomic
def declare_several(*, agent: Agent, rows: Sequence[tuple[Skill, int | None]], visibility: int | None = None) -> list[AgentSkill]:
    """Declare several skills, each with its level, all or none. A refusal says which rows (from 0) and why: {row: [sentence]}."""
    declared: list[AgentSkill] = []
    refused: dict[str, list[str]] = {}
    for number, (skill, level) in enumerate(rows):
        # A sensitive one is never shared by a choice that was made for several at once.
        seen_by = visibility if not skill.sensitive else None
        try:
            with transaction.atomic():
                declared.append(declare(agent=agent, skill=skill, level=level, visibility=seen_by, origin=AgentSkill.Origin.DECLARED))
        except ValidationError as error:
            refused[str(number)] = error.messages
    if refused:
        raise ValidationError(refused)
    return declared


@transaction.atomic
def revise(*, agent: Agent, declared: AgentSkill, expected: str = "", **changes: Any) -> AgentSkill:
    """Change what `agent` declares about a skill. A new level, a day later or more, closes the row and opens another.

    Returns the row that stands. `changes` are fields of the declaration; the rest stays. With `expected` (the mark of what
    was read), refuses a declaration that another window changed meanwhile.
    """
    declared = own_declared(agent, declared)
    if expected and expected != declared.version:
        raise ChangedMeanwhile
    unknown = set(changes) - {"level", "interest", "last_used", "sphere", "note", "visibility", "can_help", "can_train"}
    if unknown:
        raise TypeError(f"not fields of a declaration: {unknown}")
    visibility = changes.get("visibility", declared.visibility)
    _check(declared.skill, level=changes.get("level", declared.level), visibility=visibility, note=changes.get("note", ""))
    _check_sphere(agent, changes.get("sphere", declared.sphere), visibility)
    now = clock.now()
    closed = None
    if changes.get("level", declared.level) != declared.level and declared.valid_from < now - CORRECTED_WITHIN:
        closed = declared.pk
        AgentSkill.objects.filter(pk=closed).update(valid_to=now)
        declared = AgentSkill.objects.get(pk=closed)
        declared.pk, declared.public_id = None, AgentSkill._meta.get_field("public_id").get_default()
        declared._state.adding = True
        declared.valid_from, declared.valid_to = now, None
    for name, value in changes.items():
        setattr(declared, name, value)
    declared.confirmed_at = now
    declared.save()
    if closed:
        carry_over(closed=closed, to=declared)
    Evidence.objects.filter(agent_skill=declared).update(visibility=visibility)  # what shows a skill is seen by the same people
    write_facts(of=AgentSkill.objects.filter(pk__in=[pk for pk in (declared.pk, closed) if pk]))
    audit.record("skills.revise", declared, actor=agent)
    return declared


def carry_over(*, closed: int, to: AgentSkill) -> None:
    """Let what stands on a declared skill that closes (its key) follow to the row that takes its place: evidence, certifications, confirmations."""
    Evidence.objects.filter(agent_skill=closed).update(agent_skill=to, visibility=to.visibility)
    Certification.objects.filter(agent_skill=closed).update(agent_skill=to)
    standing = Endorsement.objects.filter(agent_skill=to, declined_at=None, withdrawn_at=None).values("by")
    Endorsement.objects.filter(agent_skill=closed).exclude(declined_at=None, withdrawn_at=None, by__in=standing).update(agent_skill=to)


@transaction.atomic
def confirm_all(*, agent: Agent) -> int:
    """Say that every skill declared long ago is still right. Returns how many there were."""
    stale = [each for each in AgentSkill.objects.of(agent).filter(valid_to=None) if each.is_stale]
    rows = AgentSkill.objects.filter(pk__in=[each.pk for each in stale])
    rows.update(confirmed_at=clock.now())
    write_facts(of=rows)
    for each in stale:
        audit.record("skills.confirm", each, actor=agent)
    return len(stale)


@transaction.atomic
def confirm(*, agent: Agent, declared: AgentSkill) -> None:
    """Say that a declared skill is still right."""
    own_declared(agent, declared)
    AgentSkill.objects.filter(pk=declared.pk).update(confirmed_at=clock.now())
    write_facts(of=AgentSkill.objects.filter(pk=declared.pk))
    audit.record("skills.confirm", declared, actor=agent)


@transaction.atomic
def remove(*, agent: Agent, declared: AgentSkill) -> None:
    """Stop declaring a skill. It disappears everywhere at once; `restore` brings it back."""
    own_declared(agent, declared)
    AgentSkill.objects.filter(pk=declared.pk).update(valid_to=clock.now())
    write_facts(of=AgentSkill.objects.filter(pk=declared.pk))
    audit.record("skills.remove", declared, actor=agent)


@transaction.atomic
def restore(*, agent: Agent, declared: AgentSkill) -> None:
    """Undo a removal of the last days. Refuses when the skill was declared again meanwhile, or when it is too late."""
    if not permissions.can_change_declared(agent, declared):
        raise PermissionDenied(_("Only the person who declares a skill may change it."))
    if declared.valid_to is None:
        return
    if declared.valid_to < clock.now() - UNDONE_WITHIN or AgentSkill.objects.filter(agent=agent, skill=declared.skill_id, valid_to=None):
        raise ValidationError(_("It is too late to undo: declare the skill again."))
    if declared.sphere == AgentSkill.Sphere.PRIVATE and not SkillChoices.of(agent).shares_private:
        Evidence.objects.filter(agent_skill=declared).update(visibility=Visibility.ME)
        AgentSkill.objects.filter(pk=declared.pk).update(visibility=Visibility.ME)
    AgentSkill.objects.filter(pk=declared.pk).update(valid_to=None)
    write_facts(of=AgentSkill.objects.filter(pk=declared.pk))
    audit.record("skills.restore", declared, actor=agent)


def own_declared(agent: Agent, declared: AgentSkill) -> AgentSkill:
    """A skill that `agent` declares, as it is now, locked. Refuses whoever else, and one that is no longer declared."""
    if not permissions.can_change_declared(agent, declared):
        raise PermissionDenied(_("Only the person who declares a skill may change it."))
    # Locked: a removal and a change sent together do not bring the skill back.
    locked = AgentSkill.objects.select_for_update(of=("self",)).with_skill().filter(pk=declared.pk, valid_to=None).first()
    if locked is None:
        raise ValidationError(_("This skill is no longer in your list."))
    return locked


def _check_sphere(agent: Agent, sphere: str, visibility: int) -> None:
    """What comes from outside work is shared by those alone who turned that on for themselves."""
    if sphere == AgentSkill.Sphere.PRIVATE and visibility > Visibility.ME and not SkillChoices.of(agent).shares_private:
        raise ValidationError(
            _("You have not chosen to share skills from outside work: turn it on in your choices first, or keep it to yourself.")
        )


def _check(skill: Skill, *, level: int | None, visibility: int, note: str) -> None:
    refuse_revealing(note)
    if level is not None and not skill.has_levels:
        raise ValidationError(_("A way of working has no level: it is shared or not."))
    if skill.sensitive and visibility > Visibility.HR:
        raise ValidationError(_("This skill may only be shared with HR mobility advisers."))
