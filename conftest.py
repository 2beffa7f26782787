"""Django's settings for every test: templates and words, no database."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plon.config.settings")
django.setup()
