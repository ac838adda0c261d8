"""Who may read and import HR files, and reorganise. Each docstring is the rule."""

from intranet.directory.models import Agent
from intranet.organisation.querysets import may_import


def can_import_directory(agent: Agent) -> bool:
    """Administrators and HR mobility advisers import the HR file and read its reports. Nobody else sees a line of it."""
    return may_import(agent)
