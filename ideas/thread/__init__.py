"""How this area's objects read on the thread, and how they are discussed: one module for each noun."""

from ideas.thread import problems, proposals, votes

__all__ = ["problems", "proposals", "votes"]
