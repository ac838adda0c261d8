"""What a page does with what is posted: once, refused in words where they are read, then elsewhere.

A page with a form gives `form_page` its form and what it does; a page with a button gives `button` the same.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from intranet.base.forms import once


def page_of(address: str, request: HttpRequest) -> str:
    """The path and query of `address` when it is of this site, else the home page."""
    parts = urlsplit(address)
    if parts.netloc != request.get_host() or not parts.path.startswith("/") or parts.path.startswith("//"):
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def form_page(
    request: HttpRequest, form: BaseForm, act: Callable[[dict], str], template: str, context: dict, *, done: str = ""
) -> HttpResponse:
    """A page with a form: shown, or sent once, then `done` said on the next page.

    `act(cleaned)` does it and returns where it leads; what it refuses is said on the form, which keeps what was typed.
    """
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                url = sent.done(act(form.cleaned_data))
        except ValidationError as error:
            add_refusal(form, error)
        else:
            if done:
                messages.success(request, done)
            return redirect(url)
    return render(request, template, {**context, "form": form}, status=422 if form.errors else 200)


def button(request: HttpRequest, act: Callable[[], object], back: str, *, done: str = "") -> HttpResponse:
    """What a single button posts: done once, then `back`, where `done` is said, or what was refused."""
    try:
        with once(request) as sent:
            if not sent.is_repeat:
                act()
                sent.done(back)
    except ValidationError as error:
        say_refusal(request, error)
    else:
        if done and not sent.is_repeat:
            messages.success(request, done)
    return redirect(back)


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
