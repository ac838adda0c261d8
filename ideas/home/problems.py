"""What waits: phases open to me, groupings that are contested, reports to gather. What I did: reported, told a user's view."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ideas.models import Contest, Idea, Phase, Problem, RecurringProblem, UserView
from intranet import roles
from intranet.base.text import written_day
from intranet.directory.models import Agent
from intranet.home import ME, Deed, Task, deeds, waiting

SHOWN = 3
MANY = 5  # fewer reports than this can wait for the next ones


@waiting()
def phases_open(agent: Agent) -> Iterator[Task]:
    """The phases where `agent` may write, until they did."""
    shown = ("kind", "closes_at", "campaign__question", "campaign__name", "campaign__slug")
    phases = list(Phase.objects.of_writing(agent).only(*shown)[:SHOWN])
    done = _phases_done(agent, phases)
    for phase in phases:
        if phase in done:
            continue
        kinds = Phase.Kind
        url, action = {
            kinds.COLLECT_PROBLEMS: (f"{reverse('ideas:problem_report')}?campaign={phase.campaign.slug}", _("Report")),
            kinds.USER_VIEW: (f"{reverse('ideas:recurring_list')}?campaign={phase.campaign.slug}", _("Step into their shoes")),
            kinds.IDEATE: (f"{reverse('ideas:idea_new')}?campaign={phase.campaign.slug}", _("Propose")),
        }[phase.kind]
        day = written_day(localtime(phase.last_moment), "l j F")
        yield Task(
            area="ideas",
            eyebrow=_("{phase}, until {day}").format(phase=phase.get_kind_display(), day=day),
            title=phase.campaign.question,
            detail=phase.campaign.name,
            url=url,
            action=action,
            due_at=phase.closes_at,
        )


def _phases_done(agent: Agent, phases: list[Phase]) -> set[Phase]:
    """Of these phases, those where `agent` already reported, or proposed. Asks only about the kinds that are there."""
    mine = {
        Phase.Kind.COLLECT_PROBLEMS: lambda: Problem.objects.published().filter(author=agent),
        Phase.Kind.IDEATE: lambda: Idea.objects.authored_by(agent),
    }
    done: set[Phase] = set()
    for kind, written in mine.items():
        of_kind = {phase.campaign_id: phase for phase in phases if phase.kind == kind}
        if of_kind:
            found = written().filter(campaign__in=of_kind).order_by().values_list("campaign", flat=True).distinct()
            done.update(of_kind[campaign] for campaign in found)
    return done


@waiting()
def facilitators_queue(agent: Agent) -> Iterator[Task]:
    """For facilitators: contests to answer, reports to gather, ideas to read."""
    if not roles.has(agent, roles.Role.FACILITATOR):
        return
    contests = list(Contest.objects.waiting().exclude(agent=agent).select_related("membership__problem", "membership__recurring")[:20])
    if contests:
        first = contests[0]
        yield Task(
            area="ideas",
            eyebrow=ngettext("{n} contested grouping", "{n} contested groupings", len(contests)).format(n=len(contests)),
            title=first.membership.problem.title,
            detail=first.membership.recurring.title,
            url=first.get_absolute_url() if len(contests) == 1 else reverse("ideas:contests"),
            action=_("Answer"),
        )
    alone = Problem.objects.published().grouped(False).count()
    to_read = Idea.objects.filter(status="published").count()
    lacking = RecurringProblem.objects.lacking_view().count()
    if alone >= MANY or to_read or lacking:
        parts = [
            ngettext("{n} report to gather", "{n} reports to gather", alone).format(n=alone),
            ngettext("{n} idea to read before the vote", "{n} ideas to read before the vote", to_read).format(n=to_read),
            ngettext("{n} recurring problem without its user’s view", "{n} recurring problems without their user’s view", lacking).format(
                n=lacking
            ),
        ]
        counts = (alone, to_read, lacking)
        yield Task(
            area="ideas",
            eyebrow=_("The facilitators’ desk"),
            title=", ".join(part for part, count in zip(parts, counts, strict=True) if count),
            detail="",
            url=reverse("ideas:desk"),
            action=_("Open"),
        )


@waiting(Problem.objects.filter(author=ME, status="draft"))
def drafts_of_reports(agent: Agent) -> Iterator[Task]:
    """The drafts of reports that `agent` began and did not send."""
    drafts = Problem.objects.filter(author=agent, status="draft").order_by("-updated_at")
    for title, public_id in drafts.values_list("title", "public_id")[:1]:
        yield Task(
            area="ideas",
            eyebrow=_("A report that you began"),
            title=title,
            detail="",
            url=reverse("ideas:problem_edit", args=[public_id]),
            action=_("Go on"),
        )


@deeds(Problem.objects.published().filter(author=ME))
def problems_reported(agent: Agent) -> Iterator[Deed]:
    """The problems that `agent` reported: read by nobody else, hidden name or not."""
    for problem in Problem.objects.mine(agent).published().newest_first()[:50]:
        yield Deed(area="ideas", at=problem.published_at, title=problem.title, url=problem.get_absolute_url(), kind=_("Reported"))


@deeds(UserView.objects.filter(author=ME))
def views_written(agent: Agent) -> Iterator[Deed]:
    """The users' views that `agent` wrote."""
    for view in UserView.objects.visible_to(agent).filter(author=agent).select_related("recurring", "idea").order_by("-created_at")[:50]:
        yield Deed(
            area="ideas", at=view.created_at, title=view.persona, url=view.get_absolute_url(), kind=_("Stepped into the user’s shoes")
        )
