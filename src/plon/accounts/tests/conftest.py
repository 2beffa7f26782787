"""A clock held at the cast's NOW, for links that end."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.cast import NOW


@pytest.fixture
def time_machine_at_now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield
