"""Who is in whose hierarchy: the chain of line managers, and the heads of the units that contain somebody."""

from intranet.directory.models import Agent, OrgUnit

LONGEST = 15  # steps of a chain of managers; one that goes round stops there


def in_line(one: Agent, other: Agent) -> bool:
    """Whether one of these two agents stands above the other: as line manager, at any distance, or as head of a unit that contains them."""
    return _above(one, other) or _above(other, one)


def _above(agent: Agent, person: Agent) -> bool:
    """Whether `agent` stands above `person`."""
    seen, step = {person.pk}, person.manager_id
    while step is not None and step not in seen and len(seen) <= LONGEST:
        if step == agent.pk:
            return True
        seen.add(step)
        step = Agent.objects.filter(pk=step).values_list("manager_id", flat=True).first()
    return person.unit is not None and OrgUnit.objects.above(person.unit).filter(head=agent).exists()
