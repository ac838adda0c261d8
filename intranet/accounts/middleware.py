"""Closes every door to whoever is not signed in, keeps what an expired session was sending, sets the language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import check_for_language

from intranet import roles
from intranet.base import forms


class LanguageMiddleware:
    """The agent's language when signed in, else the one chosen on this machine, else the site's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = request.user.language if request.user.is_authenticated else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in dict(settings.LANGUAGES) or not check_for_language(language):
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's rule, with three courtesies: a form sent by an expired session is kept for its author,
    an htmx request leads the whole page to the sign-in, and administrators are led to their second factor."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if self._lacks_second_factor(request) and getattr(view_func, "login_required", True):
            return redirect("mfa_activate_totp")
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            forms.keep(request)
        if request.headers.get("HX-Request") == "true":
            page = urlsplit(request.headers.get("HX-Current-URL", "/")).path or "/"
            return HttpResponse(status=204, headers={"HX-Redirect": f"{reverse('account_login')}?next={page}"})
        return super().handle_no_permission(request, view_func)

    def _lacks_second_factor(self, request) -> bool:
        if not settings.TRAVERSE_REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
            return False
        if request.path.startswith(("/accounts/", "/language/", "/static/")) or not roles.has(request.user, roles.Role.ADMINISTRATOR):
            return False
        from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415 - needs the app registry

        return not is_mfa_enabled(request.user)
