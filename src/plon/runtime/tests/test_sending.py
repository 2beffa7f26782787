"""The main switch: a restored or moved copy sends nothing until somebody says so."""

import pytest
from django.db import connection
from pytest_django import Settings

from plon.runtime import sending
from plon.runtime.models import Home
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_sending_is_on_by_itself() -> None:
    assert not sending.is_off()


def test_the_first_reason_stays_until_it_is_switched_on() -> None:
    sending.switch_off(why="restored", now=NOW)
    sending.switch_off(why="asked", now=NOW)

    assert sending.stopped() == sending.Stop(why="restored", since=NOW)
    sending.switch_on()
    sending.switch_on()
    assert not sending.is_off()


def test_the_setting_has_the_last_word(settings: Settings) -> None:
    settings.PLON_SENDING = False
    sending.switch_on()

    assert sending.stopped() == sending.Stop(why="setting", since=None)


def test_a_copy_that_wakes_up_on_another_server_sends_nothing() -> None:
    if connection.vendor != "postgresql":
        assert not sending.settle(now=NOW)
        pytest.skip("a folder of SQLite is switched off by plon restore")
    assert not sending.settle(now=NOW)
    assert not sending.settle(now=NOW)
    assert not sending.is_off()
    Home.objects.update(place="another server")

    assert sending.settle(now=NOW)
    assert sending.stopped() == sending.Stop(why="moved", since=NOW)
    assert not sending.settle(now=NOW)
