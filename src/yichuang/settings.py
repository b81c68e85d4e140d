"""Django settings. Everything a bureau may set comes from the environment or from the database, never from an edit here."""

import json
import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).parent
DATA = Path(os.environ.get("YICHUANG_DATA", "var")).resolve()


def database(url: str) -> dict[str, object]:
    """Django's database entry for a ``postgresql://user:password@host:port/name?host=/socket/folder`` URL."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "yichuang",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        # Kept: to open one for each request costs more than most requests do.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 1},
    }


DEMO = os.environ.get("YICHUANG_DEMO") == "1"
DEBUG = os.environ.get("YICHUANG_DEBUG") == "1"
DATABASES = {"default": database(os.environ.get("DATABASE_URL", f"postgresql://yichuang@/yichuang?host={DATA}/socket"))}
SECRET_KEY = os.environ.get("YICHUANG_SECRET", "").strip()
if not SECRET_KEY:  # Django would say so only at the first sign-in
    raise ImproperlyConfigured("YICHUANG_SECRET is empty; ./run makes one in secrets.env, other servers must set it.")
FIELD_KEYS = os.environ.get("YICHUANG_FIELD_KEYS", "")
"""``id:hex16;id:hex16``: SM4 keys of sealed fields; the first one encrypts, all decrypt. ``./run`` makes them at first."""
INDEX_KEY = os.environ.get("YICHUANG_INDEX_KEY", "")
"""Hex key of the blind index over encrypted fields."""
SEAL_KEY = os.environ.get("YICHUANG_SEAL_KEY", "")
"""``hex;hex``: keys of the seals over the record; the first one seals, all verify."""
ALLOWED_HOSTS = os.environ.get("YICHUANG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("YICHUANG_ORIGINS", "").split(",") if o]
LIVE_URL = os.environ.get("YICHUANG_LIVE_URL", "")
"""Where browsers reach the live-update process; empty = pages work without it."""
PUBLIC_URL = os.environ.get("YICHUANG_PUBLIC_URL", "http://localhost:8000")
"""Where citizens reach the house: it stands in the code on every paper that is issued."""
SANDBOX_URL = os.environ.get("YICHUANG_SANDBOX_URL", "")
"""Base URL of the sandbox process that plays the outside world (registers, ID reader, SMS); empty = none configured."""

GATEWAYS = json.loads(os.environ.get("YICHUANG_GATEWAYS", "{}"))
"""Base URL of each outside service by name, where it is not the sandbox; see ``gateways.config``."""
CASE_NUMBER_PATTERN = os.environ.get("YICHUANG_CASE_NUMBER", "{region}{date}{serial:6}{check}")
"""Pattern of application and case numbers; see ``kernel.case_numbers``."""

ROOMS = [
    "kernel",
    "gateways",
    "messaging",
    "catalogue",
    "organisation",
    "people",
    "evidence",
    "licences",
    "cases",
    "applications",
    "delivery",
    "demo",
]
FACES = ["design", "desk", "office", "console", "public", "api"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    *[f"yichuang.{room}" for room in ROOMS],
    *[f"yichuang.surfaces.{face}" for face in FACES],
]
MIDDLEWARE = [
    "yichuang.surfaces.bounds.BodyBound",
    "django.middleware.security.SecurityMiddleware",
    "yichuang.surfaces.design.policy.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yichuang.organisation.session.EndIdleSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "yichuang.urls"
WSGI_APPLICATION = "yichuang.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before those of installed packages, so that our sign-in pages replace the library's.
        "DIRS": [PACKAGE / "organisation" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]

AUTH_USER_MODEL = "organisation.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # accounts are names given by the bureau; there is no mail address to lower-case
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- Sign-in: badge and password, then a one-time code; no sign-up, no e-mail (organisation/sign_in.py) ---
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = os.environ.get("YICHUANG_START_PAGE", "/")
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "yichuang.organisation.sign_in.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/5m/ip,5/5m/key", "reauthenticate": "10/m/user"}
"""A whole hall may share one address at 08:30, so the address is limited loosely and the badge tightly."""
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("YICHUANG_PROXIES", "0"))
MFA_ADAPTER = "yichuang.organisation.sign_in.CodeDevices"
MFA_SUPPORTED_TYPES = ["totp"]
MFA_TOTP_ISSUER = "Yichuang"
MFA_TOTP_TOLERANCE = 1
SESSION_IDLE = timedelta(minutes=int(os.environ.get("YICHUANG_IDLE_MINUTES", "30")))
SESSION_ABSOLUTE = timedelta(hours=12)
"""A session ends at the latest this long after sign-in: one working day."""
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
# Attempts are counted in a cache that all server processes share.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "organisation_cache",
        # The default of 300 would let anybody with some hundred addresses push the counted attempts out.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "yichuang.server.static_names.NamedByContent"},
}
FILES_ROOT = DATA / "files"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
TLS = bool(CSRF_TRUSTED_ORIGINS) and all(origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS)
"""Browsers come over TLS: every origin that forms may be sent from says so."""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
