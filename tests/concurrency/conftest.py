"""Tables are emptied after each of these tests, those that only grow, too."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from plon.runtime.walls import install_walls, take_down_walls


@pytest.fixture(autouse=True)
def emptied(transactional_db: None) -> Iterator[None]:
    """Empty the tables while SQLite's walls are down; they stand again for the next test."""
    yield
    take_down_walls(connection)
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    install_walls(connection)
