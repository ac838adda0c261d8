"""The demo's knowledge."""

from intranet.shell.demo import Demo


def load(demo: Demo) -> None:
    """Fill the knowledge of the demo organisation."""
