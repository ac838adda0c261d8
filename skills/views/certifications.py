"""Certifications on the skills that I declare."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intranet.base.forms import bind
from intranet.base.posting import button, form_page
from intranet.base.versions import ChangedMeanwhile
from skills import actions, forms
from skills.models import AgentSkill, Certification

FIELDS = ("title", "issuer", "issued_on", "expires_on")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a certification to one of my skills."""
    declared = get_object_or_404(AgentSkill.objects.of(request.user).active().with_skill(), skill__slug=slug)
    form = bind(request, forms.CertificationForm)

    def act(data) -> str:
        form.take_version()
        actions.add_certification(agent=request.user, declared=declared, **data)
        return reverse("skills:mine")

    done = _("The certification is on “{skill}”.").format(skill=declared.skill.label)
    return form_page(request, form, act, "skills/certification.html", {"declared": declared, "certification": None}, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, public_id) -> HttpResponse:
    """Change a certification of mine."""
    mine = Certification.objects.of(request.user).standing().select_related("agent_skill__skill")
    certification = get_object_or_404(mine, public_id=public_id)
    initial = {name: getattr(certification, name) for name in FIELDS}
    form = bind(request, forms.CertificationForm, initial={**initial, "version": certification.version})

    def act(data) -> str:
        try:
            actions.change_certification(agent=request.user, certification=certification, expected=form.take_version(), **data)
        except ChangedMeanwhile:
            now = Certification.objects.get(pk=certification.pk)
            form.show_differences({name: getattr(now, name) for name in FIELDS}, now.version)
            raise
        return reverse("skills:mine")

    context = {"declared": certification.agent_skill, "certification": certification}
    return form_page(request, form, act, "skills/certification.html", context, done=_("The certification is up to date."))


@require_POST
def remove(request: HttpRequest, public_id) -> HttpResponse:
    """Remove a certification; the next page offers to undo."""
    certification = get_object_or_404(Certification.objects.of(request.user).standing(), public_id=public_id)
    actions.remove_certification(agent=request.user, certification=certification)
    return redirect(f"{reverse('skills:mine')}?gone={certification.public_id}")


@require_POST
def restore(request: HttpRequest, public_id) -> HttpResponse:
    """Undo a removal."""
    certification = get_object_or_404(Certification.objects.of(request.user).select_related("agent_skill"), public_id=public_id)

    def act() -> None:
        actions.restore_certification(agent=request.user, certification=certification)

    return button(request, act, reverse("skills:mine"), done=_("The certification is back."))
