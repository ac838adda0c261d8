"""Campaigns: list, page, preparation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ideas.actions import campaigns as actions
from ideas.forms import campaigns as forms
from ideas.models import Campaign, Idea, Problem, RecurringProblem
from ideas.permissions import campaigns as may
from intranet import access
from intranet.base import clock
from intranet.base.forms import bind
from intranet.base.pages import paginate
from intranet.base.posting import button, form_page, say_refusal


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every campaign, the latest first; drafts for those who prepare them."""
    found = Campaign.objects.visible_to(request.user).prefetch_related("phases").order_by("-created_at", "-pk")
    context = {"page": paginate(request, found), "may_prepare": may.can_prepare_campaign(request.user)}
    return render(request, "ideas/campaigns.html", context)


@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign: its question, its promises, its phases, what is open now and what I can do."""
    shown = get_object_or_404(Campaign.objects.visible_to(request.user).with_frame(), slug=slug)
    may_prepare = may.can_prepare_campaign(request.user)
    phases = list(shown.phases.all())
    now = clock.now()
    recurring = RecurringProblem.objects.confirmed().filter(campaign=shown).with_measure().order_by("-report_count", "-pk")
    ideas = Idea.objects.published().filter(campaign=shown)
    context = {
        "campaign": shown,
        "phases": phases,
        "open_phases": [p for p in phases if p.is_open_at(now)],
        "next_phase": next((p for p in phases if p.opens_at > now), None),
        "may_prepare": may_prepare,
        "may_take_part": may.can_take_part(request.user, shown),
        "lacking": actions.lacks(shown) if shown.is_draft and may_prepare else [],
        "holders": access.holders(shown.mandate, "holder") if shown.mandate else [],
        "problem_count": Problem.objects.published().filter(campaign=shown).count(),
        "recurring": list(recurring[:6]),
        "ideas": list(ideas.with_line().shuffled_for(request.user)[:12]),
        "idea_count": ideas.count(),
    }
    return render(request, "ideas/campaign.html", context)


def campaign_new(request: HttpRequest) -> HttpResponse:
    """Begin a campaign."""
    return _form(request, None, {"reply_days": 45})


def campaign_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a campaign: everything while it is a draft; its name, reasons and budget afterwards."""
    shown = get_object_or_404(Campaign.objects.visible_to(request.user).with_frame(), slug=slug)
    initial = {name: getattr(shown, name) for name in (*actions.ALWAYS, *actions.PROMISED) if name != "perimeter"}
    initial["mandate"] = shown.mandate.public_id if shown.mandate else None
    initial["rules"] = shown.rules.public_id if shown.rules else None
    return _form(request, shown, {**initial, "perimeter": list(shown.perimeter.all())})


def _form(request: HttpRequest, shown: Campaign | None, initial: dict) -> HttpResponse:
    if not may.can_prepare_campaign(request.user):
        raise PermissionDenied(_("Only a facilitator may prepare a campaign."))
    form = bind(request, forms.CampaignForm, campaign=shown, initial=initial)

    def act(data) -> str:
        return actions.prepare_campaign(by=request.user, campaign=shown, **data).get_absolute_url()

    return form_page(
        request,
        form,
        act,
        "ideas/campaign_form.html",
        {"campaign": shown},
        done=_("Saved.") if shown else _("The draft is saved. Give it its phases, then publish it."),
    )


def campaign_phases(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates of a campaign."""
    shown = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    if not may.can_prepare_campaign(request.user):
        raise PermissionDenied(_("Only a facilitator may change the dates of a campaign."))
    form = bind(request, forms.PhasesForm, initial=forms.PhasesForm.initial_of(shown))

    def act(data) -> str:
        actions.set_phases(by=request.user, campaign=shown, dates=form.dates(shown))
        return shown.get_absolute_url()

    return form_page(request, form, act, "ideas/campaign_phases.html", {"campaign": shown}, done=_("The dates are saved."))


@require_POST
def campaign_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Announce a campaign."""
    shown = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    return button(
        request,
        lambda: actions.publish_campaign(by=request.user, campaign=shown),
        shown.get_absolute_url(),
        done=_("The campaign is published. Its phases open by the clock."),
    )


@require_POST
def campaign_discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw a draft away."""
    shown = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    try:
        actions.discard_campaign(by=request.user, campaign=shown)
    except ValidationError as error:
        say_refusal(request, error)
        return redirect(shown)
    messages.success(request, _("The draft is thrown away."))
    return redirect("ideas:campaigns")
