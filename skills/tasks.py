"""Clock and queue entrances, and what follows from the directory."""

from intranet.directory.models import Agent
from intranet.jobs.outbox import every, job, promise
from skills import actions
from skills.models import Nudge

TOGETHER = 300  # people followed in one job
# What of an agent the facts copy.
POST = {"unit", "unit_id", "position_title"}  # what of an agent says their post
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


@every("skills.remind_of_certifications", minutes=24 * 60)
def remind_of_certifications() -> None:
    """Tell those whose certifications lapse soon."""
    actions.remind_of_certifications()


def agent_to_save(sender, instance, raw=False, update_fields=None, **kwargs) -> None:
    """Before an agent is saved: see whether their post is about to change (a signal of Django's)."""
    instance.__dict__.pop("_changes_post", None)
    if raw or instance.pk is None or (update_fields is not None and not POST & set(update_fields)):
        return
    before = Agent.objects.filter(pk=instance.pk).values_list("unit_id", "position_title").first()
    if before and before != (instance.unit_id, instance.position_title):
        instance.__dict__["_changes_post"] = True


def agent_changed_post(sender, instance, created, **kwargs) -> None:
    """A new position or unit, written one agent at a time (a signal of Django's)."""
    if instance.__dict__.pop("_changes_post", False) and not created:
        actions.nudge(agent=instance, moment=Nudge.Moment.POST)


def agents_changed_post(sender, posted, **kwargs) -> None:
    """New positions or units, written many at a time by the HR file (a signal of the directory's): the reminders go from the queue."""
    for start in range(0, len(posted), TOGETHER):
        promise("skills.nudge_new_posts", agents=posted[start : start + TOGETHER])


@job("skills.nudge_new_posts")
def nudge_new_posts(*, agents: list[int]) -> None:
    """Recall their skills to agents whose post changed."""
    for agent in Agent.objects.filter(pk__in=agents, is_active=True):
        actions.nudge(agent=agent, moment=Nudge.Moment.POST)


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
