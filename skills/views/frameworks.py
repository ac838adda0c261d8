"""The back office of the frameworks: what there is, sending a newer version, how far it is read and what it changed."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from intranet.base.pages import paginate
from skills import actions, forms, permissions
from skills.models import FrameworkImport, SkillFramework


def _check(request: HttpRequest) -> None:
    if not permissions.can_edit_catalogue(request.user):
        raise PermissionDenied


def frameworks(request: HttpRequest) -> HttpResponse:
    """The frameworks with their version and their size, the imports, and the form that sends the files of one."""
    _check(request)
    form = forms.FrameworkImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = actions.start_import(kind=form.cleaned_data["kind"], file_name=file.name, editor=request.user, content=file.read())
            return redirect("skill_framework_import", public_id=read.public_id)
        except ValidationError as refused:
            form.add_error("file", refused)
    context = {
        "form": form,
        "frameworks": SkillFramework.objects.counted(),
        "page": paginate(request, FrameworkImport.objects.select_related("framework", "by")),
    }
    return render(request, "skills/backoffice/frameworks.html", context, status=422 if form.errors else 200)


@require_safe
def framework_import(request: HttpRequest, public_id) -> HttpResponse:
    """How far one import went, then what it changed. While it is under way the page asks again by itself."""
    _check(request)
    read = get_object_or_404(FrameworkImport.objects.select_related("framework", "by"), public_id=public_id)
    return render(
        request,
        "skills/backoffice/framework_import.html",
        {"read": read, "page": paginate(request, read.changes.select_related("skill"), per_page=50)},
    )


@require_POST
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a framework to agents, or no longer."""
    _check(request)
    framework = get_object_or_404(SkillFramework.objects.exclude(order=0), code=code)
    is_offered = request.POST.get("offer") == "yes"
    actions.offer_framework(editor=request.user, framework=framework, is_offered=is_offered)
    said = _("“{name}” is offered to agents.") if is_offered else _("“{name}” is no longer offered. What was declared of it stands.")
    messages.success(request, said.format(name=framework.name))
    return redirect("skill_frameworks")
