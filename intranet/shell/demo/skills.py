"""The demo's skills."""

from intranet.shell.demo import Demo


def load(demo: Demo) -> None:
    """Fill the skills of the demo organisation."""
