"""What facilitators do with campaigns, and what the clock does with their phases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ideas.models import Campaign, Phase
from ideas.notifications import campaigns as told
from ideas.permissions import campaigns as may
from intranet import audit
from intranet.base import clock
from intranet.base.addresses import save_at_free_address
from intranet.directory.models import Agent
from intranet.jobs import outbox
from intranet.notifications.messages import notify
from intranet.search import door

WARNING = timedelta(hours=48)
# Phases in which agents write; those in which they vote have their own messages.
TOLD = (Phase.Kind.COLLECT_PROBLEMS, Phase.Kind.USER_VIEW, Phase.Kind.IDEATE)
PROMISED = ("question", "mandate", "rules", "funding_principle", "reply_days", "perimeter")
ALWAYS = ("name", "why", "budget")
FAR = timedelta(days=365 * 200)


@dataclass(frozen=True)
class Dates:
    """When a phase opens and closes."""

    kind: str
    opens_at: datetime
    closes_at: datetime


@transaction.atomic
def prepare_campaign(*, by: Agent, campaign: Campaign | None = None, **fields: Any) -> Campaign:
    """Write a campaign, or change it. Once published, what it promised (question, mandate, rules, money, reply time,
    perimeter) does not change: only its name, its reasons and its budget do.
    """
    if not may.can_prepare_campaign(by):
        raise PermissionDenied(_("Only a facilitator may prepare a campaign."))
    if campaign is None:
        campaign = Campaign(created_by=by)
    else:
        # Read again under a lock: a publication meanwhile is not undone, nor what it promised written over.
        campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if not campaign.is_draft and any(name in fields for name in PROMISED):
            raise ValidationError(_("The campaign is published: what it promised does not change."))
    for name in (*ALWAYS, *PROMISED):
        if name in fields and name != "perimeter":
            setattr(campaign, name, fields[name])
    if campaign.pk is None:
        save_at_free_address(campaign, field="slug", words=campaign.name, otherwise="campaign", reserved={"new"})
    else:
        campaign.save()
    if "perimeter" in fields:
        campaign.perimeter.set(fields["perimeter"])
    audit.record("ideas.prepare_campaign", campaign, actor=by)
    return campaign


@transaction.atomic
def set_phases(*, by: Agent, campaign: Campaign, dates: Iterable[Dates]) -> None:
    """Give a campaign its phases, all at once. What has begun keeps its opening, what is over keeps its dates.

    Refuses, in sentences, phases that overlap or do not follow the order of their kinds.
    """
    if not may.can_prepare_campaign(by):
        raise PermissionDenied(_("Only a facilitator may change the dates of a campaign."))
    # Under a lock: it is not published meanwhile, nor are its dates changed from another window.
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    wanted = sorted(dates, key=lambda d: Phase.ORDER.index(d.kind))
    _check_order(wanted)
    now = clock.now()
    standing = {phase.kind: phase for phase in campaign.phases.all()}
    if not campaign.is_draft:
        _check_past(standing, {d.kind: d for d in wanted}, now)
    kept = {d.kind for d in wanted}
    try:
        for phase in standing.values():
            if phase.kind not in kept:
                phase.delete()
    except models.ProtectedError:
        raise ValidationError(_("A phase where a vote is planned cannot be removed.")) from None
    # Far away first, the last phase before the others, so that they never cross on the way to their new dates.
    moving = [standing[d.kind] for d in wanted if d.kind in standing]
    for phase in reversed(moving):
        Phase.objects.filter(pk=phase.pk).update(opens_at=phase.opens_at + FAR, closes_at=phase.closes_at + FAR)
    for each in wanted:
        phase = standing.get(each.kind) or Phase(campaign=campaign, kind=each.kind)
        phase.opens_at, phase.closes_at = each.opens_at, each.closes_at
        phase.save()
    audit.record("ideas.prepare_campaign", campaign, actor=by, phases=len(wanted))


def lacks(campaign: Campaign) -> list[str]:
    """What a campaign lacks to be published, in sentences (I10). Empty: it may be."""
    lacking = []
    if not campaign.question.strip():
        lacking.append(_("Ask the question, in one sentence that ends with a question mark."))
    if not campaign.why.strip():
        lacking.append(_("Say why the question is asked."))
    if not campaign.perimeter.exists():
        lacking.append(_("Say who may take part: choose at least one service."))
    mandate = campaign.mandate
    if mandate is None:
        lacking.append(_("Choose the mandate of those who will decide."))
    elif not mandate.is_valid:
        lacking.append(_("The mandate is not valid today: choose a published one that runs."))
    if campaign.rules is None:
        lacking.append(_("Choose the version of the rules of the game."))
    elif not campaign.rules.is_in_force:
        lacking.append(_("The rules are not in force: choose a version that is."))
    if not campaign.funding_principle.strip():
        lacking.append(_("Say how what is retained will be paid for."))
    if not campaign.reply_days:
        lacking.append(_("Say within how many days each idea put to the vote will be answered."))
    phases = list(campaign.phases.all())
    if not phases:
        lacking.append(_("Give the campaign its phases, with their dates."))
    elif all(phase.is_past for phase in phases):
        lacking.append(_("All the phases are in the past: change their dates."))
    return lacking


@transaction.atomic
def publish_campaign(*, by: Agent, campaign: Campaign) -> Campaign:
    """Announce a campaign: from then on its phases open by the clock. Refuses, in sentences, what is missing."""
    if not may.can_prepare_campaign(by):
        raise PermissionDenied(_("Only a facilitator may publish a campaign."))
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("mandate", "rules").get(pk=campaign.pk)
    if not campaign.is_draft:
        return campaign
    lacking = lacks(campaign)
    if lacking:
        raise ValidationError(lacking)
    campaign.status = Campaign.Status.PUBLISHED
    campaign.published_at = clock.now()
    campaign.save()
    audit.record("ideas.publish_campaign", campaign, actor=by, rules=str(campaign.rules), mandate=campaign.mandate.public_id)
    door.refresh(campaign)
    turn_phases()
    return campaign


@transaction.atomic
def discard_campaign(*, by: Agent, campaign: Campaign) -> None:
    """Throw a draft away. Refuses what was published."""
    if not may.can_prepare_campaign(by):
        raise PermissionDenied(_("Only a facilitator may throw a draft away."))
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not campaign.is_draft:
        raise ValidationError(_("A published campaign stays."))
    audit.record("ideas.discard_campaign", campaign, actor=by)
    campaign.delete()


@transaction.atomic
def turn_phases() -> None:
    """What the clock does: tell what opens and what closes soon, and note which campaigns run or are over. Runs again harmlessly."""
    now = clock.now()
    for phase in Phase.objects.of_published().open_at(now).filter(kind__in=TOLD).select_related("campaign"):
        outbox.promise("ideas.tell_phase", key=f"ideas.phase:{phase.pk}:opens", phase=phase.pk, closing=False)
        if phase.closes_at - now <= WARNING and phase.closes_at - phase.opens_at > WARNING:
            outbox.promise("ideas.tell_phase", key=f"ideas.phase:{phase.pk}:closes", phase=phase.pk, closing=True)
    started = Phase.objects.filter(opens_at__lte=now).values("campaign")
    unfinished = Phase.objects.filter(closes_at__gt=now).values("campaign")
    Campaign.objects.filter(status="published", pk__in=started).update(status=Campaign.Status.RUNNING)
    Campaign.objects.filter(status__in=["published", "running"]).exclude(pk__in=unfinished).update(status=Campaign.Status.CLOSED)
    Campaign.objects.filter(status="closed", pk__in=unfinished).update(status=Campaign.Status.RUNNING)


@transaction.atomic
def tell_phase(*, phase: Phase, closing: bool) -> None:
    """Tell everyone in the perimeter that a phase opens, or closes within 48 hours."""
    notify(
        told.PhaseCloses if closing else told.PhaseOpens,
        people_of(phase.campaign),
        key=f"{phase.pk}",
        about=phase.campaign,
        phase=phase.kind,
        campaign=phase.campaign.name,
        question=phase.campaign.question,
        closes_at=phase.last_moment.isoformat(),
    )


def people_of(campaign: Campaign) -> models.QuerySet:
    """The agents who work in the perimeter of a campaign."""
    within = Q(pk__in=[])
    for path in campaign.perimeter.values_list("path", flat=True):
        within |= Q(unit__path__startswith=path)
    return Agent.objects.filter(within, is_active=True)


def _check_order(wanted: list[Dates]) -> None:
    for each in wanted:
        if each.closes_at <= each.opens_at:
            raise ValidationError(_("“{phase}” closes before it opens.").format(phase=Phase.Kind(each.kind).label))
    for before, after in zip(wanted, wanted[1:], strict=False):
        if after.opens_at < before.closes_at:
            raise ValidationError(
                _("“{after}” opens before “{before}” is closed: phases follow one another.").format(
                    after=Phase.Kind(after.kind).label, before=Phase.Kind(before.kind).label
                )
            )


def _check_past(standing: dict[str, Phase], wanted: dict[str, Dates], now: datetime) -> None:
    for kind, phase in standing.items():
        label = phase.get_kind_display()
        new = wanted.get(kind)
        if phase.opens_at <= now and (new is None or new.opens_at != phase.opens_at):
            raise ValidationError(_("“{phase}” has begun: its opening does not change.").format(phase=label))
        if phase.closes_at <= now and new is not None and new.closes_at != phase.closes_at:
            raise ValidationError(_("“{phase}” is over: its dates do not change.").format(phase=label))
        if phase.opens_at <= now < phase.closes_at and new is not None and new.closes_at < now:
            raise ValidationError(_("“{phase}” cannot close in the past.").format(phase=label))
