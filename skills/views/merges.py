"""Merging skills that are there twice: what it would meet, the act, and its undoing. For those who keep the catalogue."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from intranet.base.forms import bind, once
from intranet.base.pages import paginate
from skills import actions, forms
from skills.models import Skill, SkillMerge
from skills.views.proposals import editors_only


def merges(request: HttpRequest) -> HttpResponse:
    """Choose two skills, see what the merge would meet, then merge; under it, the merges made, each with its undoing."""
    editors_only(request)
    given = Skill.objects.active().filter(slug=request.GET.get("skill", "")[:120].replace("\x00", "")).first()
    form = bind(request, forms.MergeTwoForm, initial={"skill": given} if given else {})
    met = None
    if request.method == "POST" and form.is_valid():
        skill, into = form.cleaned_data["skill"], form.cleaned_data["into"]
        met = actions.conflicts(skill=skill, into=into)
        if request.POST.get("act") == "merge":
            try:
                with once(request) as sent:
                    if not sent.is_repeat:
                        actions.merge_skill(editor=request.user, skill=skill, into=into)
                        said = _("“{skill}” is now another name of “{into}”. It can be undone below.")
                        messages.success(request, said.format(skill=skill.label, into=into.label))
                    return redirect(sent.done(reverse("skills:merges")))
            except ValidationError as error:
                form.add_error("into", error)
    page = paginate(request, SkillMerge.objects.select_related("skill", "into", "by"))
    return render(request, "skills/merges.html", {"form": form, "met": met, "page": page}, status=422 if form.errors else 200)


@require_POST
def undo(request: HttpRequest, public_id) -> HttpResponse:
    """Undo a merge."""
    editors_only(request)
    merge = get_object_or_404(SkillMerge.objects.select_related("skill", "into"), public_id=public_id)
    try:
        left = actions.undo_merge(editor=request.user, merge=merge)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("skills:merges")
    messages.success(request, _("“{skill}” is a skill of its own again.").format(skill=merge.skill.label))
    if left:
        stays = ngettext(
            "{n} declaration stays where it is: its author changed it since.",
            "{n} declarations stay where they are: their authors changed them since.",
            left,
        )
        messages.warning(
            request,
            stays.format(n=left)
            if left >= actions.MASKED_UNDER
            else _("Some declarations were changed since by their authors: they stay where they are."),
        )
    return redirect("skills:merges")
