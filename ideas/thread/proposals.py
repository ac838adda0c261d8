"""Ideas on the thread."""

from django.utils.translation import ngettext

from ideas.models import Idea, RecurringProblem
from ideas.permissions.proposals import can_comment_idea
from intranet import roles
from intranet.directory.models import Agent
from intranet.discussion.registry import discuss
from intranet.thread.fil import Knot, Step, knot, link
from skills.models import Evidence


def read_idea(idea: Idea, agent: Agent) -> Knot:
    count = len(idea.authors) if hasattr(idea, "authors") else idea.authorships.accepted().count()
    detail = ngettext("{n} author", "{n} authors", count).format(n=count)
    return Knot(title=idea.title, detail=detail, url=idea.get_absolute_url())


knot(Idea, step=Step.IDEA, read=read_idea, columns=("public_id", "current_version__title"))
link(
    RecurringProblem,
    Idea,
    forward=lambda pks: Idea.objects.published().exclude(status="merged").filter(problems__in=pks),
    backward=lambda pks: RecurringProblem.objects.confirmed().filter(ideas__in=pks),
)
link(
    Idea,
    Evidence,
    forward=lambda pks: Evidence.objects.about(Idea, pks),
    backward=lambda pks: Idea.objects.published().filter(
        pk__in=Evidence.objects.filter(pk__in=pks, kind=Evidence.Kind.IDEA).values("about_id")
    ),
)
discuss(
    "idea",
    Idea,
    may_comment=can_comment_idea,
    may_moderate=lambda agent, idea: roles.has(agent, roles.Role.FACILITATOR),
    told=lambda idea: Agent.objects.filter(
        is_active=True,
        pk__in=[*idea.authorships.accepted().values_list("agent_id", flat=True), *idea.follows.values_list("agent_id", flat=True)],
    ),
)
