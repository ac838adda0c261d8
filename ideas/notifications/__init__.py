"""Who is told what: one class for each message, one module for each noun."""

from ideas.notifications import decisions, rounds

__all__ = ["decisions", "rounds"]
