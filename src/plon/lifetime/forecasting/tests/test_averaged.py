"""The mean of models speaks like a model."""

import numpy as np
import pytest

from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.averaged import MEAN, MEMBERS, model_named
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.purchases import Purchases
from plon.lifetime.tests.simulated import bg_nbd_purchases


@pytest.fixture(scope="module")
def purchases() -> Purchases:
    return bg_nbd_purchases(3_000, span=730, seed=2)


@pytest.fixture(scope="module")
def fit(purchases: Purchases) -> Fit:
    return MEAN.fit(purchases)


def test_it_is_fitted_as_its_members_are(fit: Fit, purchases: Purchases) -> None:
    for part in MEAN.parts_of(fit):
        alone = PURCHASE_MODELS[part.model].fit(purchases)
        assert dict(part.params) == pytest.approx(dict(alone.params))
        assert part.standard_errors == pytest.approx(alone.standard_errors)
    assert fit.theta().shape == (12,)
    assert tuple(fit.params) == MEAN.letters


def test_a_warm_start_leads_to_the_same_place(fit: Fit, purchases: Purchases) -> None:
    again = MEAN.fit(purchases, start=fit.params)

    assert again.log_likelihood == pytest.approx(fit.log_likelihood, rel=1e-9)


def test_it_says_the_mean_of_what_they_say(fit: Fit, purchases: Purchases) -> None:
    counts = (np.arange(3_000) % 4).astype(np.float64)
    parts = MEAN.parts_of(fit)
    members = [(PURCHASE_MODELS[part.model], part.params) for part in parts]
    times = np.array([1.0, 50.0])

    alive = [model.probability_alive(own, purchases) for model, own in members]
    ahead = [model.expected_purchases(own, purchases, ahead=90) for model, own in members]
    new = [model.expected_new(own, times) for model, own in members]
    chances = [
        np.exp(model.log_probability_of_count(own, purchases, ahead=90, counts=counts))
        for model, own in members
    ]

    assert MEAN.probability_alive(fit.params, purchases) == pytest.approx(np.mean(alive, axis=0))
    told = MEAN.expected_purchases(fit.params, purchases, ahead=90)
    assert told == pytest.approx(np.mean(ahead, axis=0))
    assert MEAN.expected_new(fit.params, times) == pytest.approx(np.mean(new, axis=0))
    logs = MEAN.log_probability_of_count(fit.params, purchases, ahead=90, counts=counts)
    assert np.exp(logs) == pytest.approx(np.mean(chances, axis=0))


def test_its_likelihood_is_the_mean_of_the_members(fit: Fit, purchases: Purchases) -> None:
    assert MEAN.log_likelihood(fit.params, purchases) == pytest.approx(fit.log_likelihood)


def test_a_members_limit_is_the_members_alone(purchases: Purchases) -> None:
    """One member runs to a limit; the two others keep their own, healthy parameters."""
    fits = {name: PURCHASE_MODELS[name].fit(purchases) for name in MEMBERS}
    nobody_left = Purchases(x=purchases.x, t_x=purchases.T, T=purchases.T)
    fits["bg_nbd"] = PURCHASE_MODELS["bg_nbd"].fit(nobody_left)
    assert fits["bg_nbd"].boundary is not None

    together = MEAN.of_fits(fits)

    assert together.boundary == fits["bg_nbd"].boundary
    assert [part.boundary is None for part in MEAN.parts_of(together)] == [False, True, True]


def test_models_are_found_by_name() -> None:
    assert model_named("mean") is MEAN
    assert model_named("nbd") is PURCHASE_MODELS["nbd"]
    with pytest.raises(KeyError):
        model_named("oracle")
