"""Who may do what with problems and recurring problems."""

from ideas.models import Membership, Problem, RecurringProblem
from intranet import roles
from intranet.directory.models import Agent


def is_grouped(problem: Problem) -> bool:
    """Whether a recurring problem holds this report."""
    return Membership.objects.confirmed().filter(problem=problem).exists()


def can_edit_problem(agent: Agent, problem: Problem) -> bool:
    """Its author, while it is a draft or published and no recurring problem holds it."""
    return (
        problem.author_id == agent.pk
        and problem.status in {Problem.Status.DRAFT, Problem.Status.PUBLISHED}
        and (problem.status == Problem.Status.DRAFT or not is_grouped(problem))
    )


def can_echo(agent: Agent, problem: Problem) -> bool:
    """Any agent but the author, on a published report."""
    return problem.is_published and problem.author_id != agent.pk


def can_moderate_problem(agent: Agent, problem: Problem) -> bool:
    """Facilitators hide a report with a reason, and show it again. Not their own: another facilitator does."""
    return roles.has(agent, roles.Role.FACILITATOR) and problem.author_id != agent.pk


def can_group(agent: Agent) -> bool:
    """Facilitators gather reports into recurring problems, and name them."""
    return roles.has(agent, roles.Role.FACILITATOR)


def can_contest(agent: Agent, membership: Membership) -> bool:
    """The author of a report contests the grouping of that report."""
    return membership.state == Membership.State.CONFIRMED and membership.problem.author_id == agent.pk


def can_answer_contest(agent: Agent) -> bool:
    """Facilitators answer, with an explanation."""
    return roles.has(agent, roles.Role.FACILITATOR)


def can_write_view(agent: Agent, recurring: RecurringProblem) -> bool:
    """Any agent may say what a recurring problem is like for the person at the counter."""
    return agent.is_active and recurring.status in RecurringProblem.SHOWN
