"""Mails about an account, written when they leave: to their reader's address of that moment, in their language."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import translation

from intranet.directory.models import Agent


def send(agent: Agent, template: str, context: dict[str, Any]) -> None:
    """Send one mail of allauth. Raises when the mail server refuses, so that it is tried again."""
    with translation.override(agent.language):
        get_adapter().render_mail(template, agent.email, {"user": agent, **context}).send()


def send_password_link(agent: Agent) -> None:
    """Send the link that lets `agent` choose a password. It is made here and kept nowhere: whoever has it has the account."""
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(agent), default_token_generator.make_token(agent)])
    context = {"password_reset_url": settings.SITE_URL.rstrip("/") + path, "username": agent.get_username()}
    send(agent, "account/email/password_reset_key", context)
