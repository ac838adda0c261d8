"""My skills: declaring, changing, confirming, removing, and how others see my page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from intranet.base.addresses import identifier
from intranet.base.forms import bind, once
from intranet.base.spreadsheets import csv_answer
from skills import actions, forms
from skills.models import AgentSkill, Evidence, Skill
from skills.querysets.eyes import Eyes, direction_of
from skills.querysets.profile import within_reach


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I declare; or, with `?as=`, what others see of it, asked of the same rule."""
    seen_as = request.GET.get("as", "")
    previews = _previews(request.user)
    if seen_as and seen_as not in previews:
        raise Http404
    own = AgentSkill.objects.of(request.user)
    shown = own.seen_by(previews[seen_as][1]) if seen_as else own.active()
    rows = list(shown.with_skill().surest_first())
    evidence: dict[int, list[Evidence]] = {}
    proofs = Evidence.objects.seen_by(previews[seen_as][1]) if seen_as else Evidence.objects.of(request.user)
    for each in within_reach(request.user, proofs.accepted().filter(agent_skill__in=[row.pk for row in rows])):
        evidence.setdefault(each.agent_skill_id, []).append(each)
    removed = own.with_skill().filter(public_id=identifier(request.GET.get("removed"))).first()
    return render(
        request,
        "skills/mine.html",
        {
            "rows": [(row, _facts(row, is_mine=not seen_as), evidence.get(row.pk, [])) for row in rows],
            "seen_as": seen_as,
            "seen_as_label": previews[seen_as][0] if seen_as else "",
            "previews": [(key, label) for key, (label, _eyes) in previews.items()],
            "removed": removed if removed and removed.valid_to else None,
            "stale_count": sum(row.is_stale for row in rows),
        },
    )


@require_safe
def mine_csv(request: HttpRequest) -> StreamingHttpResponse:
    """My skills as a table, for my own use (the yearly interview)."""
    header = [_("Skill"), _("Level"), _("Interest"), _("Sphere"), _("Who sees it"), _("Last used"), _("Confirmed on"), _("Note")]
    rows = (
        (
            row.skill.label,
            row.level_word,
            row.get_interest_display(),
            row.get_sphere_display(),
            row.get_visibility_display(),
            row.last_used,
            f"{localtime(row.confirmed_at):%Y-%m-%d}",
            row.note,
        )
        for row in AgentSkill.objects.of(request.user).active().with_skill().surest_first()
    )
    return csv_answer(pgettext("file name", "skills"), header, rows)


def declare(request: HttpRequest) -> HttpResponse:
    """Declare a skill; `?skill=` may name it beforehand."""
    given = Skill.objects.offered().select_related("domain").filter(slug=request.GET.get("skill", "")[:120].replace("\x00", "")).first()
    form = bind(request, forms.DeclareForm, initial={"skill": given} if given else {})
    if given is not None and request.method == "GET":
        form = bind(request, forms.DeclareForm, initial={"skill": given}, skill=given)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                declared = actions.declare(agent=request.user, **form.cleaned_data)
                messages.success(request, _("“{skill}” is in your skills.").format(skill=declared.skill.label))
                return redirect(sent.done(reverse("skills:mine")))
        except ValidationError as error:
            form.add_error("skill", error)
    return render(request, "skills/declare.html", {"form": form}, status=422 if form.errors else 200)


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what I declare about one skill."""
    declared = _mine_or_404(request, slug)
    initial = {
        name: getattr(declared, name)
        for name in ("level", "interest", "last_used", "sphere", "note", "visibility", "can_help", "can_train")
    }
    form = bind(request, forms.DeclarationForm, skill=declared.skill, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                actions.revise(agent=request.user, declared=declared, **form.cleaned_data)
                messages.success(request, _("“{skill}” is up to date.").format(skill=declared.skill.label))
                return redirect(sent.done(reverse("skills:mine")))
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "skills/edit.html", {"form": form, "declared": declared}, status=422 if form.errors else 200)


@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Still right: one press."""
    declared = _mine_or_404(request, slug)
    actions.confirm(agent=request.user, declared=declared)
    messages.success(request, _("“{skill}”: confirmed today.").format(skill=declared.skill.label))
    return redirect("skills:mine")


@require_POST
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a skill from my list; the next page offers to undo."""
    declared = _mine_or_404(request, slug)
    actions.remove(agent=request.user, declared=declared)
    return redirect(f"{reverse('skills:mine')}?removed={declared.public_id}")


@require_POST
def restore(request: HttpRequest, public_id) -> HttpResponse:
    """Undo a removal."""
    declared = get_object_or_404(AgentSkill.objects.of(request.user).select_related("skill"), public_id=public_id)
    try:
        actions.restore(agent=request.user, declared=declared)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("“{skill}” is back in your skills.").format(skill=declared.skill.label))
    return redirect("skills:mine")


def _mine_or_404(request: HttpRequest, slug: str) -> AgentSkill:
    return get_object_or_404(AgentSkill.objects.of(request.user).active().with_skill(), skill__slug=slug)


def _previews(agent) -> dict[str, tuple[str, Eyes]]:
    """Who may look at my page, and with which eyes. The manager is the real one, when there is one."""
    previews = {"colleague": (_("a colleague of my direction"), Eyes(direction=direction_of(agent.unit)))}
    if agent.manager_id:
        previews["manager"] = (_("my manager, {name}").format(name=agent.manager.name), Eyes.of(agent.manager))
    previews["hr"] = (_("an HR mobility adviser"), Eyes(is_hr=True))
    previews["other"] = (_("another direction"), Eyes())
    return previews


def _facts(row: AgentSkill, *, is_mine: bool) -> list[str]:
    """What is said of a declared skill under its name."""
    facts = [_("seen by: {who}").format(who=row.get_visibility_display())] if is_mine else []
    if row.can_help:
        facts.append(_("colleagues may ask"))
    if row.can_train:
        facts.append(_("can train"))
    if row.sphere == AgentSkill.Sphere.PRIVATE:
        facts.append(_("outside work"))
    return facts
