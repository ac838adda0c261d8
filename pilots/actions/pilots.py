"""Propose a pilot, frame it, make its team, announce what changes."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ideas.models import Decision
from intranet import audit
from intranet.base import clock
from intranet.base.addresses import save_at_free_address
from intranet.directory.models import Agent, OrgUnit, Territory
from intranet.notifications.messages import notify
from intranet.search import door
from pilots import notifications
from pilots.actions.grants import sync_grants
from pilots.models import Audience, ChangeAnnouncement, Membership, Pilot, SponsorMandate
from pilots.models.pilots import State
from pilots.permissions import pilots as permissions

FRAMED = (
    "title",
    "question",
    "problem",
    "origin",
    "we_believe",
    "for_whom",
    "will_produce",
    "we_will_know_when",
    "added_value",
    "support_plan",
    "risks",
    "owner_unit",
    "visibility",
    "legal_basis",
    "legal_end",
    "social_dialogue",
    "social_dialogue_note",
    "social_dialogue_on",
    "processing_record_ref",
    "accessibility_status",
    "planned_weeks",
    "reply_days",
    "notice_days",
    "least_measures",
    "is_feedback_open",
    "starts_on",
    "next_review_on",
    "costs",
)
# What the start fixes: what is tried and how it will be judged, its law, and what its gates ask. The sponsor alone opens
# it again, by deciding to frame the pilot anew.
FIXED_AT_START = (
    "we_believe",
    "for_whom",
    "will_produce",
    "we_will_know_when",
    "legal_basis",
    "legal_end",
    "starts_on",
    "notice_days",
    "reply_days",
    "least_measures",
)
AUDIENCE = ("name", "unit", "what_changes", "added_value", "cost", "help", "headcount")
RESERVED = {"new", "learned"}  # addresses of the area that a pilot may not take


@transaction.atomic
def propose_pilot(
    *,
    agent: Agent,
    title: str,
    problem: str,
    question: str = "",
    origin: str = "",
    decision: Decision | None = None,
    lead: Agent | None = None,
    territories: Iterable[Territory] = (),
    code: str = "",
) -> Pilot:
    """Propose a pilot, led by `lead` (the proposer when none is named). Refuses a decision from which `agent` may not start one."""
    if not permissions.can_propose_pilot(agent):
        raise PermissionDenied(_("This account is no longer in use."))
    if decision is not None:
        decision = Decision.objects.select_for_update().get(pk=decision.pk)
        if decision.pilots.exists():
            raise ValidationError(_("A pilot already follows from this decision."))
        if not permissions.can_start_from(agent, decision):
            raise PermissionDenied(_("Facilitators, who decided, and the authors of the idea may start a pilot from a decision."))
    lead = lead or agent
    pilot = Pilot(
        code=code,
        title=title,
        question=question,
        problem=problem,
        origin=origin,
        decision=decision,
        owner_unit=lead.unit,
        created_by=agent,
    )
    if code:
        pilot.save()
    else:
        save_at_free_address(pilot, field="code", words=title, otherwise="pilote", reserved=RESERVED)
    pilot.territories.set(territories)
    Membership.objects.create(pilot=pilot, person=lead, role=Membership.Role.LEAD, joined_on=clock.today())
    sync_grants(pilot=pilot)
    audit.record("pilots.propose", pilot, actor=agent, lead=lead.pk)
    notify(notifications.JoinedTeam, [lead], about=pilot, actor=agent, key=f"joined:{pilot.pk}:{lead.pk}", pilot=pilot.title)
    door.refresh(pilot)
    return pilot


@transaction.atomic
def frame_pilot(
    *,
    pilot: Pilot,
    agent: Agent,
    changes: Mapping[str, Any],
    territories: Iterable[Territory] | None = None,
    units: Iterable[OrgUnit] | None = None,
    skills: Iterable | None = None,
) -> None:
    """Write the framing of a pilot: `changes` are fields of FRAMED. Refuses after its end, while it runs what the start fixed, and a legal end without a date."""
    if not permissions.can_frame(agent, pilot):
        raise PermissionDenied(_("The lead of the pilot frames it."))
    locked = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if locked.is_ended:
        raise ValidationError(_("This pilot has ended: its page does not change any more."))
    for name, value in changes.items():
        if name not in FRAMED:
            raise LookupError(name)
        if locked.is_under_way and name in FIXED_AT_START and value != getattr(locked, name):
            label = Pilot._meta.get_field(name).verbose_name
            raise ValidationError(
                _("“{field}” was fixed at the start: it changes only if the sponsor decides to frame the pilot again.").format(field=label)
            )
        setattr(locked, name, value)
    locked.validate_constraints()
    locked.save(update_fields=[*changes, "updated_at"])
    if territories is not None:
        locked.territories.set(territories)
    if units is not None:
        locked.units.set(units)
    if skills is not None:
        locked.skills.set(skills)
    audit.record("pilots.frame", locked, actor=agent, fields=sorted(changes))
    door.refresh(locked)


@transaction.atomic
def set_audience(*, pilot: Pilot, agent: Agent, audience: Audience | None = None, **fields: Any) -> Audience:
    """Add an audience to a pilot, or change one: `fields` are of AUDIENCE. What changes for it and what it gains are required."""
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if not permissions.can_frame(agent, pilot):
        raise PermissionDenied(_("The lead of the pilot says who is concerned."))
    if audience is None:
        audience = Audience(pilot=pilot, position=pilot.audiences.count())
    else:
        audience = Audience.objects.get(pk=audience.pk, pilot=pilot)
    for name, value in fields.items():
        if name not in AUDIENCE:
            raise LookupError(name)
        setattr(audience, name, value)
    audience.full_clean(exclude=["pilot", "unit"])
    audience.save()
    audit.record("pilots.set_audience", pilot, actor=agent, audience=audience.pk)
    return audience


@transaction.atomic
def remove_audience(*, audience: Audience, agent: Agent) -> None:
    """Take an audience away. Feedback given for it stays, without it."""
    pilot = Pilot.objects.select_for_update().get(pk=audience.pilot_id)
    if not permissions.can_frame(agent, pilot):
        raise PermissionDenied(_("The lead of the pilot says who is concerned."))
    audit.record("pilots.remove_audience", pilot, actor=agent, audience=audience.pk)
    audience.delete()


@transaction.atomic
def add_member(*, pilot: Pilot, agent: Agent, person: Agent, role: str, share_of_time: int | None = None) -> Membership:
    """Put `person` on the team. A new lead replaces the present one, who stays on the team. Refuses the sponsor as lead."""
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if not permissions.can_frame(agent, pilot):
        raise PermissionDenied(_("The lead of the pilot makes its team."))
    if role == Membership.Role.LEAD and SponsorMandate.objects.accepted().filter(pilot=pilot, sponsor=person).exists():
        raise ValidationError(_("{name} sponsors this pilot and cannot lead it.").format(name=person.name))
    today = clock.today()
    present = Membership.objects.current().filter(pilot=pilot)
    if role == Membership.Role.LEAD:
        present.leads().exclude(person=person).update(role=Membership.Role.TEAM)
    member = present.filter(person=person).first()
    if member is None:
        member = Membership(pilot=pilot, person=person, joined_on=today)
    elif member.role == Membership.Role.LEAD and role != Membership.Role.LEAD:
        raise ValidationError(_("A pilot keeps a lead: name another one first."))
    if member.share_of_time != share_of_time:
        member.manager_agreed_on = None
    member.role = role
    member.share_of_time = share_of_time
    member.save()
    sync_grants(pilot=pilot)
    audit.record("pilots.add_member", pilot, actor=agent, person=person.pk, role=role)
    notify(notifications.JoinedTeam, [person], about=pilot, actor=agent, key=f"joined:{pilot.pk}:{person.pk}", pilot=pilot.title)
    if share_of_time and member.manager_agreed_on is None and person.manager:
        notify(
            notifications.TimeToAgree,
            [person.manager],
            about=pilot,
            actor=agent,
            key=f"time:{member.pk}:{share_of_time}",
            pilot=pilot.title,
            name=person.name,
            share=share_of_time,
        )
    return member


@transaction.atomic
def remove_member(*, member: Membership, agent: Agent) -> None:
    """End somebody's part in a team: the lead does, or they themselves. The lead cannot leave without a successor."""
    pilot, member = _locked_with(member)
    if member.person_id != agent.pk and not permissions.can_frame(agent, pilot):
        raise PermissionDenied(_("The lead of the pilot makes its team."))
    if member.role == Membership.Role.LEAD:
        raise ValidationError(_("A pilot keeps a lead: name another one first."))
    if member.left_on is None:
        member.left_on = clock.today()
        member.save(update_fields=["left_on"])
        sync_grants(pilot=pilot)
        audit.record("pilots.remove_member", pilot, actor=agent, person=member.person_id)


