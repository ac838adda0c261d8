"""HTTP only: parse, call an action, render."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest


def add_refusal(form: BaseForm, error: ValidationError) -> None:
    """Show on a form the sentences of an action that refused, each under its field when the form has it."""
    for field, errors in _by_field(error).items():
        form.add_error(field if field in form.fields else None, errors)


def say_refusal(request: HttpRequest, error: ValidationError) -> None:
    """Say the same on the next page, where there is no form to say it on."""
    for sentence in error.messages:
        messages.error(request, sentence)


def _by_field(error: ValidationError) -> dict[str | None, list]:
    if hasattr(error, "error_dict"):
        return {None if name == NON_FIELD_ERRORS else name: errors for name, errors in error.error_dict.items()}
    return {None: error.error_list}
