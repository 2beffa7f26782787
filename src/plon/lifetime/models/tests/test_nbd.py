import numpy as np
import pytest
from scipy.stats import nbinom

from plon.lifetime.models.fitting import likelihood_at
from plon.lifetime.models.nbd import LIKELIHOOD, NBD
from plon.lifetime.models.prepared import prepare
from plon.lifetime.models.tests import cdnow
from plon.lifetime.models.tests.slopes import check_slopes
from plon.lifetime.purchases import Floats, Purchases

MODEL = NBD()
PARAMS = {"r": 0.7, "alpha": 9.0}


def test_fits_cdnow() -> None:
    fit = MODEL.fit(cdnow.purchases())

    assert fit.params == pytest.approx({"r": 0.3847661, "alpha": 12.0720228}, rel=1e-6)
    assert fit.log_likelihood == pytest.approx(-9763.6576147, rel=1e-9)
    assert fit.converged
    assert fit.boundary is None


def test_recovers_what_made_the_data() -> None:
    rng = np.random.default_rng(7)
    T = rng.integers(20, 100, 20_000).astype(float)
    x = rng.poisson(rng.gamma(0.7, 1 / 9, len(T)) * T).astype(float)

    fit = MODEL.fit(Purchases(x=x, t_x=np.where(x > 0, T / 2, 0), T=T))

    for letter, true in PARAMS.items():
        assert abs(fit.params[letter] - true) < 4 * fit.standard_errors[letter]


def test_slopes_are_right() -> None:
    prepared = prepare(cdnow.purchases(), rows="none")
    counts = prepared.count(np.ones(len(prepared.x)))

    def objective(theta: Floats) -> tuple[float, Floats, Floats]:
        value, gradient, hessian = LIKELIHOOD.derivatives(theta, prepared, counts)
        return float(value), gradient, hessian

    check_slopes(objective, np.array([0.4, 2.7]), rel=1e-5)


def test_the_likelihood_is_the_negative_binomials() -> None:
    base = Purchases(x=np.array([0.0, 3, 40]), t_x=np.array([0.0, 4, 5]), T=np.array([7.0, 8, 9]))

    # The papers' likelihood is of the times: T^x / x! less than that of the counts.
    of_counts = nbinom.logpmf(base.x, 0.7, 9 / (9 + base.T))
    of_times = of_counts - base.x * np.log(base.T) + np.array([0, np.log(6), 110.3206397147574])
    assert MODEL.log_likelihood(PARAMS, base) == pytest.approx(of_times.sum(), rel=1e-12)


def test_nobody_leaves() -> None:
    base = cdnow.purchases()

    assert np.all(MODEL.probability_alive(PARAMS, base) == 1)
    np.testing.assert_allclose(
        MODEL.expected_purchases(PARAMS, base, ahead=10.0), (0.7 + base.x) * 10 / (9 + base.T)
    )
    np.testing.assert_allclose(MODEL.expected_new(PARAMS, np.array([0.0, 9.0])), [0, 0.7])


@pytest.mark.parametrize("x", [0.0, 2.0, 500.0])
def test_counts_have_the_negative_binomials_chance(x: float) -> None:
    counts = np.arange(30.0)
    base = Purchases(x=np.full(30, x), t_x=np.zeros(30), T=np.full(30, 20.0))

    found = MODEL.log_probability_of_count(PARAMS, base, ahead=13.0, counts=counts)

    np.testing.assert_allclose(found, nbinom.logpmf(counts, 0.7 + x, 29 / 42), rtol=1e-9, atol=1e-9)


def test_chances_of_a_new_customers_counts_add_up() -> None:
    chances = MODEL.probability_of_count(PARAMS, np.arange(400), time=52.0)

    assert chances.sum() == pytest.approx(1)
    assert chances @ np.arange(400) == pytest.approx(MODEL.expected_new(PARAMS, np.array(52.0)))


class TestLimits:
    def test_nobody_came_back(self) -> None:
        base = Purchases(x=np.zeros(5), t_x=np.zeros(5), T=np.arange(5.0))

        fit = MODEL.fit(base)

        assert fit.boundary == "no_repeat_purchase"
        assert fit.converged
        assert fit.log_likelihood == pytest.approx(0, abs=1e-6)
        assert MODEL.expected_purchases(fit.params, base, ahead=52.0).max() < 1e-6

    def test_everyone_buys_at_one_rate(self) -> None:
        T = np.full(200, 30.0)
        x = np.tile([3.0, 3.0, 3.0, 4.0], 50)

        fit = MODEL.fit(Purchases(x=x, t_x=T, T=T))

        assert fit.boundary == "everyone_buys_at_one_rate"
        assert fit.params["r"] / fit.params["alpha"] == pytest.approx(3.25 / 30, rel=1e-6)
        assert np.isnan(list(fit.standard_errors.values())).all()
        poisson = (x * np.log(3.25 / 30)).sum() - 3.25 / 30 * T.sum()
        assert fit.log_likelihood == pytest.approx(poisson, rel=1e-6)

    def test_no_customers_at_all(self) -> None:
        empty = Purchases(x=np.empty(0), t_x=np.empty(0), T=np.empty(0))

        assert MODEL.fit(empty).boundary == "no_repeat_purchase"
        assert likelihood_at(LIKELIHOOD, PARAMS, empty) == 0
