"""Intervals of totals, by bootstrap and the other causes of error."""

import numpy as np
import pytest
from scipy.special import stdtrit

from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.intervals import Part, chance_spread, total_interval, total_spreads
from plon.lifetime.forecasting.resampling import Draws, bootstrap
from plon.lifetime.forecasting.splits import split
from plon.lifetime.forecasting.tests.test_backtest import CUT, END
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.purchases import Purchases
from plon.lifetime.tests.bases import cdnow, days_of
from plon.lifetime.units import TimeUnit

BG_NBD = PURCHASE_MODELS["bg_nbd"]


@pytest.fixture(scope="module")
def purchases() -> Purchases:
    return split(days_of(cdnow()), cut=CUT, end=END, unit=TimeUnit.WEEK).purchases


@pytest.fixture(scope="module")
def fit(purchases: Purchases) -> Fit:
    return BG_NBD.fit(purchases)


@pytest.fixture(scope="module")
def draws(purchases: Purchases, fit: Fit) -> Draws:
    return bootstrap(BG_NBD, fit, purchases, seed=1, draws=400)


class TestTotal:
    def test_parameters_move_the_total_by_a_few_percent(
        self, purchases: Purchases, draws: Draws
    ) -> None:
        count, value = total_spreads(
            BG_NBD,
            purchases,
            draws=draws,
            ahead=39,
            values=[np.ones(2_357), np.full(2_357, 35_00.0)],
        )

        assert 0.02 < count.log_sd < 0.10
        assert value.log_sd == pytest.approx(count.log_sd)
        assert count.freedom == 399

    def test_chance_counts_more_where_few_customers_hold_the_value(self) -> None:
        value = np.ones(100)
        value[0] = 1_000

        assert chance_spread(np.ones(100), np.full(100, 1.5), value=value).log_sd > 0.5

    def test_nothing_expected_has_no_chance(self) -> None:
        assert chance_spread(np.zeros(3), np.zeros(3), value=np.ones(3)).log_sd == 0

    def test_the_interval_is_the_normal_one_where_the_spread_is_known(self) -> None:
        interval = total_interval(100, [Part(log_sd=0.06), Part(log_sd=0.08)])

        assert interval.high == pytest.approx(100 * np.exp(1.2816 * 0.1), rel=1e-4)
        assert interval.low == pytest.approx(100 * np.exp(-1.2816 * 0.1), rel=1e-4)
        assert interval.level == 0.8

    def test_a_spread_known_from_few_cases_reaches_further(self) -> None:
        known = total_interval(100, [Part(log_sd=0.1)])
        guessed = total_interval(100, [Part(log_sd=0.1, freedom=3)])

        assert guessed.high > known.high
        assert guessed.low < known.low

    def test_what_few_cases_tell_of_more_than_a_part_is_doubted_as_a_whole(self) -> None:
        parts = [Part(log_sd=0.1), Part(log_sd=0.1, freedom=3)]

        told = total_interval(100, parts)
        doubted = total_interval(100, [parts[0], Part(log_sd=0.1, freedom=3, doubtful=0.02)])

        assert doubted.high > told.high
        assert doubted.high == pytest.approx(100 * np.exp(stdtrit(3, 0.9) * np.sqrt(0.02)))

    @pytest.mark.parametrize("parts", [[], [Part(log_sd=0.0)]])
    def test_without_a_cause_of_error_it_is_a_point(self, parts: list[Part]) -> None:
        interval = total_interval(100, parts)

        assert interval.low == interval.value == interval.high == 100

    def test_where_nothing_is_known_it_ends_a_thousandfold_away(self) -> None:
        found = total_interval(5.0, [Part(log_sd=3.0, freedom=1.0)])

        assert found.low == pytest.approx(0.005)
        assert found.high == pytest.approx(5_000)

    def test_nothing_stays_nothing(self) -> None:
        assert total_interval(0, [Part(log_sd=0.5)]).high == 0
