"""What every page of the area does with what is posted: once, with its errors said on the page."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from intranet.base.forms import once
from pilots.models import Pilot
from pilots.querysets.pilots import PilotQuerySet


def pilot_or_404(request: HttpRequest, code: str, among: PilotQuerySet | None = None) -> Pilot:
    """The pilot of an address, if the signed-in agent may see it; else it does not exist. `among`: with what the page reads of it."""
    pilots = Pilot.objects.all() if among is None else among
    return get_object_or_404(pilots.visible_to(request.user), code=code)


def form_page(request: HttpRequest, form, act: Callable[[dict], str], template: str, context: dict, *, done: str = "") -> HttpResponse:
    """A page with a form: shown, or sent once. `act(cleaned)` does it and returns where it leads; what it refuses is said on the page."""
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                url = sent.done(act(form.cleaned_data))
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
        else:
            if done:
                messages.success(request, done)
            return redirect(url)
    return render(request, template, {**context, "form": form}, status=422 if form.errors else 200)


def button(request: HttpRequest, act: Callable[[], object], back: str, *, done: str = "") -> HttpResponse:
    """What a single button posts: done once, then back; what is refused is said there."""
    try:
        with once(request) as sent:
            if not sent.is_repeat:
                act()
                sent.done(back)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        if done:
            messages.success(request, done)
    return redirect(back)
