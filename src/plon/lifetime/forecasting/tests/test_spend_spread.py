"""How far purchases differ in value, and whether the interval of a total value holds them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from plon.lifetime.answer.expected_spend import ExpectedSpend, expected_spend
from plon.lifetime.days import CustomerDays
from plon.lifetime.forecasting.choice import choose
from plon.lifetime.forecasting.forecast import base_of, forecaster
from plon.lifetime.forecasting.intervals import chance_spread, total_interval
from plon.lifetime.forecasting.season import season_of
from plon.lifetime.forecasting.spend_spread import SpendSpread
from plon.lifetime.forecasting.splits import day_of, summary_at
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Summary
from plon.lifetime.tests.bases import summary_of
from plon.lifetime.tests.simulated import START_DAY, bg_nbd_days
from plon.lifetime.units import TimeUnit

WEEK, UNTIL = TimeUnit.WEEK, day_of(START_DAY + 400)
CUSTOMERS = 300
Rng = np.random.Generator


def summary_with(paid: list[Floats]) -> Summary:
    """Return customers by what they paid, major units, day after day."""
    bought = {
        f"c{k:04}": {date(2026, 1, 1 + i): round(100 * minor) for i, minor in enumerate(own)}
        for k, own in enumerate(paid)
    }
    return summary_of(bought, until=date(2026, 2, 1))


def spend_of(paid: list[Floats]) -> tuple[ExpectedSpend, SpendSpread]:
    found = expected_spend(summary_with(paid), size=len(paid))
    assert found.spread is not None
    return found, found.spread


class TestChance:
    def test_purchases_worth_the_same_leave_the_chance_of_counts(self) -> None:
        _, spread = spend_of([np.full(3, 20.0)] * 50)

        assert spread.chance(np.full(50, 2.0), np.full(50, 3.0)) == pytest.approx(3.0, rel=1e-6)
        assert spread.parameters(np.ones(50)).log_sd == pytest.approx(0, abs=1e-6)

    def test_the_variance_is_that_of_a_sum_of_so_many_values(self) -> None:
        """Against draws: N ~ Poisson(2), a mean of variance 0.3, values of 0.5 around it."""
        rng = np.random.default_rng(5)
        spread = SpendSpread(
            between=np.array([0.3]),
            within=0.5,
            slopes=np.zeros((1, 1)),
            stride=1,
            covariance=np.zeros((1, 1)),
            base=1.0,
            known_from=10,
        )
        count = rng.poisson(2.0, 200_000)
        mean = rng.gamma(1 / 0.3, 0.3, len(count))
        sums = mean * rng.gamma(np.maximum(count, 1e-9) / 0.5, 0.5)

        told = spread.chance(np.array([2.0]), np.array([2.0]))

        assert told == pytest.approx(sums.var(), rel=0.03)

    def test_equal_customers_with_different_baskets_differ_within(self) -> None:
        rng = np.random.default_rng(2)
        _, spread = spend_of([rng.gamma(2, 10, 4) for _ in range(400)])

        assert spread.within == pytest.approx(0.5, rel=0.3)
        assert spread.between.max() < 0.1

    def test_a_customers_own_history_narrows_it(self) -> None:
        rng = np.random.default_rng(6)
        means = 20 * rng.gamma(5, 0.2, 100)
        _, spread = spend_of(
            [mean * rng.gamma(4, 0.25, k % 20 + 1) for k, mean in enumerate(means)]
        )

        assert (np.diff(spread.between[:20]) < 0).all()

    def test_a_moment_that_does_not_exist_is_that_of_first_purchases(self) -> None:
        """Means so far apart that the fitted q is below 2: their variance is infinite."""
        rng = np.random.default_rng(7)
        means = np.exp(rng.normal(3, 1.6, CUSTOMERS))
        found, spread = spend_of([mean * rng.gamma(9, 1 / 9, 2) for mean in means])

        assert found.fit is not None
        assert found.fit.params["q"] < 2
        assert np.isfinite(spread.between).all()
        assert spread.between.max() <= spread.base

    def test_too_few_to_tell_customers_apart_have_all_of_it_between_them(self) -> None:
        found, spread = spend_of([np.array([10.0, 40.0]), np.array([30.0])])

        assert found.fit is None
        assert spread.between.tolist() == [0.5, 0.5]
        assert spread.parameters(np.ones(2)).log_sd == pytest.approx(np.sqrt(0.5 / 3))

    def test_one_value_tells_no_spread(self) -> None:
        assert spend_of([np.array([10.0])])[1].base == 1

    def test_where_nothing_is_expected_the_least_is_told(self) -> None:
        rng = np.random.default_rng(8)
        _, spread = spend_of([rng.gamma(2, 10, 3) for _ in range(40)])

        least = np.sqrt(spread.base / 80)
        assert spread.parameters(np.zeros(40)).log_sd == pytest.approx(least)
        unknown = replace(spread, covariance=np.full((3, 3), np.nan))
        assert unknown.parameters(np.ones(40)).log_sd == pytest.approx(least)


def missed(rng: Rng) -> tuple[bool, bool]:
    """Return whether the interval missed the total of one simulated base: with spread, without."""
    means = 10 * 2 / rng.gamma(4.0, 1 / 3, CUSTOMERS)
    count = rng.poisson(2, CUSTOMERS) + 1
    ahead = rng.gamma(2, 0.5, CUSTOMERS)
    bought = [mean * rng.gamma(2.0, 0.5, k) for mean, k in zip(means, count, strict=True)]
    found, spread = spend_of(bought)
    future = rng.poisson(ahead)
    total = 100 * float((means * rng.gamma(2.0 * np.maximum(future, 1e-9), 0.5)).sum())
    minor = found.minor
    whole = [
        chance_spread(ahead, spread.chance(ahead, ahead), value=minor),
        spread.parameters(ahead * minor),
    ]
    bare = [chance_spread(ahead, ahead, value=minor)]
    told = [total_interval(float(ahead @ minor), parts) for parts in (whole, bare)]
    with_spread, without = (not each.low <= total <= each.high for each in told)
    return with_spread, without


def test_eight_totals_of_ten_lie_in_the_interval() -> None:
    rng = np.random.default_rng(9)

    with_spread, without = np.mean([missed(rng) for _ in range(120)], axis=0)

    assert 0.12 <= with_spread <= 0.28
    assert without > 0.3


@pytest.fixture(scope="module")
def days() -> CustomerDays:
    return bg_nbd_days(800, span_days=400, seed=12)


def widths(days: CustomerDays) -> tuple[float, float]:
    """Return high / low of purchases and value of six months, no season, good past forecasts."""
    season = season_of(days, until=UNTIL, unit=WEEK, given=(1.0,) * 12)
    summary = summary_at(days, until=UNTIL, unit=WEEK)
    spend = expected_spend(summary, size=len(summary))
    choice = choose(days, until=UNTIL, unit=WEEK, horizon_days=90)
    base = base_of(summary, choice=choice, season=season)
    assert base is not None
    made = forecaster(
        base,
        days=days,
        choice=replace(choice, cut_errors=(0.02, -0.02, 0.02), cut_noise=(0.05,) * 3),
        season=season,
        spend_minor=spend.minor,
        spread=spend.spread,
        seed=1,
        draws=60,
    )
    told = made.months(6)
    purchases, value = (i.high / i.low for i in (told.purchases, told.value_minor))
    return purchases, value


def test_the_value_of_wild_baskets_is_less_sure_than_that_of_equal_ones(days: CustomerDays) -> None:
    baskets = np.exp(np.random.default_rng(3).normal(np.log(5_000), 1.8, len(days)))
    wild = replace(days, value_minor=baskets.astype(np.int64) + 1)

    equal_purchases, equal_value = widths(days)
    wild_purchases, wild_value = widths(wild)

    assert wild_purchases == equal_purchases
    assert equal_value == pytest.approx(equal_purchases, rel=1e-3)
    assert np.log(wild_value) > 1.5 * np.log(equal_value)
