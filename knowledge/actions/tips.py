"""Share a tip, keep it right, take it back."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from intranet.search import door
from knowledge import notifications as told
from knowledge import permissions
from knowledge.actions.checking import check
from knowledge.models import Answer, Tip
from knowledge.models.tips import next_year, title_of
from skills.actions import propose_evidence
from skills.models import Skill

WARNED_DAYS = 30  # how long before its date the author of a tip is asked to confirm it
RECOGNISED_AT = 5  # colleagues helped from which a tip is proposed to its author as evidence of a skill


@transaction.atomic
def share_tip(
    *,
    author: Agent,
    text: str,
    title: str = "",
    link: str = "",
    skills: Iterable[Skill] = (),
    origin: models.Model | None = None,
    credit: Agent | None = None,
) -> Tip:
    """Share a tip: live at once, right for a year. `origin` is what it was born from (an answer, a pilot, an adjustment).

    Without a title, its first sentence is one. Refuses an empty text or one beyond 900 characters (ValidationError).
    """
    tip = Tip(author=author, text=text.strip(), title=title.strip() or title_of(text), link=link, credit=credit)
    if origin is not None:
        tip.origin = origin
    check(obj=tip, names={"title", "text", "link"})
    tip.save()
    tip.skills.set(skills)
    audit.record("knowledge.share_tip", tip, actor=author)
    door.refresh(tip)
    return tip


@transaction.atomic
def edit_tip(*, agent: Agent, tip: Tip, text: str, title: str = "", link: str = "", skills: Iterable[Skill] = ()) -> Tip:
    """Change the words of one's own tip. Refuses anybody else, and a tip that an editor hid."""
    tip = _locked(tip)
    if not permissions.can_edit_tip(agent, tip):
        raise PermissionDenied(_("Only its author may change a tip."))
    tip.text, tip.title, tip.link = text.strip(), title.strip() or title_of(text), link
    tip.edited_at = clock.now()
    check(obj=tip, names={"title", "text", "link"})
    tip.save(update_fields=["text", "title", "link", "edited_at", "updated_at"])
    tip.skills.set(skills)
    audit.record("knowledge.edit_tip", tip, actor=agent)
    door.refresh(tip)
    return tip


@transaction.atomic
def remove_tip(*, agent: Agent, tip: Tip) -> None:
    """Take one's own tip out of sight. It can be put back."""
    tip = _locked(tip)
    if not permissions.can_remove_tip(agent, tip):
        raise PermissionDenied(_("Only its author may remove a tip."))
    _set_status(tip, Tip.Status.REMOVED)
    audit.record("knowledge.remove_tip", tip, actor=agent)


@transaction.atomic
def restore_tip(*, agent: Agent, tip: Tip) -> None:
    """Put back one's own tip that one had removed; past its date, it must be confirmed. Refuses one that is already back."""
    tip = _locked(tip)
    if not permissions.can_remove_tip(agent, tip):
        raise PermissionDenied(_("Only its author may put a tip back."))
    if tip.status != Tip.Status.REMOVED:
        raise ValidationError(_("This tip is already shown."))
    _set_status(tip, Tip.Status.LIVE if tip.expires_on >= clock.today() else Tip.Status.EXPIRED)
    audit.record("knowledge.restore_tip", tip, actor=agent)


@transaction.atomic
def hide_tip(*, editor: Agent, tip: Tip, reason: str) -> None:
    """Hide a tip from everyone but its author, who is told why. Refuses an empty reason, and a tip already hidden: its reason stays."""
    tip = _locked(tip)
    if not permissions.can_hide_tip(editor, tip):
        raise PermissionDenied(_("Only a knowledge editor may hide a tip."))
    reason = reason.strip()[:300]
    if not reason:
        raise ValidationError({"reason": _("Say why: its author will read it.")})
    if tip.status == Tip.Status.HIDDEN:
        raise ValidationError(_("This tip is already hidden."))
    tip.hidden_reason, tip.hidden_by = reason, editor
    _set_status(tip, Tip.Status.HIDDEN, "hidden_reason", "hidden_by")
    audit.record("knowledge.hide_tip", tip, actor=editor)
    notify(
        told.TipHidden, [tip.author], about=tip, actor=editor, key=f"{tip.pk}:{tip.updated_at.timestamp()}", title=tip.title, reason=reason
    )


