"""The base's next months: totals, what they rest on, and whether their intervals hold."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from plon.lifetime.analysis import Choice, Season
from plon.lifetime.days import CustomerDays
from plon.lifetime.forecasting.baselines import BASELINES
from plon.lifetime.forecasting.choice import choose
from plon.lifetime.forecasting.clock import Clock
from plon.lifetime.forecasting.forecast import (
    UNPROVEN,
    Forecaster,
    base_of,
    forecaster,
    past_errors,
)
from plon.lifetime.forecasting.intervals import Part
from plon.lifetime.forecasting.season import clock_of, season_of
from plon.lifetime.forecasting.splits import day_of, split, summary_at
from plon.lifetime.forecasting.tests.test_choice import regular_until
from plon.lifetime.tests.bases import cdnow, days_of
from plon.lifetime.tests.simulated import START_DAY, bg_nbd_days
from plon.lifetime.units import Horizon, TimeUnit

WEEK = TimeUnit.WEEK
CHRISTMAS = (0.8,) * 10 + (1.5, 2.5)
KNOWN = [Part(log_sd=0.03), Part(log_sd=0.04)]  # together 0.05


def made(
    days: CustomerDays,
    until: date,
    *,
    horizon_days: int = 90,
    given: tuple[float, ...] | None = None,
    preset: str | None = None,
) -> Forecaster:
    """Return the forecaster of a base, each purchase worth 10.00."""
    season = season_of(days, until=until, unit=WEEK, given=given, preset=preset)
    choice = choose(days, until=until, unit=WEEK, horizon_days=horizon_days, clock=clock_of(season))
    summary = summary_at(days, until=until, unit=WEEK)
    base = base_of(summary, choice=choice, season=season)
    assert base is not None
    return forecaster(
        base,
        days=days,
        choice=choice,
        season=season,
        spend_minor=np.full(len(summary), 1_000.0),
        seed=1,
        draws=60,
    )


@pytest.fixture(scope="module")
def of_cdnow() -> Forecaster:
    return made(days_of(cdnow()), date(1998, 3, 31))


class TestForecast:
    def test_later_ends_hold_more(self, of_cdnow: Forecaster) -> None:
        values = [of_cdnow.months(count).purchases.value for count in (3, 6, 12)]

        assert values == sorted(values)
        assert values[0] > 0

    def test_value_is_purchases_times_their_worth(self, of_cdnow: Forecaster) -> None:
        six = of_cdnow.months(6)

        assert six.months == 6
        assert six.value_minor.value == pytest.approx(1_000 * six.purchases.value)
        assert six.value_minor.high == pytest.approx(1_000 * six.purchases.high)

    def test_the_total_is_that_of_the_customers(self, of_cdnow: Forecaster) -> None:
        expected = of_cdnow.base.expected(Horizon(months=3).end(date(1998, 3, 31)))

        total = of_cdnow.months(3).purchases.value

        factor = of_cdnow.choice.calibration if of_cdnow.choice.calibration_applied else 1.0
        assert total == pytest.approx(expected.sum() * factor)

    def test_without_a_season_both_figures_are_one(self, of_cdnow: Forecaster) -> None:
        three = of_cdnow.months(3)

        assert of_cdnow.season.source == "none"
        assert three.purchases_without_season == pytest.approx(three.purchases.value)

    def test_equal_input_gives_equal_figures(self) -> None:
        days, until = days_of(cdnow()), date(1998, 3, 31)
        season = season_of(days, until=until, unit=WEEK)
        choice = choose(days, until=until, unit=WEEK, horizon_days=90)
        summary = summary_at(days, until=until, unit=WEEK)
        base = base_of(summary, choice=choice, season=season)
        spend = np.full(len(summary), 3_500.0)
        assert base is not None

        first, second = (
            forecaster(base, days=days, choice=choice, season=season, spend_minor=spend, seed=7)
            for _ in range(2)
        )

        assert repr(first.months(3)) == repr(second.months(3))

    def test_nobody_speaks_for_a_base_in_which_nobody_came_back(self) -> None:
        bought = {str(i): {date(2024, 1, 1): 100} for i in range(200)}
        days, until = days_of(bought), date(2024, 5, 1)
        choice = choose(days, until=until, unit=WEEK, horizon_days=90)

        season = season_of(days, until=until, unit=WEEK)
        summary = summary_at(days, until=until, unit=WEEK)
        assert base_of(summary, choice=choice, season=season) is None


@pytest.fixture(scope="module")
def shop() -> CustomerDays:
    return bg_nbd_days(4_000, span_days=731, seed=8, clock=Clock.of_months(CHRISTMAS))


class TestSeason:
    def test_a_known_season_foretells_what_the_calendar_misses(self, shop: CustomerDays) -> None:
        until, end = date(2021, 9, 30), date(2021, 12, 31)
        actual = split(shop, cut=until, end=end, unit=WEEK).holdout.sum()

        told = made(shop, until, given=CHRISTMAS).to(end, months=3)

        assert told.purchases.value == pytest.approx(actual, rel=0.06)
        assert told.purchases_without_season < 0.75 * actual
        assert told.value_without_season_minor < 0.75 * told.value_minor.value

    def test_an_unknown_season_is_in_the_interval(self, shop: CustomerDays) -> None:
        """The forecast misses Christmas by far; its interval says that it may."""
        until, end = date(2021, 9, 30), date(2021, 12, 31)

        known = made(shop, until, given=CHRISTMAS).to(end, months=3).purchases
        unknown = made(shop, until).to(end, months=3).purchases

        assert unknown.high / unknown.low > 1.15 * known.high / known.low

    def test_a_whole_year_ahead_hardly_minds_the_season(self, shop: CustomerDays) -> None:
        until = date(2020, 12, 31)

        unknown = made(shop, until, horizon_days=365)

        year, quarter = unknown.months(12).purchases, unknown.months(3).purchases
        assert year.high / year.low < quarter.high / quarter.low


class TestInterval:
    @pytest.mark.parametrize(
        ("until", "end"),
        [
            (date(1997, 6, 30), date(1997, 12, 31)),
            (date(1997, 9, 30), date(1998, 6, 30)),
            (date(1997, 12, 31), date(1998, 6, 30)),
            (date(1998, 3, 31), date(1998, 6, 30)),
        ],
    )
    def test_holds_what_cdnows_customers_did(self, until: date, end: date) -> None:
        days = days_of(cdnow())
        actual = split(days, cut=until, end=end, unit=WEEK).holdout.sum()

        told = made(days, until, horizon_days=(end - until).days).to(end, months=9).purchases

        assert told.low <= actual <= told.high
        assert told.high / told.low < 3

    def test_is_wider_where_past_forecasts_of_the_base_were_worse(
        self, of_cdnow: Forecaster
    ) -> None:
        good = replace(of_cdnow.choice, cut_errors=(0.01, -0.02, 0.01), cut_noise=(0.05,) * 3)
        bad = replace(good, cut_errors=(0.4, -0.3, 0.4))

        near = replace(of_cdnow, choice=good).months(3).purchases
        far = replace(of_cdnow, choice=bad).months(3).purchases

        assert near.value == far.value
        assert far.high / far.low > 1.5 * near.high / near.low

    def test_is_wide_where_no_forecast_could_be_proven(self) -> None:
        bought, until = regular_until(40, every_days=20, purchases=5)

        thin = made(days_of(bought), until)

        assert thin.choice.verdict == "too_thin"
        assert past_errors(thin.choice, known=KNOWN) == UNPROVEN
        three = thin.months(3).purchases
        assert three.high / three.low > 1.5


class TestLevel:
    def test_a_rule_with_nearer_totals_gives_the_total(self) -> None:
        """Clockwork customers: each buys nine times in ninety days."""
        bought, until = regular_until(300, every_days=10, purchases=25)

        told = made(days_of(bought), until, horizon_days=60)

        end = until + timedelta(days=90)
        rule = BASELINES[told.choice.total_by]
        total = told.to(end, months=3).purchases.value
        assert total == pytest.approx(rule(split(told.days, cut=until, end=end, unit=WEEK)).sum())
        assert total == pytest.approx(300 * 9, rel=0.05)
        assert total != pytest.approx(told.base.expected(end).sum(), rel=1e-6)

    def choice(
        self, *errors: float, is_applied: bool = False, step_days: int = 100, many: int = 3
    ) -> Choice:
        """Return a choice by holdouts of 100 days, one each `step_days`."""
        cuts = [date(2025, 1, 1) - timedelta(days=step_days * k) for k in range(many)]
        return Choice(
            verdict="model_wins",
            reasons=(),
            candidates=(),
            cuts=tuple((cut, cut + timedelta(days=100)) for cut in cuts),
            calibration=1.25,
            calibration_applied=is_applied,
            cut_errors=errors,
            cut_noise=(0.05,) * len(errors),
        )

    def test_errors_beyond_the_known_causes_multiply_them(self) -> None:
        """Twice as far off as chance and parameters tell: four times their variance in all."""
        choice = self.choice(np.expm1(0.1), np.expm1(-0.1), np.expm1(0.1))

        part = past_errors(choice, known=KNOWN)

        assert part.variance + 0.05**2 == pytest.approx(0.1**2)
        assert part.doubtful == pytest.approx(0.1**2)
        assert part.freedom == 3

    def test_errors_within_the_known_causes_add_nothing(self) -> None:
        assert past_errors(self.choice(0.03, -0.05, 0.04), known=KNOWN) == Part(log_sd=0.0)

    def test_errors_of_overlapping_holdouts_count_as_few(self) -> None:
        """Five of 100 days, 25 apart, cover 200 days: two side by side."""
        errors = [0.1, -0.1, 0.1, 0.1, -0.1]

        part = past_errors(self.choice(*errors, step_days=25, many=5), known=KNOWN)
        same = past_errors(self.choice(*errors, step_days=0, many=5), known=KNOWN)

        assert part.freedom == 2
        assert same.freedom == 1

    def test_gaps_between_holdouts_prove_nothing_more(self) -> None:
        far_apart = self.choice(0.1, -0.1, 0.1, step_days=500)

        assert past_errors(far_apart, known=KNOWN).freedom == 3

    def test_past_errors_are_taken_after_the_correction(self) -> None:
        """A fifth low at each cut, lifted by a quarter: nothing is left."""
        lifted = self.choice(-0.2, -0.2, -0.2, is_applied=True)

        assert past_errors(lifted, known=KNOWN) == Part(log_sd=0.0)
        assert past_errors(replace(lifted, calibration_applied=False), known=KNOWN).log_sd > 0.2

    def test_one_past_error_proves_nothing(self) -> None:
        assert past_errors(self.choice(0.01), known=KNOWN) == UNPROVEN
        infinite = self.choice(0.01, float("inf"), float("nan"))
        assert past_errors(infinite, known=KNOWN) == UNPROVEN

    def test_a_correction_lifts_totals(self) -> None:
        days, until = bg_nbd_days(800, span_days=400, seed=12), day_of(START_DAY + 400)
        plain = made(days, until)
        lifted = Forecaster(
            days=days,
            base=plain.base,
            plain=plain.plain,
            choice=self.choice(-0.2, -0.2, -0.2, is_applied=True),
            season=Season(source="none", months=(1.0,) * 12, log_sd=(0.2,) * 12),
            spend_minor=plain.spend_minor,
            draws=plain.draws,
            seen=plain.seen,
        )
        end = day_of(START_DAY + 490)

        total = plain.base.expected(end).sum()

        assert lifted.to(end, months=3).purchases.value == pytest.approx(1.25 * total)
        assert lifted.to(end, months=3).purchases_without_season == pytest.approx(1.25 * total)
