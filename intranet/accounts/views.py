"""HTTP only: the sign-in page, the page of one's account, the page of too many tries."""

from allauth.account.views import LoginView
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intranet import roles
from intranet.accounts.backends import DEMO_ACCOUNTS, DEMO_PASSWORD
from intranet.directory.models import Agent


class SignInView(LoginView):
    """allauth's sign-in, which also offers the demo accounts where they are allowed."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if settings.TRAVERSE_DEMO_ACCOUNTS:
            found = {agent.username: agent for agent in Agent.objects.visible_to(self.request.user).filter(username__in=DEMO_ACCOUNTS)}
            context["demo_accounts"] = [found[name] for name in DEMO_ACCOUNTS if name in found]
            context["demo_password"] = DEMO_PASSWORD
        return context


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """My account and security: the password, the second factor, who knows what of me."""
    held = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "has_second_factor": Authenticator.Type.TOTP in held,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in held,
        "must_have_second_factor": settings.TRAVERSE_REQUIRE_SECOND_FACTOR and roles.has(request.user, roles.Role.ADMINISTRATOR),
        "roles": [role.label for role in roles.Role if role.value in roles.of(request.user)],
    }
    return render(request, "account/security.html", context)


@login_not_required
def too_many_requests(request: HttpRequest) -> HttpResponse:
    """The page of whoever tries too often."""
    return render(request, "account/rate_limited.html", status=429)
