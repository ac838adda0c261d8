"""The mandate of a sponsor: proposed, read, accepted or declined, ended. HTTP only."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intranet.base import clock
from intranet.base.forms import bind
from intranet.base.posting import button, form_page
from pilots.actions import mandates as act
from pilots.forms.mandates import AcceptForm, DeclineForm, EndForm, MandateForm, MandateTextForm
from pilots.models import SponsorCommitment, SponsorMandate
from pilots.permissions import pilots as permissions
from pilots.views.addressed import pilot_or_404


def _mandate(request: HttpRequest, code: str, public_id) -> SponsorMandate:
    pilot = pilot_or_404(request, code)
    found = get_object_or_404(pilot.mandates.with_people(), public_id=public_id)
    if not permissions.can_read_mandate(request.user, found):
        raise Http404
    return found


def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Ask somebody to sponsor a pilot."""
    pilot = pilot_or_404(request, code)
    if not permissions.can_propose_mandate(request.user, pilot):
        raise PermissionDenied(_("The lead of the pilot proposes the mandate."))
    start = pilot.starts_on or clock.today()
    initial = {
        "starts_on": clock.today(),
        "ends_on": start + timedelta(weeks=pilot.planned_weeks + 4),
        "protects": ["protects_time", "protects_autonomy", "protects_error"],
    }
    form = bind(request, MandateForm, agent=request.user, initial=initial)

    def save(data):
        return act.propose_mandate(pilot=pilot, agent=request.user, **data).get_absolute_url()

    return form_page(
        request,
        form,
        save,
        "pilots/mandate_form.html",
        {"pilot": pilot, "mandate": None},
        done=_("The mandate is proposed: its answer comes here."),
    )


def edit(request: HttpRequest, code: str, public_id) -> HttpResponse:
    """Change the text of a mandate; accepted, it goes back to its sponsor."""
    found = _mandate(request, code, public_id)
    if not permissions.can_edit_mandate(request.user, found):
        raise PermissionDenied(_("The lead of the pilot writes the mandate, until it is answered."))
    form = bind(request, MandateTextForm, initial=MandateTextForm.initial_of(found))

    def save(data):
        act.edit_mandate(mandate=found, agent=request.user, **data)
        return found.get_absolute_url()

    return form_page(
        request,
        form,
        save,
        "pilots/mandate_form.html",
        {"pilot": found.pilot, "mandate": found},
        done=_("The mandate waits for its sponsor."),
    )


@require_safe
def mandate(request: HttpRequest, code: str, public_id) -> HttpResponse:
    """A mandate to read; and for the person whom it asks, to answer."""
    return render(request, "pilots/mandate.html", _reading(request, _mandate(request, code, public_id)))


def _reading(request: HttpRequest, found: SponsorMandate, **forms) -> dict:
    user = request.user
    may_answer = permissions.can_answer_mandate(user, found)
    may_end = permissions.can_end_mandate(user, found)
    return {
        "pilot": found.pilot,
        "mandate": found,
        "fingerprint": found.fingerprint(),
        "may_answer": may_answer,
        "accept_form": forms.get("accept_form") or (AcceptForm(initial={"fingerprint": found.fingerprint()}) if may_answer else None),
        "decline_form": forms.get("decline_form") or (DeclineForm(auto_id="decline_%s") if may_answer else None),
        "may_end": may_end,
        "end_form": forms.get("end_form") or (EndForm(agent=user) if may_end else None),
        "may_edit": permissions.can_edit_mandate(user, found),
        "may_withdraw": found.is_proposed and permissions.can_propose_mandate(user, found.pilot),
    }


def _answer(request: HttpRequest, found: SponsorMandate, name: str, form, save, done: str) -> HttpResponse:
    context = _reading(request, found, **{name: form})
    context.pop("form", None)
    return form_page(request, form, save, "pilots/mandate.html", context, done=done)


@require_POST
def accept(request: HttpRequest, code: str, public_id) -> HttpResponse:
    found = _mandate(request, code, public_id)

    form = AcceptForm(request.POST)

    def save(data):
        try:
            act.accept_mandate(mandate=found, agent=request.user, fingerprint=data["fingerprint"])
        except ValidationError:
            # The page now shows another text: the next answer is about that one, and says again that it was read.
            form.data = {"fingerprint": found.fingerprint()}
            raise
        return found.get_absolute_url()

    if not permissions.can_answer_mandate(request.user, found):
        # The action says why: not theirs, or already answered.
        return button(request, lambda: act.accept_mandate(mandate=found, agent=request.user, fingerprint=""), found.get_absolute_url())
    return _answer(request, found, "accept_form", form, save, _("You sponsor this pilot. Thank you for your word."))


@require_POST
def decline(request: HttpRequest, code: str, public_id) -> HttpResponse:
    found = _mandate(request, code, public_id)
    if not permissions.can_answer_mandate(request.user, found):
        raise PermissionDenied(_("A mandate is answered by the person whom it asks, and by nobody else."))

    def save(data):
        act.decline_mandate(mandate=found, agent=request.user, reason=data["reason"])
        return found.pilot.get_absolute_url()

    form = DeclineForm(request.POST, auto_id="decline_%s")
    return _answer(request, found, "decline_form", form, save, _("Your answer is sent to the person who asked."))


@require_POST
def end(request: HttpRequest, code: str, public_id) -> HttpResponse:
    found = _mandate(request, code, public_id)
    if not permissions.can_end_mandate(request.user, found):
        raise PermissionDenied(_("A sponsor ends their own mandate."))

    def save(data):
        act.end_mandate(mandate=found, agent=request.user, **data)
        return found.pilot.get_absolute_url()

    return _answer(request, found, "end_form", EndForm(request.POST, agent=request.user), save, _("Your choice is written down."))


@require_POST
def withdraw(request: HttpRequest, code: str, public_id) -> HttpResponse:
    found = _mandate(request, code, public_id)
    return button(
        request,
        lambda: act.withdraw_mandate(mandate=found, agent=request.user),
        found.pilot.get_absolute_url(),
        done=_("The proposal is withdrawn."),
    )


@require_POST
def keep(request: HttpRequest, code: str, public_id) -> HttpResponse:
    pilot = pilot_or_404(request, code)
    commitment = get_object_or_404(SponsorCommitment.objects.select_related("mandate__pilot"), mandate__pilot=pilot, public_id=public_id)
    back = reverse("pilots:mandate", args=[code, commitment.mandate.public_id])
    return button(request, lambda: act.keep_commitment(commitment=commitment, agent=request.user), back, done=_("Commitment kept."))
