"""Lifetime value by formula, against the published examples and the laws behind them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.errors import InputUnusable, LifetimeError
from plon.lifetime.formulas.amounts import to_grosz, total
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

money = st.decimals(min_value=0, max_value=10**6, places=2)
share = st.decimals(min_value=0, max_value=1, places=4)


def test_a_lifetime_is_worth_monthly_margin_over_churn() -> None:
    value = margin_over_churn(revenue_monthly=15, margin="0.60", churn_monthly="0.04")

    assert value == 225


def test_without_churn_the_formula_has_no_end() -> None:
    with pytest.raises(LifetimeUndefined, match="use a formula with a stated lifetime") as refusal:
        margin_over_churn(revenue_monthly=15, margin="0.60", churn_monthly=0)

    assert isinstance(refusal.value, LifetimeError)
    assert refusal.value.code == "lifetime_undefined"


@pytest.mark.parametrize(("margin", "churn"), [("1.2", "0.1"), ("0.5", "-0.1"), ("0.5", "4")])
def test_margin_and_churn_are_shares(margin: str, churn: str) -> None:
    with pytest.raises(InputUnusable, match="is a share between 0 and 1"):
        margin_over_churn(revenue_monthly=15, margin=margin, churn_monthly=churn)


def test_floats_are_refused_for_they_are_not_exact() -> None:
    with pytest.raises(InputUnusable, match=r"0\.6 is not exact"):
        margin_over_churn(revenue_monthly=15, margin=0.6, churn_monthly="0.04")  # type: ignore[arg-type]  # callers without a type checker


def test_monthly_revenue_is_shared_by_active_customers() -> None:
    assert arpu(revenue_monthly=9_000, active_customers=300) == 30


def test_nobody_active_has_no_mean() -> None:
    with pytest.raises(InputUnusable, match="active_customers must be above zero"):
        arpu(revenue_monthly=9_000, active_customers=0)


def test_a_subscriber_pays_every_month_of_a_stated_lifetime() -> None:
    assert arpu_times_lifetime(arpu_monthly=30, lifetime_months=24) == 720


def test_a_shop_counts_orders_a_year() -> None:
    assert order_times_frequency(order_value=80, purchases_yearly=4, lifespan_years=3) == 960


def test_a_loss_on_every_purchase_stays_a_loss() -> None:
    assert margin_times_purchases(margin=-5, purchases=12) == -60


def test_later_money_is_worth_less() -> None:
    present = net_present_value(
        revenues=[200, 240, 300], margin="0.5", discount="0.10", acquisition_cost=100
    )

    shown = [str(to_grosz(margin)) for margin in present.discounted]
    assert shown == ["90.91", "99.17", "112.70"]
    assert to_grosz(present.before_cost) == Decimal("302.78")
    assert to_grosz(present.value) == Decimal("202.78")


def test_money_cannot_lose_all_its_price() -> None:
    with pytest.raises(InputUnusable, match=r"1 \+ discount must be above zero"):
        net_present_value(revenues=[1], margin=1, discount=-1)


@given(st.lists(money, max_size=8), share)
def test_without_a_discount_present_value_is_the_sum_of_margins(
    revenues: list[Decimal], margin: Decimal
) -> None:
    present = net_present_value(revenues=revenues, margin=margin, discount=0)

    assert present.value == total(revenue * margin for revenue in revenues)


@given(st.lists(money, min_size=1, max_size=5), share, share)
def test_a_higher_discount_never_raises_the_value(
    revenues: list[Decimal], low: Decimal, more: Decimal
) -> None:
    now = net_present_value(revenues=revenues, margin=1, discount=low)
    dearer = net_present_value(revenues=revenues, margin=1, discount=low + more)

    assert dearer.value <= now.value


def test_segments_add_up() -> None:
    parts = [
        SegmentRevenue(revenue=10_000, retention="0.8", margin="0.5"),
        SegmentRevenue(revenue=6_000, retention="0.5", margin="0.4"),
    ]

    assert [part.value for part in parts] == [4_000, 1_200]
    assert sum_of_segments(parts) == 5_200


def test_a_segment_without_a_margin_counts_revenue() -> None:
    assert SegmentRevenue(revenue=100, retention="0.5").value == 50


def test_observed_value_is_what_came_and_what_open_referrals_may_bring() -> None:
    value = observed_value(earned=[3_500, "2100.50"], open_referrals=2, referral_value=1_050)

    assert value == Decimal("7700.50")


def test_nothing_earned_yet_is_zero() -> None:
    assert observed_value(earned=[]) == 0


def test_the_average_of_nobody_is_zero() -> None:
    assert value_each({}, lambda own: Decimal(own)).ltv_avg == 0


@given(st.dictionaries(st.sampled_from("abcdef"), money, min_size=1))
def test_the_average_lies_between_the_least_and_the_most_valuable(
    worth: dict[str, Decimal],
) -> None:
    values = value_each(worth, lambda own: own)

    assert min(worth.values()) <= values.ltv_avg <= max(worth.values())
