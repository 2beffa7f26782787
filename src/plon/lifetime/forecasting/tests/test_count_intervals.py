"""Intervals of counts, by the model's own probabilities."""

import numpy as np
import pytest

from plon.lifetime.fit import Fit
from plon.lifetime.forecasting import count_intervals as module
from plon.lifetime.forecasting.averaged import MEAN
from plon.lifetime.forecasting.count_intervals import count_interval, count_intervals
from plon.lifetime.forecasting.splits import split
from plon.lifetime.forecasting.tests.test_backtest import CUT, END
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.models.counting import CountsUp, chances_of_counts
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


def test_holds_at_least_its_share_of_the_models_own_probability(
    purchases: Purchases, fit: Fit
) -> None:
    some = purchases.folded()
    low, high = count_interval(BG_NBD, fit.params, some, ahead=39, level=0.8)

    inside, below = np.zeros(len(some)), np.zeros(len(some))
    for count in range(int(high.max()) + 1):
        counts = np.full(len(some), float(count))
        chance = np.exp(BG_NBD.log_probability_of_count(fit.params, some, ahead=39, counts=counts))
        inside += chance * ((low <= count) & (count <= high))
        below += chance * (count < low)
    assert (inside >= 0.8 - 1e-9).all()
    assert (below < 0.1).all()
    assert (low <= high).all()


def test_grows_with_the_time_ahead(purchases: Purchases, fit: Fit) -> None:
    short = count_interval(BG_NBD, fit.params, purchases, ahead=13)[1]
    long = count_interval(BG_NBD, fit.params, purchases, ahead=52)[1]

    assert (long >= short).all()
    assert (long > short).any()


def test_covers_what_cdnows_customers_did(purchases: Purchases) -> None:
    model = PURCHASE_MODELS["pareto_nbd"]
    own = model.fit(purchases)
    actual = split(days_of(cdnow()), cut=CUT, end=END, unit=TimeUnit.WEEK).holdout

    low, high = count_interval(model, own.params, purchases, ahead=39, level=0.8)

    assert ((low <= actual) & (actual <= high)).mean() >= 0.8


def test_alike_customers_share_an_interval_in_a_large_base(
    purchases: Purchases, fit: Fit, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = count_interval(BG_NBD, fit.params, purchases, ahead=39)[1]
    monkeypatch.setattr(module, "EXACT", 100)

    shared = count_interval(BG_NBD, fit.params, purchases, ahead=39)[1]

    assert (shared == exact).mean() > 0.95
    assert np.abs(shared - exact).max() <= 2


def test_counts_by_the_hundred_are_told_by_their_mean(fit: Fit) -> None:
    params = {**fit.params, "a": 1e-6}
    till = Purchases(x=np.array([5_000.0]), t_x=np.array([39.0]), T=np.array([39.0]))

    low, high = count_interval(BG_NBD, params, till, ahead=39)

    expected = BG_NBD.expected_purchases(params, till, ahead=39)
    assert low[0] < expected[0] < high[0]
    assert high[0] - low[0] < 0.1 * expected[0]


def test_several_times_ahead_are_told_as_each_alone(purchases: Purchases, fit: Fit) -> None:
    both = count_intervals(BG_NBD, fit.params, purchases, aheads=[13, 39])

    for ahead, ends in zip([13, 39], both, strict=True):
        alone = count_interval(BG_NBD, fit.params, purchases, ahead=ahead)
        np.testing.assert_array_equal(ends, alone)


@pytest.mark.parametrize("name", ["bg_nbd", "mbg_nbd"])
def test_counting_up_equals_each_counts_own_probability(name: str, purchases: Purchases) -> None:
    model, some = PURCHASE_MODELS[name], purchases.folded()
    params = model.fit(some).params
    assert isinstance(model, CountsUp)

    chances = chances_of_counts(model, params, some, ahead=39)
    for count, chance in zip(range(60), chances, strict=False):
        counts = np.full(len(some), float(count))
        log_p = model.log_probability_of_count(params, some, ahead=39, counts=counts)
        np.testing.assert_allclose(chance, np.exp(log_p), rtol=1e-9, atol=1e-13)


def test_counting_up_a_mean_of_models_is_the_mean_of_their_chances(purchases: Purchases) -> None:
    some = purchases.folded()
    params = MEAN.fit(some).params
    assert isinstance(MEAN, CountsUp)

    chances = chances_of_counts(MEAN, params, some, ahead=39)
    for count, chance in zip(range(3), chances, strict=False):
        counts = np.full(len(some), float(count))
        log_p = MEAN.log_probability_of_count(params, some, ahead=39, counts=counts)
        np.testing.assert_allclose(chance, np.exp(log_p), rtol=1e-9)
