"""Of several who open the demo at once, one fills it."""

from datetime import timedelta

import pytest

from plon.accounts.models import Workspace
from plon.config.demo import fill
from plon.config.demo.trades import TRADES
from tests.cast import NOW
from tests.concurrency.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_filled_once_and_renewed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fill, "TRADES", TRADES[:1])

    for number, moment in enumerate((NOW, NOW + fill.FRESH + timedelta(days=1)), start=1):
        visitors = crowd(3, lambda _n, moment=moment: fill.fill_demo(now=moment))  # type: ignore[misc]

        assert len(set(visitors)) == 1
        assert Workspace.objects.filter(is_demo=True).count() == number