@transaction.atomic
def show_tip(*, editor: Agent, tip: Tip) -> None:
    """Show again a tip that was hidden. Refuses one that is not."""
    tip = _locked(tip)
    if not permissions.can_hide_tip(editor, tip):
        raise PermissionDenied(_("Only a knowledge editor may show a hidden tip."))
    if tip.status != Tip.Status.HIDDEN:
        raise ValidationError(_("This tip is already shown."))
    tip.hidden_reason, tip.hidden_by = "", None
    live = tip.expires_on >= clock.today()
    _set_status(tip, Tip.Status.LIVE if live else Tip.Status.EXPIRED, "hidden_reason", "hidden_by")
    audit.record("knowledge.show_tip", tip, actor=editor)


@transaction.atomic
def confirm_tip(*, agent: Agent, tip: Tip) -> None:
    """Say that a tip is still right: a year more from today. Refuses one that was hidden or removed."""
    tip = _locked(tip)
    if tip.status not in (Tip.Status.LIVE, Tip.Status.EXPIRED):
        raise ValidationError(_("This tip was hidden or removed meanwhile."))
    if not permissions.can_confirm_tip(agent, tip):
        raise PermissionDenied(_("Its author, or a knowledge editor, confirms a tip."))
    tip.expires_on, tip.confirmed_at = next_year(), clock.now()
    _set_status(tip, Tip.Status.LIVE, "expires_on", "confirmed_at")
    audit.record("knowledge.confirm_tip", tip, actor=agent, until=tip.expires_on)


@transaction.atomic
def make_tip(*, agent: Agent, answer: Answer, text: str, title: str = "", link: str = "", skills: Iterable[Skill] = ()) -> Tip:
    """Make a tip of an accepted answer, thanking who answered, who is told. Refuses an answer that was not accepted, or already is a tip."""
    if not permissions.can_make_tip(agent, answer):
        raise PermissionDenied(_("An accepted answer becomes a tip, by whoever asked or answered."))
    Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)  # two people press at once: the second is told
    if Tip.objects.from_origin(Answer, [answer.pk]).exclude(status=Tip.Status.REMOVED).exists():
        raise ValidationError(_("This answer already is a tip."))
    credit = answer.author if answer.author_id != agent.pk else None
    tip = share_tip(author=agent, text=text, title=title, link=link, skills=skills, origin=answer, credit=credit)
    notify(told.TipMade, [answer.author], about=tip, actor=agent, key=f"{tip.pk}", title=tip.title)
    return tip


@transaction.atomic
def age_tips() -> int:
    """Ask the authors of tips whose date is near to confirm them, and take out of the lists those whose date is past. Returns how many left."""
    today = clock.today()
    near = Tip.objects.due_by(today + timedelta(days=WARNED_DAYS)).filter(expires_on__gte=today).select_related("author")
    for tip in near.order_by("pk"):
        notify(told.TipToConfirm, [tip.author], about=tip, key=f"{tip.pk}:{tip.expires_on}", title=tip.title)
    gone = list(Tip.objects.due_by(today - timedelta(days=1)).select_for_update(of=("self",)).values_list("pk", flat=True))
    Tip.objects.filter(pk__in=gone).update(status=Tip.Status.EXPIRED)
    door.refresh_many("tip", gone)
    return len(gone)


def _locked(tip: Tip) -> Tip:
    """The tip as it is now, which nobody else changes before the end of this act."""
    return Tip.objects.select_for_update(of=("self",)).get(pk=tip.pk)


def _set_status(tip: Tip, status: str, *also: str) -> None:
    tip.status = status
    tip.save(update_fields=["status", "updated_at", *also])
    door.refresh(tip)


def recognise(tip: Tip) -> None:
    """Propose a tip that helped enough colleagues as evidence of its author's skill."""
    if tip.helped_count >= RECOGNISED_AT:
        propose_evidence(agent=tip.author, kind="tip", about=tip, title=tip.title, skills=list(tip.skills.all()))
