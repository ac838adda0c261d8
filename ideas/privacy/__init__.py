"""What this area holds about people: one module for each noun."""

from ideas.privacy import votes

__all__ = ["votes"]
