"""From the title of a position to the skills that its occupation asks for."""

from collections.abc import Iterable

from django.db.models import Q

from intranet.base import text
from skills.models import OccupationLabel, Skill
from skills.models.names import normalise

LEAST_SHARED = 2  # words that a title and the name of a job share, when they are not the same


def skills_for_title(title: str, *, limit: int) -> list[Skill]:
    """The skills that the occupation named by `title` asks for, those at its heart first; none when no occupation is near enough.

    A title names an occupation when it is one of its names, or has every word of one (two words at least).
    """
    occupation = _occupation(title)
    if occupation is None:
        return []
    asked = Skill.objects.offered().filter(sensitive=False, occupations__occupation=occupation).select_related("domain")
    return list(asked.order_by("-occupations__is_core", "pref_label")[:limit])


def _occupation(title: str) -> int | None:
    labels = OccupationLabel.objects.filter(occupation__framework__is_offered=True)
    exact = labels.filter(normalised=normalise(title)).order_by("occupation__framework__order", "pk").values_list("occupation", flat=True)
    if found := exact.first():
        return found
    stems = _telling(text.stems(title))
    if len(stems) < LEAST_SHARED:
        return None
    shares = Q()
    for stem in stems:
        shares |= Q(stems__startswith=stem) | Q(stems__contains=f" {stem}")
    best: tuple[int, int, int] | None = None
    for pk, occupation, words in (
        labels.filter(shares).order_by("occupation__framework__order", "pk").values_list("pk", "occupation", "stems")
    ):
        named = _telling(words.split())
        if len(named) >= LEAST_SHARED and named <= stems and (best is None or len(named) > best[0]):
            best = (len(named), occupation, pk)
    return best[1] if best else None


def _telling(stems: Iterable[str]) -> set[str]:
    """The stems that tell one job from another: "d'", "des", "en" do not."""
    return {stem for stem in stems if len(stem) > 2 and stem not in {"des", "les", "pour", "aux", "par"}}
