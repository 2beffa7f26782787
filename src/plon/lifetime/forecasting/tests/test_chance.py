"""Mere chance: the variance of counts beside the exact one, and of their total."""

import numpy as np
import pytest

from plon.lifetime.forecasting.averaged import MEAN
from plon.lifetime.forecasting.chance import chance_log_sd, count_variance
from plon.lifetime.forecasting.noise import noise_log_sd
from plon.lifetime.forecasting.splits import split
from plon.lifetime.forecasting.tests.test_backtest import CUT, END
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.models.counting import chances_of_counts
from plon.lifetime.models.model import Params, PurchaseModel
from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.tests.bases import cdnow, days_of
from plon.lifetime.tests.simulated import bg_nbd_purchases
from plon.lifetime.units import TimeUnit

CDNOW = split(days_of(cdnow()), cut=CUT, end=END, unit=TimeUnit.WEEK).purchases
SIMULATED = bg_nbd_purchases(1_000, span=730, seed=1)
NBD, BG_NBD = PURCHASE_MODELS["nbd"], PURCHASE_MODELS["bg_nbd"]


def told(model: PurchaseModel, params: Params, base: Purchases, ahead: float) -> Floats:
    expected = model.expected_purchases(params, base, ahead=ahead)
    return count_variance(model, params, base, ahead=ahead, expected=expected)


def exact(model: PurchaseModel, params: Params, base: Purchases, ahead: float) -> Floats:
    """Return the variance by adding up the chances of 0, 1, 2, … purchases."""
    sums, squares, below = (np.zeros(len(base)) for _ in range(3))
    chances = chances_of_counts(model, params, base, ahead=ahead)
    for count, chance in zip(range(400), chances, strict=False):
        sums, squares = sums + count * chance, squares + count**2 * chance
        below += chance
        if (1 - below).max() < 1e-9:
            break
    return np.asarray(squares - sums**2)


@pytest.mark.parametrize("base", [CDNOW, SIMULATED], ids=["cdnow", "simulated"])
@pytest.mark.parametrize("model", [*PURCHASE_MODELS.values(), MEAN], ids=lambda m: m.name)
def test_the_variance_of_a_base_is_near_the_exact_one(
    model: PurchaseModel, base: Purchases
) -> None:
    params = model.fit(base).params
    for ahead in (base.T.max() / 6, base.T.max() / 2, base.T.max()):
        ratio = told(model, params, base, ahead).sum() / exact(model, params, base, ahead).sum()
        assert 0.84 <= ratio <= 1.13


def test_without_leaving_it_is_exact_for_each_customer() -> None:
    params = NBD.fit(CDNOW).params

    assert told(NBD, params, CDNOW, 39.0) == pytest.approx(exact(NBD, params, CDNOW, 39.0))


def test_it_is_never_below_that_of_a_known_rate() -> None:
    params = {"r": 1e6, "alpha": 1e6, "a": 1e-6, "b": 1.0}
    expected = BG_NBD.expected_purchases(params, CDNOW, ahead=39.0)

    assert (told(BG_NBD, params, CDNOW, 39.0) >= expected).all()


def test_a_total_of_nothing_has_no_chance() -> None:
    assert chance_log_sd(np.zeros(3), np.zeros(3), value=np.ones(3)) == 0


def test_equal_counts_of_poisson_are_a_tenth_off_in_a_hundred() -> None:
    assert chance_log_sd(np.ones(100), np.ones(100), value=np.ones(100)) == pytest.approx(0.1)


def test_a_larger_base_is_surer_whether_thinned_or_not() -> None:
    fit = BG_NBD.fit(CDNOW)
    folds = [np.tile(column, 4) for column in (CDNOW.x, CDNOW.t_x, CDNOW.T)]
    four = Purchases(x=folds[0], t_x=folds[1], T=folds[2])

    noise = noise_log_sd(BG_NBD, fit, CDNOW, ahead=39.0)

    assert noise == pytest.approx(0.062, abs=0.01)
    larger = noise_log_sd(BG_NBD, BG_NBD.fit(four), four, ahead=39.0)
    assert larger == pytest.approx(noise / 2, rel=0.1)


def test_a_limit_has_no_error_of_its_parameters() -> None:
    nobody_left = Purchases(x=CDNOW.x, t_x=CDNOW.T, T=CDNOW.T)
    fit = BG_NBD.fit(nobody_left)
    assert fit.boundary is not None

    noise = noise_log_sd(BG_NBD, fit, nobody_left, ahead=39.0)

    assert 0 < noise < 0.1
