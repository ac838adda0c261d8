"""What votes and decisions show on the pages of campaigns, problems and ideas."""

from ideas.models import Campaign, Decision, Idea, Priority, RecurringProblem, ReplyDuty, RoundOption, Tally, VotingRound
from ideas.permissions.rounds import can_prepare_round, may_see_results
from ideas.tally import wording
from intranet.base import clock
from intranet.base.panels import panel
from intranet.directory.models import Agent
from intranet.directory.querysets import with_names

SHOWN = 5


def _open_rounds(viewer: Agent):
    return (
        VotingRound.objects.visible_to(viewer)
        .open_at(clock.now())
        .select_related("campaign")
        .with_roll_of(viewer)
        .only("public_id", "title", "kind", "status", "opens_at", "closes_at", "cancelled_at", "campaign__name")
        .order_by("closes_at", "pk")
    )


@panel("ideas_now", order=10)
def open_votes(viewer: Agent, subject) -> tuple[str, dict] | None:
    """The votes open now."""
    rounds = list(_open_rounds(viewer)[:SHOWN])
    return ("ideas/rounds/_open.html", {"rounds": rounds}) if rounds else None


@panel("campaign_now", order=10)
def open_votes_of_campaign(viewer: Agent, campaign: Campaign) -> tuple[str, dict] | None:
    """The votes of this campaign that are open now."""
    rounds = list(_open_rounds(viewer).filter(campaign=campaign))
    return ("ideas/rounds/_open.html", {"rounds": rounds}) if rounds else None


@panel("campaign", order=20)
def votes_of_campaign(viewer: Agent, campaign: Campaign) -> tuple[str, dict] | None:
    """The votes of this campaign, and what was decided."""
    rounds = VotingRound.objects.visible_to(viewer).filter(campaign=campaign).select_related("campaign").with_roll_of(viewer)
    context = {
        "campaign": campaign,
        "rounds": list(rounds.order_by("opens_at", "pk")),
        "decisions": list(Decision.objects.in_force().with_subject().filter(campaign=campaign).newest_first()[:SHOWN]),
        "may_prepare": can_prepare_round(viewer) and not campaign.is_draft,
        "duties": ReplyDuty.objects.open().filter(campaign=campaign).count(),
    }
    shown = context["rounds"] or context["decisions"] or context["may_prepare"]
    return ("ideas/rounds/_of_campaign.html", context) if shown else None


@panel("ideas_index", order=20)
def latest_decisions(viewer: Agent, subject) -> tuple[str, dict] | None:
    """The latest decisions, and how many answers are late."""
    decisions = list(Decision.objects.in_force().with_line().newest_first()[:3])
    late = ReplyDuty.objects.late().count()
    return ("ideas/decisions/_latest.html", {"decisions": decisions, "late": late}) if decisions or late else None


@panel("idea", order=10)
def decision_on_idea(viewer: Agent, idea: Idea) -> tuple[str, dict] | None:
    """The decision in force on this idea, before the idea itself."""
    decision = Decision.objects.in_force().filter(idea=idea).for_panel().first()
    return ("ideas/decisions/_panel.html", {"decision": decision}) if decision else None


@panel("recurring", order=10)
def decision_on_recurring(viewer: Agent, recurring: RecurringProblem) -> tuple[str, dict] | None:
    """The decision in force on this recurring problem."""
    decision = Decision.objects.in_force().filter(recurring=recurring).for_panel().first()
    return ("ideas/decisions/_panel.html", {"decision": decision}) if decision else None


@panel("idea_aside", order=10)
def vote_on_idea(viewer: Agent, idea: Idea) -> tuple[str, dict] | None:
    """The vote on this idea: its result once published, until then only that it is put to the vote; and the answer owed."""
    return _vote(viewer, idea, {"idea": idea})


@panel("recurring_aside", order=10)
def vote_on_recurring(viewer: Agent, recurring: RecurringProblem) -> tuple[str, dict] | None:
    """The vote on this recurring problem, and whether it came out first."""
    return _vote(viewer, recurring, {"recurring": recurring})


def _vote(viewer: Agent, subject, about: dict) -> tuple[str, dict] | None:
    option = (
        RoundOption.objects.about(subject)
        .filter(round__status__in=["announced", "published"])
        .select_related("round")
        .order_by("-round__opens_at")
        .first()
    )
    duty = with_names(ReplyDuty.objects.open().filter(**about), "holder").first()
    if option is None and duty is None:
        return None
    context = {"option": option, "round": option.round if option else None, "duty": duty, "subject": subject, "lines": []}
    context["priority"] = Priority.objects.filter(**about).first() if "recurring" in about else None
    if option is not None and may_see_results(viewer, option.round):
        tally = Tally.objects.filter(round=option.round_id).order_by("-seq").first()
        titles = dict(RoundOption.objects.filter(round=option.round_id).order_by().values_list("number", "title"))
        ranking = tally.result["ranking"]
        shown = ranking[:3] + [line for line in ranking[3:] if line["option"] == option.number]
        context |= {
            "tally": tally,
            "turnout": wording.percent(tally.ballots, tally.roll_size),
            "quorum": wording.pct(tally.result["quorum"]["pct"]),
            "lines": [line | {"title": titles[line["option"]], "is_this": line["option"] == option.number} for line in shown],
        }
    return "ideas/rounds/_aside.html", context


@panel("desk", order=20)
def votes_to_prepare(viewer: Agent, subject) -> tuple[str, dict] | None:
    """For facilitators: votes in preparation, and cancellations that wait for a second person."""
    if not can_prepare_round(viewer):
        return None
    rounds = VotingRound.objects.select_related("campaign").with_roll_of(viewer)
    context = {
        "drafts": list(rounds.filter(status="draft").order_by("-pk")[:SHOWN]),
        "to_confirm": list(rounds.filter(status="announced", cancel_asked_by__isnull=False).exclude(cancel_asked_by=viewer)),
    }
    return "ideas/rounds/_desk.html", context
