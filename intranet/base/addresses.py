"""Addresses: how a new row gets one made of words that nobody has, and how an identifier typed in one is read."""

import uuid
from collections.abc import Collection, Iterator
from itertools import count
from typing import cast

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

NUMBER = 10  # characters kept free at the end, for a dash and a number


def identifier(value: str | None) -> uuid.UUID | None:
    """The public identifier written in an address or a field; None when it is none, and then no row has it."""
    try:
        return uuid.UUID(value or "")
    except ValueError:
        return None


def save_at_free_address(obj: models.Model, *, field: str, words: str, otherwise: str, reserved: Collection[str] = ()) -> None:
    """Save the new `obj` with, in its unique slug `field`, `words` ("lea-martin"), else with a number ("lea-martin-2").

    Words of which no letter is left give `otherwise`; `reserved` are addresses of pages. An address that
    somebody else takes meanwhile is left to them: the next is tried. Any other refusal of the database is raised.
    """
    rows = type(obj)._default_manager
    length = cast("models.SlugField", obj._meta.get_field(field)).max_length or 0
    base = slugify(words)[: length - NUMBER].strip("-") or otherwise
    taken = {*reserved, *_taken(rows, field, base)}
    for address in _numbered(base):
        if address in taken:
            continue
        setattr(obj, field, address)
        try:
            with transaction.atomic():
                obj.save(force_insert=True)
        except IntegrityError:
            if not rows.filter(**{field: address}).exists():
                raise
        else:
            return


def _numbered(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{n}" for n in count(2))


def _taken(rows: models.Manager, field: str, start: str) -> set[str]:
    return set(rows.filter(**{f"{field}__startswith": start}).values_list(field, flat=True))
