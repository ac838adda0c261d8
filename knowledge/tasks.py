"""What the clock does, and what follows from an act in the back office."""

from intranet.jobs.outbox import every
from intranet.search import door
from knowledge import actions
from knowledge.actions.pages import KEPT


@every("knowledge.widen_questions", minutes=60)
def widen_questions() -> None:
    actions.widen_questions()


@every("knowledge.age_tips", minutes=24 * 60)
def age_tips() -> None:
    actions.age_tips()


@every("knowledge.remind_owners", minutes=24 * 60)
def remind_owners() -> None:
    actions.remind_owners()


# --- Signals of Wagtail: the back office publishes through its own views ------------------------


def page_went_online(sender, instance, revision=None, **kwargs) -> None:
    if isinstance(instance, KEPT):
        actions.record_publication(page=instance, by=revision.user if revision is not None else None)


def page_went_offline(sender, instance, **kwargs) -> None:
    if isinstance(instance, KEPT):
        door.refresh(instance)


def readers_changed(sender, instance, **kwargs) -> None:
    """A restriction on who reads a page was put or lifted: pages under it enter or leave the index."""
    for model in KEPT:
        pages = model.objects.filter(path__startswith=instance.page.path)
        door.refresh_many(model.kind, pages.values_list("pk", flat=True))


def page_was_submitted(sender, instance, **kwargs) -> None:
    actions.tell_approvers(task_state=instance)


def nobody_else_is_told(sender, instance, **kwargs) -> None:
    """A page was submitted: those who may approve it were told by `page_was_submitted`, and that is all."""


def page_was_approved(sender, instance, user=None, **kwargs) -> None:
    actions.tell_approved(workflow_state=instance, by=user)


def page_was_sent_back(sender, instance, user=None, **kwargs) -> None:
    actions.tell_sent_back(workflow_state=instance, by=user)
