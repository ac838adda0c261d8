"""HTTP only."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from intranet.directory import actions as directory


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language, here and in the agent's preferences, and come back to the same page."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(urlsplit(back)._replace(scheme="", netloc="").geturl() or "/")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=60 * 60 * 24 * 365, samesite="Lax", secure=request.is_secure(), httponly=True
        )
        if request.user.is_authenticated:
            directory.choose_language(agent=request.user, language=wanted)
    return response
