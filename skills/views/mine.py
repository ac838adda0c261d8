"""My skills: declaring, changing, confirming, removing, and how others see my page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intranet.base.addresses import identifier
from intranet.base.forms import bind, once
from intranet.base.posting import form_page
from intranet.base.spreadsheets import csv_answer
from intranet.base.versions import ChangedMeanwhile
from skills import actions, forms
from skills.home import what_shows
from skills.models import AgentSkill, Certification, Endorsement, Skill, SkillChoices
from skills.querysets.eyes import Eyes
from skills.views.preview import previews

DECLARED = ("level", "interest", "last_used", "sphere", "note", "visibility", "can_help", "can_train")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I declare, what shows it, and what waits for me. (`?as=` leads to my page as others see it.)"""
    views = previews(request.user)
    seen_as = request.GET.get("as", "")
    if seen_as:
        if seen_as not in views:
            raise Http404
        return redirect("skills:seen_as", seen_as)
    own = AgentSkill.objects.of(request.user)
    rows = list(own.active().with_skill().surest_first())
    shown = what_shows(request.user, rows, Eyes.of(request.user))
    removed = own.with_skill().filter(public_id=identifier(request.GET.get("removed"))).first() if request.GET.get("removed") else None
    return render(
        request,
        "skills/mine.html",
        {
            "rows": [(row, _facts(row), shown[row.pk]) for row in rows],
            "previews": [(key, label) for key, (label, _viewer) in views.items()],
            "removed": removed if removed and removed.valid_to else None,
            "removed_certification": _removed_certification(request),
            "stale_count": sum(row.is_stale for row in rows),
            "to_answer": Endorsement.objects.to_accept(request.user).count(),
        },
    )


def _removed_certification(request: HttpRequest) -> Certification | None:
    """The certification just removed (`?gone=`), which may come back."""
    wanted = request.GET.get("gone")
    return Certification.objects.of(request.user).filter(public_id=identifier(wanted)).exclude(removed_at=None).first() if wanted else None


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """What I declared about one skill over time: a line for each level, from when to when. For myself alone."""
    rows = list(AgentSkill.objects.of(request.user).filter(skill__slug=slug).with_skill().order_by("-valid_from", "-pk"))
    if not rows:
        raise Http404
    return render(request, "skills/history.html", {"rows": rows, "skill": rows[0].skill, "is_declared": any(row.is_active for row in rows)})


@require_POST
def confirm_all(request: HttpRequest) -> HttpResponse:
    """Everything is still right: one press."""
    n = actions.confirm_all(agent=request.user)
    messages.success(request, ngettext("{n} skill confirmed today.", "{n} skills confirmed today.", n).format(n=n))
    return redirect("skills:mine")


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """My choices: what I share from outside work, and whether I am reminded."""
    chosen = SkillChoices.of(request.user)
    form = bind(request, forms.ChoicesForm, initial={"shares_private": chosen.shares_private, "wants_nudges": chosen.wants_nudges})

    def act(data) -> str:
        actions.choose(agent=request.user, **data)
        return reverse("skills:mine")

    return form_page(request, form, act, "skills/choices.html", {}, done=_("Your choices were saved."))


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
    shares = SkillChoices.of(request.user).shares_private
    form = bind(request, forms.DeclareForm, initial={"skill": given} if given else {}, shares_private=shares)
    if given is not None and request.method == "GET":
        form = bind(request, forms.DeclareForm, initial={"skill": given}, skill=given, shares_private=shares)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                form.take_version()
                declared = actions.declare(agent=request.user, **form.cleaned_data)
                messages.success(request, _("“{skill}” is in your skills.").format(skill=declared.skill.label))
                return redirect(sent.done(reverse("skills:mine")))
        except ValidationError as error:
            form.add_error("skill", error)
    return render(request, "skills/declare.html", {"form": form}, status=422 if form.errors else 200)


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what I declare about one skill."""
    declared = _mine_or_404(request, slug)
    initial = {name: getattr(declared, name) for name in DECLARED}
    shares = SkillChoices.of(request.user).shares_private
    form = bind(
        request, forms.DeclarationForm, skill=declared.skill, initial={**initial, "version": declared.version}, shares_private=shares
    )

    def act(data) -> str:
        try:
            actions.revise(agent=request.user, declared=declared, expected=form.take_version(), **data)
        except ChangedMeanwhile:
            now = AgentSkill.objects.get(pk=declared.pk)
            form.show_differences({name: getattr(now, name) for name in DECLARED}, now.version)
            raise
        return reverse("skills:mine")

    done = _("“{skill}” is up to date.").format(skill=declared.skill.label)
    return form_page(request, form, act, "skills/edit.html", {"declared": declared}, done=done)


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


def _facts(row: AgentSkill) -> list[str]:
    """What is said of a declared skill under its name, to who declares it."""
    facts = [_("seen by: {who}").format(who=row.get_visibility_display())]
    if row.can_help:
        facts.append(_("colleagues may ask"))
    if row.can_train:
        facts.append(_("can train"))
    if row.sphere == AgentSkill.Sphere.PRIVATE:
        facts.append(_("outside work"))
    return facts
