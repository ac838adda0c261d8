"""Say thanks, "it helped me", or "it is no longer right"; and reply."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from intranet import audit, roles
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from intranet.search import door
from knowledge import notifications as told
from knowledge import permissions
from knowledge.actions.tips import recognise
from knowledge.models import Mark, OutdatedFlag, Tip


@transaction.atomic
def mark(*, agent: Agent, about: models.Model, kind: str) -> bool:
    """Give "thanks" or "helped" to a tip or a page, once. Returns whether it is new. Nobody marks their own tip."""
    if isinstance(about, Tip) and agent.pk in (about.author_id, about.credit_id):
        raise PermissionDenied(_("One does not thank oneself."))
    if kind not in Mark.Kind.values:
        raise ValidationError(_("Choose what to say."))
    try:
        with transaction.atomic():
            Mark.objects.create(about=about, agent=agent, kind=kind)
    except IntegrityError:
        return False
    _count(about)
    return True


@transaction.atomic
def unmark(*, agent: Agent, about: models.Model, kind: str) -> None:
    """Take back what one had given."""
    Mark.objects.about(about).by(agent).filter(kind=kind).delete()
    _count(about)


def _count(about: models.Model) -> None:
    if not isinstance(about, Tip):
        return
    Tip.objects.select_for_update(of=("self",)).get(pk=about.pk)  # two marks at once are both counted
    counts = {kind: Mark.objects.about(about).filter(kind=kind).count() for kind in Mark.Kind.values}
    about.helped_count, about.thanks_count = counts["helped"], counts["thanks"]
    Tip.objects.filter(pk=about.pk).update(helped_count=about.helped_count, thanks_count=about.thanks_count)
    recognise(about)
    door.refresh(about)


@transaction.atomic
def flag_outdated(*, agent: Agent, about: models.Model, reason: str) -> OutdatedFlag:
    """Say that a tip or a page is no longer right, and why: whoever answers for it is told, and must reply.

    Refuses an empty reason, and a second report while the first waits for its reply.
    """
    reason = reason.strip()[:500]
    if not reason:
        raise ValidationError({"reason": _("Say what is no longer right: a few words are enough.")})
    try:
        with transaction.atomic():
            flag = OutdatedFlag.objects.create(about=about, agent=agent, reason=reason)
    except IntegrityError as error:
        raise ValidationError(_("You already said so: the reply is on its way.")) from error
    audit.record("knowledge.flag", about, actor=agent, flag=flag.public_id)
    notify(
        told.SaidOutdated,
        answering_for(about=about),
        about=flag,
        actor=agent,
        key=f"{flag.pk}",
        title=str(about),
        reason=reason,
    )
    return flag


@transaction.atomic
def close_flag(*, agent: Agent, flag: OutdatedFlag, outcome: str, reply: str) -> None:
    """Reply to a report: corrected, still right, or taken offline, with a word to whoever made it. Refuses an empty reply."""
    flag = OutdatedFlag.objects.select_for_update().get(pk=flag.pk)
    if not permissions.can_close_flag(agent, flag):
        raise PermissionDenied(_("Whoever answers for it replies."))
    reply = reply.strip()[:500]
    if outcome not in OutdatedFlag.Outcome.values:
        raise ValidationError({"outcome": _("Say what becomes of it.")})
    if not reply:
        raise ValidationError({"reply": _("Say a word to the person who took the trouble to report it.")})
    flag.outcome, flag.reply, flag.closed_at, flag.closed_by = outcome, reply, clock.now(), agent
    flag.save(update_fields=["outcome", "reply", "closed_at", "closed_by"])
    about = flag.about
    audit.record("knowledge.close_flag", about if about is not None else flag, actor=agent, flag=flag.public_id, outcome=outcome)
    url = about.get_absolute_url() if isinstance(about, Tip) else getattr(about, "url", "") or ""
    notify(told.OutdatedReplied, [flag.agent], about=flag, actor=agent, url=url, key=f"{flag.pk}", title=str(about or ""), reply=reply)


def answering_for(*, about: models.Model) -> list[Agent]:
    """Who answers for a tip or a page: its author or owner when still here, else the owner above, else the knowledge editors."""
    owner = about.author if isinstance(about, Tip) else about.owner_shown
    if owner is not None and owner.is_active:
        return [owner]
    return list(roles.holders(roles.Role.EDITOR))
