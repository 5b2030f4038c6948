"""Settings of Serambi, all from the environment. `docs/reference/settings.md` lists every variable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from serambi.config import environment
from serambi.config.environment import Mode

django_stubs_ext.monkeypatch()

MODE = environment.mode()
PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent
STATE = environment.state_folder()

DEBUG = False
SECRET_KEY = environment.secret_key(MODE, STATE)
# The first key marks what this installation writes into its record; the others did so earlier. Kept apart from the
# database: whoever has only that cannot forge an entry.
AUDIT_KEYS = environment.listed("SERAMBI_AUDIT_KEYS") or [SECRET_KEY]
# Seconds until an entry gets its place in the chain, in a thread of its own; 0: before the writer goes on.
AUDIT_SEAL_AFTER = 0.0 if MODE is Mode.TEST else 1.0
ALLOWED_HOSTS = environment.allowed_hosts(MODE)
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if MODE is Mode.PRODUCTION]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_tasks",
    "django_tasks_db",
    "serambi.ui",
    "serambi.apps.audit",
    "serambi.apps.accounts",
    "serambi.apps.jobs",
    "serambi.apps.notifications",
    "serambi.apps.attachments",
    "serambi.apps.regions",
    "serambi.apps.agencies",
    "serambi.apps.plans",
    "serambi.apps.observations",
    "serambi.apps.progress",
    "serambi.apps.partnerships",
    "serambi.apps.citizen_reports",
    "serambi.apps.indicators",
    "serambi.apps.evaluation",
    "serambi.apps.meetings",
    "serambi.apps.portal",
    "serambi.exchange",
    "serambi.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "serambi.apps.accounts.middleware.ApiKeys",
    "serambi.apps.accounts.middleware.OpenSessions",
    "serambi.apps.progress.middleware.FormLinks",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "serambi.ui.middleware.VaryOnHtmx",
    "serambi.ui.middleware.TellPerson",
    "serambi.apps.audit.middleware.RememberOrigin",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "serambi.config.urls"
WSGI_APPLICATION = "serambi.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "serambi.config.context.site",
            ],
            "builtins": ["django.templatetags.i18n"],
        },
    }
]

# Database ---------------------------------------------------------------------------------------------------------


def _database() -> dict[str, Any]:
    """Return the connection: PostgreSQL when DATABASE_URL says so, else a SQLite file in the state folder."""
    url = environment.text("DATABASE_URL")
    if not url:
        STATE.mkdir(parents=True, exist_ok=True)
        return _sqlite(STATE / "serambi.sqlite3")
    if url.startswith("sqlite:"):
        return _sqlite(dj_database_url.parse(url)["NAME"])
    if not url.startswith(("postgres:", "postgresql:")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql: or sqlite:.")
    return {**dj_database_url.parse(url, conn_max_age=60), "CONN_HEALTH_CHECKS": True}


def _sqlite(name: object) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        # Opening the file, its functions and its schema take 3 ms, a quarter of a page; so each thread keeps its own.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A writer takes its lock at once, so that two writers wait for one another instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # What a connection keeps in memory is little, because every thread has one: 32 MB of the file that all
            # share, 10 MB of its own. temp_store: the pages that SQLite copies under a savepoint go to a file once they
            # are more than 64 kB. In memory it walks through all of them at the end of each statement, so a load took
            # the square of its rows.
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=33554432;"
                "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-10000;PRAGMA temp_store=FILE;"
            ),
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People -----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "serambi.apps.accounts.backends.PeopleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "progress:start"
HOME_PAGE = "evaluation:dashboard"  # where people go on who are not led to what is due from them
LOGOUT_REDIRECT_URL = "portal:home"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "serambi.apps.accounts.views.signing_in.locked_out"
AXES_USERNAME_FORM_FIELD = "username"
AXES_CLIENT_IP_CALLABLE = "serambi.apps.audit.addresses.client_address"
# The page says when to try again, so trying earlier must not move that time; the audit record has every sign-in.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# A second factor (TOTP): a wrong code makes the next one wait 1, 2, 4 … seconds.
OTP_TOTP_ISSUER = "Serambi"

# Signing in through a provider (OpenID Connect); a secret only where the provider knows no keys.
OIDC_ISSUER = environment.text("SERAMBI_OIDC_ISSUER")
OIDC_CLIENT = environment.text("SERAMBI_OIDC_CLIENT")
OIDC_SECRET = environment.text("SERAMBI_OIDC_SECRET")
OIDC_NAME = environment.text("SERAMBI_OIDC_NAME", "OpenID Connect")
OIDC_KEY_FILE = environment.text("SERAMBI_OIDC_KEY_FILE", str(STATE / "oidc-key.pem"))

# How many proxies of ours stand before the program: that many entries of X-Forwarded-For are believed, from the right.
PROXIES = int(environment.text("SERAMBI_PROXIES", "0"))

# Transport and headers --------------------------------------------------------------------------------------------

_SECURE = MODE is Mode.PRODUCTION
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_SSL_REDIRECT = _SECURE and environment.switch("SERAMBI_HTTPS_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.switch("SERAMBI_BEHIND_PROXY", default=False) else None
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Language and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [REPOSITORY / "locale", PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = environment.text("SERAMBI_TIME_ZONE", "Asia/Makassar")

# Files ------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE is Mode.TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
# What people attach. Nothing serves this folder by itself: every file passes a page that asks who may see it.
MEDIA_ROOT = STATE / "files"
FILE_BYTES = int(environment.text("SERAMBI_FILE_MEGABYTES", "20")) * 1_000_000
# How large a table of figures may be that is sent on a page; the command line takes any.
OBSERVATIONS_BYTES = int(environment.text("SERAMBI_OBSERVATIONS_MEGABYTES", "1100")) * 1_000_000
ITEM_BYTES = int(environment.text("SERAMBI_ITEM_MEGABYTES", "200")) * 1_000_000
# Where ClamAV listens: the path of its socket, or host:port. Without it nothing is scanned, and pages say so.
CLAMAV = environment.text("SERAMBI_CLAMAV")
# What a form may hold beside its files: a table that is pasted into one is larger than anything that is typed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
# Files whose name changes with their content: vite's by their own name, the others by the manifest of the storage.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/(built/assets/.+-[\w-]{8}\.\w+|.+\.[0-9a-f]{12}\.\w+)$"
WHITENOISE_USE_FINDERS = MODE is Mode.TEST

# Where people get the source of what this server runs, as the licence asks (AGPL, section 13).
SOURCE_URL = environment.text("SERAMBI_SOURCE_URL")


# Work in the background -------------------------------------------------------------------------------------------

# The queue is a table of our own database; a test carries out what it queues at once, or runs a worker by hand.
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if MODE is Mode.TEST
        else "django_tasks_db.DatabaseBackend"
    }
}
# How many processes beside the web server carry out jobs.
WORKERS = int(environment.text("SERAMBI_WORKERS", "1"))

# Mail -------------------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = environment.text("SERAMBI_MAIL_FROM", "serambi@localhost")
if MODE is Mode.PRODUCTION:
    EMAIL_HOST = environment.text("SERAMBI_MAIL_HOST", "localhost")
    EMAIL_PORT = int(environment.text("SERAMBI_MAIL_PORT", "25"))
    EMAIL_HOST_USER = environment.text("SERAMBI_MAIL_USER")
    EMAIL_HOST_PASSWORD = environment.text("SERAMBI_MAIL_PASSWORD")
    EMAIL_USE_TLS = environment.switch("SERAMBI_MAIL_TLS", default=False)
else:  # a trial keeps its mails, and a page shows them; tests have a mailbox of their own
    EMAIL_BACKEND = "serambi.apps.notifications.trial.KeepMails"

# Links in messages begin with it: scheme and host by which people reach this installation.
SITE_ADDRESS = environment.text("SERAMBI_ADDRESS", environment.site_address(MODE, ALLOWED_HOSTS))
# Gateways take a message as JSON and pass it on; a token goes with it as Authorization: Bearer.
TELEGRAM_GATEWAY = environment.text("SERAMBI_TELEGRAM_GATEWAY")
TELEGRAM_TOKEN = environment.text("SERAMBI_TELEGRAM_TOKEN")
WHATSAPP_GATEWAY = environment.text("SERAMBI_WHATSAPP_GATEWAY")
WHATSAPP_TOKEN = environment.text("SERAMBI_WHATSAPP_TOKEN")
# Hosts of browsers' message services beside the known ones.
PUSH_SERVICES = environment.listed("SERAMBI_PUSH_SERVICES")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("SERAMBI_LOG_LEVEL", "WARNING")},
}

if MODE is Mode.TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
