"""What colleagues around somebody share the most: where a search may begin."""

from django.db.models import Count

from intranet.directory.models import Agent, OrgUnit
from skills.models import Fact, Skill

SHOWN = 12
LOOKED_AT = 300  # colleagues: enough to say what is shared often, few enough for a direction of thousands


def often_shared(viewer: Agent) -> list[Skill]:
    """The skills that colleagues of `viewer` share most often with them, in their service: their unit and those beside it.

    Of the facts that `viewer` may see, as every search. Nothing for somebody who is in no unit.
    """
    if viewer.unit is None:
        return []
    path = viewer.unit.path[: max(2 * OrgUnit.steplen, len(viewer.unit.path) - OrgUnit.steplen)]
    units = OrgUnit.objects.filter(path__startswith=path).order_by().values("pk")
    near = Agent.objects.visible_to(viewer).filter(unit__in=units).exclude(pk=viewer.pk).order_by("unit_id", "pk")
    facts = Fact.objects.visible_to(viewer).filter(agent__in=near.values("pk")[:LOOKED_AT])
    keys = list(facts.values_list("skill", flat=True).annotate(n=Count("*")).order_by("-n", "skill")[:SHOWN])
    skills = Skill.objects.matchable().only("slug", "pref_label", "label_en").in_bulk(keys)
    return [skills[key] for key in keys if key in skills]
