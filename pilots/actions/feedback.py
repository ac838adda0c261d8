"""Give feedback, sort it, answer it. A reply is the only thing that closes it."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.base.text import excerpt
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from pilots import notifications
from pilots.models import Adjustment, Audience, Feedback, Intervention, Membership, Pilot, Reply
from pilots.permissions import feedback as permissions

State = Feedback.State


@transaction.atomic
def give_feedback(
    *,
    pilot: Pilot,
    agent: Agent,
    text: str,
    kind: str,
    audience: Audience | None = None,
    channel: str = Feedback.Channel.ONLINE,
    is_named: bool = False,
) -> Feedback:
    """Say something of a pilot; the reply is due after its `reply_days`. Refuses when the channel is closed.

    The journal does not say who spoke: the team knows, and neither the sponsor nor the hierarchy may find it there.
    """
    pilot = Pilot.objects.visible_to(agent).get(pk=pilot.pk)
    if not permissions.can_give_feedback(agent, pilot):
        raise ValidationError(_("This pilot does not take feedback now."))
    if audience is not None and audience.pilot_id != pilot.pk:
        raise ValidationError(_("This audience belongs to another pilot."))
    now = clock.now()
    feedback = Feedback.objects.create(
        pilot=pilot,
        author=agent,
        text=text,
        kind=kind,
        audience=audience,
        channel=channel,
        is_named=is_named,
        given_at=now,
        due_on=clock.today() + timedelta(days=pilot.reply_days),
    )
    audit.record("pilots.give_feedback", feedback, actor=None)
    leads = Agent.objects.filter(pilot_memberships__in=Membership.objects.leads().filter(pilot=pilot))
    notify(
        notifications.FeedbackReceived,
        leads.exclude(pk=agent.pk),
        about=feedback,
        key=f"received:{feedback.pk}",
        pilot=pilot.title,
    )
    return feedback


def _locked(feedback: Feedback, agent: Agent) -> Feedback:
    if not permissions.can_answer_feedback(agent, feedback.pilot):
        raise PermissionDenied(_("The team of the pilot answers its feedback."))
    return _now(feedback)


def _now(feedback: Feedback) -> Feedback:
    """The feedback as it is now. Its pilot is locked before it: what touches several items at once (two merged
    crosswise, one answered with all that it holds) goes one act after the other."""
    Pilot.objects.select_for_update().get(pk=feedback.pilot_id)
    return Feedback.objects.select_for_update(of=("self",)).select_related("pilot").get(pk=feedback.pk)


@transaction.atomic
def triage(*, feedback: Feedback, agent: Agent, owner: Agent, theme: str = "", due_on: date | None = None) -> None:
    """Say who answers, about which theme, before when. The date may come nearer; later, never beyond twice the pilot's reply time."""
    feedback = _locked(feedback, agent)
    if feedback.merged_into_id:
        raise ValidationError(_("This feedback is merged with another: sort that one."))
    if not feedback.is_waiting:
        raise ValidationError(_("This feedback has its reply already."))
    if not permissions.can_answer_feedback(owner, feedback.pilot):
        raise ValidationError(_("{name} is not on the team: choose somebody who is.").format(name=owner.name))
    latest = max(clock.today(), localdate(feedback.given_at) + timedelta(days=2 * feedback.pilot.reply_days))
    if due_on is not None and due_on != feedback.due_on and due_on > latest:
        raise ValidationError(_("The reply is due sooner: choose a day until {day}.").format(day=latest.isoformat()))
    feedback.owner = owner
    feedback.theme = theme
    feedback.due_on = due_on or feedback.due_on
    feedback.triaged_by = agent
    if feedback.state == State.NEW:
        feedback.state = State.TRIAGED
    feedback.save(update_fields=["owner", "theme", "due_on", "triaged_by", "state"])
    audit.record("pilots.triage", feedback, actor=agent, owner=owner.pk)
    notify(
        notifications.FeedbackAssigned,
        [owner],
        about=feedback,
        actor=agent,
        key=f"assigned:{feedback.pk}:{owner.pk}",
        pilot=feedback.pilot.title,
    )


@transaction.atomic
def merge(*, feedback: Feedback, agent: Agent, into: Feedback) -> None:
    """Say that `feedback`, with all that was merged with it, says the same as `into`: one reply will go to all their authors.

    If that one is answered, its reply goes now.
    """
    feedback = _locked(feedback, agent)
    into = Feedback.objects.select_related("merged_into").get(pk=into.pk)
    target = into.merged_into or into
    if target.pilot_id != feedback.pilot_id:
        raise ValidationError(_("These two items belong to different pilots."))
    if target.pk == feedback.pk:
        raise ValidationError(_("A feedback is not merged with itself."))
    if not feedback.is_waiting or feedback.merged_into_id:
        raise ValidationError(_("Only a feedback that waits for its reply is merged."))
    moved = [feedback, *feedback.merged.select_related("author", "pilot")]
    if not target.is_waiting and any(each.reopened_at is not None for each in moved):
        raise ValidationError(_("Its author opened it again after an answer: answer it itself."))
    for each in moved:
        each.merged_into, each.triaged_by = target, agent
        each.state = State.TRIAGED if target.is_waiting else target.state
        each.save(update_fields=["merged_into", "triaged_by", "state"])
    audit.record("pilots.merge", feedback, actor=agent, into=target.pk)
    latest = target.replies.first()
    if latest is not None and not target.is_waiting:
        _tell(latest, moved)


@transaction.atomic
def unmerge(*, feedback: Feedback, agent: Agent) -> None:
    """Separate a feedback from the one it was merged with, while both wait."""
    feedback = _locked(feedback, agent)
    if feedback.merged_into_id is None or not feedback.is_waiting:
        raise ValidationError(_("Only what waits for a reply is separated."))
    feedback.merged_into = None
    feedback.save(update_fields=["merged_into"])
    audit.record("pilots.unmerge", feedback, actor=agent)


