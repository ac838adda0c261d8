"""Who is told what: one class for each message, one module for each noun."""

from ideas.notifications import campaigns, problems, proposals

__all__ = ["campaigns", "problems", "proposals"]
