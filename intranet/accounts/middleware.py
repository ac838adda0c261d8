"""Closes every door to whoever is not signed in, keeps what an expired session was sending, sets the language."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import check_for_language

from intranet import roles
from intranet.base import forms
from intranet.base.posting import page_of
from intranet.base.views import only_sent_to

PRESSED = "pressed_button"


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
    """Django's rule, with courtesies: a form sent by an expired session is kept for its author, a button
    pressed then leads back to its page, an htmx request leads the whole page to the sign-in, and
    administrators are led to their second factor."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if self._lacks_second_factor(request) and getattr(view_func, "login_required", True):
            return redirect("mfa_activate_totp")
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            forms.keep(request)
            request.session[PRESSED] = {"path": request.path, "page": page_of(request.headers.get("Referer", ""), request)}
        if request.headers.get("HX-Request") == "true":
            page = page_of(request.headers.get("HX-Current-URL", ""), request)
            return HttpResponse(status=204, headers={"HX-Redirect": f"{reverse('account_login')}?{urlencode({'next': page})}"})
        return super().handle_no_permission(request, view_func)

    def process_response(self, request, response):
        """The address of a mere button cannot be opened: after the sign-in, go back to the page where it was pressed; else say so."""
        if response.status_code == 405 and request.method == "GET":
            pressed = request.session.pop(PRESSED, None)
            if pressed and pressed["path"] == request.path:
                return redirect(pressed["page"])
            if not response.content:
                return only_sent_to(request, allowed=response.headers.get("Allow", ""))
        return response

    def _lacks_second_factor(self, request) -> bool:
        if not settings.TRAVERSE_REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
            return False
        if request.path.startswith(("/accounts/", "/language/", "/static/")) or not roles.has(request.user, roles.Role.ADMINISTRATOR):
            return False
        from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415 - needs the app registry

        return not is_mfa_enabled(request.user)
