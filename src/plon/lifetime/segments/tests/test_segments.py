"""Segments add up, plans decay, falls are seen once."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.segments.values import (
    Plan,
    falling_segments,
    forecast_plans,
    value_by_segment,
    whole_parts,
)

customers = st.lists(st.tuples(st.integers(-1, 3), st.floats(0, 1e7)), max_size=100)


@given(customers)
def test_segments_add_up_to_the_rounded_total(people: list[tuple[int, float]]) -> None:
    codes, value = (
        np.array([c for c, _ in people], dtype=np.int64),
        np.array([v for _, v in people]),
    )
    segments = value_by_segment(codes, names=["n", "e", "s", "w"], value_minor=value)

    assert sum(each.customers for each in segments) == len(people)
    assert sum(each.value_minor for each in segments) == pytest.approx(value.sum(), abs=0.51)
    assert [each.value_minor for each in segments] == sorted(
        (each.value_minor for each in segments), reverse=True
    )


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=20))
def test_rounding_moves_a_part_by_less_than_one(parts: list[float]) -> None:
    whole = whole_parts(np.array(parts))

    assert sum(whole) == round(float(np.array(parts).sum()))
    assert all(abs(n - part) < 1 + 1e-6 for n, part in zip(whole, parts, strict=True))


def test_the_grosz_left_over_goes_to_the_largest_remainder() -> None:
    assert whole_parts(np.array([1.4, 1.4, 1.2])) == [2, 1, 1]


def test_a_segment_has_a_mean() -> None:
    codes = np.array([0, 0, -1])
    north, unknown = value_by_segment(codes, names=["north"], value_minor=np.array([3.0, 4.0, 1.0]))

    assert (north.ltv_minor, north.customers) == (3.5, 2)
    assert (unknown.name, unknown.value_minor) == ("", 1)


def test_a_plan_decays_by_retention() -> None:
    plan = Plan(
        name="web", active_customers=100, purchases_monthly="0.5", order_value=80,
        retention_monthly="0.9", margin="0.25",
    )  # fmt: skip

    assert plan.revenue(months=1) == 900
    assert plan.revenue(months=2) == 900 + 810


@given(st.decimals(min_value=0, max_value=1, places=2), st.integers(1, 36))
def test_a_longer_plan_never_brings_less(retention: Decimal, months: int) -> None:
    plan = Plan(
        name="web", active_customers=7, purchases_monthly=1, order_value=3,
        retention_monthly=retention,
    )  # fmt: skip

    assert 0 <= plan.revenue(months=months) <= plan.revenue(months=months + 1) <= 21 * (months + 1)


def test_a_forecast_says_where_most_will_come_from() -> None:
    plans = [
        Plan(
            name=name, active_customers=n, purchases_monthly=1, order_value=10, retention_monthly=1
        )
        for name, n in (("b", 1), ("c", 2), ("a", 1))
    ]

    assert [name for name, _ in forecast_plans(plans, months=3).by_segment] == ["c", "a", "b"]


def test_a_fall_of_exactly_a_tenth_is_told_and_less_is_not() -> None:
    before = {"web": 1_000, "shop": 1_000, "fair": 1_000}
    drops = falling_segments(before, {"web": 900, "shop": "900.01", "fair": 500})

    assert [(drop.name, drop.change) for drop in drops] == [
        ("fair", Decimal("-0.5")),
        ("web", Decimal("-0.1")),
    ]


def test_new_gone_and_worthless_segments_say_nothing() -> None:
    assert falling_segments({"gone": 100, "free": 0}, {"new": 5, "free": 0}) == ()


def test_a_firm_may_be_warned_earlier() -> None:
    assert len(falling_segments({"web": 100}, {"web": 95}, drop="0.05")) == 1
