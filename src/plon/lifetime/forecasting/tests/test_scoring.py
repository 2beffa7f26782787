"""Scores of a forecast, on figures small enough to check by hand."""

from dataclasses import replace

import numpy as np
import pytest

from plon.lifetime.forecasting.scoring import mean_over_cuts, relative_error, score

PREDICTED = np.array([0.0, 1.0, 2.0, 5.0])
ACTUAL = np.array([1.0, 1.0, 0.0, 8.0])


def test_errors_are_of_the_total_and_of_each_customer() -> None:
    holdout = score(PREDICTED, ACTUAL)

    assert (holdout.predicted, holdout.actual) == (8, 10)
    assert holdout.aggregate_error == pytest.approx(-0.2)
    assert holdout.mae == pytest.approx((1 + 0 + 2 + 3) / 4)
    assert np.isnan(holdout.log_score)


def test_the_top_tenth_is_at_least_one_customer() -> None:
    assert score(PREDICTED, ACTUAL).top_decile_share == pytest.approx(0.8)


def test_deciles_run_from_the_lowest_predicted() -> None:
    predicted = np.arange(20.0)[::-1].copy()

    deciles = score(predicted, predicted * 2).deciles

    assert len(deciles) == 10
    assert deciles[0] == (0.5, 1.0)
    assert deciles[-1] == (18.5, 37.0)


def test_fewer_than_ten_customers_have_fewer_deciles() -> None:
    assert score(PREDICTED, ACTUAL).deciles == ((0, 1), (1, 1), (2, 0), (5, 8))


def test_where_nothing_happened_no_share_is_claimed() -> None:
    holdout = score(PREDICTED, np.zeros(4))

    assert np.isnan(holdout.top_decile_share)
    assert holdout.aggregate_error == float("inf")


def test_nothing_foretold_of_nothing_is_no_error_at_all() -> None:
    assert np.isnan(relative_error(0, 0))


def test_several_cuts_are_told_as_one() -> None:
    newest = score(PREDICTED, ACTUAL, log_score=-1.0)
    older = replace(newest, predicted=12.0, actual=10.0, mae=0.5, log_score=-2.0, deciles=())

    together = mean_over_cuts([newest, older])

    assert together.aggregate_error == pytest.approx(0)  # 20 foretold, 20 came
    assert (together.mae, together.log_score) == (1.0, -1.5)
    assert together.deciles == newest.deciles
