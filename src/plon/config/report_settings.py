"""Settings of `plon value`: templates and words only, no database, no addresses, no secrets."""

from pathlib import Path

_ROOMS = Path(__file__).parents[1]

INSTALLED_APPS: list[str] = []  # an app brings its tables and all its tags along

DEBUG = False
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "Polski"), ("en", "English")]
USE_I18N = True
LOCALE_PATHS = [_ROOMS / "locale"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_ROOMS / room / "templates" for room in ("ui", "value")],
        "OPTIONS": {
            "libraries": {
                "figures": "plon.ui.templatetags.figures",
                "drawn": "plon.ui.templatetags.drawn",
            }
        },
    }
]
