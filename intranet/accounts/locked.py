"""Secrets of the second factor, as the database holds them: a copy of it gives nobody a code.

The key derives from `SECRET_KEY`; a former one, in `SECRET_KEY_FALLBACKS`, still opens what it locked.
"""

import base64
import logging
import secrets

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

logger = logging.getLogger("traverse.accounts")
MARK = "fernet:"  # before what is locked: a secret written before this module existed has none, and is read as it is
HELD = ("secret", "seed")  # what allauth keeps in an authenticator: of a TOTP, of recovery codes


def lock(secret: str) -> str:
    return MARK + _keys().encrypt(secret.encode()).decode()


def unlock(held: str) -> str:
    """The secret. Of what no key opens, one drawn by chance: no code answers to it, and the sign-in says that the code is wrong."""
    try:
        return _opened(held)
    except InvalidToken:
        logger.error("second_factor_unreadable")
        return base64.b32encode(secrets.token_bytes(20)).decode()


@transaction.atomic
def lock_again() -> tuple[int, int]:
    """Lock every secret with the present key: how many were, and how many no key opens, which are left as they are."""
    done = lost = 0
    for each in Authenticator.objects.select_for_update().order_by("pk"):
        try:
            opened = {name: _opened(each.data[name]) for name in HELD if name in each.data}
        except InvalidToken:
            lost += 1
            continue
        if opened:
            each.data.update({name: lock(secret) for name, secret in opened.items()})
            each.save(update_fields=["data"])
            done += 1
    return done, lost


def _opened(held: str) -> str:
    return _keys().decrypt(held.removeprefix(MARK)).decode() if held.startswith(MARK) else held


def _keys() -> MultiFernet:
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(salted_hmac(__name__, "second factor", secret=key, algorithm="sha256").digest()))
            for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ]
    )
