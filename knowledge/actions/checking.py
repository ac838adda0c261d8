"""The length and presence of what is written, checked again where it is saved."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models


def check(*, obj: models.Model, names: set[str]) -> None:
    """Refuse (ValidationError, by field) an empty, too long or malformed value of the fields `names`, texts included."""
    obj.clean_fields(exclude={field.name for field in obj._meta.get_fields()} - names)
    for name in sorted(names):
        longest = obj._meta.get_field(name).max_length
        if longest:
            try:
                MaxLengthValidator(longest)(getattr(obj, name))
            except ValidationError as error:
                raise ValidationError({name: error}) from error
