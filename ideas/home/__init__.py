"""What waits for an agent in this area, and what they did: one module for each noun."""

from ideas.home import panels, problems, proposals, votes

__all__ = ["panels", "problems", "proposals", "votes"]
