"""Votes and decisions on the thread.

An idea shows its own line of a vote ("2nd of 11"), never the other lines: so the line (`RoundOption`)
stands between an idea, or a recurring problem, and its decision. The page of a result shows the thread
through the line that came out first.
"""

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from ideas.models import Decision, Idea, IdeaAuthor, RecurringProblem, RoundOption
from ideas.permissions.decisions import awaits_decision, can_decide
from ideas.permissions.rounds import may_see_results
from intranet import roles
from intranet.base.text import ordinal, written_day
from intranet.directory.models import Agent
from intranet.discussion.registry import discuss
from intranet.thread.fil import Knot, Offer, Step, knot, link, offer


def read_option(option: RoundOption, agent: Agent) -> Knot:
    """The place of an idea in a vote, once it may be seen; until then, that it is put to the vote."""
    round = option.round
    url = round.get_absolute_url()
    if not may_see_results(agent, round):
        return Knot(title=round.title, detail=str(round.stage_label), url=url, is_done=False)
    tally = round.tallies.first()
    place = next(line["place"] for line in tally.result["ranking"] if line["option"] == option.number)
    total = len(tally.result["ranking"])
    ranked = ordinal(place, feminine=option.recurring_id is None)  # « une idée », « un problème »
    detail = ngettext("{n} ballot", "{n} ballots", tally.ballots).format(n=tally.ballots)
    return Knot(title=gettext("{place} of {total}").format(place=ranked, total=total), detail=detail, url=url)


def read_decision(decision: Decision, agent: Agent) -> Knot:
    if decision.is_draft:
        return Knot(title=gettext("draft"), url=decision.get_absolute_url(), is_done=False)
    day = written_day(localtime(decision.published_at), "j F Y")
    return Knot(title=decision.get_outcome_display().capitalize(), detail=day, url=decision.get_absolute_url())


def offer_decision(subject, agent: Agent) -> Offer | None:
    """A holder of the mandate may decide what waits for it."""
    if not awaits_decision(subject) or not can_decide(agent, subject):
        return None
    kind = "recurring" if isinstance(subject, RecurringProblem) else "idea"
    return Offer(label=gettext("Decide"), url=f"/ideas/decisions/new/{kind}/{subject.public_id}/", detail=gettext("within your mandate"))


def _decisions_of_options(pks):
    # The subjects first, each by its own index: a join to both would read every decision.
    options = RoundOption.objects.filter(pk__in=pks)
    subjects = Q(idea__in=options.values("version__idea")) | Q(recurring__in=options.values("recurring"))
    return Decision.objects.in_force().filter(subjects)


def _options_of_decisions(pks):
    decisions = Decision.objects.filter(pk__in=pks)
    subjects = Q(version__idea__in=decisions.values("idea")) | Q(recurring__in=decisions.values("recurring"))
    return RoundOption.objects.filter(subjects, **ANNOUNCED)


ANNOUNCED = {"round__status__in": ["announced", "published"]}
knot(
    RoundOption,
    step=Step.VOTE,
    read=read_option,
    columns=("number", "recurring_id", "round__public_id", "round__title", "round__status", "round__opens_at", "round__closes_at"),
)
knot(Decision, step=Step.DECISION, read=read_decision, columns=("public_id", "status", "outcome", "published_at"))
link(
    Idea,
    RoundOption,
    forward=lambda pks: RoundOption.objects.filter(version__idea__in=pks, **ANNOUNCED),
    backward=lambda pks: Idea.objects.published().filter(versions__options__in=pks),
)
link(
    RecurringProblem,
    RoundOption,
    forward=lambda pks: RoundOption.objects.filter(recurring__in=pks, **ANNOUNCED),
    backward=lambda pks: RecurringProblem.objects.confirmed().filter(options__in=pks),
)
link(
    RoundOption,
    Decision,
    forward=_decisions_of_options,
    backward=_options_of_decisions,
)
link(
    Idea,
    Decision,
    forward=lambda pks: Decision.objects.in_force().filter(idea__in=pks),
    backward=lambda pks: Idea.objects.published().filter(decisions__in=pks),
)
link(
    RecurringProblem,
    Decision,
    forward=lambda pks: Decision.objects.in_force().filter(recurring__in=pks),
    backward=lambda pks: RecurringProblem.objects.confirmed().filter(decisions__in=pks),
)
offer(Idea, offer_decision)
offer(RecurringProblem, offer_decision)
discuss(
    "decision",
    Decision,
    may_comment=lambda agent, decision: not decision.is_draft,
    may_moderate=lambda agent, decision: roles.has(agent, roles.Role.FACILITATOR),
    told=lambda decision: Agent.objects.filter(
        is_active=True,
        pk__in=[decision.decided_by_id, *IdeaAuthor.objects.accepted().filter(idea=decision.idea_id).values_list("agent_id", flat=True)],
    ),
)
