"""What winning a customer costs, brings back and when."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.errors import InputUnusable
from plon.lifetime.formulas.acquisition import (
    acquisition_cost,
    affordable_cost,
    payback_months,
    retention_budget,
    roi_percent,
    spend_decision,
    value_to_cost,
)

positive = st.decimals(min_value="0.01", max_value=10**6, places=2)


def test_product_costs_count_only_when_asked() -> None:
    without, with_products = (
        acquisition_cost(
            marketing=16_000, product_cost=4_000, customers_won=20, counts_product_cost=counts
        )
        for counts in (False, True)
    )

    assert without == 800
    assert with_products == 1_000


def test_a_period_that_won_nobody_has_no_cost_of_one() -> None:
    with pytest.raises(InputUnusable, match="customers_won must be above zero"):
        acquisition_cost(marketing=16_000, customers_won=0)


@given(positive, positive)
def test_return_in_percent_is_the_ratio_less_one(value: Decimal, cost: Decimal) -> None:
    ratio = value_to_cost(value=value, cost=cost)

    assert roi_percent(value=value, cost=cost) == (ratio - 1) * 100


def test_a_free_customer_has_no_ratio() -> None:
    with pytest.raises(InputUnusable, match="cost must be above zero"):
        value_to_cost(value=960, cost=0)


def test_a_bolder_target_allows_a_dearer_customer() -> None:
    assert affordable_cost(lifetime_value=960, target_ratio=2) == 480


def test_a_ratio_below_one_pays_back_after_the_customer_has_left() -> None:
    assert payback_months(lifetime_months=20, ratio="0.5") == 40


@pytest.mark.parametrize(
    ("value", "decision"), [(801, "justified"), (800, "break_even"), (799, "optimise")]
)
def test_spending_is_judged_to_the_grosz(value: int, decision: str) -> None:
    assert spend_decision(lifetime_value=value, cost=800) == decision


def test_a_customer_who_brings_losses_gets_no_budget() -> None:
    assert retention_budget(lifetime_value=-500) == 0
