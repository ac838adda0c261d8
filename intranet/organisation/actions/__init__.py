"""What is done with HR files and with units: see each module."""

from intranet.organisation.actions.applying import apply, follow_dates, start_applying
from intranet.organisation.actions.comparing import compare
from intranet.organisation.actions.files import cancel, choose_sheet, map_columns, receive, tidy
from intranet.organisation.actions.reading import read

__all__ = [
    "apply",
    "cancel",
    "choose_sheet",
    "compare",
    "follow_dates",
    "map_columns",
    "read",
    "receive",
    "start_applying",
    "tidy",
]
