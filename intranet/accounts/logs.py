"""What happens to accounts, one line each, with identifiers only: never a name, an address or a password."""

import logging

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.db.models import Q

from intranet.directory.models import Agent

logger = logging.getLogger("traverse.accounts")


def write(event: str, agent_id: int | None, **fields) -> None:
    """One line: what happened, to which account (None: no account answers to what was typed)."""
    logger.info(event, extra={"fields": {"agent": agent_id, **fields}})


def agent_of(credentials: dict) -> int | None:
    """The identifier of the account that sign-in credentials name, or None."""
    name, email = credentials.get("username") or "", credentials.get("email") or ""
    return Agent.objects.filter(Q(username__iexact=name) | Q(email__iexact=email or name)).values_list("pk", flat=True).first()


def connect() -> None:
    """Listen to Django and allauth. Called once, when the application is ready."""
    for signal, event in (
        (auth.user_logged_in, "signed_in"),
        (auth.user_logged_out, "signed_out"),
        (account.password_changed, "password_changed"),
        (account.password_set, "password_set"),
        (account.password_reset, "password_reset"),
    ):
        signal.connect(_on_user(event), weak=False, dispatch_uid=f"accounts.{event}")
    for signal, event in (
        (mfa.authenticator_added, "second_factor_added"),
        (mfa.authenticator_removed, "second_factor_removed"),
        (mfa.authenticator_reset, "second_factor_reset"),
        (mfa.authentication_failed, "second_factor_failed"),
    ):
        signal.connect(_on_authenticator(event), weak=False, dispatch_uid=f"accounts.{event}")


def _on_user(event: str):
    def listen(sender, user=None, **kwargs):
        if user is not None:
            write(event, user.pk)

    return listen


def _on_authenticator(event: str):
    def listen(sender, user, authenticator, **kwargs):
        write(event, user.pk, kind=str(authenticator.type))

    return listen
