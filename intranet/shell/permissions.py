"""Who may do what with the site itself."""

from intranet import roles
from intranet.directory.models import Agent
from intranet.jobs.models import Job
from intranet.roles import Role


def can_retry_job(agent: Agent, job: Job) -> bool:
    """An administrator, for a job that was given up."""
    return roles.has(agent, Role.ADMINISTRATOR) and job.done_at is None and job.gave_up_at is not None
