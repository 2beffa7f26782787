import numpy as np
import pytest

from plon.lifetime.models.mbg_nbd import MbgNbd
from plon.lifetime.models.tests import cdnow
from plon.lifetime.models.tests.cdnow import one

MODEL = MbgNbd()
PARAMS = {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}


@pytest.mark.parametrize("digits", [None, 2])
def test_fits_cdnow_like_lifetimes(digits: int | None) -> None:
    fit = MODEL.fit(cdnow.purchases(digits=digits))

    assert fit.params == pytest.approx(PARAMS, rel=1e-3)
    assert fit.log_likelihood == pytest.approx(-9582.136, abs=5e-3)
    assert fit.converged


def test_who_never_came_back_may_have_left() -> None:
    alive = MODEL.probability_alive(PARAMS, one(0, 0, 38))

    # P(stayed)·P(no purchase) over that and P(left at once), by hand.
    stayed = 1.614 / (0.891 + 1.614) * (6.183 / (6.183 + 38)) ** 0.525
    assert alive == pytest.approx(stayed / (stayed + 0.891 / (0.891 + 1.614)))


def test_a_new_customer_may_leave_at_once() -> None:
    chance = MODEL.probability_of_count(PARAMS, 0, time=1e-9)
    late = MODEL.probability_of_count(PARAMS, 0, time=1e12)

    assert chance == pytest.approx(1)
    assert late == pytest.approx(0.891 / (0.891 + 1.614), abs=1e-4)


def test_expectation_is_the_mean_of_the_counts() -> None:
    counts = np.arange(4000)

    chances = MODEL.probability_of_count(PARAMS, counts, time=10.0)

    assert chances.sum() == pytest.approx(1)
    assert chances @ counts == pytest.approx(float(MODEL.expected_new(PARAMS, np.array(10.0))))


def test_the_holdout_is_forecast_as_well_as_measured() -> None:
    base, later = cdnow.purchases(), cdnow.purchases(until=cdnow.END)

    expected = MODEL.expected_purchases(MODEL.fit(base).params, base, ahead=39.0)

    assert expected.sum() == pytest.approx(1577, abs=1)
    assert np.abs(expected - (later.x - base.x)).mean() == pytest.approx(0.7648, abs=1e-3)
