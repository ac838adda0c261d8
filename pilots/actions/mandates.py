"""Propose a mandate to a sponsor; accept, decline, end it; warn of its end and suspend without it."""

import logging
from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from pilots import notifications
from pilots.actions.gates import suspend_without_sponsor
from pilots.actions.grants import sync_grants
from pilots.models import Membership, Pilot, SponsorCommitment, SponsorMandate
from pilots.models.pilots import State
from pilots.permissions import pilots as permissions

logger = logging.getLogger("traverse.pilots")

WARNINGS = (30, 7)  # days before the end of a mandate
WATCHED = (State.RUNNING, State.REVIEW)  # states in which a pilot needs a sponsor at every moment


def _refuse_lead(pilot: Pilot, sponsor: Agent) -> None:
    if Membership.objects.leads().filter(pilot=pilot, person=sponsor).exists():
        raise ValidationError(_("{name} leads this pilot and cannot sponsor it.").format(name=sponsor.name))


def _write_commitments(mandate: SponsorMandate, commitments: Iterable[tuple[str, date]]) -> None:
    mandate.commitments.all().delete()
    SponsorCommitment.objects.bulk_create([SponsorCommitment(mandate=mandate, what=what, due_on=due) for what, due in commitments])


@transaction.atomic
def propose_mandate(
    *,
    pilot: Pilot,
    agent: Agent,
    sponsor: Agent,
    text: str,
    starts_on: date,
    ends_on: date,
    commitments: Iterable[tuple[str, date]] = (),
    kind: str = SponsorMandate.Kind.PRIMARY,
    protects: Iterable[str] = ("protects_time", "protects_autonomy", "protects_error"),
) -> SponsorMandate:
    """Ask `sponsor` to answer for a pilot. They alone accept. Refuses the lead, and a second proposal while one waits."""
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if not permissions.can_propose_mandate(agent, pilot):
        raise PermissionDenied(_("The lead of the pilot proposes the mandate."))
    _refuse_lead(pilot, sponsor)
    if not sponsor.is_active:
        raise ValidationError(_("This account is no longer in use."))
    if SponsorMandate.objects.proposed().filter(pilot=pilot, kind=kind).exists():
        raise ValidationError(_("A proposed mandate already waits for an answer: change it, or withdraw it first."))
    if ends_on <= max(starts_on, clock.today()):
        raise ValidationError(_("A mandate ends after it begins, and after today."))
    chosen = set(protects)
    mandate = SponsorMandate.objects.create(
        pilot=pilot,
        sponsor=sponsor,
        kind=kind,
        text=text,
        starts_on=starts_on,
        ends_on=ends_on,
        proposed_by=agent,
        proposed_at=clock.now(),
        **{name: name in chosen for name in ("protects_time", "protects_budget", "protects_autonomy", "protects_error")},
    )
    _write_commitments(mandate, commitments)
    sync_grants(pilot=pilot)
    audit.record("pilots.propose_mandate", pilot, actor=agent, mandate=mandate.pk, sponsor=sponsor.pk)
    notify(notifications.MandateProposed, [sponsor], about=mandate, actor=agent, key=f"mandate:{mandate.pk}", pilot=pilot.title)
    return mandate


@transaction.atomic
def edit_mandate(
    *,
    mandate: SponsorMandate,
    agent: Agent,
    text: str,
    starts_on: date,
    ends_on: date,
    commitments: Iterable[tuple[str, date]],
    protects: Iterable[str],
) -> None:
    """Change the text of a mandate. Accepted before, it waits for its sponsor again; while the pilot runs it does not change."""
    pilot = Pilot.objects.select_for_update().get(pk=mandate.pilot_id)
    mandate = SponsorMandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.is_accepted and pilot.is_under_way:
        raise ValidationError(
            _("The pilot is under way: this mandate does not change. Propose another one: this one stays until it is accepted.")
        )
    if not permissions.can_edit_mandate(agent, mandate):
        raise PermissionDenied(_("The lead of the pilot writes the mandate, until it is answered."))
    if ends_on <= max(starts_on, clock.today()):
        raise ValidationError(_("A mandate ends after it begins, and after today."))
    was_accepted = mandate.is_accepted
    if was_accepted and SponsorMandate.objects.proposed().filter(pilot=pilot, kind=mandate.kind).exists():
        raise ValidationError(_("A proposed mandate already waits for an answer: change it, or withdraw it first."))
    mandate.status = SponsorMandate.Status.PROPOSED
    mandate.content_hash = ""
    mandate.answered_at = None
    # Back to "proposed" first: an accepted mandate refuses any change of its text and commitments.
    mandate.save(update_fields=["status", "content_hash", "answered_at", "updated_at"])
    chosen = set(protects)
    mandate.text, mandate.starts_on, mandate.ends_on = text, starts_on, ends_on
    mandate.proposed_at = clock.now()
    mandate.proposed_by = agent
    for name in ("protects_time", "protects_budget", "protects_autonomy", "protects_error"):
        setattr(mandate, name, name in chosen)
    mandate.save()
    _write_commitments(mandate, commitments)
    sync_grants(pilot=pilot)
    audit.record("pilots.edit_mandate", pilot, actor=agent, mandate=mandate.pk, was_accepted=was_accepted)
    notify(
        notifications.MandateProposed,
        [mandate.sponsor],
        about=mandate,
        actor=agent,
        key=f"mandate:{mandate.pk}:{mandate.proposed_at:%Y%m%d%H%M%S}",
        pilot=pilot.title,
    )


