"""What browser tests of the application share.

A driver keeps an event loop while it lives, so each module has its own and gives it back.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.application import Application, running
from tests.e2e.browser import browser


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """Yield the application, started once for all tests."""
    with running(tmp_path_factory.mktemp("application") / "data") as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found
