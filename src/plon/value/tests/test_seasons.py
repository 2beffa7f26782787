"""A firm's trade gives its season, and its cadence says when data are old."""

from datetime import timedelta

import pytest
from django.utils import translation

from plon.accounts.domain import Trade
from plon.accounts.models import Workspace
from plon.lifetime.forecasting.season_presets import FLAT, PRESETS
from plon.orders.models import Order
from plon.runtime.tenancy import inside
from plon.value import queries, tasks
from plon.value.domain.seasons import SEASONS
from plon.value.models import Basis
from plon.value.services.report.sureness import season_trade
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db


def young(trade: str) -> Person:
    """Return a firm of a trade, whose sales reach back over half a year."""
    owner = ann()
    Workspace.objects.filter(id=owner.workspace_id).update(trade=trade)
    stock(owner.workspace_id, until=NOW)
    with inside(owner.workspace_id):
        Order.objects.filter(ordered_at__lt=NOW - timedelta(days=200)).delete()
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)
    return owner


def test_names_what_there_is() -> None:
    assert set(SEASONS) <= set(Trade)
    assert set(SEASONS.values()) <= set(PRESETS)
    with translation.override("en"):
        assert all(season_trade(name) for name in PRESETS if name != FLAT.name)
        assert season_trade(FLAT.name) == ""


@pytest.mark.parametrize(
    ("trade", "preset"), [("bookshop", "sport_hobby_books"), ("hairdresser", "")]
)
def test_of_a_trade_with_public_figures_the_season_is_in_the_forecast(
    trade: str, preset: str
) -> None:
    owner = young(trade)
    with inside(owner.workspace_id):
        found = queries.answer()

    assert found is not None
    assert found.season.preset == preset
    owner.user.language = "en"
    owner.user.save()
    said = "public statistics of the United States: sports, hobby and book stores ("
    assert (said in owner.browser().get("/value/forecast/").text) is bool(preset)


def test_another_trade_is_another_answer_on_the_same_day() -> None:
    owner = young("hairdresser")
    Workspace.objects.filter(id=owner.workspace_id).update(trade="bakery")

    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)

    with inside(owner.workspace_id):
        found = queries.answer()
    assert found is not None
    assert found.season.preset == "food"


@pytest.mark.parametrize(("cadence", "is_old"), [("monthly", True), ("quarterly", False)])
def test_data_are_old_by_the_firms_own_cadence(cadence: str, is_old: bool) -> None:
    owner = ann()
    stock(owner.workspace_id, until=NOW - timedelta(days=45))
    with inside(owner.workspace_id):
        Basis.objects.create(workspace_id=owner.workspace_id, cadence=cadence)
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)

    with inside(owner.workspace_id):
        found = queries.answer()
    assert found is not None
    assert ("data_outdated" in {each.code for each in found.findings}) is is_old
