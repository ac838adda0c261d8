"""Proposing a missing skill, and the queue of those who keep the catalogue."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intranet.base.forms import bind, once
from intranet.base.pages import paginate
from skills import actions, forms, permissions
from skills.models import Skill, SkillProposal
from skills.search import names


def propose(request: HttpRequest) -> HttpResponse:
    """Propose a skill that the catalogue lacks, and see what became of mine."""
    form = bind(request, forms.ProposeForm, initial={"label": request.GET.get("label", "")[:120]})
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                actions.propose_skill(agent=request.user, **form.cleaned_data)
                messages.success(request, _("Thank you. The editors of the catalogue will answer you."))
                return redirect(sent.done(reverse("skills:propose")))
        except ValidationError as error:
            form.add_error("label", error)
    mine = SkillProposal.objects.filter(agent=request.user).select_related("skill", "skill__merged_into").order_by("-created_at")[:20]
    return render(request, "skills/propose.html", {"form": form, "mine": mine}, status=422 if form.errors else 200)


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """The proposals that wait for an answer, oldest first."""
    editors_only(request)
    waiting = SkillProposal.objects.visible_to(request.user).pending().select_related("skill", "agent", "agent__unit")
    page = paginate(request, waiting)
    return render(request, "skills/proposals.html", {"page": page})


def proposal(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer one proposed skill: accept it under a good name, merge it into one that is there, or refuse it with a reason."""
    editors_only(request)
    skill = get_object_or_404(Skill.objects.filter(status=Skill.Status.PROPOSED), slug=slug)
    act = request.POST.get("act", "")
    accept = forms.AcceptProposalForm(request.POST if act == "accept" else None, initial={"label": skill.pref_label})
    merge = forms.MergeForm(request.POST if act == "merge" else None, prefix="merge")
    refuse = forms.RefuseForm(request.POST if act == "refuse" else None, prefix="refuse")
    bound = {"accept": accept, "merge": merge, "refuse": refuse}.get(act)
    if request.method == "POST" and bound is not None and bound.is_valid():
        try:
            with once(request) as sent:
                if not sent.is_repeat:
                    act_on = {"accept": actions.accept_proposal, "merge": actions.merge_skill, "refuse": actions.refuse_proposal}[act]
                    act_on(editor=request.user, skill=skill, **bound.cleaned_data)
                    messages.success(request, _("Answered. Those who proposed it are told."))
                return redirect(sent.done(reverse("skills:proposals")))
        except ValidationError as error:
            bound.add_error(None, error)
    return render(
        request,
        "skills/proposal.html",
        {
            "skill": skill,
            "asked": skill.proposals.pending().select_related("agent", "agent__unit"),
            "near": names.suggest(skill.pref_label, limit=5),
            "accept": accept,
            "merge": merge,
            "refuse": refuse,
        },
        status=422 if bound is not None and bound.errors else 200,
    )


def editors_only(request: HttpRequest) -> None:
    """Not found for whoever does not keep the catalogue."""
    if not permissions.can_edit_catalogue(request.user):
        raise Http404
