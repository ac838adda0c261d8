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
from ideas.views.rounds import find_round, must_facilitate
from intranet.base.forms import bind
from intranet.base.posting import add_refusal, button, form_page, say_refusal


def round_new(request: HttpRequest) -> HttpResponse:
    """Begin a vote."""
    must_facilitate(request)
    form = bind(request, NewRoundForm, initial={"campaign": request.GET.get("campaign"), "kind": request.GET.get("kind")})

    def act(data) -> str:
        return reverse("ideas:round_options", args=[actions.prepare_round(agent=request.user, **data).public_id])

    return form_page(request, form, act, "ideas/rounds/form.html", {"round": None})


def round_edit(request: HttpRequest, public_id) -> HttpResponse:
    """Change a vote in preparation."""
    round = find_round(request, public_id)
    must_facilitate(request)
    form = bind(request, RoundForm, initial={name: getattr(round, name) for name in RoundForm.base_fields})
    if not round.is_draft:
        messages.error(request, _("This vote was announced: nothing of it changes any more."))
        return redirect(round)

    def act(data) -> str:
        actions.change_round(agent=request.user, round=round, **data)
        return round.get_absolute_url()

    return form_page(request, form, act, "ideas/rounds/form.html", {"round": round}, done=_("The vote is changed."))


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

    def act(data) -> str:
        actions.set_options(agent=request.user, round=round, subjects=list(data["subjects"]))
        return round.get_absolute_url()

    context = {"round": round, "has_candidates": candidates.exists()}
    return form_page(request, form, act, "ideas/rounds/options.html", context, done=_("What is put to the vote is written down."))


@require_POST
def round_announce(request: HttpRequest, public_id) -> HttpResponse:
    """Announce a vote: from then on nothing of it changes."""
    round = find_round(request, public_id)
    must_facilitate(request)
    return button(
        request,
        lambda: actions.announce_round(agent=request.user, round=round),
        round.get_absolute_url(),
        done=_("The vote is announced: its lines, its roll and its rules are frozen under their fingerprints."),
    )


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
