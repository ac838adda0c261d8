"""What facilitators do with reports that tell the same story, and how their authors contest it."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ideas.models import Campaign, Contest, Idea, Membership, Problem, RecurringProblem, UserView
from ideas.notifications import problems as told
from ideas.permissions import problems as may
from ideas.permissions import proposals as may_ideas
from intranet import audit, roles
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from intranet.search import door


@transaction.atomic
def gather(
    *, by: Agent, title: str, summary: str, problems: Iterable[Problem], campaign: Campaign | None = None, why: dict | None = None
) -> RecurringProblem:
    """Confirm a recurring problem: a title and a summary written by a person, and at least two reports.

    `why` gives, for the key of a report, the words it shares with the first. The authors are told and
    may contest. Refuses a report that is not published or that another recurring problem holds.
    """
    if not may.can_group(by):
        raise PermissionDenied(_("Only a facilitator may gather reports."))
    chosen = list(problems)
    if len(chosen) < 2:
        raise ValidationError({"problems": _("Choose at least two reports: a recurring problem is told more than once.")})
    recurring = RecurringProblem.objects.create(
        title=title.strip(),
        summary=summary.strip(),
        campaign=campaign,
        status=RecurringProblem.Status.CONFIRMED,
        named_by=by,
        confirmed_at=clock.now(),
    )
    _add_all(recurring, chosen, by, why)
    audit.record("ideas.group", recurring, actor=by, reports=len(chosen))
    door.refresh(recurring)
    return recurring


@transaction.atomic
def edit_recurring(*, by: Agent, recurring: RecurringProblem, title: str, summary: str, campaign: Campaign | None) -> RecurringProblem:
    """Change the title, the summary or the campaign of a recurring problem."""
    if not may.can_group(by):
        raise PermissionDenied(_("Only a facilitator may change a recurring problem."))
    recurring.title, recurring.summary, recurring.campaign = title.strip(), summary.strip(), campaign
    recurring.save(update_fields=["title", "summary", "campaign", "updated_at"])
    audit.record("ideas.edit_group", recurring, actor=by)
    door.refresh(recurring)
    return recurring


@transaction.atomic
def add_reports(*, by: Agent, recurring: RecurringProblem, problems: Iterable[Problem], why: dict | None = None) -> int:
    """Put more reports into a recurring problem. Returns how many."""
    if not may.can_group(by):
        raise PermissionDenied(_("Only a facilitator may gather reports."))
    added = _add_all(recurring, problems, by, why)
    audit.record("ideas.edit_group", recurring, actor=by, added=added)
    return added


@transaction.atomic
def take_out(*, by: Agent, membership: Membership) -> None:
    """Take a report out of its recurring problem; its author is told."""
    if not may.can_group(by):
        raise PermissionDenied(_("Only a facilitator may take a report out."))
    membership = _locked_membership(membership)
    if _refuse_membership(membership, by):
        notify(
            told.ProblemTakenOut,
            [membership.problem.author],
            key=f"{membership.pk}:{membership.decided_at.isoformat()}",
            about=membership.problem,
            actor=by,
            title=membership.problem.title,
            recurring=membership.recurring.title,
        )


@transaction.atomic
def settle(*, by: Agent, recurring: RecurringProblem, addressed: bool) -> RecurringProblem:
    """Say that a recurring problem is addressed, or that it came back. Refuses to say again what is already said."""
    if not may.can_group(by):
        raise PermissionDenied(_("Only a facilitator may say that a problem is addressed."))
    recurring = RecurringProblem.objects.select_for_update().get(pk=recurring.pk)
    status = RecurringProblem.Status
    if recurring.status not in ((status.CONFIRMED, status.REOPENED) if addressed else (status.ADDRESSED,)):
        raise ValidationError(_("Somebody changed this recurring problem meanwhile: read its page again."))
    recurring.status = status.ADDRESSED if addressed else status.REOPENED
    recurring.save(update_fields=["status", "updated_at"])
    audit.record("ideas.edit_group", recurring, actor=by, became=recurring.status)
    return recurring


@transaction.atomic
def contest(*, agent: Agent, membership: Membership, reason: str) -> Contest:
    """Say that one's report does not belong in a recurring problem. The facilitators are told, never who the author is."""
    membership = _locked_membership(membership)  # two windows do not contest it together
    if not may.can_contest(agent, membership):
        raise PermissionDenied(_("Only the author of a report may contest its grouping."))
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why it does not belong there.")})
    if Contest.objects.waiting().filter(membership=membership).exists():
        raise ValidationError(_("You already contested this grouping: an answer is on its way."))
    said = Contest.objects.create(membership=membership, agent=agent, reason=reason)
    problem = membership.problem
    audit.record("ideas.contest", membership.recurring, actor=agent if problem.is_named else None, problem=problem.public_id)
    notify(
        told.GroupingContested,
        roles.holders(roles.Role.FACILITATOR).exclude(pk=agent.pk),
        key=f"{said.pk}",
        about=said,
        title=problem.title,
        recurring=membership.recurring.title,
    )
    return said


