"""What is findable, and the search for near reports."""

from ideas.search import decisions

__all__ = ["decisions"]
