"""The organisation chart: units in their tree, each with its head and how many people it has."""

from dataclasses import dataclass, field

from django.db.models import Count

from intranet.directory.models import Agent, OrgUnit

SHOWN = 120  # units drawn before anyone opens a branch: whole levels, as many as fit


@dataclass
class Branch:
    """A unit of the chart, what is drawn under it, and how many people it has with the units under it."""

    unit: OrgUnit
    people: int = 0
    children: list["Branch"] = field(default_factory=list)
    is_open: bool = False
    is_mine: bool = False

    @property
    def folded(self) -> int:
        """How many units just under this one are not drawn."""
        return self.unit.numchild - len(self.children)


def chart(viewer: Agent, *, opened: OrgUnit | None = None) -> Branch | None:
    """The chart as `viewer` first sees it: whole levels from the top, and the way down to `opened` (by default, their unit).

    Four queries, whatever the size. None when the organisation has no unit.
    """
    depths = dict(OrgUnit.objects.order_by().values_list("depth").annotate(n=Count("pk")))
    opened = opened or viewer.unit
    chain = set(_chain(opened)) if opened else set()
    level, drawn = 1, depths.get(1, 0)
    while depths.get(level + 1) and drawn + depths[level + 1] <= SHOWN:
        level += 1
        drawn += depths[level]
    units = OrgUnit.objects.with_head().filter(depth__lte=max(level, 2))
    if opened and chain:
        units = units | OrgUnit.objects.with_head().filter(pk__in=_beside(opened))
    people = _people_by_path()
    branches: dict[str, Branch] = {}
    top = None
    for unit in units.order_by("path"):
        branch = Branch(unit, is_open=unit.depth == 1 or unit.path in chain, is_mine=unit.pk == viewer.unit_id)
        branch.people = people.get(unit.path, 0)
        branches[unit.path] = branch
        above = branches.get(unit.path[: -unit.steplen])
        if above is not None:
            above.children.append(branch)
        elif unit.depth == 1:
            top = branch
    return top


def _chain(unit: OrgUnit) -> list[str]:
    return [unit.path[:end] for end in range(unit.steplen, len(unit.path) + 1, unit.steplen)]


def _beside(unit: OrgUnit):
    """The units just under each unit of the chain of `unit`."""
    found = OrgUnit.objects.none()
    for path in _chain(unit):
        found = found | OrgUnit.objects.filter(path__startswith=path, depth=len(path) // unit.steplen + 1)
    return found.values("pk")


def _people_by_path() -> dict[str, int]:
    """How many people each unit has, with those of the units under it."""
    own = Agent.objects.filter(is_active=True, erased_at=None).order_by().values_list("unit__path").annotate(n=Count("pk"))
    totals: dict[str, int] = {}
    for path, number in own:
        for end in range(OrgUnit.steplen, len(path or "") + 1, OrgUnit.steplen):
            totals[path[:end]] = totals.get(path[:end], 0) + number
    return totals
