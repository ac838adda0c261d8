"""What the clock does for pilots; each entrance calls one action."""

from intranet.jobs.outbox import every
from pilots.actions import feedback, grants, mandates


@every("pilots.watch_mandates", minutes=60)
def watch_mandates() -> None:
    """Warn of mandates that end, suspend pilots left without a sponsor."""
    mandates.watch_mandates()


@every("pilots.remind_overdue", minutes=24 * 60)
def remind_overdue() -> None:
    """Tell who is late to answer."""
    feedback.remind_overdue()


@every("pilots.reconcile_grants", minutes=24 * 60)
def reconcile_grants() -> None:
    """Report and mend grants that no longer follow the team and the mandates."""
    grants.reconcile_grants()
