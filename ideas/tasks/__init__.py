"""Entrances of the clock and of the queue: each calls one action."""

from ideas.tasks import campaigns

__all__ = ["campaigns"]