@transaction.atomic
def reply(
    *,
    feedback: Feedback,
    agent: Agent,
    outcome: str,
    text: str,
    said: str = "",
    reason: str = "",
    due_on: date | None = None,
    is_published: bool = True,
    adjustment: Adjustment | None = None,
) -> Reply:
    """Answer a feedback, its author and those merged with it. Done, refused and heard close it; under way keeps its date in view.

    A refusal needs a reason, what is under way a date.
    """
    feedback = _locked(feedback, agent)
    if feedback.merged_into_id:
        raise ValidationError(_("This feedback is merged with another: answer that one."))
    if feedback.state == State.CLOSED:
        raise ValidationError(_("This feedback is already answered."))
    if outcome == Reply.Outcome.REFUSED and not reason.strip():
        raise ValidationError(_("A refusal says why."))
    if outcome == Reply.Outcome.IN_PROGRESS and (due_on is None or due_on < clock.today()):
        raise ValidationError(_("What is under way has a date to come."))
    made = Reply.objects.create(
        feedback=feedback,
        outcome=outcome,
        text=text,
        said=said or excerpt(feedback.theme or _("Feedback received"), 190),
        reason=reason if outcome == Reply.Outcome.REFUSED else "",
        due_on=due_on if outcome == Reply.Outcome.IN_PROGRESS else None,
        is_published=is_published,
        adjustment=adjustment,
        replied_by=agent,
        replied_at=clock.now(),
    )
    state = State.ANSWERED if outcome == Reply.Outcome.IN_PROGRESS else State.CLOSED
    heard = [feedback, *feedback.merged.all()]
    for each in heard:
        each.state = state
        each.save(update_fields=["state"])
    audit.record("pilots.reply", feedback, actor=agent, outcome=outcome)
    _tell(made, heard)
    return made


def _tell(made: Reply, heard: Iterable[Feedback]) -> None:
    for each in heard:
        notify(
            notifications.FeedbackAnswered,
            [each.author],
            about=each,
            key=f"answered:{made.pk}:{each.pk}",
            pilot=each.pilot.title,
            text=excerpt(made.text, 300),
        )


@transaction.atomic
def reopen(*, feedback: Feedback, agent: Agent, because: str) -> None:
    """Say, as its author, that the reply does not answer: another one is due."""
    if not permissions.can_reopen(agent, feedback):
        raise PermissionDenied(_("The author of a feedback opens it again."))
    feedback = _now(feedback)
    if feedback.is_waiting:
        raise ValidationError(_("This feedback already waits for a reply."))
    if not because.strip():
        raise ValidationError(_("Say what the reply leaves unanswered."))
    feedback.state = State.REOPENED
    feedback.reopened_at = clock.now()
    feedback.reopened_because = because
    feedback.due_on = clock.today() + timedelta(days=feedback.pilot.reply_days)
    feedback.save(update_fields=["state", "reopened_at", "reopened_because", "due_on"])
    audit.record("pilots.reopen", feedback, actor=None)
    owner = (
        [feedback.owner]
        if feedback.owner
        else Agent.objects.filter(pilot_memberships__in=Membership.objects.leads().filter(pilot=feedback.pilot))
    )
    notify(
        notifications.FeedbackAssigned,
        owner,
        about=feedback,
        key=f"reopened:{feedback.pk}:{feedback.reopened_at.isoformat()}",
        pilot=feedback.pilot.title,
    )


@transaction.atomic
def adjust(
    *,
    pilot: Pilot,
    agent: Agent,
    what: str,
    effective_on: date,
    said: str = "",
    text: str = "",
    answers: Iterable[Feedback] = (),
) -> Adjustment:
    """Change something in a pilot because of what was heard or measured: it marks the curve, and answers the feedback chosen.

    The reply reads "done" from the day it takes effect, "under way" before.
    """
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if not permissions.can_answer_feedback(agent, pilot) or pilot.is_ended:
        raise PermissionDenied(_("The team of the pilot adjusts it, until it ends."))
    mark = Intervention.objects.create(
        pilot=pilot, happened_on=effective_on, label=excerpt(what, 78), kind=Intervention.Kind.ADJUSTMENT, marked_by=agent
    )
    adjustment = Adjustment.objects.create(pilot=pilot, what=what, effective_on=effective_on, intervention=mark, made_by=agent)
    is_done = effective_on <= clock.today()
    for feedback in answers:
        if feedback.pilot_id != pilot.pk:
            raise ValidationError(_("This feedback belongs to another pilot."))
        reply(
            feedback=feedback,
            agent=agent,
            outcome=Reply.Outcome.DONE if is_done else Reply.Outcome.IN_PROGRESS,
            text=text or what,
            said=said,
            due_on=None if is_done else effective_on,
            adjustment=adjustment,
        )
    audit.record("pilots.adjust", pilot, actor=agent, adjustment=adjustment.pk)
    return adjustment


@transaction.atomic
def remind_overdue() -> None:
    """For the clock: tell who answers, once for each date, that a reply is late."""
    late = Feedback.objects.roots().overdue().exclude(pilot__state__in=("closed",)).select_related("pilot", "owner")
    for feedback in late.order_by("pk"):
        people = (
            [feedback.owner]
            if feedback.owner
            else Agent.objects.filter(pilot_memberships__in=Membership.objects.leads().filter(pilot=feedback.pilot))
        )
        notify(
            notifications.FeedbackOverdue,
            people,
            about=feedback,
            key=f"overdue:{feedback.pk}:{feedback.due_on}",
            pilot=feedback.pilot.title,
        )
