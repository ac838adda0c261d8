"""Confirmations by colleagues: asked for or offered, in words, shown once the person accepts them."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from skills import permissions
from skills.models import AgentSkill, Endorsement
from skills.models.sensitive import refuse_revealing
from skills.notifications import ConfirmationAccepted, ConfirmationAsked, ConfirmationWritten

GIVEN_A_QUARTER = 12  # by one person: a confirmation given to everybody says nothing
ASKED_A_QUARTER = 12
AGAIN_AFTER = timedelta(days=90)  # who said no is not asked again before


@transaction.atomic
def ask_to_confirm(*, agent: Agent, declared: AgentSkill, colleague: Agent, words: str = "") -> Endorsement:
    """Ask `colleague` to confirm a declared skill of `agent`.

    Refuses oneself and one's hierarchy, a colleague who does not see the skill (asking would show it), one who is already
    asked or said no lately, words that reveal what nobody has to say, and more than ASKED_A_QUARTER requests in a quarter.
    """
    if not permissions.can_change_declared(agent, declared):
        raise PermissionDenied(_("Only the person who declares a skill may change it."))
    refusal = permissions.why_not_confirm(colleague, declared)
    if refusal:
        raise ValidationError(refusal)
    if not permissions.can_see_declared(colleague, declared):
        raise ValidationError(_("{name} does not see this skill: show it to them first.").format(name=colleague.name))
    refuse_revealing(words)
    Agent.objects.select_for_update(of=("self",)).get(pk=agent.pk)  # two windows do not pass the limit together
    if Endorsement.objects.of(agent).filter(requested=True, created_at__gte=quarter_start()).count() >= ASKED_A_QUARTER:
        raise ValidationError(_("You asked for {n} confirmations this quarter: wait for the next one.").format(n=ASKED_A_QUARTER))
    lately = clock.now() - AGAIN_AFTER
    closed = Endorsement.objects.filter(agent_skill=declared, by=colleague).filter(Q(declined_at__gte=lately) | Q(withdrawn_at__gte=lately))
    if closed.exists():
        raise ValidationError(_("{name} answered lately: do not ask again so soon.").format(name=colleague.name))
    made = _create(agent_skill=declared, by=colleague, requested=True, asked_words=words)
    audit.record("skills.ask_to_confirm", made, actor=agent)
    notify(ConfirmationAsked, [colleague], about=made, actor=agent, key=f"{made.pk}", **_named(declared), words=words)
    return made


@transaction.atomic
def offer_confirmation(*, by: Agent, declared: AgentSkill, context: str) -> Endorsement:
    """Confirm a declared skill that `by` sees, in words. Shown to nobody before the person accepts.

    Refuses oneself and one's hierarchy, a skill that one does not see, one confirmed already, words that reveal what nobody
    has to say, and more than GIVEN_A_QUARTER in a quarter. A request that waited is answered by it.
    """
    if not permissions.can_confirm(by, declared):
        raise PermissionDenied(permissions.why_not_confirm(by, declared) or _("You cannot confirm this skill."))
    waiting = Endorsement.objects.to_write(by).filter(agent_skill=declared).first()
    if waiting is not None:
        return write_confirmation(by=by, endorsement=waiting, context=context)
    _check_context(context)
    _check_given(by)
    made = _create(agent_skill=declared, by=by, context=context, written_at=clock.now())
    return _written(made, by)


@transaction.atomic
def write_confirmation(*, by: Agent, endorsement: Endorsement, context: str) -> Endorsement:
    """Answer a request with what one saw. The same refusals as for an offer; once."""
    endorsement = _locked(endorsement)
    if endorsement.by_id != by.pk or not permissions.can_confirm(by, endorsement.agent_skill):
        raise PermissionDenied(_("Only the colleague who was asked answers."))
    if not endorsement.is_asked:
        raise ValidationError(_("This request was already answered."))
    _check_context(context)
    _check_given(by)
    endorsement.context, endorsement.written_at = context, clock.now()
    endorsement.save(update_fields=["context", "written_at"])
    return _written(endorsement, by)


@transaction.atomic
def accept_confirmation(*, agent: Agent, endorsement: Endorsement) -> None:
    """Accept what a colleague wrote: whoever sees the skill then reads it. Refuses when they became one's hierarchy meanwhile."""
    endorsement = _locked(endorsement)
    if not permissions.can_accept_confirmation(agent, endorsement):
        raise PermissionDenied(_("Only the person whose skill it is accepts it."))
    if not endorsement.is_offered:
        raise ValidationError(_("This confirmation no longer waits for you."))
    refusal = permissions.why_not_confirm(endorsement.by, endorsement.agent_skill)
    if refusal:
        raise ValidationError(refusal)
    endorsement.accepted_at = clock.now()
    endorsement.save(update_fields=["accepted_at"])
    audit.record("skills.accept_confirmation", endorsement, actor=agent)
    # Who no longer sees the skill is not told of it: the message would say that it is still there.
    if permissions.can_see_declared(endorsement.by, endorsement.agent_skill):
        skill = _named(endorsement.agent_skill)
        notify(ConfirmationAccepted, [endorsement.by], about=endorsement, actor=agent, key=f"{endorsement.pk}", **skill)


