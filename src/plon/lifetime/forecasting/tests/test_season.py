"""Where the season comes from, in order, and what an unsure one costs."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from plon.lifetime.analysis import Season
from plon.lifetime.days import CustomerDays
from plon.lifetime.errors import InputUnusable
from plon.lifetime.forecasting.clock import CALENDAR, Clock
from plon.lifetime.forecasting.season import (
    ahead_shares,
    clock_of,
    season_of,
    seen_shares,
    total_log_sd,
)
from plon.lifetime.forecasting.season_learning import Monthly, learn, monthly
from plon.lifetime.forecasting.season_presets import PRESETS, trade_log_sd, unknown_log_sd
from plon.lifetime.forecasting.splits import day_of
from plon.lifetime.tests.bases import days_of
from plon.lifetime.tests.simulated import START_DAY, bg_nbd_days
from plon.lifetime.units import TimeUnit

TRUE = np.array([0.6, 0.7, 0.9, 1.0, 1.0, 1.0, 0.9, 0.8, 1.0, 1.1, 1.4, 1.6])
WEEK = TimeUnit.WEEK
FLAT = np.zeros(12)


def after(days: int) -> date:
    return day_of(START_DAY + days)


@pytest.fixture(scope="module")
def three_years() -> CustomerDays:
    return bg_nbd_days(6_000, span_days=1_095, seed=4, clock=Clock.of_months(TRUE))


class TestSource:
    def test_own_weights_come_first(self, three_years: CustomerDays) -> None:
        given = [10.0, *[20.0] * 10, 30.0]

        season = season_of(three_years, until=after(1_095), unit=WEEK, given=given, preset="food")

        assert season.source == "given"
        assert season.months == pytest.approx((0.5, *(1.0,) * 10, 1.5))

    def test_two_years_are_learned_from(self, three_years: CustomerDays) -> None:
        season = season_of(three_years, until=after(1_095), unit=WEEK)

        assert season.source == "learned"
        assert np.log(season.months) == pytest.approx(np.log(TRUE / TRUE.mean()), abs=0.12)
        assert max(season.log_sd) < 0.12

    def test_a_base_without_season_learns_none(self) -> None:
        days = bg_nbd_days(6_000, span_days=1_095, seed=4)

        season = season_of(days, until=after(1_095), unit=WEEK)

        assert np.log(season.months) == pytest.approx(FLAT, abs=0.04)

    def test_a_year_and_a_half_is_blended_with_the_trade(self, three_years: CustomerDays) -> None:
        season = season_of(three_years, until=after(540), unit=WEEK, preset="gifts")

        assert (season.source, season.preset) == ("blended", "gifts")
        trade, true = np.log(PRESETS["gifts"].months), np.log(TRUE / TRUE.mean())
        found = np.log(season.months)
        assert np.abs(found - true).mean() < np.abs(trade - true).mean()

    def test_months_never_seen_keep_the_trades_shape(self, three_years: CustomerDays) -> None:
        season = season_of(three_years, until=after(280), unit=WEEK, preset="fashion")

        unseen = np.array(season.months)[10:]  # November and December
        trade = np.array(PRESETS["fashion"].months)[10:]
        assert season.source == "blended"
        assert unseen[1] / unseen[0] == pytest.approx(trade[1] / trade[0], rel=1e-3)
        assert season.log_sd == pytest.approx(tuple(trade_log_sd("fashion")))

    @pytest.mark.parametrize("days", [200, 273])
    def test_less_is_the_trade_alone(self, three_years: CustomerDays, days: int) -> None:
        until = after(days - 1)

        season = season_of(three_years, until=until, unit=WEEK, preset="fashion")

        assert (season.source, season.preset) == ("preset", "fashion")
        assert season.months == pytest.approx(PRESETS["fashion"].months, abs=1e-3)
        assert season.log_sd == pytest.approx(tuple(trade_log_sd("fashion")))

    def test_without_a_trade_the_season_is_said_to_be_missing(
        self, three_years: CustomerDays
    ) -> None:
        season = season_of(three_years, until=after(600), unit=WEEK)

        assert season.source == "none"
        assert season.months == (1.0,) * 12
        assert season.log_sd == (unknown_log_sd(),) * 12
        assert clock_of(season) is CALENDAR

    def test_a_long_history_of_few_purchases_teaches_nothing(self) -> None:
        bought = {"ann": {after(0): 1, after(900): 1}}

        assert season_of(days_of(bought), until=after(900), unit=WEEK).source == "none"

    def test_nobody_has_no_season(self) -> None:
        assert season_of(days_of({}), until=after(0), unit=WEEK).source == "none"

    @pytest.mark.parametrize(
        "given",
        [
            [1.0] * 11,
            [1.0] * 11 + [-1.0],
            [1.0] * 11 + [float("nan")],
            [0.0] * 12,
        ],
    )
    def test_weights_that_are_none_are_refused(self, given: list[float]) -> None:
        with pytest.raises(InputUnusable):
            season_of(days_of({}), until=after(0), unit=WEEK, given=given)

    def test_an_unknown_trade_is_refused_by_name(self) -> None:
        with pytest.raises(InputUnusable, match="alchemy"):
            season_of(days_of({}), until=after(0), unit=WEEK, preset="alchemy")


class TestLearning:
    def test_expected_purchases_know_that_customers_leave(self) -> None:
        """No new customers in the second half: a falling curve, and no season in it."""
        table = monthly(bg_nbd_days(6_000, span_days=1_000, seed=9), until=after(1_000), unit=WEEK)

        told = table.actual[2:-1] / table.expected[2:-1]

        assert table.actual[-2] < 0.6 * table.actual.max()
        assert told == pytest.approx(np.ones(len(told)), abs=0.25)

    def test_weekdays_are_not_taken_for_months(self) -> None:
        """A shop open on Mondays only: months with five Mondays are not busy ones."""
        days = bg_nbd_days(12_000, span_days=1_000, seed=9)
        kept = (days.day + 3) % 7 == 0
        kept[days.starts] = True
        mondays = replace(
            days, index=days.index[kept], day=days.day[kept], value_minor=days.value_minor[kept]
        )

        table = monthly(mondays, until=after(1_000), unit=WEEK)

        calendar = np.arange(START_DAY, START_DAY + 1_001)
        period = calendar.astype("datetime64[D]").astype("datetime64[M]").astype(int)
        has_five = np.bincount(period - period[0], weights=(calendar + 3) % 7 == 0) == 5
        five, four = table.actual[has_five], table.actual[~has_five]
        due_five, due_four = table.expected[has_five], table.expected[~has_five]
        assert five.sum() / due_five.sum() == pytest.approx(four.sum() / due_four.sum(), rel=0.05)

    def test_few_purchases_are_shrunk_towards_the_prior(self) -> None:
        month = np.tile(np.arange(12), 2)
        actual = np.where(month == 11, 4.0, 2.0)
        few = Monthly(actual=actual, expected=np.full(24, 2.2), month=month)
        many = Monthly(actual=actual * 500, expected=np.full(24, 1_100.0), month=month)

        lightly = learn(few, towards=FLAT, prior_log_sd=0.2)
        firmly = learn(many, towards=FLAT, prior_log_sd=0.2)

        assert lightly.log_weights[11] < 0.3 * firmly.log_weights[11]
        assert firmly.log_weights[11] - firmly.log_weights[0] == pytest.approx(np.log(2), abs=0.02)
        assert lightly.log_sd.mean() > 3 * firmly.log_sd.mean()

    def test_growth_is_told_from_the_season(self) -> None:
        month = np.tile(np.arange(12), 3)
        season = TRUE / TRUE.mean()
        growing = 1_000 * season[month] * np.exp(np.linspace(0, 1, 36))

        effects = learn(
            Monthly(actual=growing, expected=np.full(36, 1_000.0), month=month), towards=FLAT
        )

        assert effects.log_weights == pytest.approx(np.log(season), abs=0.02)

    def test_wild_months_are_believed_less(self) -> None:
        rng = np.random.default_rng(6)
        month = np.tile(np.arange(12), 3)
        wild = 1_000 * np.exp(rng.normal(0, 0.3, 36))
        table = Monthly(actual=wild, expected=np.full(36, 1_000.0), month=month)

        effects = learn(table, towards=FLAT)

        assert effects.overdispersion > 20
        assert effects.log_sd.min() > 0.2  # another year differs as much as these did

    def test_months_with_nothing_to_expect_say_nothing(self) -> None:
        table = Monthly(actual=np.zeros(3), expected=np.zeros(3), month=np.arange(3))

        effects = learn(table, towards=np.log(PRESETS["gifts"].months), prior_log_sd=0.2)

        assert np.exp(effects.log_weights) == pytest.approx(PRESETS["gifts"].months, abs=1e-3)


class TestUncertainty:
    def season(self, source: str = "none") -> Season:
        return Season(source=source, months=(1.0,) * 12, log_sd=(0.2,) * 12)

    def test_a_whole_year_seen_and_a_whole_year_ahead_leave_nothing_open(self) -> None:
        year = np.full(12, 1 / 12)

        assert total_log_sd(self.season(), seen=year, ahead=year) == 0

    def test_months_never_seen_leave_all_of_it_open(self) -> None:
        seen = np.array([1 / 9] * 9 + [0] * 3)
        ahead = np.array([0] * 9 + [1 / 3] * 3)

        assert total_log_sd(self.season(), seen=seen, ahead=ahead) == pytest.approx(
            0.2 * np.sqrt(2)
        )

    def test_shorter_is_less_sure(self) -> None:
        year = np.full(12, 1 / 12)
        quarter = ahead_shares(date(2024, 3, 31), date(2024, 6, 30))
        half = ahead_shares(date(2024, 3, 31), date(2024, 9, 30))

        short = total_log_sd(self.season(), seen=year, ahead=quarter)
        long = total_log_sd(self.season(), seen=year, ahead=half)

        assert short > long > 0

    def test_shares_ahead_are_of_days(self) -> None:
        shares = ahead_shares(date(2024, 1, 31), date(2024, 3, 2))

        assert shares[1:3] == pytest.approx([29 / 31, 2 / 31])
        assert shares.sum() == pytest.approx(1)

    def test_shares_seen_are_of_customers_at_risk(self) -> None:
        """Ann is there for all of February's 29 days, Ben for the last nine of them."""
        bought = {"ann": {date(2024, 1, 31): 1}, "ben": {date(2024, 2, 20): 1}}

        shares = seen_shares(days_of(bought), until=date(2024, 3, 1))

        assert shares[1] == pytest.approx((29 + 9) / (29 + 9 + 2))
        assert shares[2] == pytest.approx(2 / 40)

    def test_nobody_has_seen_nothing(self) -> None:
        assert seen_shares(days_of({}), until=date(2024, 1, 1)).sum() == 0
        assert (
            seen_shares(days_of({"ann": {after(0): 1}}), until=after(-1) + timedelta(days=1)).sum()
            == 0
        )
