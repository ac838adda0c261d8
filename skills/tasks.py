"""Clock and queue entrances, and what follows from the directory."""

from intranet.jobs.outbox import every, job
from skills import actions

# What of an agent the facts copy.
COPIED = {"unit", "unit_id", "site", "site_id", "is_active", "erased_at"}


@every("skills.rebuild_facts", minutes=24 * 60)
def rebuild_facts() -> None:
    """Write every fact again: what was written past the product, by a script or by hand, is followed within a day."""
    actions.rebuild_facts()


@every("skills.tell_searches", minutes=24 * 60)
def tell_searches() -> None:
    """Tell the agents of watched searches whom these newly find."""
    actions.tell_searches()


@job("skills.tell_searches_after")
def tell_searches_after(after: int) -> None:
    """The same, for those who come after: a job looks at a few dozen."""
    actions.tell_searches(after=after)


def agent_saved(sender, instance, created, raw=False, update_fields=None, **kwargs) -> None:
    """Let the facts follow an agent who moved, left or came back (a signal of the directory's)."""
    if created or raw or (update_fields is not None and not COPIED & set(update_fields)):
        return
    actions.follow_agent(agent=instance)


def follow_unit(sender, unit, **kwargs) -> None:
    """Let the facts follow a unit that moved (a signal of the directory's)."""
    actions.follow_unit(unit=unit)


@job("skills.run_import", atomic=False)
def run_import(*, read: int) -> None:
    """Read a framework that was sent from the back office; killed and run again, it ends as if it had not been."""
    actions.run_waiting_import(read_id=read)
