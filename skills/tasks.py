"""Clock and queue entrances, and what follows from the directory."""

from intranet.jobs.outbox import every
from skills import actions

# What of an agent the facts copy.
COPIED = {"unit", "unit_id", "site", "site_id", "is_active", "erased_at"}


@every("skills.rebuild_facts", minutes=24 * 60)
def rebuild_facts() -> None:
    """Write every fact again: units may have moved in the tree since yesterday."""
    actions.rebuild_facts()


def agent_saved(sender, instance, created, raw=False, update_fields=None, **kwargs) -> None:
    """Let the facts follow an agent who moved, left or came back (a signal of the directory's)."""
    if created or raw or (update_fields is not None and not COPIED & set(update_fields)):
        return
    actions.follow_agent(agent=instance)
