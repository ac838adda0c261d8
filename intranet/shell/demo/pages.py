"""The demo's pages."""

from intranet.shell.demo import Demo


def load(demo: Demo) -> None:
    """Fill the pages of the demo organisation."""
