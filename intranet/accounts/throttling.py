"""Costly acts of somebody signed in, limited like passwords are: by `ACCOUNT_RATE_LIMITS`."""

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _


def limit(request: HttpRequest, action: str) -> None:
    """Count one more `action` of whoever is signed in. Refuses (ValidationError) beyond the rate that the settings give it."""
    if not ratelimit.consume(request, action=action, user=request.user):
        raise ValidationError(_("Too many tries. Wait a few minutes, then try again."))
