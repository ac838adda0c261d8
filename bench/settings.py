"""Local settings, with the bare page and without logs."""

from intranet.config.settings.local import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
LOGGING = {"version": 1, "disable_existing_loggers": True, "root": {"handlers": [], "level": "CRITICAL"}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
