"""What waits for an agent in pilots, and what they did there."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import Count, Max, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.base import clock
from intranet.base.text import excerpt, written_day
from intranet.directory.models import Agent
from intranet.directory.querysets import name_at
from intranet.home import ME, Deed, Task, deeds, waiting
from pilots.models import Audience, Feedback, GateDecision, Indicator, Membership, Pilot, Reply, SponsorCommitment, SponsorMandate
from pilots.models.pilots import State

FEW = 5  # tasks of one kind shown on the home page
SPOKE_LATELY = timedelta(days=28)


def _evening(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(18)))


@waiting(SponsorMandate.objects.proposed().filter(sponsor=ME))
def mandates_to_answer(agent: Agent) -> Iterator[Task]:
    """Mandates that ask for this agent's answer."""
    for mandate in SponsorMandate.objects.proposed().of(agent).select_related("pilot", "proposed_by")[:FEW]:
        yield Task(
            area="pilots",
            eyebrow=_("A mandate for you"),
            title=_("Sponsor “{pilot}”?").format(pilot=mandate.pilot.title),
            detail=_("{name} asks you: read what you would promise, then accept or decline.").format(name=mandate.proposed_by.name),
            url=mandate.get_absolute_url(),
            action=_("Read the mandate"),
        )


@waiting(SponsorCommitment.objects.filter(mandate__sponsor=ME, mandate__status="accepted", done_on=None))
def commitments_to_keep(agent: Agent) -> Iterator[Task]:
    """Commitments of a sponsor that are due within two weeks, or late."""
    soon = clock.today() + timedelta(days=14)
    due = SponsorCommitment.objects.filter(
        mandate__sponsor=agent,
        mandate__status="accepted",
        done_on=None,
        due_on__lte=soon,
        mandate__pilot__state__in=("running", "review", "ready"),
    )
    for commitment in due.select_related("mandate__pilot")[:FEW]:
        yield Task(
            area="pilots",
            eyebrow=_("Your commitment, by {day}").format(day=written_day(commitment.due_on, "j F")),
            title=commitment.what,
            detail=commitment.mandate.pilot.title,
            url=commitment.mandate.get_absolute_url(),
            action=_("See the mandate"),
            due_at=_evening(commitment.due_on),
        )


@waiting(Feedback.objects.filter(owner=ME).roots().waiting())
def feedback_to_answer(agent: Agent) -> Iterator[Task]:
    """Feedback that this agent must answer, the nearest date first."""
    mine = Feedback.objects.filter(owner=agent).roots().waiting()
    shown = ("public_id", "text", "state", "due_on", "pilot__code", "pilot__title")
    for item in mine.by_due().select_related("pilot").only(*shown)[:FEW]:
        late = item.is_overdue
        yield Task(
            area="pilots",
            eyebrow=_("Reply late since {day}").format(day=written_day(item.due_on, "j F"))
            if late
            else _("Reply due by {day}").format(day=written_day(item.due_on, "j F")),
            title=excerpt(item.text, 90),
            detail=item.pilot.title,
            url=item.get_absolute_url(),
            action=_("Answer"),
            due_at=_evening(item.due_on),
        )


@waiting(Membership.objects.leads().filter(person=ME))
def feedback_to_sort(agent: Agent) -> Iterator[Task]:
    """Feedback that nobody took yet, for the lead."""
    new = Pilot.objects.led_by(agent).filter(feedback__state="new", feedback__owner=None, feedback__merged_into=None)
    for pilot in new.only("code", "title", "created_at").annotate(n=Count("feedback")).order_by("-created_at", "-pk")[:FEW]:
        yield Task(
            area="pilots",
            eyebrow=_("Feedback to sort"),
            title=pilot.title,
            detail=_("{n} items wait for a reply.").format(n=pilot.n),
            url=reverse("pilots:feedback_board", args=[pilot.code]),
            action=_("Sort"),
        )


@waiting(Indicator.objects.filter(owner=ME, pilot__state__in=("running", "review")))
def measures_due(agent: Agent) -> Iterator[Task]:
    """Indicators whose last measure is older than their rhythm."""
    today = clock.today()
    mine = Indicator.objects.filter(owner=agent, pilot__state__in=("running", "review")).select_related("pilot")
    shown = ("public_id", "name", "frequency", "is_headline", "pilot__code", "pilot__title", "pilot__started_on")
    for indicator in mine.only(*shown).annotate(last=Max("measurements__period_end")).order_by("-is_headline", "pk")[: 4 * FEW]:
        since = indicator.last or indicator.pilot.started_on
        due = since + timedelta(days=indicator.days_per_period + 3)
        if due <= today:
            yield Task(
                area="pilots",
                eyebrow=_("A measure to type"),
                title=indicator.name,
                detail=indicator.pilot.title,
                url=reverse("pilots:measure", args=[indicator.pilot.code, indicator.public_id]),
                action=_("Type it"),
                due_at=_evening(due),
            )


@waiting(Membership.objects.leads().filter(person=ME))
def reviews_to_prepare(agent: Agent) -> Iterator[Task]:
    """Reviews that are near, for the lead."""
    soon = clock.today() + timedelta(days=14)
    near = Pilot.objects.led_by(agent).filter(state=State.RUNNING, next_review_on__lte=soon)
    for pilot in near.only("code", "title", "next_review_on")[:FEW]:
        yield Task(
            area="pilots",
            eyebrow=_("Review on {day}").format(day=written_day(pilot.next_review_on, "j F")),
            title=pilot.title,
            detail=_("See what is missing before it goes to review."),
            url=reverse("pilots:gates", args=[pilot.code]),
            action=_("Prepare the review"),
            due_at=_evening(pilot.next_review_on),
        )


