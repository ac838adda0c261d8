"""The demo's ideas."""

from intranet.shell.demo import Demo


def load(demo: Demo) -> None:
    """Fill the ideas of the demo organisation."""