@transaction.atomic
def withdraw_mandate(*, mandate: SponsorMandate, agent: Agent) -> None:
    """Take back a proposal that was not answered."""
    pilot = Pilot.objects.select_for_update().get(pk=mandate.pilot_id)
    mandate = SponsorMandate.objects.select_for_update().get(pk=mandate.pk)
    if not permissions.can_propose_mandate(agent, pilot):
        raise PermissionDenied(_("The lead of the pilot proposes the mandate."))
    if not mandate.is_proposed:
        raise ValidationError(_("This mandate has already been answered."))
    mandate.status = SponsorMandate.Status.ENDED
    mandate.ended_on = clock.today()
    mandate.ended_reason = _("Proposal withdrawn.")
    mandate.save(update_fields=["status", "ended_on", "ended_reason", "updated_at"])
    sync_grants(pilot=pilot)
    audit.record("pilots.withdraw_mandate", pilot, actor=agent, mandate=mandate.pk)


@transaction.atomic
def accept_mandate(*, mandate: SponsorMandate, agent: Agent, fingerprint: str) -> SponsorMandate:
    """Accept a mandate, as the person whom it asks, having read the text of `fingerprint`.

    Ends the mandate that it replaces. Refuses anybody else, an answered mandate, the lead, a text
    that changed since it was read, a term that is over.
    """
    pilot = Pilot.objects.select_for_update().get(pk=mandate.pilot_id)
    mandate = SponsorMandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.sponsor_id != agent.pk or not agent.is_active:
        raise PermissionDenied(_("A mandate is accepted by the person whom it asks, in their own session, and by nobody else."))
    if not mandate.is_proposed:
        raise ValidationError(_("This mandate has already been answered."))
    _refuse_lead(pilot, agent)
    if fingerprint != mandate.fingerprint():
        raise ValidationError(_("The text of the mandate changed since you read it: read it again."))
    if mandate.ends_on < clock.today():
        raise ValidationError(_("The term of this mandate is already over: ask the lead for another date."))
    if mandate.kind == SponsorMandate.Kind.PRIMARY:
        for previous in SponsorMandate.objects.accepted().primary().filter(pilot=pilot).select_for_update():
            _end(previous, reason=_("Replaced by the mandate of {name}.").format(name=agent.name), successor=agent)
    now = clock.now()
    mandate.status = SponsorMandate.Status.ACCEPTED
    mandate.answered_at = mandate.accepted_at = now
    mandate.content_hash = fingerprint
    mandate.title_at_signature = agent.position_title
    mandate.unit_at_signature = agent.unit.name if agent.unit else ""
    mandate.save()
    sync_grants(pilot=pilot)
    audit.record("pilots.accept_mandate", pilot, actor=agent, mandate=mandate.pk, fingerprint=fingerprint)
    notify(
        notifications.MandateAnswered,
        [mandate.proposed_by, *pilot.people()],
        about=pilot,
        actor=agent,
        key=f"accepted:{mandate.pk}:{fingerprint[:12]}",
        pilot=pilot.title,
        accepted=True,
    )
    return mandate


@transaction.atomic
def decline_mandate(*, mandate: SponsorMandate, agent: Agent, reason: str) -> None:
    """Decline a mandate, as the person whom it asks, saying why."""
    pilot = Pilot.objects.select_for_update().get(pk=mandate.pilot_id)
    mandate = SponsorMandate.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=mandate.pk)
    if not permissions.can_answer_mandate(agent, mandate):
        raise PermissionDenied(_("A mandate is answered by the person whom it asks, and by nobody else."))
    if not reason.strip():
        raise ValidationError(_("Say why: the lead will look for somebody else."))
    mandate.status = SponsorMandate.Status.DECLINED
    mandate.answered_at = clock.now()
    mandate.decline_reason = reason
    mandate.save(update_fields=["status", "answered_at", "decline_reason", "updated_at"])
    sync_grants(pilot=pilot)
    audit.record("pilots.decline_mandate", pilot, actor=agent, mandate=mandate.pk)
    notify(
        notifications.MandateAnswered,
        [mandate.proposed_by],
        about=pilot,
        actor=agent,
        key=f"declined:{mandate.pk}",
        pilot=pilot.title,
        accepted=False,
    )


