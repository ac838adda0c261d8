"""What is findable, and the search for near reports."""

from ideas.search import decisions, declared

__all__ = ["decisions", "declared"]
