"""What this area holds about people: one module for each noun."""

from ideas.privacy import campaigns, problems, proposals, votes

__all__ = ["campaigns", "problems", "proposals", "votes"]