def _locked_with(member: Membership) -> tuple[Pilot, Membership]:
    """The pilot, locked, and the part of this member as it is now: who leads is not changed meanwhile."""
    pilot = Pilot.objects.select_for_update().get(pk=member.pilot_id)
    return pilot, Membership.objects.select_related("person", "pilot").get(pk=member.pk)


@transaction.atomic
def agree_time(*, member: Membership, agent: Agent) -> None:
    """Agree, as line manager, to the share of time that a member gives to a pilot."""
    _pilot, member = _locked_with(member)
    if not permissions.can_agree_time(agent, member):
        raise PermissionDenied(_("The line manager agrees to this time."))
    member.manager_agreed_on = clock.today()
    member.save(update_fields=["manager_agreed_on"])
    audit.record("pilots.agree_time", member.pilot, actor=agent, person=member.person_id)


@transaction.atomic
def announce_change(
    *,
    pilot: Pilot,
    agent: Agent,
    title: str,
    what_changes: str,
    effective_on: date,
    stays_the_same: str = "",
    cost: str = "",
    help: str = "",
) -> ChangeAnnouncement:
    """Publish what changes, from when, what stays. Refuses when no audience is known: an announcement says what each gains."""
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if not permissions.can_frame(agent, pilot):
        raise PermissionDenied(_("The lead of the pilot announces what changes."))
    if pilot.state == State.DRAFT or pilot.is_ended:
        raise ValidationError(_("A change is announced once the framing is open and before the pilot ends."))
    if not pilot.audiences.exists():
        raise ValidationError(_("Say first who is concerned and what they gain."))
    announcement = ChangeAnnouncement.objects.create(
        pilot=pilot,
        title=title,
        what_changes=what_changes,
        effective_on=effective_on,
        stays_the_same=stays_the_same,
        cost=cost,
        help=help,
        published_by=agent,
        published_on=clock.today(),
    )
    audit.record("pilots.announce", pilot, actor=agent, announcement=announcement.pk)
    notify(
        notifications.ChangeAnnounced,
        concerned_by(pilot),
        about=pilot,
        actor=agent,
        key=f"announced:{announcement.pk}",
        url=f"{pilot.get_absolute_url()}#changes",
        title=title,
    )
    return announcement


def concerned_by(pilot: Pilot) -> QuerySet[Agent]:
    """The agents whom a pilot changes something for: those of its audiences' units, when everyone may see it; else its team."""
    if pilot.visibility != Pilot.Visibility.OPEN:
        return pilot.people()
    units = OrgUnit.objects.filter(pk__in=pilot.audiences.exclude(unit=None).values("unit"))
    concerned = [Agent.objects.filter(is_active=True, erased_at=None).in_unit(unit) for unit in units]
    return reduce(or_, concerned, Agent.objects.none())
