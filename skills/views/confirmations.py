"""Confirmations by colleagues: asking, offering, answering, taking back."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intranet.base.forms import bind
from intranet.base.pages import paginate
from intranet.base.posting import button, form_page
from intranet.directory.models import Agent
from skills import actions, forms, permissions
from skills.actions.endorsements import GIVEN_A_QUARTER
from skills.models import AgentSkill, Endorsement
from skills.querysets.eyes import Eyes, shown_to
from skills.views.preview import meant_for_colleagues


@require_safe
def confirmations(request: HttpRequest) -> HttpResponse:
    """What waits for me, what is shown on my skills, what I gave."""
    me = request.user
    given = Endorsement.objects.given_by(me).exclude(written_at=None).select_related("by", "agent_skill__agent", "agent_skill__skill")
    page = paginate(request, given)
    seen = _still_seen(me, list(page))
    return render(
        request,
        "skills/confirmations.html",
        {
            "to_write": Endorsement.objects.to_write(me).with_people(),
            "to_accept": Endorsement.objects.to_accept(me).with_people(),
            "asked": Endorsement.objects.open().of(me).filter(written_at=None).with_people(),
            "received": Endorsement.objects.shown().of(me).with_people(),
            "page": page,
            # Of what I gave, the skill is named as long as I see it; else I am told that it is no longer shown, and not why.
            "given": [(each, seen.get(each.pk, "")) for each in page],
            "most": GIVEN_A_QUARTER,
        },
    )


def _still_seen(by: Agent, given: list[Endorsement]) -> dict[int, str]:
    """Of what `by` gave, what they still see, by its key: "shown", or "waiting" for the other side. The rest is not told apart."""
    keys = [each.pk for each in given]
    rows = Endorsement.objects.filter(pk__in=keys)
    waiting = rows.open().filter(shown_to(Eyes.of(by), at="agent_skill__"), accepted_at=None)
    return {
        **dict.fromkeys(rows.seen_by(Eyes.of(by)).values_list("pk", flat=True), "shown"),
        **dict.fromkeys(waiting.values_list("pk", flat=True), "waiting"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a colleague to confirm one of my skills."""
    declared = get_object_or_404(AgentSkill.objects.of(request.user).active().select_related("skill", "agent__unit"), skill__slug=slug)
    form = bind(request, forms.AskToConfirmForm, viewer=request.user)

    def act(data) -> str:
        actions.ask_to_confirm(agent=request.user, declared=declared, **data)
        return reverse("skills:confirmations")

    return form_page(request, form, act, "skills/confirmation_ask.html", {"declared": declared}, done=_("Your request was sent."))


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, person: str, slug: str) -> HttpResponse:
    """Confirm a skill of a colleague. Not found for whoever does not see it."""
    if person == request.user.slug:
        return meant_for_colleagues(request)
    seen = AgentSkill.objects.visible_to(request.user).exclude(agent=request.user).select_related("skill", "agent__unit")
    declared = get_object_or_404(seen, agent__slug=person, skill__slug=slug)
    refusal = permissions.why_not_confirm(request.user, declared)
    if refusal:
        raise PermissionDenied(refusal)
    form = bind(request, forms.ConfirmationForm)

    def act(data) -> str:
        actions.offer_confirmation(by=request.user, declared=declared, **data)
        return declared.agent.get_absolute_url()

    done = _("{name} reads it first: nothing is shown before they accept it.").format(name=declared.agent.name)
    return form_page(request, form, act, "skills/confirmation_offer.html", {"declared": declared, "endorsement": None}, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, public_id) -> HttpResponse:
    """One confirmation that waits for me or that I may take back: write, accept, decline, withdraw."""
    me = request.user
    given = Endorsement.objects.given_by(me).exclude(written_at=None).with_people().filter(public_id=public_id).first()
    if given is not None and not _still_seen(me, [given]):
        return _no_longer_shown(request, given)
    endorsement = get_object_or_404(Endorsement.objects.concerning(me).with_people(), public_id=public_id)
    declared = endorsement.agent_skill
    if endorsement.by_id == me.pk and not permissions.can_see_declared(me, declared):
        raise Http404  # a request about a skill hidden since reads as one about a skill removed
    act = request.POST.get("act", "")
    back = reverse("skills:confirmations")
    if request.method == "POST" and act in ANSWERS:
        verb, done = ANSWERS[act]
        return button(request, lambda: verb(agent=me, endorsement=endorsement), back, done=str(done()))
    if endorsement.by_id == me.pk and endorsement.is_asked:
        form = bind(request, forms.ConfirmationForm)

        def write(data) -> str:
            actions.write_confirmation(by=me, endorsement=endorsement, **data)
            return back

        done_words = _("{name} reads it first: nothing is shown before they accept it.").format(name=declared.agent.name)
        return form_page(
            request, form, write, "skills/confirmation_offer.html", {"declared": declared, "endorsement": endorsement}, done=done_words
        )
    if request.method == "POST":
        raise PermissionDenied(_("This confirmation waits for somebody else."))
    return render(
        request, "skills/confirmation.html", {"endorsement": endorsement, "declared": declared, "is_mine": declared.agent_id == me.pk}
    )


def _no_longer_shown(request: HttpRequest, given: Endorsement) -> HttpResponse:
    """To who wrote it, when it is shown no more, whatever the reason: their words, and a way to take them back."""
    if request.method == "POST":
        back = reverse("skills:confirmations")
        done = _("Taken back: it is shown to nobody.")
        return button(request, lambda: actions.forget_words(by=request.user, endorsement=given), back, done=done)
    return render(request, "skills/confirmation.html", {"endorsement": given, "declared": None, "is_mine": False})


ANSWERS = {
    "accept": (actions.accept_confirmation, lambda: _("Accepted: whoever sees the skill reads it.")),
    "decline": (actions.decline_confirmation, lambda: _("Declined: it is shown to nobody.")),
    "withdraw": (actions.withdraw_confirmation, lambda: _("Taken back: it is shown to nobody.")),
}
