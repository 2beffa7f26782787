"""What if: laws of the levers and scenarios."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.errors import InputUnusable
from plon.lifetime.formulas.levers import (
    compare_levers,
    growing_cost,
    months_until_unhealthy,
    retention_saving,
    retention_scenarios,
)

amount = st.decimals(min_value=0, max_value=10**5, places=2)
share = st.decimals(min_value=0, max_value=1, places=3)


@given(amount, amount, share)
def test_both_levers_reach_the_same_revenue(
    clients: Decimal, value: Decimal, growth: Decimal
) -> None:
    levers = compare_levers(
        clients=clients, lifetime_value=value, acquisition_cost=1, growth=growth
    )

    assert levers.revenue_with_more_value == levers.revenue_with_more_clients >= levers.revenue_now


def test_a_firm_may_set_how_much_cheaper_value_is() -> None:
    levers = compare_levers(
        clients=100, lifetime_value=1, acquisition_cost=800, growth="0.1", cost_factor=5
    )

    assert (levers.cost_of_more_clients, levers.cost_of_more_value) == (
        Decimal(8_000),
        Decimal(1_600),
    )


def test_acquisition_grows_evenly() -> None:
    costs = growing_cost(cost=800, growth="0.5", months=4)

    assert costs == tuple(map(Decimal, (800, 900, 1_000, 1_100, 1_200)))


def test_a_scenario_needs_a_month() -> None:
    with pytest.raises(InputUnusable, match="months must be above zero"):
        growing_cost(cost=800, months=0)


@pytest.mark.parametrize(("value", "month"), [(2_400, 1), (3_000, 3), (3_600, None), (2_000, 0)])
def test_the_month_in_which_the_ratio_stops_being_healthy(value: int, month: int | None) -> None:
    costs = growing_cost(cost=800, months=4)  # 800, 900, 1,000, 1,100, 1,200

    assert months_until_unhealthy(lifetime_value=value, costs=costs) == month


@pytest.mark.parametrize("factor", ["4.99", "25.01", 0])
def test_a_factor_nobody_found_is_refused(factor: str) -> None:
    with pytest.raises(InputUnusable, match="5 to 25 times cheaper"):
        retention_saving(acquisition_cost=800, factor=factor)


@given(st.decimals(min_value=5, max_value=25, places=1), amount)
def test_keeping_always_costs_less(factor: Decimal, cost: Decimal) -> None:
    saved = retention_saving(acquisition_cost=cost, factor=factor, customers=10)

    assert 0 <= saved.cost_of_keeping <= saved.cost_of_winning == cost * 10
    assert saved.saving == saved.cost_of_winning - saved.cost_of_keeping


@given(share, share)
def test_scenarios_are_ordered_and_stay_shares(retention: Decimal, spread: Decimal) -> None:
    seen = retention_scenarios(retention, spread=spread)

    assert 0 <= seen.pessimistic <= seen.base <= seen.optimistic <= 1
    assert seen.base == retention
