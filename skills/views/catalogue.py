"""The catalogue: by framework, by domain, or by words; a small framework whole on one page, a large one a page at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intranet.base import text
from intranet.base.pages import paginate
from skills.models import Skill, SkillDomain, SkillFramework
from skills.search import names

WHOLE = 300  # skills of a framework that one page shows
PAGE = 40
WORDS_LENGTH = 120


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The skills in use of one framework: its domains, those of one domain, or those whose names have the words asked.

    Whatever of the address means nothing is left aside, and the first framework shown.
    """
    frameworks = list(SkillFramework.objects.offered())
    chosen = request.GET.get("framework", "")
    framework = next((each for each in frameworks if each.code == chosen), frameworks[0] if frameworks else None)
    words = text.clean(request.GET.get("q", "").replace("\x00", ""))[:WORDS_LENGTH]
    context = {"frameworks": frameworks, "framework": framework, "words": words, "domain": None, "trail": []}
    if framework is None:
        return render(request, "skills/catalogue.html", context)
    if words:
        context["page"] = paginate(request, names.having(words, framework=framework), per_page=PAGE)
        return render(request, "skills/catalogue.html", context)
    domains = {each.pk: each for each in SkillDomain.objects.filter(framework=framework)}
    domain = next((each for each in domains.values() if each.code == request.GET.get("domain", "")), None)
    if domain is None and framework.n <= WHOLE:
        return render(request, "skills/catalogue.html", context | {"sections": _sections(framework)})
    children = [each for each in domains.values() if each.parent_id == (domain.pk if domain else None)]
    context |= {"domain": domain, "trail": _above(domain, domains)}
    direct = Skill.objects.offered().filter(framework=framework, domain=domain).only("slug", "pref_label", "label_en", "kind")
    is_direct = not children or request.GET.get("only") == "skills"
    context["page"] = paginate(request, direct.order_by("pref_label") if is_direct else children, per_page=PAGE)
    context["shows_domains"] = not is_direct
    context["has_direct"] = not is_direct and direct.exists()
    return render(request, "skills/catalogue.html", context)


def _sections(framework: SkillFramework) -> list[tuple[SkillDomain | None, list[Skill]]]:
    """Every skill of a small framework, by domain."""
    shown: dict[SkillDomain | None, list[Skill]] = {}
    for skill in Skill.objects.offered().filter(framework=framework).select_related("domain").by_label():
        shown.setdefault(skill.domain, []).append(skill)
    return list(shown.items())


def _above(domain: SkillDomain | None, domains: dict[int, SkillDomain]) -> list[SkillDomain]:
    """The domains that contain `domain`, from the widest."""
    trail: list[SkillDomain] = []
    while domain is not None and domain.parent_id in domains and domains[domain.parent_id] not in trail:
        domain = domains[domain.parent_id]
        trail.insert(0, domain)
    return trail
