"""The demo's pilots."""

from intranet.shell.demo import Demo


def load(demo: Demo) -> None:
    """Fill the pilots of the demo organisation."""
