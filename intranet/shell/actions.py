"""What administrators do to the site itself."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.jobs.models import Job
from intranet.shell.permissions import can_retry_job


@transaction.atomic
def retry_job(*, actor: Agent, job: Job) -> None:
    """Give a job that was given up its tries again, from now. Refuses one that is waiting or done."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not can_retry_job(actor, job):
        raise PermissionDenied(_("Only an administrator tries again a job that was given up."))
    Job.objects.filter(pk=job.pk).update(gave_up_at=None, attempts=0, run_after=clock.now(), leased_until=None)
    audit.record("jobs.retry", job, actor=actor, name=job.name)
