"""What is findable, and the search for near reports."""

from ideas.search import declared

__all__ = ["declared"]
