"""Clock and queue entrances, and what follows from the directory."""

from intranet.jobs.outbox import every, job, promise
from skills import actions

TOGETHER = 300  # people followed in one job
# What of an agent the facts copy.
COPIED = {"unit", "unit_id", "site", "site_id", "is_active", "erased_at"}


@every("skills.rebuild_facts", minutes=24 * 60)
def rebuild_facts() -> None:
    """Write every fact again: what was written past the product, by a script or by hand, is followed within a day."""
    actions.rebuild_facts()


def agent_saved(sender, instance, created, raw=False, update_fields=None, **kwargs) -> None:
    """Let the facts follow an agent who moved, left or came back (a signal of the directory's)."""
    if created or raw or (update_fields is not None and not COPIED & set(update_fields)):
        return
    actions.follow_agent(agent=instance)


def follow_unit(sender, unit, **kwargs) -> None:
    """Let the facts follow a unit that moved (a signal of the directory's)."""
    actions.follow_unit(unit=unit)


@job("skills.follow_agents")
def follow_agents(*, agents: list[int]) -> None:
    """Write again the facts of people whom a file moved or brought back."""
    actions.follow_agents(agents=agents)


def agents_placed(sender, agents, placed, **kwargs) -> None:
    """Let the facts follow many at once (a signal of the directory's): gone now, so that nobody is found where they no longer are, then written again."""
    for start in range(0, len(placed), TOGETHER):
        part = placed[start : start + TOGETHER]
        actions.forget_facts(agents=part)
        promise("skills.follow_agents", agents=part)


@job("skills.run_import", atomic=False)
def run_import(*, read: int) -> None:
    """Read a framework that was sent from the back office; killed and run again, it ends as if it had not been."""
    actions.run_waiting_import(read_id=read)
