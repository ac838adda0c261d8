"""Entrances of the clock and of the outbox: each calls one action. One module for each noun."""

from ideas.tasks import campaigns, rounds

__all__ = ["campaigns", "rounds"]
