"""Intervals of parameters: even in logarithms, named by kind, none at a limit."""

import numpy as np
import pytest

from plon.lifetime.forecasting.parameter_intervals import (
    bootstrap_intervals,
    delta_intervals,
    intervals_of_fits,
)
from plon.lifetime.forecasting.resampling import bootstrap
from plon.lifetime.forecasting.tests.test_chance import CDNOW
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.purchases import Purchases

BG_NBD = PURCHASE_MODELS["bg_nbd"]
FIT = BG_NBD.fit(CDNOW)
DRAWS = bootstrap(BG_NBD, FIT, CDNOW, seed=1, draws=200)


def test_delta_is_the_hessians_error_of_the_logarithm() -> None:
    alpha = delta_intervals(FIT)["alpha"]

    error = FIT.standard_errors["alpha"] / FIT.params["alpha"]
    assert np.log(alpha.high / alpha.value) == pytest.approx(1.2816 * error, rel=1e-4)
    assert alpha.value / alpha.low == pytest.approx(alpha.high / alpha.value)
    assert (alpha.level, alpha.method) == (0.8, "delta")


def test_the_bootstrap_is_wider_on_cdnow() -> None:
    told, trusting = bootstrap_intervals(FIT, DRAWS)["alpha"], delta_intervals(FIT)["alpha"]

    assert told.method == "bootstrap"
    assert told.low < FIT.params["alpha"] < told.high
    assert told.high / told.low > trusting.high / trusting.low


def test_a_higher_level_reaches_further() -> None:
    eight, nine = (delta_intervals(FIT, level=level)["r"] for level in (0.8, 0.95))

    assert nine.low < eight.low < eight.high < nine.high


def test_a_limit_has_none() -> None:
    nobody_left = Purchases(x=CDNOW.x, t_x=CDNOW.T, T=CDNOW.T)
    fit = BG_NBD.fit(nobody_left)

    for found in (delta_intervals(fit), bootstrap_intervals(fit, DRAWS)):
        assert {one.method for one in found.values()} == {"none"}
        assert np.isnan([one.low for one in found.values()]).all()


def test_only_the_model_that_speaks_has_refits() -> None:
    fits = {"bg_nbd": FIT, "nbd": PURCHASE_MODELS["nbd"].fit(CDNOW)}

    found = intervals_of_fits(fits, chosen="bg_nbd", draws=DRAWS)
    without = intervals_of_fits(fits, chosen=None, draws=None)

    assert found["bg_nbd"]["r"].method == "bootstrap"
    assert found["nbd"]["r"].method == without["bg_nbd"]["r"].method == "delta"
