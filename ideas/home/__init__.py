"""What waits for an agent in this area, and what they did: one module for each noun."""

from ideas.home import votes

__all__ = ["votes"]
