"""django-tasks on the outbox: Wagtail's background work is promised like ours."""

from uuid import uuid4

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import TaskResult, TaskResultStatus

from intranet.jobs import outbox


class OutboxBackend(BaseTaskBackend):
    """Writes each enqueued task as a promise, in the caller's transaction."""

    supports_defer = True

    def enqueue(self, task, args, kwargs):
        self.validate_task(task)
        outbox.promise(
            "jobs.library_task",
            run_after=task.run_after,
            module=task.func.__module__,
            name=task.func.__name__,
            args=list(args),
            kwargs=dict(kwargs),
        )
        return TaskResult(
            task=task,
            id=uuid4().hex,
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