@transaction.atomic
def decline_confirmation(*, agent: Agent, endorsement: Endorsement) -> None:
    """Decline: the colleague who was asked, or the person about whom it was written. Nobody is told; nothing is shown."""
    endorsement = _locked(endorsement)
    if not permissions.can_decline_confirmation(agent, endorsement):
        raise PermissionDenied(_("This confirmation waits for somebody else."))
    endorsement.declined_at = clock.now()
    endorsement.save(update_fields=["declined_at"])
    audit.record("skills.decline_confirmation", endorsement, actor=agent)


@transaction.atomic
def withdraw_confirmation(*, agent: Agent, endorsement: Endorsement) -> None:
    """Take a confirmation back, by whoever wrote it or whoever it is about: it disappears at once."""
    endorsement = _locked(endorsement)
    if not permissions.can_withdraw_confirmation(agent, endorsement):
        raise PermissionDenied(_("Only its two sides may withdraw a confirmation."))
    endorsement.withdrawn_at = clock.now()
    endorsement.save(update_fields=["withdrawn_at"])
    audit.record("skills.withdraw_confirmation", endorsement, actor=agent)


@transaction.atomic
def forget_words(*, by: Agent, endorsement: Endorsement) -> None:
    """Take back what one wrote and no longer sees, whatever became of it: the answer is the same whether it still stood or not."""
    if endorsement.by_id != by.pk:
        raise PermissionDenied(_("Only its two sides may withdraw a confirmation."))
    Endorsement.objects.filter(pk=endorsement.pk, withdrawn_at=None).update(withdrawn_at=clock.now())
    audit.record("skills.withdraw_confirmation", endorsement, actor=by)


def quarter_start() -> datetime:
    """The first instant of the present quarter of the year."""
    now = localtime(clock.now())
    return now.replace(month=now.month - (now.month - 1) % 3, day=1, hour=0, minute=0, second=0, microsecond=0)


def _locked(endorsement: Endorsement) -> Endorsement:
    """As it is now, locked. Refuses what was declined, withdrawn or left behind by a skill removed meanwhile."""
    locked = Endorsement.objects.select_for_update(of=("self",)).with_people().filter(pk=endorsement.pk).first()
    if locked is None or not locked.is_open or not locked.agent_skill.is_active:
        raise ValidationError(_("This confirmation no longer stands."))
    return locked


def _create(**fields: Any) -> Endorsement:
    try:
        with transaction.atomic():
            return Endorsement.objects.create(created_at=clock.now(), **fields)
    except IntegrityError:
        raise ValidationError(_("This confirmation was already asked for or given.")) from None


def _written(endorsement: Endorsement, by: Agent) -> Endorsement:
    declared = endorsement.agent_skill
    audit.record("skills.confirm_colleague", endorsement, actor=by)
    notify(ConfirmationWritten, [declared.agent], about=endorsement, actor=by, key=f"{endorsement.pk}", **_named(declared))
    return endorsement


def _check_given(by: Agent) -> None:
    Agent.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if Endorsement.objects.given_by(by).filter(written_at__gte=quarter_start()).count() >= GIVEN_A_QUARTER:
        raise ValidationError(_("You gave {n} confirmations this quarter: wait for the next one.").format(n=GIVEN_A_QUARTER))


def _check_context(context: str) -> None:
    if len(context.split()) < 3:
        raise ValidationError(_("Say in a sentence what you saw: the work, the moment, the place."))
    refuse_revealing(context)


def _named(declared: AgentSkill) -> dict:
    return {"skill": declared.skill.pref_label, "skill_en": declared.skill.label_en}