def _end(mandate: SponsorMandate, *, reason: str, successor: Agent | None = None) -> None:
    mandate.status = SponsorMandate.Status.ENDED
    mandate.ended_on = clock.today()
    mandate.ended_reason = reason
    mandate.successor = successor
    mandate.save(update_fields=["status", "ended_on", "ended_reason", "successor", "updated_at"])


@transaction.atomic
def end_mandate(*, mandate: SponsorMandate, agent: Agent, reason: str, successor: Agent | None = None) -> None:
    """End one's own mandate, or hand it over.

    With a `successor`, the same mandate is proposed to them and this one stays until they accept.
    Without, it ends now, and a pilot under way is suspended with it.
    """
    pilot = Pilot.objects.select_for_update().get(pk=mandate.pilot_id)
    mandate = SponsorMandate.objects.select_for_update().get(pk=mandate.pk)
    if not permissions.can_end_mandate(agent, mandate):
        raise PermissionDenied(_("A sponsor ends their own mandate."))
    if not reason.strip():
        raise ValidationError(_("Say why: the team and the audience will read it."))
    if successor is not None:
        _refuse_lead(pilot, successor)
        if successor.pk == agent.pk:
            raise ValidationError(_("Choose somebody other than yourself."))
        if SponsorMandate.objects.proposed().filter(pilot=pilot, kind=mandate.kind).exists():
            raise ValidationError(_("A proposed mandate already waits for an answer: change it, or withdraw it first."))
        heir = SponsorMandate.objects.create(
            pilot=pilot,
            sponsor=successor,
            kind=mandate.kind,
            text=mandate.text,
            protects_time=mandate.protects_time,
            protects_budget=mandate.protects_budget,
            protects_autonomy=mandate.protects_autonomy,
            protects_error=mandate.protects_error,
            starts_on=clock.today(),
            ends_on=max(mandate.ends_on, clock.today() + timedelta(days=30)),
            proposed_by=agent,
            proposed_at=clock.now(),
        )
        _write_commitments(heir, [(c.what, c.due_on) for c in mandate.commitments.filter(done_on=None)])
        mandate.successor = successor
        mandate.ended_reason = reason
        mandate.save(update_fields=["successor", "ended_reason", "updated_at"])
        notify(notifications.MandateProposed, [successor], about=heir, actor=agent, key=f"mandate:{heir.pk}", pilot=pilot.title)
    else:
        _end(mandate, reason=reason)
        if mandate.kind == SponsorMandate.Kind.PRIMARY:
            suspend_without_sponsor(pilot=pilot, reason=_("The sponsor ended their mandate: {reason}").format(reason=reason))
    sync_grants(pilot=pilot)
    audit.record("pilots.end_mandate", pilot, actor=agent, mandate=mandate.pk, successor=successor.pk if successor else None)


@transaction.atomic
def keep_commitment(*, commitment: SponsorCommitment, agent: Agent) -> None:
    """Say, as the sponsor, that a commitment is kept. Said again, it keeps its first day."""
    pilot = Pilot.objects.select_for_update().get(pk=commitment.mandate.pilot_id)
    commitment = SponsorCommitment.objects.select_related("mandate").get(pk=commitment.pk)
    if not permissions.can_end_mandate(agent, commitment.mandate):
        raise PermissionDenied(_("The sponsor says which commitments are kept."))
    if commitment.done_on is None:
        commitment.done_on = clock.today()
        commitment.save(update_fields=["done_on"])
        audit.record("pilots.keep_commitment", pilot, actor=agent, commitment=commitment.pk)


@transaction.atomic
def watch_mandates() -> None:
    """For the clock: warn before a mandate ends, end those that are over, suspend the pilots that are left without a sponsor.

    Each pilot by itself: what goes wrong with one is logged, leaves it as it was, and does not stop the others.
    """
    for pk in Pilot.objects.filter(state__in=WATCHED).order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                _watch(pk)
        except Exception:
            logger.exception("mandate_not_watched", extra={"fields": {"pilot": pk}})


def _watch(pk: int) -> None:
    today = clock.today()
    pilot = Pilot.objects.select_for_update().filter(pk=pk, state__in=WATCHED).first()
    if pilot is None:
        return
    accepted = list(SponsorMandate.objects.accepted().primary().filter(pilot=pilot))
    for mandate in accepted:
        left = (mandate.ends_on - today).days
        for days in WARNINGS:
            if 0 <= left <= days:
                notify(
                    notifications.MandateEnds,
                    pilot.people(),
                    about=pilot,
                    key=f"ends:{mandate.pk}:{mandate.ends_on}:{days}",
                    pilot=pilot.title,
                    days=left,
                )
    if SponsorMandate.objects.filter(pilot=pilot).primary().in_force(today).exists():
        return
    for mandate in accepted:
        reason = _("Its term is over.") if mandate.ends_on < today else _("The sponsor’s account is no longer in use.")
        _end(mandate, reason=reason)
    suspend_without_sponsor(pilot=pilot, reason=accepted[0].ended_reason if accepted else _("The pilot has no sponsor any more."))
    sync_grants(pilot=pilot)
