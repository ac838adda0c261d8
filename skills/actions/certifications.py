"""Certifications on a declared skill: added, changed, removed with a way back, recalled before they lapse."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.base.versions import ChangedMeanwhile
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from skills import permissions
from skills.actions.profile import UNDONE_WITHIN, own_declared
from skills.models import AgentSkill, Certification
from skills.models.certification import LAST_CALL, SOON
from skills.models.sensitive import revealing
from skills.notifications import CertificationLapsing

MOST = 10  # on one declared skill


@transaction.atomic
def add_certification(
    *, agent: Agent, declared: AgentSkill, title: str, issued_on: date, issuer: str = "", expires_on: date | None = None
) -> Certification:
    """Add a certification to a skill that `agent` declares. Refuses dates out of order or to come, more than MOST, revealing words."""
    own_declared(agent, declared)
    _check(title=title, issuer=issuer, issued_on=issued_on, expires_on=expires_on)
    if Certification.objects.filter(agent_skill=declared, removed_at=None).count() >= MOST:
        raise ValidationError(_("{n} certifications at most on one skill.").format(n=MOST))
    now = clock.now()
    made = Certification.objects.create(
        agent_skill=declared, title=title, issuer=issuer, issued_on=issued_on, expires_on=expires_on, created_at=now, changed_at=now
    )
    audit.record("skills.add_certification", made, actor=agent)
    return made


@transaction.atomic
def change_certification(
    *,
    agent: Agent,
    certification: Certification,
    title: str,
    issued_on: date,
    issuer: str = "",
    expires_on: date | None = None,
    expected: str = "",
) -> Certification:
    """Change a certification. Refuses what `add_certification` refuses, and (with `expected`) one that changed since it was read."""
    locked = _locked(agent, certification)
    if expected and expected != locked.version:
        raise ChangedMeanwhile
    _check(title=title, issuer=issuer, issued_on=issued_on, expires_on=expires_on)
    locked.title, locked.issuer, locked.issued_on, locked.expires_on = title, issuer, issued_on, expires_on
    locked.changed_at = clock.now()
    locked.save(update_fields=["title", "issuer", "issued_on", "expires_on", "changed_at"])
    audit.record("skills.change_certification", locked, actor=agent)
    return locked


@transaction.atomic
def remove_certification(*, agent: Agent, certification: Certification) -> None:
    """Remove a certification: it disappears at once; `restore_certification` brings it back for some days."""
    locked = _locked(agent, certification)
    locked.removed_at = clock.now()
    locked.save(update_fields=["removed_at"])
    audit.record("skills.remove_certification", locked, actor=agent)


@transaction.atomic
def restore_certification(*, agent: Agent, certification: Certification) -> None:
    """Undo a removal of the last days. Refuses when it is too late, or when the skill itself is no longer declared."""
    if not permissions.can_change_certification(agent, certification):
        raise PermissionDenied(_("Only the person who declares a skill may change it."))
    if certification.removed_at is None:
        return
    if certification.removed_at < clock.now() - UNDONE_WITHIN or certification.agent_skill.valid_to is not None:
        raise ValidationError(_("It is too late to undo: add the certification again."))
    Certification.objects.filter(pk=certification.pk).update(removed_at=None)
    audit.record("skills.restore_certification", certification, actor=agent)


def remind_of_certifications() -> int:
    """Tell those whose certifications lapse within 90 days, then within 30: once each, for each date. Returns how many are near their end."""
    near = Certification.objects.standing().lapsing(SOON).select_related("agent_skill__agent", "agent_skill__skill")
    told = 0
    for each in near.iterator(chunk_size=500):
        last = each.expires_on is not None and each.expires_on <= clock.today() + LAST_CALL
        notify(
            CertificationLapsing,
            [each.agent_skill.agent],
            about=each,
            key=f"{each.pk}:{each.expires_on}:{30 if last else 90}",
            title=each.title,
            on=f"{each.expires_on}",
        )
        told += 1
    return told


def _locked(agent: Agent, certification: Certification) -> Certification:
    if not permissions.can_change_certification(agent, certification):
        raise PermissionDenied(_("Only the person who declares a skill may change it."))
    found = Certification.objects.select_for_update(of=("self",)).filter(pk=certification.pk, removed_at=None).first()
    if found is None or found.agent_skill.valid_to is not None:
        raise ValidationError(_("This certification is no longer in your list."))
    return found


def _check(*, title: str, issuer: str, issued_on: date, expires_on: date | None) -> None:
    if not title.strip():
        raise ValidationError({"title": _("Name the certification.")})
    if issued_on > clock.today() + timedelta(days=1):
        raise ValidationError({"issued_on": _("This day has not come yet.")})
    if expires_on is not None and expires_on <= issued_on:
        raise ValidationError({"expires_on": _("A certification ends after the day it was delivered.")})
    for name, words in (("title", title), ("issuer", issuer)):
        found = revealing(words)
        if found:
            raise ValidationError({name: found.sentence})
