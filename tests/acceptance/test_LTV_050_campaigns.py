"""LTV-050: the ready numbers on campaigns steered by data, tried with the firm's own spending."""

from decimal import Decimal

import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.formulas.levers import steered_campaigns
from tests.cast import ann

pytestmark = pytest.mark.feature("LTV-050")
PAGE = "/value/workbench/"


@pytest.mark.django_db
def test_the_workbench_raises_the_return_on_campaigns_by_15_to_20_percent() -> None:
    browser = ann().browser()

    assert "McKinsey" in browser.get(PAGE).text
    found = browser.get(PAGE, {"spent": "1 000,00", "brought": "3000"})

    table = found.context["campaigns"]
    assert [row[1:] for row in table.rows] == [
        ["200%", "230%", "240%"],
        ["2\xa0000\xa0zł", "2\xa0300\xa0zł", "2\xa0400\xa0zł"],
    ]
    assert "230%" in found.text


@pytest.mark.django_db
def test_spending_told_for_the_ratio_is_filled_in() -> None:
    browser = ann().browser()
    costs = {"marketing_minor": "3200", "customers_won": "10"}
    browser.post("/value/cost/", {**costs, "industry": "general", "cadence": "monthly"})

    assert 'value="3200"' in browser.get(PAGE).text


@pytest.mark.django_db
def test_a_loss_is_not_raised_but_named() -> None:
    found = ann().browser().get(PAGE, {"spent": "1000", "brought": "900"})

    assert found.context["campaigns"] is None
    assert "nie mają zwrotu" in found.text


@pytest.mark.parametrize(("spent", "brought"), [(0, 10), (10, 10), (10, 4)])
def test_no_return_no_preset(spent: int, brought: int) -> None:
    with pytest.raises(InputUnusable):
        steered_campaigns(spent=spent, brought=brought)


def test_the_sum_by_hand() -> None:
    found = steered_campaigns(spent=1_000, brought=3_000)

    assert (found.roi_now, found.roi_least, found.roi_most) == tuple(map(Decimal, (200, 230, 240)))
    assert (found.left_least, found.left_most) == (Decimal(2_300), Decimal(2_400))
