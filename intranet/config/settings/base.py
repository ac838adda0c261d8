"""Settings shared by every way of running Traverse.

Everything a deployment may change is read from the environment here (see `.env.example`);
`local`, `test` and `production` only say what differs.
"""

from importlib.resources import files
from pathlib import Path

import environs
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent.parent
env = environs.Env()
env.read_env(str(BASE_DIR / ".env"))
VAR_DIR = Path(env.str("TRAVERSE_VAR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "intranet.config.urls"
WSGI_APPLICATION = "intranet.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # the areas and the roof come first: their templates win
    "intranet.shell",
    "pilots",
    "ideas",
    "knowledge",
    "skills",
    "intranet.discussion",
    "intranet.organisation",
    "intranet.notifications",
    "intranet.search",
    "intranet.thread",
    "intranet.privacy",
    "intranet.jobs",
    "intranet.accounts",
    "intranet.directory",
    "intranet.base",
    # Wagtail: composed pages and the one back office
    "wagtail.contrib.forms",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "intranet.accounts.apps.BackOfficeUsersConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    # accounts and rights
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    # the page
    "csp",
    "django_htmx",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "intranet.base.middleware.ContentPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "intranet.accounts.middleware.LanguageMiddleware",
    "intranet.accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "intranet.shell.context.page_frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "intranet.base.templatetags.base",
            ],
        },
    },
]
FORM_RENDERER = "intranet.base.forms.Renderer"

# --- Data -------------------------------------------------------------------------------------
# SQLite takes its write lock when a transaction begins (IMMEDIATE): in DEFERRED mode two writers
# that both began by reading fail with "database is locked" whatever the timeout.
DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'traverse.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_TIMEOUT": 2, "SOCKET_CONNECT_TIMEOUT": 2},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- People -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "directory.Agent"
AUTHENTICATION_BACKENDS = [
    "intranet.accounts.backends.AgentBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # guardian: no row for "nobody"
GUARDIAN_MONKEY_PATCH_USER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "intranet.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to an address that the directory does not know
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail to its holder when a password or a second factor changes
# Django's own, which reads the address of the directory: allauth's writes a copy of it when a link is merely opened.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class
ACCOUNT_FORMS = {
    "login": "intranet.accounts.forms.SignInForm",
    "reauthenticate": "intranet.accounts.forms.ReauthenticateForm",
    "change_password": "intranet.accounts.forms.ChangePasswordForm",
    "set_password": "intranet.accounts.forms.SetPasswordForm",
    "reset_password": "intranet.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "intranet.accounts.forms.ResetPasswordKeyForm",
}
# Tight for one account; wide for one address, which may be that of a whole building on a Monday morning.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": "600/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "reset_password": "60/m/ip,3/h/key",
    "recount": "6/5m/user",  # counting a vote again, from its result or to contest it
}
# How many proxies add to X-Forwarded-For: without it, everyone behind one proxy shares its limits.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "intranet.accounts.adapter.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the directory: nobody verifies them here
MFA_FORMS = {
    "authenticate": "intranet.accounts.forms.AuthenticateForm",
    "reauthenticate": "intranet.accounts.forms.SecondFactorReauthenticateForm",
    "activate_totp": "intranet.accounts.forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Traverse"
# Whether administrators must hold a second factor before anything else opens.
TRAVERSE_REQUIRE_SECOND_FACTOR = True
# Whether accounts with the well-known demo password may exist and sign in.
TRAVERSE_DEMO_ACCOUNTS = False
# CNIL, délibération 2022-100: 12 characters of four classes, 14 of three, or a phrase of seven
# words; no periodic renewal for ordinary accounts.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "intranet.accounts.passwords.CnilPasswordValidator"},
]

# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale" / area for area in sorted(p.name for p in (BASE_DIR / "locale").iterdir() if p.is_dir())]
USE_I18N = True
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- Static and media -------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns of a folder that is not there
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("fonts", str(files("fontpkg_atkinson_hyperlegible").joinpath("files"))),
]
MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"

# --- Jobs, mail, search -----------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
# A broker that does not answer costs a request two seconds at most: the promise is in the database anyway.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 60, "socket_timeout": 2, "socket_connect_timeout": 2, "max_retries": 0}
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/Paris"
CELERY_BEAT_SCHEDULE = {"drain": {"task": "intranet.jobs.tasks.drain", "schedule": 10.0}}
TASKS = {"default": {"BACKEND": "intranet.jobs.backend.OutboxBackend"}}

# e.g. smtp://user:password@mail.example:587/?tls=True, or console:// (the default: mails are printed)
EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", default="console://")
vars().update({name: value for name, value in EMAIL_CONFIG.items() if name.startswith("EMAIL_") and name != "EMAIL_FILE_PATH"})
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Traverse <traverse@localhost>")
# The address written in mails, where there is no request to read it from.
# The address that an HR file without addresses gives to whoever arrives: "{first}.{last}@exemple.fr". Empty: the address is needed.
HR_EMAIL_PATTERN = env.str("HR_EMAIL_PATTERN", default="")
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", default="traverse")
ELASTICSEARCH_TIMEOUT = 2  # seconds, no retry: a page never waits longer for its index

# --- Wagtail ----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Traverse"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no hash of an agent's address leaves the house
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_LOGIN_URL = "back_office_sign_in"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_USER_TIME_ZONES = ["Europe/Paris"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "french"}}
WAGTAILEMBEDS_FINDERS: list[dict] = []  # no call to another site
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# --- Security ---------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_FAILURE_VIEW = "intranet.base.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
# The back office carries inline scripts of Wagtail's own (date choosers, the editor's styles).
CONTENT_SECURITY_POLICY_BACK_OFFICE = {
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}
PERMISSIONS_POLICY: dict[str, list] = {name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "intranet.base.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"wagtail": {"level": "WARNING"}, "elastic_transport": {"level": "ERROR"}, "elasticsearch": {"level": "ERROR"}},
}
