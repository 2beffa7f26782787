"""For every test: Django's settings (templates and words, no database), and no haste.

A busy machine is not a defect, so Hypothesis' examples have no deadline of their own.
"""

import os

import django
from hypothesis import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plon.config.settings")
django.setup()
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
