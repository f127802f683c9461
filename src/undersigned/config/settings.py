"""Every setting, read from the environment here and nowhere else (docs/run/settings.md lists them)."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from undersigned.config import environment as env

HOME = Path(__file__).resolve().parents[1]

# What kind of installation, and which of its processes this is.
PRODUCTION = env.flag("PRODUCTION", default=False)
DEBUG = env.flag("DEBUG", default=False)
PROCESS = env.choice("PROCESS", "command", {"web", "office", "worker", "command"})
VAR = env.folder("VAR", Path("var"))
KEYS = env.folder("KEYS", VAR / "keys")
BACKUPS = env.folder("BACKUPS", VAR / "backups")
ERASURE_LEDGER = env.folder("ERASURE_LEDGER", VAR / "erasures.ledger")
RESTORE_PENDING = VAR / "restore-pending"  # stands while a restore is under way

# Addresses. Links are made from these alone, never from a request.
PUBLIC_ADDRESS = env.text("PUBLIC_ADDRESS", "http://localhost:8000").rstrip("/")
OFFICE_ADDRESS = env.text("OFFICE_ADDRESS", "http://localhost:8001").rstrip("/")
SITE_NAME = env.text("SITE_NAME", "Undersigned")
OPERATOR = env.text("OPERATOR", SITE_NAME)
OPERATOR_EMAIL = env.text("OPERATOR_EMAIL", "operator@example.org")

# The public log (docs/run/log.md): a folder of plain files that `web` serves under /log/.
LOG = env.folder("LOG", VAR / "log")
LOG_ORIGIN = env.text("LOG_ORIGIN", f"{urlsplit(PUBLIC_ADDRESS).netloc}/log")
LOG_POLICY = env.folder("LOG_POLICY", VAR / "policy")  # the witnesses, and how many must vouch
LOG_FLUSH_AT = env.number("LOG_FLUSH_AT", 16)  # waiting leaves
LOG_FLUSH_SECONDS = env.number("LOG_FLUSH_SECONDS", 3600)  # since the oldest of them came

WARDS_SECONDS = env.number("WARDS_SECONDS", 86_400)  # between two counts by ward

# Lists of voters, encrypted, that the office takes in and the worker reads (docs/run/rolls.md).
ROLLS = env.folder("ROLLS", VAR / "rolls")
ROLL_MEGABYTES = env.number("ROLL_MEGABYTES", 2048)  # of a file that comes through the office
LINKAGE_GIGABYTES = env.number("LINKAGE_GIGABYTES", 3)  # of memory, to link signers to a roll
LINKAGE_THREADS = env.number("LINKAGE_THREADS", 2)

BACKUP_DAYS = env.number("BACKUP_DAYS", 35)
SIGNATURES_PER_NETWORK_HOUR = env.number("SIGNATURES_PER_NETWORK_HOUR", 120)

_address = OFFICE_ADDRESS if PROCESS == "office" else PUBLIC_ADDRESS
ALLOWED_HOSTS = env.names("HOSTS", urlsplit(_address).hostname or "localhost")
HTTPS = PUBLIC_ADDRESS.startswith("https://")
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)

# Applications, in the order of the layers.
INSTALLED_APPS = [
    "undersigned.config.apps.ConfigConfig",
    "undersigned.desk",
    "undersigned.journey",
    "undersigned.record",
    "undersigned.verification",
    "undersigned.proof",
    "undersigned.signatures",
    "undersigned.petitions",
    "undersigned.sources",
    "undersigned.councils",
    "undersigned.accounts",
    "undersigned.mail",
    "undersigned.journal",
    "undersigned.ui",
    *(["allauth", "allauth.account", "allauth.mfa"] if PROCESS != "web" else []),
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

# The web process has no session, no log-in and no cookie; the office has all three.
WEB_MIDDLEWARE = [
    "undersigned.proof.middleware.LogFiles",
    "undersigned.journal.kept.KeptPages",
    "undersigned.ui.middleware.trouble.PlainTrouble",
    "django.middleware.security.SecurityMiddleware",
    "undersigned.ui.middleware.headers.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "undersigned.ui.middleware.language.LanguageFromPath",
    "undersigned.ui.middleware.crossorigin.SameOriginPosts",
    "undersigned.ui.middleware.encoding.Utf8Forms",
    "django.middleware.common.CommonMiddleware",
]
OFFICE_MIDDLEWARE = [
    "undersigned.ui.middleware.trouble.PlainTrouble",
    "django.middleware.security.SecurityMiddleware",
    "undersigned.ui.middleware.headers.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "undersigned.ui.middleware.language.LanguageFromPath",
    "undersigned.ui.middleware.crossorigin.SameOriginPosts",
    "undersigned.ui.middleware.encoding.Utf8Forms",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "undersigned.accounts.middleware.IdleTimeout",
]
WEB_URLS = "undersigned.config.urls_web"
OFFICE_URLS = "undersigned.config.urls_office"
MIDDLEWARE = WEB_MIDDLEWARE if PROCESS == "web" else OFFICE_MIDDLEWARE
ROOT_URLCONF = WEB_URLS if PROCESS == "web" else OFFICE_URLS
WSGI_APPLICATION = "undersigned.config.wsgi.application"
APPEND_SLASH = True

# What follows each event, and what makes each letter and role: dotted names, so that nothing imports upward.
EVENT_WIRING = "undersigned.config.wiring.FOLLOWS"
PUBLIC_WIRING = "undersigned.config.wiring.PUBLIC"
LETTER_WIRING = "undersigned.config.wiring.LETTERS"
ROLE_WIRING = "undersigned.config.wiring.ROLES"
FINGERPRINT_WIRING = "undersigned.config.wiring.FINGERPRINTS"
ERASER_WIRING = "undersigned.config.wiring.ERASERS"
SECOND_FACTOR_CHECK = "undersigned.accounts.rules.has_second_factor"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "undersigned.ui.context.site",
                *(
                    [
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                    if PROCESS != "web"
                    else []
                ),
            ],
            "builtins": ["undersigned.ui.templatetags.ui", "django.templatetags.i18n"],
        },
    }
]


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
            ),
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            # A lost database is given up quickly and asked for again soon: 503 now, recovery within seconds.
            "pool": {"min_size": 1, "max_size": 20, "timeout": 2, "reconnect_timeout": 1},
            "options": "-c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000",
        },
    }


DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{VAR / 'undersigned.sqlite3'}")
if DATABASE_URL.startswith("postgresql://"):
    _database = _postgresql(DATABASE_URL)
else:
    _database = _sqlite(DATABASE_URL.removeprefix("sqlite:///"))
DATABASES: dict[str, dict[str, Any]] = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "office_cache",
        # Room enough that nobody pushes out the marks of used codes and of failed log-ins.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Languages: the path says which (/es/…); no cookie and no header does.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [HOME / "ui" / "locale"]
FORMAT_MODULE_PATH = ["undersigned.ui.formats"]
USE_I18N = True
TIME_ZONE = env.text("TIME_ZONE", "America/New_York")
USE_TZ = True

# Files
STATIC_URL = "/static/"
COLLECTED = env.flag("COLLECTED", default=False)
STATIC_ROOT = VAR / "static" if COLLECTED else None

STORAGES = {
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if COLLECTED
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    }
}
WHITENOISE_USE_FINDERS = not COLLECTED

# Serving: what the front (config/front.py) lets through, and how much happens at once.
BODY_LIMIT = (64 if PROCESS == "web" else 1024) * 1024  # bytes
BODY_SECONDS = 10
THREADS = env.number("THREADS", 16)
WORKERS = env.number("WORKERS", 1)
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# Mail leaves by SMTP alone; who is at the other end is the operator's choice.
SMTP_HOST = env.text("SMTP_HOST", "localhost")
SMTP_PORT = env.number("SMTP_PORT", 2525)
SMTP_USER = env.text("SMTP_USER", "")
SMTP_PASSWORD = env.text("SMTP_PASSWORD", "")
SMTP_SECURITY = env.choice("SMTP_SECURITY", "none", {"none", "starttls", "tls"})
MAIL_FROM = env.text("MAIL_FROM", "Undersigned <petitions@example.org>")

# Accounts (office only)
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-office" if HTTPS else "office"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-form" if HTTPS else "form"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [OFFICE_ADDRESS]
CSRF_FAILURE_VIEW = "undersigned.ui.trouble.sent_from_elsewhere"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "undersigned.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "login": "undersigned.accounts.forms.SignIn",
    "reauthenticate": "undersigned.accounts.forms.Reauthenticate",
    "change_password": "undersigned.accounts.forms.ChangePassword",
    "reset_password": "undersigned.accounts.forms.AskForReset",
    "reset_password_from_key": "undersigned.accounts.forms.Reset",
    "add_email": "undersigned.accounts.forms.ChangeEmail",
    "confirm_email_verification_code": "undersigned.accounts.forms.ConfirmEmail",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "undersigned.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "undersigned.accounts.forms.SecondFactor",
    "reauthenticate": "undersigned.accounts.forms.SecondFactorAgain",
    "activate_totp": "undersigned.accounts.forms.SetUpApp",
    "add_webauthn": "undersigned.accounts.forms.AddPasskey",
    "edit_webauthn": "undersigned.accounts.forms.RenamePasskey",
}
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# Security headers
SECRET_KEY = env.text("SECRET_KEY", "" if PRODUCTION else "only-for-development-and-tests")
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["'none'"],
    }
}

LOGGING_CONFIG = "undersigned.config.logs.configure"
LOGGING: dict[str, Any] = {"level": env.text("LOG_LEVEL", "INFO")}

SILENCED_SYSTEM_CHECKS: list[str] = []
