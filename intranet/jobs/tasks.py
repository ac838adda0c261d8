"""Celery's entrance to the outbox, and Wagtail's: each calls the drain or keeps a promise."""

from importlib import import_module

from celery import shared_task

from intranet.jobs import outbox


@shared_task(name="intranet.jobs.tasks.drain")
def drain() -> int:
    """Drain the outbox. Safe to run any number of times at once."""
    return outbox.drain()


@outbox.job("jobs.library_task")
def library_task(*, module: str, name: str, args: list, kwargs: dict) -> None:
    """Run a task that a library (Wagtail) enqueued through django-tasks. The backend wrote the row; nothing else does."""
    task = getattr(import_module(module), name)
    task.func(*args, **kwargs)
