"""For every test: no haste, the walls of the database, and a place of its own for erasures.

A busy machine is not a defect, so Hypothesis' examples have no deadline of their own.
"""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import override_settings
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


@pytest.fixture(scope="session", autouse=True)
def _erasures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the record of erasures, which the worker writes, out of the folder we are in."""
    with override_settings(PLON_ERASURES=tmp_path_factory.mktemp("record") / "erasures.log"):
        yield
