"""Asking a colleague for help, and answering."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intranet.base.forms import bind, once
from intranet.base.pages import paginate
from skills import actions, forms, permissions
from skills.models import AgentSkill, HelpAsk
from skills.views.preview import meant_for_colleagues


def ask(request: HttpRequest, person: str, slug: str) -> HttpResponse:
    """Ask somebody who offered help on a skill. Not found for whoever may not see that they did."""
    if person == request.user.slug:
        return meant_for_colleagues(request)
    offered = AgentSkill.objects.visible_to(request.user).filter(can_help=True).exclude(agent=request.user)
    declared = get_object_or_404(
        offered.select_related("agent", "agent__unit", "agent__site", "agent__cover", "skill"), agent__slug=person, skill__slug=slug
    )
    form = bind(request, forms.AskForm)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                made = actions.ask_for_help(asker=request.user, declared=declared, **form.cleaned_data)
                messages.success(request, _("Your request was sent to {name}.").format(name=declared.agent.name))
                return redirect(sent.done(made.get_absolute_url()))
        except ValidationError as error:
            form.add_error(None, error)
    cover = declared.agent.cover
    context = {
        "form": form,
        "declared": declared,
        "cover": cover if cover and cover.is_active and not cover.is_absent else None,
        "back_url": _search_of(request) or declared.agent.get_absolute_url(),
    }
    return render(request, "skills/ask.html", context, status=422 if form.errors else 200)


def _search_of(request: HttpRequest) -> str:
    """The search of colleagues from which one came (`?back=`), "" when it is anything else."""
    back = request.GET.get("back", "")
    return back if back.startswith(reverse("skills:people")) else ""


@require_safe
def help_list(request: HttpRequest) -> HttpResponse:
    """Every request for help that I made or received, newest first."""
    asks = HelpAsk.objects.visible_to(request.user).with_people().newest_first()
    side = request.GET.get("side", "")
    if side == "made":
        asks = asks.filter(asker=request.user)
    elif side == "received":
        asks = asks.filter(helper=request.user)
    return render(request, "skills/help.html", {"page": paginate(request, asks), "side": side})


def ask_detail(request: HttpRequest, public_id) -> HttpResponse:
    """One request: what was asked, and the answer, which whoever was asked gives here."""
    shown = get_object_or_404(HelpAsk.objects.visible_to(request.user).with_people(), public_id=public_id)
    may_answer = permissions.can_answer_help(request.user, shown)
    form = bind(request, forms.AnswerForm) if may_answer else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(_("Only the person who was asked answers, once."))
        if form.is_valid():
            try:
                with once(request) as sent:
                    if not sent.is_repeat:
                        actions.answer_help(helper=request.user, ask=shown, **form.cleaned_data)
                        messages.success(request, _("{name} has your answer.").format(name=shown.asker.name))
                    return redirect(sent.done(shown.get_absolute_url()))
            except ValidationError as error:
                form.add_error(None, error)
    return render(request, "skills/ask_detail.html", {"ask": shown, "form": form}, status=422 if form and form.errors else 200)