@transaction.atomic
def answer_contest(*, by: Agent, contest: Contest, accepted: bool, explanation: str) -> Contest:
    """Answer an author: accepted, the report is taken out; refused, with an explanation. Never one's own contest."""
    membership = _locked_membership(contest.membership)
    contest = Contest.objects.select_for_update(of=("self",)).select_related("agent").get(pk=contest.pk)
    if not may.can_answer_contest(by) or contest.agent_id == by.pk:
        raise PermissionDenied(_("Only a facilitator who is not the author may answer."))
    if contest.outcome != Contest.Outcome.OPEN:
        raise ValidationError(_("This was already answered."))
    explanation = explanation.strip()
    if not explanation:
        raise ValidationError({"explanation": _("Explain your answer: the author will read it.")})
    contest.outcome = Contest.Outcome.ACCEPTED if accepted else Contest.Outcome.REFUSED
    contest.explanation = explanation
    contest.answered_by = by
    contest.answered_at = clock.now()
    contest.save()
    if accepted:
        _refuse_membership(membership, by)
    audit.record("ideas.answer_contest", membership.recurring, actor=by, outcome=contest.outcome)
    notify(
        told.ContestAnswered,
        [contest.agent],
        key=f"{contest.pk}",
        about=membership.problem,
        actor=by,
        title=membership.problem.title,
        accepted=accepted,
        explanation=explanation,
    )
    return contest


@transaction.atomic
def write_view(
    *, author: Agent, recurring: RecurringProblem | None = None, idea: Idea | None = None, view: UserView | None = None, **fields: Any
) -> UserView:
    """Write, or correct, what a problem or an idea is like for one person. Its author and the facilitators may correct it."""
    if view is not None:
        if view.author_id != author.pk and not roles.has(author, roles.Role.FACILITATOR):
            raise PermissionDenied(_("Only who wrote this sheet, or a facilitator, may change it."))
    elif recurring is not None and may.can_write_view(author, recurring):
        view = UserView(recurring=recurring, author=author)
    elif idea is not None and may_ideas.can_write_idea_view(author, idea):
        view = UserView(idea=idea, author=author)
    else:
        raise PermissionDenied(_("You cannot write a user’s view here."))
    for name in ("persona", "situation", "journey_now", "pain", "evidence"):
        setattr(view, name, fields[name])
    view.save()
    audit.record("ideas.write_view", view.recurring or view.idea, actor=author)
    return view


def _locked_membership(membership: Membership) -> Membership:
    found = Membership.objects.select_for_update(of=("self",)).select_related("problem__author", "recurring")
    return found.get(pk=membership.pk)


def _add_all(recurring: RecurringProblem, problems: Iterable[Problem], by: Agent, why: dict | None) -> int:
    """Add each, always in the same order: two facilitators who gather the same reports do not wait for each other."""
    return len([_add(recurring, each, by, (why or {}).get(each.pk, [])) for each in sorted(problems, key=lambda each: each.pk)])


def _add(recurring: RecurringProblem, problem: Problem, by: Agent, why: list) -> Membership:
    # Under the lock that withdrawing and hiding take: neither happens between this look and the writing.
    problem = Problem.objects.select_for_update(of=("self",)).select_related("author").get(pk=problem.pk)
    held = Membership.objects.confirmed().filter(problem=problem).select_related("recurring").first()
    if held is not None and held.recurring_id != recurring.pk:
        raise ValidationError(
            {"problems": _("“{title}” is already in “{recurring}”.").format(title=problem.title, recurring=held.recurring.title)}
        )
    if not problem.is_published:
        raise ValidationError({"problems": _("“{title}” is not published.").format(title=problem.title)})
    try:
        with transaction.atomic():
            membership, _created = Membership.objects.update_or_create(
                recurring=recurring,
                problem=problem,
                defaults={
                    "source": Membership.Source.HUMAN,
                    "state": Membership.State.CONFIRMED,
                    "why": why,
                    "decided_by": by,
                    "decided_at": clock.now(),
                },
            )
    except IntegrityError:  # another facilitator took it meanwhile
        raise ValidationError({"problems": _("“{title}” has just joined another recurring problem.").format(title=problem.title)}) from None
    notify(
        told.ProblemGrouped,
        [problem.author],
        key=f"{membership.pk}:{membership.decided_at.isoformat()}",
        about=problem,
        actor=by,
        title=problem.title,
        recurring=recurring.title,
    )
    return membership


def _refuse_membership(membership: Membership, by: Agent) -> bool:
    if membership.state == Membership.State.REFUSED:
        return False
    membership.state = Membership.State.REFUSED
    membership.decided_by = by
    membership.decided_at = clock.now()
    membership.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record("ideas.ungroup", membership.recurring, actor=by, problem=membership.problem.public_id)
    return True
