"""One machine, one process, no environment: what `make run` uses."""

from intranet.config.settings.base import *  # noqa: F403

DEBUG = env.bool("DEBUG", default=False)  # noqa: F405
SECRET_KEY = env.str("SECRET_KEY", default="local-only-key-never-used-by-production-settings-0123456789")  # noqa: F405
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
TRAVERSE_DEMO_ACCOUNTS = True
TRAVERSE_REQUIRE_SECOND_FACTOR = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
