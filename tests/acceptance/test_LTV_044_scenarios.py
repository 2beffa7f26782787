"""LTV-009, 044, 051, 052: levers, dearer acquisition, cheaper keeping, three scenarios."""

from decimal import Decimal

import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.formulas.levers import (
    compare_levers,
    growing_cost,
    retention_saving,
    retention_scenarios,
)
from plon.lifetime.segments.values import Plan


@pytest.mark.feature("LTV-009")
def test_a_fifth_more_value_equals_a_fifth_more_clients_at_a_tenth_of_the_cost() -> None:
    levers = compare_levers(clients=100, lifetime_value=17_360, acquisition_cost=800)

    assert levers.revenue_now == 1_736_000
    assert levers.revenue_with_more_value == levers.revenue_with_more_clients == 2_083_200
    assert levers.cost_of_more_clients == 16_000
    assert levers.cost_of_more_value == 1_600


@pytest.mark.feature("LTV-044")
def test_three_scenarios_differ_by_retention_alone() -> None:
    seen = retention_scenarios("0.8")

    def revenue(retention: Decimal) -> Decimal:
        plan = Plan(
            name="web",
            active_customers=100,
            purchases_monthly=1,
            order_value=50,
            retention_monthly=retention,
        )
        return plan.revenue(months=1)

    assert (seen.pessimistic, seen.base, seen.optimistic) == (
        Decimal("0.64"),
        Decimal("0.8"),
        Decimal("0.96"),
    )
    assert [revenue(each) for each in (seen.pessimistic, seen.base, seen.optimistic)] == [
        3_200,
        4_000,
        4_800,
    ]


@pytest.mark.feature("LTV-044")
def test_nobody_stays_more_than_surely() -> None:
    assert retention_scenarios("0.95").optimistic == 1


@pytest.mark.feature("LTV-051")
def test_acquisition_costs_half_more_after_sixty_months() -> None:
    costs = growing_cost(cost=800)

    assert len(costs) == 61
    assert [costs[month] for month in (0, 30, 60)] == [Decimal(n) for n in (800, 1_000, 1_200)]


@pytest.mark.feature("LTV-052")
@pytest.mark.parametrize(
    ("factor", "keeping", "saving"), [(5, 160, 640), (10, 80, 720), (25, 32, 768)]
)
def test_keeping_a_customer_is_cheaper_by_a_factor(factor: int, keeping: int, saving: int) -> None:
    seen = retention_saving(acquisition_cost=800, factor=factor)

    assert seen.cost_of_keeping == keeping
    assert seen.saving == saving


@pytest.mark.feature("LTV-052")
@pytest.mark.parametrize("factor", [4, 26])
def test_no_factor_beyond_what_was_found(factor: int) -> None:
    with pytest.raises(InputUnusable):
        retention_saving(acquisition_cost=800, factor=factor)
