"""Problems and recurring problems on the thread."""

from django.utils.translation import ngettext

from ideas.models import Membership, Problem, RecurringProblem
from intranet import roles
from intranet.directory.models import Agent
from intranet.discussion.registry import discuss
from intranet.thread.fil import Knot, Step, knot, link


def read_problem(problem: Problem, agent: Agent) -> Knot:
    return Knot(title=problem.title, detail=problem.service.name if problem.service else "", url=problem.get_absolute_url())


def read_recurring(recurring: RecurringProblem, agent: Agent) -> Knot:
    counted = recurring.memberships.confirmed().count()
    detail = ngettext("{n} report", "{n} reports", counted).format(n=counted)
    return Knot(title=recurring.title, detail=detail, url=recurring.get_absolute_url())


def _facilitates(agent: Agent, obj) -> bool:
    return roles.has(agent, roles.Role.FACILITATOR)


knot(Problem, step=Step.PROBLEM, read=read_problem, columns=("public_id", "title", "service__name"))
knot(RecurringProblem, step=Step.RECURRING, read=read_recurring, columns=("public_id", "title"))
link(
    Problem,
    RecurringProblem,
    forward=lambda pks: RecurringProblem.objects.confirmed().filter(memberships__problem__in=pks, memberships__state="confirmed"),
    backward=lambda pks: Problem.objects.published().filter(
        pk__in=Membership.objects.confirmed().filter(recurring__in=pks).values("problem")
    ),
)
discuss(
    "problem",
    Problem,
    may_comment=lambda agent, problem: problem.is_published,
    may_moderate=_facilitates,
    told=lambda problem: Agent.objects.filter(pk=problem.author_id),
)
discuss(
    "recurring",
    RecurringProblem,
    may_comment=lambda agent, recurring: recurring.status in RecurringProblem.SHOWN,
    may_moderate=_facilitates,
    told=lambda recurring: Agent.objects.filter(pk=recurring.named_by_id),
)
