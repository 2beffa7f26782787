"""Bootstrap: as wide as it should be, the same for the same seed, and it holds the truth."""

import numpy as np
import pytest

from plon.lifetime.fit import Fit
from plon.lifetime.forecasting import resampling as module
from plon.lifetime.forecasting.averaged import MEAN
from plon.lifetime.forecasting.resampling import Draws, bootstrap, tails_of
from plon.lifetime.forecasting.splits import split
from plon.lifetime.forecasting.tests.test_backtest import CUT, END
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.purchases import Purchases
from plon.lifetime.tests.bases import cdnow, days_of
from plon.lifetime.tests.simulated import BG, bg_nbd_purchases
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


class TestBootstrap:
    def test_is_wider_than_the_hessian_on_cdnow(self, draws: Draws, fit: Fit) -> None:
        """The Hessian trusts the model; 1,000 draws of another program gave .0145 .465 .200 .782."""
        errors = draws.standard_errors

        assert errors["r"] == pytest.approx(0.0145, rel=0.1)
        assert errors["alpha"] == pytest.approx(0.465, rel=0.1)
        assert errors["a"] == pytest.approx(0.200, rel=0.2)
        assert errors["alpha"] > 1.1 * fit.standard_errors["alpha"]

    def test_the_same_seed_gives_the_same_bytes(
        self, purchases: Purchases, fit: Fit, draws: Draws
    ) -> None:
        again = bootstrap(BG_NBD, fit, purchases, seed=1, draws=400)
        other = bootstrap(BG_NBD, fit, purchases, seed=2, draws=400)

        assert again.theta.tobytes() == draws.theta.tobytes()
        assert other.theta.tobytes() != draws.theta.tobytes()

    def test_every_model_can_be_resampled(self, purchases: Purchases) -> None:
        for model in (*PURCHASE_MODELS.values(), MEAN):
            own = model.fit(purchases)
            theta = bootstrap(model, own, purchases, seed=1, draws=20).theta
            middle = np.median(np.log(theta / own.theta()), axis=0)
            assert theta.shape == (20, len(model.letters))
            assert np.abs(middle).max() < 0.7, model.name

    def test_a_part_of_a_large_base_speaks_for_all_of_it(
        self, purchases: Purchases, fit: Fit, draws: Draws, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "BOOTSTRAPPED", 600)  # every fourth customer

        part = bootstrap(BG_NBD, fit, purchases, seed=1, draws=400)

        assert part.standard_errors["r"] == pytest.approx(draws.standard_errors["r"], rel=0.25)

    def test_a_limit_is_resampled_from_the_usual_start(self, purchases: Purchases) -> None:
        nobody_left = Purchases(x=purchases.x, t_x=purchases.T, T=purchases.T)
        at_limit = BG_NBD.fit(nobody_left)
        assert at_limit.boundary is not None

        theta = bootstrap(BG_NBD, at_limit, nobody_left, seed=1, draws=5).theta

        assert np.isfinite(theta).all()

    def test_ninety_percent_intervals_hold_the_truth_in_ninety_percent(self) -> None:
        """Bases are drawn from known parameters; each interval is asked whether it holds them."""
        held = []
        for seed in range(150):
            base = bg_nbd_purchases(1_000, span=730, seed=seed)
            drawn = bootstrap(BG_NBD, BG_NBD.fit(base), base, seed=seed, draws=60)
            for letter in BG_NBD.letters:
                low, high = drawn.interval(letter, level=0.9)
                held.append(low <= BG[letter] <= high)

        assert np.mean(held) == pytest.approx(0.90, abs=0.03)


def test_an_interval_leaves_as_much_on_either_side() -> None:
    assert tails_of(0.8) == pytest.approx((0.1, 0.9))
