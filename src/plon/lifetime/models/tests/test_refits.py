"""Many weightings at once must be what each is alone."""

from functools import cache

import numpy as np
import pytest

from plon.lifetime.models.bg_nbd import BgNbd
from plon.lifetime.models.geometric_leaving import GeometricLeaving
from plon.lifetime.models.mbg_nbd import MbgNbd
from plon.lifetime.models.refits import Refits
from plon.lifetime.models.tests import cdnow
from plon.lifetime.purchases import Floats

MODELS = [BgNbd(), MbgNbd()]
both = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)


@cache
def weights(draws: int) -> Floats:
    folded = cdnow.purchases().folded()
    rng = np.random.default_rng(5)
    return rng.poisson(folded.weight, size=(draws, len(folded))).astype(np.float64)


def refits(model: GeometricLeaving, draws: int) -> Refits:
    folded = cdnow.purchases().folded()
    start = model.fit(folded).params
    return model.refit_many(model.prepare(folded), weights(draws), start=start)


@both
def test_each_refit_is_the_fit_alone(model: GeometricLeaving) -> None:
    prepared = model.prepare(cdnow.purchases().folded())

    found = refits(model, 12)

    assert found.converged.all()
    for i, weight in enumerate(weights(12)):
        alone = model.fit_prepared(prepared, weight)
        np.testing.assert_allclose(found.theta[i], alone.theta(), rtol=1e-6)
        assert found.log_likelihood[i] == pytest.approx(alone.log_likelihood, rel=1e-10)


def test_their_spread_is_the_bootstraps() -> None:
    found = refits(MODELS[0], 300)

    # 1,000 draws gave .0145 .465 .200 .782; the Hessian's .0126 .378 .186 .705 are too narrow.
    np.testing.assert_allclose(found.theta.std(axis=0), [0.0143, 0.455, 0.207, 0.81], rtol=0.15)


def test_the_number_of_threads_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for threads in ("1", "2", "4"):
        monkeypatch.setenv("PLON_THREADS", threads)
        found.append(refits(MODELS[0], 600).theta.tobytes())

    assert found[0] == found[1] == found[2]


@both
def test_a_draw_without_repeat_purchase_is_a_limit(model: GeometricLeaving) -> None:
    folded = cdnow.purchases().folded()
    draws = np.stack([folded.weight, np.where(folded.x == 0, folded.weight, 0.0)])

    found = model.refit_many(model.prepare(folded), draws, start=model.fit(folded).params)

    assert found.is_boundary.tolist() == [False, True]
    assert found.converged.all()
    assert np.isfinite(found.theta).all()
