"""Plain rules, each on customers whose answer can be said by heart."""

from datetime import date, timedelta

import pytest

from plon.lifetime.forecasting.baselines import (
    BASELINES,
    base_rate,
    own_rate,
    same_again,
    usual_gap,
)
from plon.lifetime.forecasting.clock import Clock
from plon.lifetime.forecasting.splits import Split, split
from plon.lifetime.tests.bases import cdnow, days_of
from plon.lifetime.units import TimeUnit

CUT = date(2024, 4, 10)


def before(days: int) -> date:
    return CUT - timedelta(days=days)


def parts(*, holdout_days: int = 50, clock: Clock | None = None) -> Split:
    """Return three customers: regular and active, regular but silent, one-time."""
    base = {
        "active": {before(100): 1, before(60): 1, before(20): 1},  # every 40 days
        "silent": {before(100): 1, before(70): 1, before(40): 1},  # every 30 days, overdue
        "once": {before(40): 1},
        "today": {CUT: 1},
    }
    end = CUT + timedelta(days=holdout_days)
    return split(days_of(base), cut=CUT, end=end, unit=TimeUnit.DAY, clock=clock)


ORDER = ["active", "once", "silent", "today"]


def test_customers_stand_in_order_of_their_ids() -> None:
    assert parts().summary.customer.to_pylist() == ORDER


def test_own_rate_goes_on_as_before() -> None:
    assert own_rate(parts()).tolist() == pytest.approx([2 / 100 * 50, 0, 2 / 100 * 50, 0])


def test_same_again_repeats_the_window_before_the_cut() -> None:
    assert same_again(parts(holdout_days=50)).tolist() == [1, 1, 1, 1]
    assert same_again(parts(holdout_days=10)).tolist() == [0, 0, 0, 1]


def test_base_rate_gives_everyone_the_mean() -> None:
    repeats, customer_days = 4, 100 + 40 + 100 + 0

    assert base_rate(parts()).tolist() == pytest.approx([repeats / customer_days * 50] * 4)


def test_usual_gap_gives_up_on_who_is_silent_longer_than_usual() -> None:
    assert usual_gap(parts()).tolist() == pytest.approx([1.0, 0, 0, 0])


def test_rules_read_the_calendar_whatever_the_season() -> None:
    clock = Clock.of_months((1.0,) * 4 + (5.0,) * 2 + (1.0,) * 6)

    for rule in BASELINES.values():
        assert rule(parts(clock=clock)).tolist() == rule(parts()).tolist()


def test_a_base_seen_for_no_time_has_no_rate() -> None:
    new = split(days_of({"ann": {CUT: 1}}), cut=CUT, end=CUT + timedelta(days=9), unit=TimeUnit.DAY)

    assert base_rate(new).tolist() == own_rate(new).tolist() == usual_gap(new).tolist() == [0.0]


def test_the_naive_forecast_of_cdnow_is_far_too_high() -> None:
    """2,930 purchases foretold of 1,882: the error of forgetting that customers leave."""
    cdnow_parts = split(
        days_of(cdnow()), cut=date(1997, 9, 30), end=date(1998, 6, 30), unit=TimeUnit.WEEK
    )

    assert own_rate(cdnow_parts).sum() == pytest.approx(2_930, abs=1)
