"""The first words of the home page: how many things wait, or the three first steps."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from intranet.shell import sections


@dataclass(frozen=True)
class Step:
    """One first step: what to do, why, and where."""

    area: str
    title: str | Promise
    detail: str | Promise
    action: str | Promise
    url: str


_NUMBERS = (_("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine"))
_STEPS = (
    ("skills", _("Say what you can do"), _("Two minutes: three skills are enough for colleagues to find you."), _("Say it"), ("skills:declare", "skills:index")),
    ("ideas", _("Report what gets in the way"), _("One minute, from a phone. You will know what becomes of it."), _("Report"), ("ideas:problem_report", "ideas:index")),
    ("knowledge", _("See what others know"), _("Tips, guides, and people who agree to answer."), _("Look around"), ("knowledge:index",)),
)  # fmt: skip


def waiting_sentence(count: int) -> str:
    """ "Three things wait for you." In words up to nine, as one says it."""
    if not count:
        return gettext("Nothing waits for you today.")
    number = str(_NUMBERS[count - 1]) if count <= len(_NUMBERS) else str(count)
    return ngettext("{number} thing waits for you.", "{number} things wait for you.", count).format(number=number)


def first_steps() -> list[Step]:
    """What somebody new may do first, with the addresses of the areas that are there."""
    steps = []
    for area, title, detail, action, names in _STEPS:
        url = next((found for name in names if (found := sections.address(name))), "")
        if url:
            steps.append(Step(area, title, detail, action, url))
    return steps
