"""Local settings made stricter and faster for tests. `DATABASE_URL`, `ELASTICSEARCH_URL` and
`CELERY_BROKER_URL` still choose real engines when they are given."""

from intranet.config.settings.base import *  # noqa: F403

SECRET_KEY = "tests-only"  # noqa: S105
INSTALLED_APPS = [*INSTALLED_APPS, "tests.sample"]  # noqa: F405 - a model and jobs that no area owns
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
TRAVERSE_DEMO_ACCOUNTS = True
TRAVERSE_REQUIRE_SECOND_FACTOR = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False  # the tests of throttling set them
MEDIA_ROOT = VAR_DIR / "test-media"  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, so that threads share it and --reuse-db has something to reuse.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # noqa: F405
