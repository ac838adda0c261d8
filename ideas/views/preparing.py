"""Votes in preparation, announced and cancelled: the pages of facilitators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ideas.actions import rounds as actions
from ideas.forms.rounds import NewRoundForm, OptionsForm, ReasonForm, RoundForm
from ideas.permissions import rounds as may
from ideas.views import add_refusal, say_refusal
from ideas.views.rounds import find_round, must_facilitate
from intranet.base.forms import bind, once


def round_new(request: HttpRequest) -> HttpResponse:
    """Begin a vote."""
    must_facilitate(request)
    form = bind(request, NewRoundForm, initial={"campaign": request.GET.get("campaign"), "kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                round = actions.prepare_round(agent=request.user, **form.cleaned_data)
                return redirect(sent.done(reverse("ideas:round_options", args=[round.public_id])))
        except ValidationError as error:
            add_refusal(form, error)
    return render(request, "ideas/rounds/form.html", {"form": form, "round": None}, status=422 if form.errors else 200)


def round_edit(request: HttpRequest, public_id) -> HttpResponse:
    """Change a vote in preparation."""
    round = find_round(request, public_id)
    must_facilitate(request)
    form = bind(request, RoundForm, initial={name: getattr(round, name) for name in RoundForm.base_fields})
    if not round.is_draft:
        messages.error(request, _("This vote was announced: nothing of it changes any more."))
        return redirect(round)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_round(agent=request.user, round=round, **form.cleaned_data)
            messages.success(request, _("The vote is changed."))
            return redirect(round)
        except ValidationError as error:
            add_refusal(form, error)
    return render(request, "ideas/rounds/form.html", {"form": form, "round": round}, status=422 if form.errors else 200)


def round_options(request: HttpRequest, public_id) -> HttpResponse:
    """Choose what is put to the vote."""
    round = find_round(request, public_id)
    must_facilitate(request)
    if not round.is_draft:
        messages.error(request, _("This vote was announced: nothing of it changes any more."))
        return redirect(round)
    candidates = actions.candidates(round)
    chosen = [option.subject.public_id for option in round.options.with_subjects()]
    form = bind(request, OptionsForm, candidates=candidates, initial={"subjects": chosen or [c.public_id for c in candidates]})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_options(agent=request.user, round=round, subjects=list(form.cleaned_data["subjects"]))
            messages.success(request, _("What is put to the vote is written down."))
            return redirect(round)
        except ValidationError as error:
            add_refusal(form, error)
    context = {"form": form, "round": round, "has_candidates": candidates.exists()}
    return render(request, "ideas/rounds/options.html", context, status=422 if form.errors else 200)


@require_POST
def round_announce(request: HttpRequest, public_id) -> HttpResponse:
    """Announce a vote: from then on nothing of it changes."""
    round = find_round(request, public_id)
    must_facilitate(request)
    try:
        with once(request) as sent:
            if not sent.is_repeat:
                actions.announce_round(agent=request.user, round=round)
                messages.success(
                    request, _("The vote is announced: its lines, its roll and its rules are frozen under their fingerprints.")
                )
            return redirect(sent.done(round.get_absolute_url()))
    except ValidationError as error:
        say_refusal(request, error)
        return redirect(round)


@require_POST
def round_delete(request: HttpRequest, public_id) -> HttpResponse:
    """Drop a vote in preparation."""
    round = find_round(request, public_id)
    must_facilitate(request)
    try:
        actions.delete_round(agent=request.user, round=round)
    except ValidationError as error:
        say_refusal(request, error)
        return redirect(round)
    messages.success(request, _("The vote in preparation is dropped."))
    return redirect("ideas:rounds")


def round_cancel(request: HttpRequest, public_id) -> HttpResponse:
    """Cancel an announced vote: one facilitator asks with a reason, a second one confirms."""
    round = find_round(request, public_id, "cancel_asked_by")
    must_facilitate(request)
    form = bind(request, ReasonForm)
    if request.method == "POST":
        try:
            return _cancel_step(request, round, form)
        except ValidationError as error:
            add_refusal(form, error)
    context = {"form": form, "round": round, "may_confirm": may.can_confirm_cancel(request.user, round)}
    context["may_ask"] = may.can_ask_cancel(request.user, round)
    return render(request, "ideas/rounds/cancel.html", context, status=422 if form.errors else 200)


def _cancel_step(request: HttpRequest, round, form) -> HttpResponse:
    match request.POST.get("step"):
        case "confirm":
            actions.cancel_round(agent=request.user, round=round)
            messages.success(request, _("The vote is cancelled. Its ballots are destroyed, uncounted."))
        case "drop":
            actions.drop_cancel(agent=request.user, round=round)
            messages.success(request, _("The demand to cancel is taken back: the vote goes on."))
        case _:
            if not form.is_valid():
                raise ValidationError(_("Say why the vote should be cancelled."))
            actions.ask_cancel(agent=request.user, round=round, reason=form.cleaned_data["reason"])
            messages.success(request, _("The demand is written down: a second facilitator must confirm it."))
    return redirect(round)
