"""For every test: no haste, and the walls of the database.

A busy machine is not a defect, so Hypothesis' examples have no deadline of their own.
"""

import pytest
from django.db import connection
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from plon.runtime.walls import install_walls

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Build the walls on the database that the tests write to."""
    with django_db_blocker.unblock():
        install_walls(connection)
