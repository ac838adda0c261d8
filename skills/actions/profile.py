"""What agents do with the skills they declare."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from skills import permissions
from skills.actions.facts import write_facts
from skills.models import AgentSkill, Evidence, Skill, Visibility

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
    _check(skill, level=level, visibility=visibility)
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
def revise(*, agent: Agent, declared: AgentSkill, **changes: Any) -> AgentSkill:
    """Change what `agent` declares about a skill. A new level, a day later or more, closes the row and opens another.

    Returns the row that stands. `changes` are fields of the declaration; the rest stays.
    """
    _check_owner(agent, declared)
    unknown = set(changes) - {"level", "interest", "last_used", "sphere", "note", "visibility", "can_help", "can_train"}
    if unknown:
        raise TypeError(f"not fields of a declaration: {unknown}")
    _check(declared.skill, level=changes.get("level", declared.level), visibility=changes.get("visibility", declared.visibility))
    now = clock.now()
    visibility = changes.get("visibility", declared.visibility)
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
    # What shows a skill follows it, and is seen by the same people.
    Evidence.objects.filter(agent_skill__in=[pk for pk in (declared.pk, closed) if pk]).update(agent_skill=declared, visibility=visibility)
    write_facts(of=AgentSkill.objects.filter(pk__in=[pk for pk in (declared.pk, closed) if pk]))
    audit.record("skills.revise", declared, actor=agent)
    return declared


@transaction.atomic
def confirm(*, agent: Agent, declared: AgentSkill) -> None:
    """Say that a declared skill is still right."""
    _check_owner(agent, declared)
    AgentSkill.objects.filter(pk=declared.pk).update(confirmed_at=clock.now())
    write_facts(of=AgentSkill.objects.filter(pk=declared.pk))
    audit.record("skills.confirm", declared, actor=agent)


@transaction.atomic
def remove(*, agent: Agent, declared: AgentSkill) -> None:
    """Stop declaring a skill. It disappears everywhere at once; `restore` brings it back."""
    _check_owner(agent, declared)
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
    AgentSkill.objects.filter(pk=declared.pk).update(valid_to=None)
    write_facts(of=AgentSkill.objects.filter(pk=declared.pk))
    audit.record("skills.restore", declared, actor=agent)


def _check_owner(agent: Agent, declared: AgentSkill) -> None:
    if not permissions.can_change_declared(agent, declared):
        raise PermissionDenied(_("Only the person who declares a skill may change it."))
    # Locked: a removal and a change sent together do not bring the skill back.
    if AgentSkill.objects.select_for_update(of=("self",)).filter(pk=declared.pk, valid_to=None).first() is None:
        raise ValidationError(_("This skill is no longer in your list."))


def _check(skill: Skill, *, level: int | None, visibility: int) -> None:
    if level is not None and not skill.has_levels:
        raise ValidationError(_("A way of working has no level: it is shared or not."))
    if skill.sensitive and visibility > Visibility.HR:
        raise ValidationError(_("This skill may only be shared with HR mobility advisers."))