@waiting(SponsorMandate.objects.accepted().filter(sponsor=ME, pilot__state=State.REVIEW))
def reviews_to_decide(agent: Agent) -> Iterator[Task]:
    """Outcomes that this sponsor decides."""
    sponsored = SponsorMandate.objects.accepted().of(agent).values("pilot")
    for pilot in Pilot.objects.filter(pk__in=sponsored, state=State.REVIEW)[:FEW]:
        yield Task(
            area="pilots",
            eyebrow=_("Your decision"),
            title=_("What becomes of “{pilot}”?").format(pilot=pilot.title),
            detail=_("Extend, generalise, keep it where it is, frame it again or stop: with your reasons."),
            url=reverse("pilots:review", args=[pilot.code]),
            action=_("Read the review"),
        )


@waiting(Membership.objects.current().filter(person__manager=ME, share_of_time__gt=0, manager_agreed_on=None))
def time_to_agree(agent: Agent) -> Iterator[Task]:
    """Time that members of this manager's team would give to a pilot."""
    asked = Membership.objects.current().filter(person__manager=agent, share_of_time__gt=0, manager_agreed_on=None)
    shown = ("share_of_time", *name_at("person"), "pilot__code", "pilot__title")
    for member in asked.exclude(pilot__state__in=("stopped", "closed")).select_related("person", "pilot").only(*shown)[:FEW]:
        yield Task(
            area="pilots",
            eyebrow=_("Your agreement, as line manager"),
            title=_("{share} % of the time of {name}").format(share=member.share_of_time, name=member.person.name),
            detail=member.pilot.title,
            url=reverse("pilots:team", args=[member.pilot.code]),
            action=_("Read and agree"),
        )


@waiting(
    Audience.objects.containing(OuterRef("unit__path"))
    .filter(pilot__state=State.RUNNING, pilot__is_feedback_open=True)
    .exclude(pilot__in=Membership.objects.filter(person=OuterRef(ME)).values("pilot"))
)
def my_feedback_counts(agent: Agent) -> Iterator[Task]:
    """Pilots that change this agent's work, and of which they said nothing lately; not those where they have or had a part."""
    lately = Feedback.objects.filter(author=agent, given_at__gte=clock.now() - SPOKE_LATELY).order_by().values("pilot")
    concerned = Pilot.objects.visible_to(agent).filter(state=State.RUNNING, is_feedback_open=True).for_audience(agent)
    silent = concerned.exclude(pk__in=lately).exclude(memberships__person=agent).only("code", "title", "created_at")
    for pilot in silent.with_feedback_totals().order_by("-created_at", "-pk")[:2]:
        yield Task(
            area="pilots",
            eyebrow=_("Your feedback counts"),
            title=_("{pilot}: two minutes on your week").format(pilot=pilot.title),
            detail=_("{given} items of feedback received, {answered} answered.").format(
                given=pilot.given_count, answered=pilot.answered_count
            ),
            url=reverse("pilots:give_feedback", args=[pilot.code]),
            action=_("Give my feedback"),
        )


@deeds(
    Membership.objects.filter(person=ME),
    SponsorMandate.objects.filter(sponsor=ME).exclude(accepted_at=None),
    GateDecision.objects.filter(decided_by=ME),
)
def proposed_and_led(agent: Agent) -> Iterator[Deed]:
    """Pilots joined, decisions taken, mandates accepted."""
    for member in Membership.objects.filter(person=agent).select_related("pilot").order_by("-joined_on")[:50]:
        at = timezone.make_aware(datetime.combine(member.joined_on, time(9)))
        kind = gettext_lazy("Led a pilot") if member.role == Membership.Role.LEAD else gettext_lazy("On the team of a pilot")
        yield Deed(area="pilots", at=at, title=member.pilot.title, url=member.pilot.get_absolute_url(), kind=kind)
    for mandate in SponsorMandate.objects.of(agent).exclude(accepted_at=None).select_related("pilot").order_by("-accepted_at")[:50]:
        yield Deed(
            area="pilots",
            at=mandate.accepted_at,
            title=mandate.pilot.title,
            url=mandate.get_absolute_url(),
            kind=gettext_lazy("Accepted to sponsor a pilot"),
        )
    for decision in GateDecision.objects.filter(decided_by=agent).select_related("pilot").order_by("-recorded_at")[:50]:
        at = timezone.make_aware(datetime.combine(decision.decided_on, time(12)))
        yield Deed(
            area="pilots", at=at, title=decision.pilot.title, url=decision.get_absolute_url(), kind=gettext_lazy("Decided on a pilot")
        )


@deeds(Feedback.objects.filter(author=ME), Reply.objects.filter(replied_by=ME))
def said_and_answered(agent: Agent) -> Iterator[Deed]:
    """Feedback given and answered."""
    for item in Feedback.objects.filter(author=agent).select_related("pilot").order_by("-given_at")[:50]:
        yield Deed(area="pilots", at=item.given_at, title=item.pilot.title, url=item.get_absolute_url(), kind=gettext_lazy("Gave feedback"))
    for reply in Reply.objects.filter(replied_by=agent).select_related("feedback__pilot").order_by("-replied_at")[:50]:
        yield Deed(
            area="pilots",
            at=reply.replied_at,
            title=reply.feedback.pilot.title,
            url=reply.feedback.get_absolute_url(),
            kind=gettext_lazy("Answered feedback"),
        )
