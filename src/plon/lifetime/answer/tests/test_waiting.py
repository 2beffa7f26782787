"""Waits until the next purchase, and until a customer is more likely gone than here."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import gamma

from plon.lifetime.answer.waiting import alive_at_last, best_before, wait_after_last
from plon.lifetime.forecasting.averaged import rate_of
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.purchases import Purchases

BG = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
PARETO = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}
MODEL = PURCHASE_MODELS["pareto_nbd"]


def one(x: float, t_x: float, T: float) -> Purchases:
    return Purchases(x=np.array([x]), t_x=np.array([t_x]), T=np.array([T]))


@pytest.mark.parametrize("share", [0.5, 0.8])
def test_the_share_of_customers_is_back_after_the_wait(share: float) -> None:
    wait = float(wait_after_last(BG, one(3, 20, 39), share=share)[0])

    rate = gamma(BG["r"] + 3, scale=1 / (BG["alpha"] + 20))
    still_waiting, _ = quad(lambda own: np.exp(-own * wait) * rate.pdf(own), 0, np.inf)
    assert still_waiting == pytest.approx(1 - share, rel=1e-6)


@given(x=st.integers(0, 200), t_x=st.floats(0, 1000))
def test_four_in_five_take_longer_than_half(x: int, t_x: float) -> None:
    history = one(x, t_x if x else 0, t_x)

    half, most = (wait_after_last(BG, history, share=share)[0] for share in (0.5, 0.8))

    assert 0 < half < most


def test_more_purchases_in_the_same_time_make_the_wait_shorter() -> None:
    few, many = (wait_after_last(BG, one(x, 30, 39), share=0.5)[0] for x in (1, 10))

    assert many < few


def test_a_wait_without_end_is_infinite() -> None:
    assert wait_after_last({"r": 1e-9, "alpha": 1.0}, one(0, 0, 10), share=0.5)[0] == np.inf


def test_the_mean_of_models_waits_by_its_middle_one() -> None:
    assert rate_of({"mbg_nbd.r": 0.5, "mbg_nbd.alpha": 6.2, "bg_nbd.r": 0.2}) == (0.5, 6.2)


def test_right_after_a_purchase_the_customer_is_surely_here_by_pareto() -> None:
    assert alive_at_last(MODEL, PARETO, one(2, 30.43, 38.86))[0] == pytest.approx(1)


@given(x=st.integers(0, 50), t_x=st.floats(0, 100))
def test_the_chance_is_one_half_on_the_day_best_before(x: int, t_x: float) -> None:
    history = one(x, t_x if x else 0, 100)

    wait = best_before(MODEL, PARETO, history)

    then = MODEL.probability_alive(PARETO, one(x, history.t_x[0], history.t_x[0] + wait[0]))
    assert then[0] == pytest.approx(0.5, abs=1e-6)


def test_a_model_without_leaving_has_no_day_best_before() -> None:
    nbd = PURCHASE_MODELS["nbd"]

    assert best_before(nbd, {"r": 0.385, "alpha": 12.07}, one(2, 30, 39))[0] == np.inf
