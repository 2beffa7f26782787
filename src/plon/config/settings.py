"""Settings. So far templates and words only: no database, no addresses, no secrets."""

from pathlib import Path

ROOMS = ["value"]
INSTALLED_APPS = ["plon.ui", *(f"plon.{room}" for room in ROOMS)]

DEBUG = False
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "Polski"), ("en", "English")]
USE_I18N = True
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]

TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
