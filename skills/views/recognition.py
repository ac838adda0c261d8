"""What I did that may show a skill: accept or decline. Nothing is shown before."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intranet.base.forms import once
from skills import actions, forms
from skills.models import AgentSkill, Evidence, Skill, Visibility


@require_safe
def recognition(request: HttpRequest) -> HttpResponse:
    """What waits for me, and what I accepted."""
    evidence = Evidence.objects.of(request.user)
    mine = list(AgentSkill.objects.of(request.user).active().with_skill().order_by("skill__pref_label"))
    held = {each.skill_id: each for each in mine}
    waiting = [
        (each, [(skill, held.get(skill.pk)) for skill in each.suggested.all() if skill.is_active])
        for each in evidence.proposed().prefetch_related("suggested")[:50]
    ]
    return render(
        request,
        "skills/recognition.html",
        {
            "waiting": waiting,
            "accepted": evidence.accepted().select_related("agent_skill__skill")[:100],
            "mine": mine,
        },
    )


@require_POST
def answer(request: HttpRequest, public_id) -> HttpResponse:
    """Accept on a declared skill, declare the skill and accept, or decline."""
    evidence = get_object_or_404(Evidence.objects.of(request.user), public_id=public_id)
    act = request.POST.get("act", "")
    try:
        with once(request) as sent:
            if sent.is_repeat:
                return redirect(sent.result_url)
            if act == "decline":
                actions.decline_evidence(agent=request.user, evidence=evidence)
                messages.success(request, _("Declined: it is shown to nobody."))
            else:
                declared = _declared(request)
                actions.accept_evidence(agent=request.user, evidence=evidence, declared=declared)
                messages.success(request, _("“{skill}”: what you did now shows there.").format(skill=declared.skill.label))
            sent.done(reverse("skills:recognition"))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("skills:recognition")


def _declared(request: HttpRequest) -> AgentSkill:
    """The declared skill that was chosen; declared now, seen by my direction, when it was not."""
    slug = request.POST.get("skill", "")
    if not forms.is_slug(slug):
        raise ValidationError(_("Choose one of the skills that you declare."))
    declared = AgentSkill.objects.of(request.user).active().with_skill().filter(skill__slug=slug).first()
    if declared is not None:
        return declared
    skill = get_object_or_404(Skill.objects.active(), slug=slug)
    return actions.declare(agent=request.user, skill=skill, visibility=Visibility.DIRECTION, origin=AgentSkill.Origin.RECOGNISED)
