"""The ballot of an agent: choose, read again, send, find again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ideas.actions.ballots import cast_ballot, receipt_of
from ideas.forms.rounds import BallotForm
from ideas.models import Ballot, RoundOption, VotingRound
from ideas.permissions.rounds import is_on_roll
from ideas.views.rounds import find_round
from intranet.base.forms import bind
from intranet.base.posting import add_refusal


def round_ballot(request: HttpRequest, public_id) -> HttpResponse:
    """Choose; read one's choices again; send them. The vote counts only once it is sent."""
    round = find_round(request, public_id)
    is_sent = request.method == "POST" and request.POST.get("step") == "send"
    if not is_sent and not is_on_roll(request.user, round):  # sent, the cast itself asks
        raise PermissionDenied(_("You are not on the roll of this vote: it was frozen when the vote was announced."))
    if request.method != "POST" and not round.is_open:
        return redirect(round)
    mine = Ballot.objects.of(request.user).filter(round=round).first() if request.method != "POST" else None
    initial = {"choices": mine.content} if mine else {}
    form = bind(request, BallotForm, round=round, agent=request.user, initial=initial)
    context = {"form": form, "round": round, "mine": mine}
    if request.method == "POST" and form.is_valid():
        if not is_sent:
            return render(request, "ideas/rounds/ballot_check.html", context)
        try:
            receipt = cast_ballot(round=round, agent=request.user, choices=form.cleaned_data["choices"])
        except ValidationError as error:
            add_refusal(form, error)
        else:
            if not receipt.is_repeat:
                messages.success(request, _("Your ballot is received."))
            return redirect(reverse("ideas:round_receipt", args=[round.public_id]))
    return render(request, "ideas/rounds/ballot.html", context, status=422 if form.errors else 200)


@require_safe
def round_receipt(request: HttpRequest, public_id) -> HttpResponse:
    """What one voted, until the close, and the code that finds it in the published list."""
    round = find_round(request, public_id)
    mine = Ballot.objects.of(request.user).filter(round=round).first()
    if mine is None:
        return redirect(round)
    options = RoundOption.objects.filter(round=round, number__in=mine.content).with_subjects().order_by("number")
    context = {"round": round, "mine": mine, "options": options, "code": receipt_of(round, request.user)}
    context["is_open"] = round.stage == VotingRound.Stage.OPEN
    return render(request, "ideas/rounds/receipt.html", context)
