"""All settings of the application, read from the environment: docs/reference/settings.md."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from plon.config.databases import database
from plon.config.environment import number, text, words, yes_or_no
from plon.config.keeping import RECORD
from plon.config.mail import mail_server

DATA_FOLDER = Path(text("PLON_DATA", "plon-data"))  # database, uploads; `plon up --data`
PUBLIC_URL = text("PLON_URL", "http://localhost:8000").rstrip("/")  # as people reach it
IS_SECURE = PUBLIC_URL.startswith("https://")

SECRET_KEY = text("PLON_SECRET_KEY", "only-for-tests-and-never-served")  # plon up makes one
DEBUG = False
ALLOWED_HOSTS = words("PLON_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
USE_X_FORWARDED_HOST = yes_or_no("PLON_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if yes_or_no("PLON_BEHIND_PROXY") else None
)
PLON_SENDING = yes_or_no("PLON_SENDING", default=True)  # no: nothing leaves; runtime.sending
DATABASES = {"default": database(text("DATABASE_URL"), folder=DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "accounts",
    "customers",
    "agenda",
    "experiments",
    "ledger",
    "orders",
    "value",
    "imports",
    "insights",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "plon.runtime",
    "plon.ui",
    *(f"plon.{room}" for room in ROOMS),
    "plon.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "plon.config.middleware.packed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "plon.config.middleware.language",
    "plon.config.rest.gate.problems",
    "plon.config.middleware.readable",
    "plon.config.middleware.pages_above",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "plon.config.middleware.private",
    "plon.config.middleware.domain_errors",
    "plon.config.middleware.workspace",
    "plon.config.rest.gate.writes",
]
ROOT_URLCONF = "plon.config.urls"
WSGI_APPLICATION = "plon.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],  # ours before those of allauth
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "plon.config.menu.shell",
            ]
        },
    }
]

# Language and time: Polish first; a person's choice is kept with the account.
LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "Polski"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"

# Sign-in (django-allauth). Accounts are made by invitation only: no sign-up page.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["plon.config.sign_in.Backend"]
ACCOUNT_ADAPTER = "plon.config.sign_in.Adapter"
ACCOUNT_FORMS = {
    "login": "plon.config.sign_in_forms.SignIn",
    "reauthenticate": "plon.config.sign_in_forms.Confirm",
    "change_password": "plon.config.sign_in_forms.ChangePassword",
    "reset_password": "plon.config.sign_in_forms.Forgotten",
}
ACCOUNT_RATE_LIMITS = {  # per process; a proxy in front should have its own
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",  # key: the e-mail address
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,3/5m/key",  # key: the e-mail address
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(
    yes_or_no("PLON_BEHIND_PROXY")
)  # whose word on the address counts
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the owner sent the link to the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(timedelta(minutes=15).total_seconds())
MFA_ADAPTER = "plon.config.sign_in.SecondStep"
MFA_FORMS = {
    "authenticate": "plon.config.sign_in_forms.Code",
    "reauthenticate": "plon.config.sign_in_forms.ConfirmByCode",
    "activate_totp": "plon.config.sign_in_forms.Activate",
    "add_webauthn": "plon.config.sign_in_forms.AddKey",
    "edit_webauthn": "plon.config.sign_in_forms.RenameKey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Plon"
CSRF_FAILURE_VIEW = "plon.config.pages.forbidden"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "plon.config.sign_in.MaximumLength"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# Sessions and cookies.
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_NAME = "__Host-session" if IS_SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_SECURE else "csrf"
PORTAL_COOKIE_NAME = "__Secure-portal" if IS_SECURE else "portal"  # sent to /my/ alone
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"

# What browsers are told.
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
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

# Mail: invitations, forgotten passwords, notices.
PLON_MAIL = mail_server(text("PLON_MAIL_URL"), sender=text("PLON_MAIL_FROM"))
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=1).total_seconds())

# The REST API.
API_PER_MINUTE = number("PLON_API_PER_MINUTE", 600)  # requests of one key, over all processes
API_BODY_MAX = 2 << 20  # bytes

# Files.
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = DATA_FOLDER / "files"  # uploads; never served by address
PLON_ERASURES = DATA_FOLDER / RECORD
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
