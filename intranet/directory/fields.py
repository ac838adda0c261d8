"""A column that follows others, folded for search."""

from django.db import models

from intranet.base import text


class FoldedField(models.CharField):
    """The words of the columns `of`, folded, each after a space: " lea martin mediatrice numerique".

    Written at each `save()` and `bulk_create()`, so that `LIKE '% mar%'` finds the beginning of any
    word whatever its accents. `update()` of one of the columns `of` must write this one too.
    """

    def __init__(self, *args, of: tuple[str, ...] = (), **kwargs):
        self.of = tuple(of)
        super().__init__(*args, **{"editable": False, "default": "", "blank": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, instance, add):
        value = self.folded(*(getattr(instance, name) for name in self.of))
        setattr(instance, self.attname, value)
        return value

    def folded(self, *values: str) -> str:
        """What the column holds for these values of the columns `of`."""
        return "".join(f" {word}" for value in values for word in text.words(value or ""))[: self.max_length]
