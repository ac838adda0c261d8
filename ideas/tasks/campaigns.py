"""The clock of campaigns."""

from ideas.actions import campaigns, rules
from ideas.models import Phase
from intranet.jobs.outbox import every, job


@every("ideas.turn", minutes=15)
def turn() -> None:
    """Phases open and close, rules come into force."""
    campaigns.turn_phases()
    rules.turn_rules()


@job("ideas.tell_phase")
def tell_phase(*, phase: int, closing: bool) -> None:
    """Tell the perimeter of a campaign that a phase opens or closes soon."""
    found = Phase.objects.select_related("campaign").filter(pk=phase).first()
    if found is not None:
        campaigns.tell_phase(phase=found, closing=closing)
