"""Votes: the list, one vote before and after its close, its result, its pack."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ideas.actions import rounds as preparing
from ideas.actions import tallies
from ideas.actions.ballots import receipt_of
from ideas.forms.rounds import ReasonForm
from ideas.models import Ballot, CountedBallot, Decision, ReplyDuty, RollEntry, RoundOption, VotingRound
from ideas.permissions import rounds as may
from ideas.tally import pack, wording
from intranet.accounts.throttling import limit
from intranet.base import clock
from intranet.base.forms import bind
from intranet.base.pages import paginate
from intranet.base.posting import button, form_page
from intranet.base.spreadsheets import csv_answer


def find_round(request: HttpRequest, public_id, *related: str) -> VotingRound:
    """The round at this address, when the person may see it."""
    return get_object_or_404(
        VotingRound.objects.visible_to(request.user).select_related("campaign", "rules__ruleset", *related), public_id=public_id
    )


def find_result(request: HttpRequest, public_id, *related: str) -> VotingRound:
    """The same, when its result may be seen: before the close there is nothing at this address."""
    round = find_round(request, public_id, *related)
    if not may.may_see_results(request.user, round):
        raise Http404
    return round


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """The votes: open now, coming, in preparation for facilitators, and over."""
    now = clock.now()
    seen = VotingRound.objects.visible_to(request.user).select_related("campaign").with_roll_of(request.user)
    is_facilitator = may.can_prepare_round(request.user)
    context = {
        "open": seen.open_at(now).order_by("closes_at", "pk"),
        "coming": seen.coming_at(now).order_by("opens_at", "pk"),
        "drafts": seen.filter(status="draft").order_by("-pk") if is_facilitator else [],
        "page": paginate(request, seen.ended_at(now).order_by("-closes_at", "-pk")),
        "is_facilitator": is_facilitator,
    }
    return render(request, "ideas/rounds/list.html", context)


@require_safe
def round_page(request: HttpRequest, public_id) -> HttpResponse:
    """One vote: what is asked, and either how to take part or what came out."""
    round = find_round(request, public_id, "campaign__mandate", "campaign__rules", "announced_by", "cancel_asked_by", "cancelled_by")
    if round.is_draft:
        return render(request, "ideas/rounds/preparation.html", _preparation(round))
    agent = request.user
    entry = RollEntry.objects.filter(round=round, agent=agent).first()
    ballot = Ballot.objects.of(agent).filter(round=round).first()
    context = {
        "round": round,
        "options": RoundOption.objects.filter(round=round).with_subjects().shuffled_for(agent),
        "is_on_roll": entry is not None,
        "has_voted": ballot is not None or (entry is not None and entry.has_voted),
        "voted": _turnout(agent, round),
        "is_facilitator": may.can_prepare_round(agent),
        "may_ask_cancel": may.can_ask_cancel(agent, round),
        "may_confirm_cancel": may.can_confirm_cancel(agent, round),
    }
    if may.may_see_results(agent, round):
        return render(request, "ideas/rounds/results.html", context | _results(agent, round))
    return render(request, "ideas/rounds/round.html", context)


def _turnout(agent, round: VotingRound) -> int | None:
    """How many people voted, of the whole roll, when the rules let it show."""
    return Ballot.objects.filter(round=round).count() if may.may_see_turnout(agent, round) and not round.is_published else None


def _preparation(round: VotingRound) -> dict:
    checks = preparing.checklist(round)
    return {
        "round": round,
        "options": list(round.options.with_subjects()),
        "checks": checks,
        "is_ready": all(holds for holds, _sentence in checks),
        "candidate_count": preparing.candidates(round).count(),
    }


def _results(agent, round: VotingRound) -> dict:
    counts = list(round.tallies.select_related("asked_by").prefetch_related("checks"))
    tally, first = counts[0], counts[-1]
    result = tally.result
    options = {option.number: option for option in RoundOption.objects.filter(round=round).with_subjects()}
    titles = {number: option.title for number, option in options.items()}
    decisions = {d.idea_id: d for d in Decision.objects.in_force().filter(idea__versions__options__round=round)}
    duties = {d.idea_id: d for d in ReplyDuty.objects.open().filter(round=round).select_related("holder")}
    lines = []
    for line in result["ranking"]:
        option = options[line["option"]]
        idea_id = option.version.idea_id if option.version_id else None
        lines.append(
            line
            | {
                "line": option,
                "share": wording.percent(line["votes"], result["ballots"]),
                "decision": decisions.get(idea_id),
                "duty": duties.get(idea_id),
            }
        )
    checks = [check for each in counts for check in each.checks.all()]
    return {
        "tally": tally,
        "result": result,
        "lines": lines,
        "winner": lines[0]["line"],
        "turnout": wording.percent(result["ballots"], result["roll_size"]),
        "quorum": wording.quorum(result),
        "steps": wording.sentences(result, titles),
        "recounts": [each for each in counts if each.is_recount],
        "first": first,
        "same_checks": sum(check.same for check in checks),
        "other_checks": sum(not check.same for check in checks),
        "my_code": receipt_of(round, agent),
        "may_contest": may.can_contest_tally(agent, round),
    }


@require_safe
def round_csv(request: HttpRequest, public_id) -> StreamingHttpResponse:
    """The result as CSV."""
    round = find_result(request, public_id)
    result = round.tallies.first().result
    titles = dict(round.options.values_list("number", "title"))
    header = [_("Rank"), _("Line"), _("Title"), _("Ballots"), _("Share of the ballots")]
    rows = (
        [line["place"], line["option"], titles[line["option"]], line["votes"], wording.percent(line["votes"], result["ballots"])]
        for line in result["ranking"]
    )
    return csv_answer(_("result"), header, rows)


@require_safe
def round_ballots(request: HttpRequest, public_id) -> HttpResponse:
    """The ballots as counted, without names nor times: each person finds theirs by its code."""
    round = find_result(request, public_id)
    code = request.GET.get("code", "").replace("\x00", "").strip().upper()[:20]
    counted = CountedBallot.objects.filter(round=round).order_by("receipt")
    if code:
        counted = counted.filter(receipt__startswith=code)
    titles = dict(round.options.values_list("number", "title"))
    page = paginate(request, counted, per_page=50)
    context = {
        "round": round,
        "code": code,
        "my_code": receipt_of(round, request.user),
        "page": page,
        "ballots": [(ballot.receipt, [titles[number] for number in ballot.content]) for ballot in page],
    }
    return render(request, "ideas/rounds/ballots.html", context)


@require_safe
def round_pack(request: HttpRequest, public_id) -> HttpResponse:
    """The pack: all that is needed to count again elsewhere."""
    round = find_result(request, public_id)
    data = pack.write(tallies.pack_of(round), notice=tallies.notice_of(round))
    name = f"{_('vote')}-{round.public_id}.zip"
    return HttpResponse(data, content_type="application/zip", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_POST
def round_recount(request: HttpRequest, public_id) -> HttpResponse:
    """Count the pack again, here and now."""
    round = find_result(request, public_id)

    def recount() -> None:
        limit(request, "recount")
        if tallies.check_tally(agent=request.user, round=round).same:
            messages.success(request, _("Counted again from the pack: same ballots, same result, same fingerprints."))
        else:
            messages.error(request, _("Counted again from the pack: it is not the same. The facilitators can read why."))

    return button(request, recount, f"{round.get_absolute_url()}#checks")


def round_contest(request: HttpRequest, public_id) -> HttpResponse:
    """Ask for a recount, with a reason that everyone reads."""
    round = find_result(request, public_id)
    form = bind(request, ReasonForm)

    def act(data) -> str:
        limit(request, "recount")
        tally = tallies.contest_tally(agent=request.user, round=round, reason=data["reason"])
        same = tally.result == round.tallies.get(seq=1).result
        messages.success(request, _("Counted again: same result.") if same else _("Counted again: the result is not the same."))
        return f"{round.get_absolute_url()}#checks"

    return form_page(request, form, act, "ideas/rounds/contest.html", {"round": round})


def must_facilitate(request: HttpRequest) -> None:
    """Refuse whoever does not prepare votes."""
    if not may.can_prepare_round(request.user):
        raise PermissionDenied(_("Only facilitators prepare votes."))
