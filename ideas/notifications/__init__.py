"""Who is told what: one class for each message, one module for each noun."""

from ideas.notifications import campaigns, decisions, problems, proposals, rounds

__all__ = ["campaigns", "decisions", "problems", "proposals", "rounds"]
