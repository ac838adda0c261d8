"""How the buttons of the area answer: once, with a sentence, back to the page."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from intranet.base.forms import bind, once


def act(request: HttpRequest, do: Callable[[], object], *, back: str, said: str = "") -> HttpResponse:
    """Run a button's action once and go back; a state that forbids is said there."""
    try:
        with once(request) as sent:
            if not sent.is_repeat:
                do()
                sent.done(back)
                if said:
                    messages.success(request, said)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(back)


def form_page(request: HttpRequest, form_class, template: str, do: Callable, *, context: dict, said: str = "", **kwargs) -> HttpResponse:
    """A page with one form: shown, checked, run once; `do(data)` gives the address where it leads."""
    form = bind(request, form_class, **kwargs)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                url = sent.done(do(form.cleaned_data))
            if said:
                messages.success(request, said)
            return redirect(url)
        except ValidationError as error:
            add_errors(form, error)
    return render(request, template, {"form": form, **context}, status=422 if request.method == "POST" else 200)


def add_errors(form, error: ValidationError) -> None:
    """Show what an action refused beside the field concerned, or above the form."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, error)
