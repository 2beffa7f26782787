"""Cuts inside the data, and the published holdout of CDNOW (value table of the method page)."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.analysis import Holdout
from plon.lifetime.forecasting import backtest as module
from plon.lifetime.forecasting.backtest import (
    Told,
    backtest,
    cuts,
    gaps_days,
    try_models,
)
from plon.lifetime.forecasting.splits import split
from plon.lifetime.forecasting.strides import stride_for
from plon.lifetime.models.prepared import every_kth
from plon.lifetime.tests.bases import cdnow, days_of
from plon.lifetime.tests.simulated import bg_nbd_days
from plon.lifetime.units import TimeUnit

CUT, END = date(1997, 9, 30), date(1998, 6, 30)


@pytest.fixture(scope="module")
def holdouts() -> Mapping[str, Holdout]:
    return try_models(split(days_of(cdnow()), cut=CUT, end=END, unit=TimeUnit.WEEK)).holdouts


class TestCuts:
    def test_the_holdout_is_at_most_a_third_of_the_span(self) -> None:
        periods = cuts(first=date(2024, 1, 1), until=date(2024, 12, 31), horizon_days=365)

        assert periods[0] == (date(2024, 9, 1), date(2024, 12, 31))  # 121 of 365 days

    def test_the_holdout_is_no_longer_than_the_horizon(self) -> None:
        (cut, end), *_ = cuts(first=date(2020, 1, 1), until=date(2024, 12, 31), horizon_days=92)

        assert end - cut == timedelta(days=92)

    def test_a_span_under_three_days_has_no_cut(self) -> None:
        assert cuts(first=date(2024, 1, 1), until=date(2024, 1, 3), horizon_days=30) == ()

    @given(span=st.integers(3, 3_000), horizon=st.integers(1, 800))
    def test_cuts_roll_back_and_keep_a_third_before_them(self, span: int, horizon: int) -> None:
        first = date(2015, 1, 1)
        until = first + timedelta(days=span)

        periods = cuts(first=first, until=until, horizon_days=horizon)

        assert 1 <= len(periods) <= 5
        assert periods[0][1] == until
        assert len({end - cut for cut, end in periods}) == 1
        for newer, older in pairwise(periods):
            assert (newer[0] - older[0]).days >= 28
        assert all((cut - first).days >= span // 3 for cut, _ in periods)


class TestCdnow:
    """Holdout of 39 weeks: 1,882 purchase days."""

    @pytest.mark.parametrize(
        ("name", "predicted", "mae", "top_share"),
        [
            ("bg_nbd", 1_653, 0.7855, 0.467),
            ("mbg_nbd", 1_577, 0.7648, 0.475),
            ("pareto_nbd", 1_666, 0.7545, 0.470),
            ("own_rate", 2_930, 1.0237, 0.458),
        ],
    )
    def test_errors_are_the_known_ones(
        self,
        holdouts: Mapping[str, Holdout],
        name: str,
        predicted: float,
        mae: float,
        top_share: float,
    ) -> None:
        holdout = holdouts[name]

        assert holdout.actual == 1_882
        assert holdout.predicted == pytest.approx(predicted, abs=1)
        assert holdout.mae == pytest.approx(mae, abs=0.001)
        assert holdout.top_decile_share == pytest.approx(top_share, abs=0.0006)

    def test_models_beat_forgetting_that_customers_leave(
        self, holdouts: Mapping[str, Holdout]
    ) -> None:
        for name in ("bg_nbd", "mbg_nbd", "pareto_nbd", "mean"):
            assert holdouts[name].mae < holdouts["nbd"].mae
            assert holdouts[name].log_score > holdouts["nbd"].log_score

    def test_the_mean_of_models_is_between_them(self, holdouts: Mapping[str, Holdout]) -> None:
        members = [holdouts[name].predicted for name in ("bg_nbd", "mbg_nbd", "pareto_nbd")]

        assert holdouts["mean"].predicted == pytest.approx(np.mean(members))
        assert holdouts["mean"].log_score > min(
            holdouts[name].log_score for name in ("bg_nbd", "mbg_nbd", "pareto_nbd")
        )

    def test_who_is_predicted_more_buys_more(self, holdouts: Mapping[str, Holdout]) -> None:
        actual = [decile[1] for decile in holdouts["pareto_nbd"].deciles]

        assert actual[-1] > 5 * np.mean(actual[:5])


class TestBacktest:
    def test_earlier_cuts_without_enough_to_foretell_are_left_out(self) -> None:
        days = days_of(cdnow())
        periods = ((CUT, END), (date(1997, 1, 2), date(1997, 1, 3)))

        trials = backtest(days, periods=periods, unit=TimeUnit.WEEK)

        assert [(trial.cut, trial.end) for trial in trials] == [(CUT, END)]

    def test_earlier_cuts_are_fitted_as_well_as_alone(self) -> None:
        """A warm start changes the way to the optimum, not the optimum."""
        days = days_of(cdnow())
        older = (date(1997, 7, 4), date(1998, 1, 1))

        _, warm = backtest(days, periods=((CUT, END), older), unit=TimeUnit.WEEK)
        (cold,) = backtest(days, periods=(older,), unit=TimeUnit.WEEK)

        for name in ("nbd", "bg_nbd", "mbg_nbd", "pareto_nbd"):
            assert warm.fits[name].log_likelihood == pytest.approx(
                cold.fits[name].log_likelihood, rel=1e-9
            )

    def test_a_large_base_is_judged_by_an_even_sample(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parts = split(days_of(cdnow()), cut=CUT, end=END, unit=TimeUnit.WEEK)
        whole = try_models(parts).holdouts["bg_nbd"]
        monkeypatch.setattr(module, "SAMPLED", 1_200)
        monkeypatch.setattr(module, "COUNTED", 600)

        half = try_models(parts).holdouts["bg_nbd"]

        assert half.actual == parts.holdout[::2].sum()
        assert half.mae == pytest.approx(whole.mae, rel=0.1)
        assert half.log_score == pytest.approx(whole.log_score, rel=0.1)

    def test_equal_input_gives_equal_figures(self) -> None:
        days = bg_nbd_days(400, span_days=300, seed=3)
        periods = cuts(first=date(2020, 1, 1), until=date(2020, 10, 27), horizon_days=60)

        first, second = (
            [
                holdout
                for trial in backtest(days, periods=periods, unit=TimeUnit.DAY)
                for holdout in trial.holdouts.values()
            ]
            for _ in range(2)
        )

        assert repr(first) == repr(second)


def test_an_impossible_count_does_not_decide_alone() -> None:
    told = Told(expected=np.zeros(2), log_chances=np.array([-np.inf, np.nan]), noise=0.1)

    assert told.log_score == -30


def test_gaps_are_within_a_customer_and_up_to_the_day() -> None:
    bought = {
        "ann": {date(2024, 1, 1): 1, date(2024, 1, 4): 1, date(2024, 3, 1): 1},
        "ben": {date(2024, 1, 2): 1, date(2024, 1, 12): 1},
    }

    assert gaps_days(days_of(bought), until=date(2024, 2, 1)).tolist() == [3, 10]


@pytest.mark.parametrize(("count", "most", "stride"), [(10, 10, 1), (11, 10, 2), (0, 10, 1)])
def test_a_stride_keeps_at_most_so_many(count: int, most: int, stride: int) -> None:
    assert stride_for(count, most) == stride


def test_every_second_row_keeps_its_weight() -> None:
    parts = split(days_of(cdnow()), cut=CUT, end=END, unit=TimeUnit.WEEK)

    half = every_kth(parts.purchases, 2)

    assert len(half) == 1_179
    assert half.customers == 1_179
