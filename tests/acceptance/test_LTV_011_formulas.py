"""LTV-011 … 018: every formula of lifetime value, to the grosz."""

from decimal import Decimal

import pytest

from plon.lifetime.formulas.amounts import to_grosz
from plon.lifetime.formulas.classic import (
    LifetimeUndefined,
    SegmentRevenue,
    arpu,
    arpu_times_lifetime,
    margin_over_churn,
    margin_times_purchases,
    net_present_value,
    observed_value,
    order_times_frequency,
    sum_of_segments,
    value_each,
)


@pytest.mark.feature("LTV-011")
def test_margin_times_repeatability() -> None:
    assert margin_times_purchases(margin=25, purchases=12) == 300


@pytest.mark.feature("LTV-012")
def test_revenue_of_a_subscriber_times_lifetime() -> None:
    monthly = arpu(revenue_monthly=9_000, active_customers=300)

    assert arpu_times_lifetime(arpu_monthly=monthly, lifetime_months=24) == 720


@pytest.mark.feature("LTV-013")
def test_a_cafe_guest_of_three_years() -> None:
    assert arpu_times_lifetime(arpu_monthly=100, lifetime_months=36) == 3_600


@pytest.mark.feature("LTV-014")
def test_order_times_frequency_times_years() -> None:
    assert order_times_frequency(order_value=80, purchases_yearly=4, lifespan_years=3) == 960


@pytest.mark.feature("LTV-015")
def test_margin_over_churn() -> None:
    value = margin_over_churn(revenue_monthly=15, margin="0.60", churn_monthly="0.04")

    assert to_grosz(value) == Decimal("225.00")


@pytest.mark.feature("LTV-015")
def test_no_churn_is_a_clear_refusal() -> None:
    with pytest.raises(LifetimeUndefined, match="use a formula with a stated lifetime"):
        margin_over_churn(revenue_monthly=15, margin="0.60", churn_monthly=0)


@pytest.mark.feature("LTV-016")
def test_net_present_value() -> None:
    present = net_present_value(
        revenues=[200, 240, 300], margin="0.5", discount="0.10", acquisition_cost=100
    )

    assert [to_grosz(each) for each in present.discounted] == [
        Decimal("90.91"),
        Decimal("99.17"),
        Decimal("112.70"),
    ]
    assert to_grosz(present.before_cost) == Decimal("302.78")
    assert to_grosz(present.value) == Decimal("202.78")


@pytest.mark.feature("LTV-017")
def test_segments_and_cohorts_add_up() -> None:
    segments = [
        SegmentRevenue(revenue=10_000, retention="0.8", margin="0.5"),
        SegmentRevenue(revenue=6_000, retention="0.5", margin="0.4"),
    ]

    assert sum_of_segments(segments) == 5_200


HABITS = {  # order, purchases a year, years
    "Dan": (Decimal(80), Decimal(4), Decimal(3)),
    "Eve": (Decimal(200), Decimal(1), Decimal(5)),
    "Fay": (Decimal("12.34"), Decimal(24), Decimal(1)),
}


def in_a_shop(habits: tuple[Decimal, Decimal, Decimal]) -> Decimal:
    order, purchases, years = habits
    return order_times_frequency(
        order_value=order, purchases_yearly=purchases, lifespan_years=years
    )


@pytest.mark.feature("LTV-018")
def test_the_average_is_the_mean_of_individual_values_by_the_same_method() -> None:
    values = value_each(HABITS, in_a_shop)

    assert values.clv_customer == {"Dan": 960, "Eve": 1_000, "Fay": Decimal("296.16")}
    assert values.ltv_avg == (960 + 1_000 + Decimal("296.16")) / 3


@pytest.mark.feature("LTV-018")
def test_observed_values_average_too() -> None:
    earned = {"Dan": [3_500, 2_800], "Eve": [3_500]}
    values = value_each(earned, lambda own: observed_value(earned=own))

    assert values.ltv_avg == 4_900
