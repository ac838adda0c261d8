"""Circles: people who manage each other, units that contain each other."""

from collections.abc import Iterator, Mapping


def circle_of(above: Mapping[str, str]) -> Iterator[list[str]]:
    """Each circle of `above` (who → who is above), once, in its order from its smallest key."""
    done: set[str] = set()
    for start in above:
        path: list[str] = []
        places: dict[str, int] = {}
        each: str | None = start
        while each is not None and each in above and each not in done and each not in places:
            places[each] = len(path)
            path.append(each)
            each = above[each]
        if each in places:
            circle = path[places[each] :]
            first = circle.index(min(circle))
            yield circle[first:] + circle[:first]
        done.update(path)
