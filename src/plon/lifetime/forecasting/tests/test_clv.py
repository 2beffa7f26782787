"""Discounted value: months, rates, and each model's expectations put together."""

from datetime import date

import numpy as np
import pytest

from plon.lifetime.forecasting.clv import (
    discounted_purchases,
    discounted_value,
    month_discounts,
    month_ends,
)
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.models.tests import cdnow
from plon.lifetime.purchases import Purchases
from plon.lifetime.units import TimeUnit

PARAMS = {"r": 0.4, "alpha": 5.0, "a": 0.8, "b": 2.0, "s": 0.6, "beta": 11.0}
START = date(1997, 9, 30)
each = pytest.mark.parametrize("name", list(PURCHASE_MODELS))


def some() -> Purchases:
    folded = cdnow.purchases().folded()
    return Purchases(x=folded.x[::7], t_x=folded.t_x[::7], T=folded.T[::7])


def test_months_are_the_calendars() -> None:
    ends = month_ends(date(2024, 1, 31), 3, TimeUnit.DAY)

    assert ends.tolist() == [29, 60, 90]  # 29 February, 31 March, 30 April
    np.testing.assert_allclose(month_ends(date(2024, 1, 31), 3, TimeUnit.WEEK), ends / 7)


def test_discounts_are_yearly_and_from_mid_month() -> None:
    found = month_discounts(12, 0.10)

    assert found[0] == pytest.approx(1.1 ** (-0.5 / 12))
    assert found[11] == pytest.approx(1.1 ** (-11.5 / 12))


@each
def test_without_a_rate_value_is_purchases_times_spend_times_margin(name: str) -> None:
    model, base = PURCHASE_MODELS[name], some()
    spend = np.linspace(10, 90, len(base))

    found = discounted_value(model, PARAMS, base, spend=spend, start=START, margin=0.3)

    expected = model.expected_purchases(PARAMS, base, ahead=365 / 7) * spend * 0.3
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-12)


@each
def test_each_month_is_discounted_from_its_middle(name: str) -> None:
    model, base = PURCHASE_MODELS[name], some()
    ends = month_ends(START, 4, TimeUnit.WEEK)
    reached = [np.zeros(len(base))] + [
        model.expected_purchases(PARAMS, base, ahead=end) for end in ends
    ]
    by_hand = sum((reached[k + 1] - reached[k]) * 1.2 ** (-(k + 0.5) / 12) for k in range(4))

    found = discounted_value(
        model, PARAMS, base, spend=1.0, start=START, months=4, discount_per_year=0.2
    )

    np.testing.assert_allclose(found, by_hand, rtol=1e-8, atol=1e-12)


@each
def test_value_falls_with_the_rate_and_rises_with_the_months(name: str) -> None:
    model, base = PURCHASE_MODELS[name], some()

    def value(rate: float, months: int) -> np.ndarray:
        return discounted_value(
            model, PARAMS, base, spend=1.0, start=START, months=months, discount_per_year=rate
        )

    assert np.all(value(0.0, 12) > value(0.1, 12))
    assert np.all(value(0.1, 12) > value(0.5, 12))
    assert np.all(value(0.1, 12) > value(0.1, 6))


def test_several_horizons_cost_one_pass_and_are_each_alone() -> None:
    model, base = PURCHASE_MODELS["bg_nbd"], some()
    ends, discounts = month_ends(START, 12, TimeUnit.WEEK), month_discounts(12, 0.1)

    found = discounted_purchases(
        model, PARAMS, base, ends=ends, discounts=discounts, months=(3, 6, 12)
    )

    assert found.shape == (3, len(base))
    for row, months in zip(found, (3, 6, 12), strict=True):
        alone = discounted_purchases(
            model, PARAMS, base, ends=ends[:months], discounts=discounts[:months]
        )
        np.testing.assert_array_equal(row, alone[0])


def test_the_unit_of_the_fit_does_not_matter() -> None:
    model, weeks = PURCHASE_MODELS["mbg_nbd"], some()
    days = Purchases(x=weeks.x, t_x=weeks.t_x * 7, T=weeks.T * 7)
    in_days = {**PARAMS, "alpha": PARAMS["alpha"] * 7}

    found = discounted_value(
        model, in_days, days, spend=35.0, start=START, unit=TimeUnit.DAY, discount_per_year=0.1
    )

    expected = discounted_value(
        model, PARAMS, weeks, spend=35.0, start=START, discount_per_year=0.1
    )
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_who_never_came_back_is_worth_the_least_of_equals() -> None:
    model = PURCHASE_MODELS["bg_nbd"]
    base = Purchases(x=np.array([0.0, 3.0]), t_x=np.array([0.0, 30.0]), T=np.array([31.0, 31.0]))

    value = discounted_value(model, PARAMS, base, spend=1.0, start=START)

    assert 0 < value[0] < value[1]
