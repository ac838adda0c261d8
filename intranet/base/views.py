"""Pages that answer when something went wrong."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intranet.base import forms
from intranet.base.posting import page_of


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page that opens when a form's protection expired: what was typed is shown, to copy or send again."""
    hidden = {"csrfmiddlewaretoken", forms.TOKEN_FIELD}
    typed = [
        value
        for name, values in request.POST.lists()
        if name not in hidden and "password" not in name
        for value in values
        if len(value) > 20
    ]
    came_from = request.headers.get("Referer", "")
    page = page_of(came_from, request) if came_from else request.path
    return render(request, "errors/csrf.html", {"typed": typed, "page": page}, status=403)


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers: for the load balancer. Says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def only_sent_to(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """The page of an address to which forms are sent, opened by itself: reloaded, kept in a list of pages, or in another language."""
    response = render(request, "errors/405.html", status=405)
    response.headers["Allow"] = allowed
    return response


def bad_request(request, exception=None):
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def server_error(request):
    return render(request, "errors/500.html", status=500)
