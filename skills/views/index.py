"""The first page of the area, the catalogue, and the suggestions."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from skills import permissions
from skills.models import AgentSkill, Fact, HelpAsk, Level, Skill, SkillDomain, SkillProposal
from skills.models import Evidence as EvidenceModel
from skills.search import names, requirements


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Who knows what? The search first, then what I may do now, then my skills."""
    mine = list(AgentSkill.objects.of(request.user).active().with_skill().surest_first())
    return render(
        request,
        "skills/index.html",
        {
            "mine": mine[:8],
            "mine_count": len(mine),
            "stale_count": sum(each.is_stale for each in mine),
            "unrated_count": sum(each.level is None and each.skill.has_levels for each in mine),
            "proposed": EvidenceModel.objects.of(request.user).proposed().count(),
            "waiting": HelpAsk.objects.filter(helper=request.user).waiting().count(),
            "to_answer": SkillProposal.objects.pending().count() if permissions.can_edit_catalogue(request.user) else 0,
            "is_editor": permissions.can_edit_catalogue(request.user),
            "domains": SkillDomain.objects.all(),
        },
    )


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Skills whose names answer `?q=`, for the combobox. The same for everyone: it tells nothing of who holds what."""
    found = names.suggest(request.GET.get("q", "")[:120].replace("\x00", ""))
    return JsonResponse([{"value": each.skill.slug, "label": each.skill.label, "note": each.note} for each in found], safe=False)


@require_safe
def skill(request: HttpRequest, slug: str) -> HttpResponse:
    """One skill: what it is, its other names, its neighbours, how many colleagues share it. A merged one leads where it went."""
    shown = get_object_or_404(Skill.objects.visible_to(request.user).select_related("domain", "merged_into"), slug=slug)
    if shown.merged_into:
        return redirect(shown.merged_into)
    language = (get_language() or "fr")[:2]
    labels = [
        each.text
        for each in shown.labels.exclude(kind="hidden").order_by("kind", "text")
        if each.text != shown.label and (each.lang == language or each.kind == "acronym")
    ]
    return render(
        request,
        "skills/skill.html",
        {
            "skill": shown,
            "labels": labels,
            "near": requirements.neighbours_of(shown),
            "levels": [(each, shown.meaning_of(each)) for each in Level] if shown.has_levels else [],
            "holders": Fact.objects.visible_to(request.user).filter(skill=shown).count(),
            "helpers": Fact.objects.visible_to(request.user).filter(skill=shown, can_help=True).count(),
            "mine": AgentSkill.objects.of(request.user).active().filter(skill=shown).first(),
        },
    )
