"""Queue and clock entrances: each calls one action."""

from intranet.jobs.outbox import every, job
from intranet.organisation import actions


@job("organisation.read", atomic=False)
def read(*, hr_import: int) -> None:
    """Read a file into lines, from where it was left."""
    actions.read(hr_import=hr_import)


@job("organisation.compare", atomic=False)
def compare(*, hr_import: int) -> None:
    """Compare the lines with the directory."""
    actions.compare(hr_import=hr_import)


@job("organisation.apply")
def apply(*, hr_import: int) -> None:
    """Apply a file: with the mark that it is done, one transaction."""
    actions.apply(hr_import=hr_import)


@every("organisation.follow_dates", minutes=30)
def follow_dates() -> None:
    """Show who arrives, hide who left."""
    actions.follow_dates()


@every("organisation.tidy", minutes=24 * 60)
def tidy() -> None:
    """Give up files that wait, forget lines of long ago."""
    actions.tidy()
