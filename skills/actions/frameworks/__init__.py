"""Importing the public frameworks of skills: reading the published files (`rome`, `esco`), then writing what differs (`apply`)."""

from skills.actions.frameworks.apply import import_framework, offer_framework, run_import, run_waiting_import, start_import
from skills.actions.frameworks.published import Published

__all__ = ["Published", "import_framework", "offer_framework", "run_import", "run_waiting_import", "start_import"]
