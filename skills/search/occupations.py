"""Skills that go with the title of a position."""

from skills.models import Skill


def skills_for_title(title: str, *, limit: int) -> list[Skill]:
    """At most `limit` skills that go with a position called `title`. Nothing as long as no framework of occupations is imported."""
    return []
