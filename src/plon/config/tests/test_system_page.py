"""The state of the system in plain words."""

import pytest

from plon.runtime import sending
from tests.cast import NOW, ann

pytestmark = pytest.mark.django_db


def test_says_what_is_well_and_what_to_do() -> None:
    page = ann().browser().get("/settings/system/").content.decode()

    assert "Ściany między firmami" in page
    assert "w porządku" in page
    assert 'action="/demo/in"' in page
    assert "MB)" not in page


def test_a_copy_that_sends_nothing_says_so_on_every_page() -> None:
    sending.switch_off(why="restored", now=NOW)
    browser = ann().browser()

    assert "nic nie wychodzi z Plonu" in browser.get("/").content.decode()
    assert "plon sending on" in browser.get("/settings/system/").content.decode()
