"""What BG/NBD and MBG/NBD must both do: slopes, scales, orders, weights, limits and extremes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.models.beta_geometric import likelihood
from plon.lifetime.models.bg_nbd import BgNbd
from plon.lifetime.models.geometric_leaving import GeometricLeaving
from plon.lifetime.models.mbg_nbd import MbgNbd
from plon.lifetime.models.prepared import prepare
from plon.lifetime.models.tests import cdnow
from plon.lifetime.models.tests.cdnow import one
from plon.lifetime.models.tests.invented import simulate
from plon.lifetime.models.tests.slopes import check_slopes
from plon.lifetime.purchases import Floats, Purchases

MODELS = [BgNbd(), MbgNbd()]
PARAMS = {"r": 0.4, "alpha": 5.0, "a": 0.8, "b": 2.0}
both = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)


@both
@pytest.mark.parametrize(
    "theta", [(0.243, 1.0, 0.793, 2.426), (3.0, 0.2, 0.01, 0.1), (0.01, 9.0, 30.0, 4.0)]
)
def test_slopes_are_right(model: GeometricLeaving, theta: tuple[float, ...]) -> None:
    own = likelihood(model.name, first=model.first)
    base = cdnow.purchases()
    prepared = prepare(base, rows=own.rows)
    counts = prepared.count(base.weight)

    def objective(at: Floats) -> tuple[float, Floats, Floats]:
        value, gradient, hessian = own.derivatives(at, prepared, counts)
        return float(value), gradient, hessian

    check_slopes(objective, np.array(theta), rel=2e-5)


# (first, θ, (x, t_x, T)) and ln L, computed with 80 digits.
EXACT = [
    (0, (0.243, 4.414, 0.793, 2.426), (0, 0.0, 38.0), -0.5498354168255055439),
    (0, (0.243, 4.414, 0.793, 2.426), (2, 30.43, 38.86), -9.4586063070662712450),
    (0, (0.243, 4.414, 0.793, 2.426), (26, 30.857, 31.0), -37.726510017361753644),
    (0, (0.243, 4.414, 0.793, 2.426), (10000, 5e4, 1e9), -26116.372432952537078),
    (0, (1e-6, 1e6, 1e-6, 50.0), (2, 30.43, 38.86), -41.446608412421790297),
    (0, (1e-6, 1e6, 1e-6, 50.0), (10000, 5e4, 1e9), -56580.135969991234734),
    (0, (40.0, 0.01, 30.0, 0.001), (26, 30.857, 31.0), -353.16558184111111026),
    (1, (0.243, 4.414, 0.793, 2.426), (0, 0.0, 38.0), -0.3838410394076353537),
    (1, (0.243, 4.414, 0.793, 2.426), (2, 30.43, 38.86), -9.6871826362499614293),
    (1, (1e-6, 1e6, 1e-6, 50.0), (10000, 5e4, 1e9), -56580.136069498772500),
    (1, (40.0, 0.01, 30.0, 0.001), (0, 0.0, 38.0), -0.0000333327777901231),
    (1, (40.0, 0.01, 30.0, 0.001), (26, 30.857, 31.0), -353.95693001292321171),
]


@pytest.mark.parametrize(("first", "theta", "history", "value"), EXACT)
def test_one_customers_likelihood_is_right_to_ten_digits(
    first: int, theta: tuple[float, ...], history: tuple[float, float, float], value: float
) -> None:
    model = MODELS[first]

    found = model.log_likelihood(dict(zip(model.letters, theta, strict=True)), one(*history))

    assert found == pytest.approx(value, rel=1e-10)


@both
class TestEquivalence:
    def test_the_unit_of_time_does_not_matter(self, model: GeometricLeaving) -> None:
        weeks = cdnow.purchases()
        first = model.fit(weeks)

        for scale in (7.0, 7 * 86400.0, 7 / 365.25):
            other = Purchases(x=weeks.x, t_x=weeks.t_x * scale, T=weeks.T * scale)
            found = model.fit(other)
            expected = {**first.params, "alpha": first.params["alpha"] * scale}
            assert found.params == pytest.approx(expected, rel=1e-9)
            shift = weeks.x.sum() * np.log(scale)
            assert found.log_likelihood == pytest.approx(first.log_likelihood - shift, rel=1e-12)
            ahead = model.expected_purchases(found.params, other, ahead=39 * scale)
            np.testing.assert_allclose(
                ahead, model.expected_purchases(first.params, weeks, ahead=39.0), rtol=1e-8
            )

    def test_the_order_of_rows_does_not_matter(self, model: GeometricLeaving) -> None:
        base = cdnow.purchases()
        order = np.random.default_rng(2).permutation(len(base))
        mixed = Purchases(x=base.x[order], t_x=base.t_x[order], T=base.T[order])

        assert model.fit(mixed).params == pytest.approx(model.fit(base).params, rel=1e-9)

    def test_weight_two_is_every_customer_twice(self, model: GeometricLeaving) -> None:
        base = cdnow.purchases()
        heavy = replace(base, weight=np.full(len(base), 2.0))
        twice = Purchases(x=np.tile(base.x, 2), t_x=np.tile(base.t_x, 2), T=np.tile(base.T, 2))

        found, expected = model.fit(heavy), model.fit(twice)

        assert found.params == pytest.approx(expected.params, rel=1e-9)
        assert found.log_likelihood == pytest.approx(expected.log_likelihood, rel=1e-12)
        assert found.customers == expected.customers == 2 * len(base)

    def test_folded_rows_are_the_raw_ones(self, model: GeometricLeaving) -> None:
        base = cdnow.purchases()

        found, expected = model.fit(base.folded()), model.fit(base)

        assert found.params == pytest.approx(expected.params, rel=1e-9)
        assert found.log_likelihood == pytest.approx(expected.log_likelihood, rel=1e-12)

    def test_a_start_near_the_end_leads_there_sooner(self, model: GeometricLeaving) -> None:
        base = cdnow.purchases()
        cold = model.fit(base)
        warm = model.fit(base, start=cold.params)

        assert warm.params == pytest.approx(cold.params, rel=1e-8)
        assert warm.iterations <= 1

    def test_a_large_base_is_begun_on_a_part_and_ends_the_same(
        self, model: GeometricLeaving
    ) -> None:
        large = simulate(85_000, first=model.first)

        found = model.fit(large)
        plain = model.fit(large, start={"r": 0.5, "alpha": 5.0, "a": 0.5, "b": 2.0})

        assert found.params == pytest.approx(plain.params, rel=1e-7)
        assert found.iterations < plain.iterations
        for letter, true in {"r": 1.2, "alpha": 9.0, "a": 0.8, "b": 2.0}.items():
            assert abs(found.params[letter] - true) < 4 * found.standard_errors[letter]


@both
class TestOrder:
    def test_purchases_rise_with_the_horizon(self, model: GeometricLeaving) -> None:
        base = cdnow.purchases().folded()
        reached = [
            model.expected_purchases(PARAMS, base, ahead=h) for h in (0.0, 1, 4, 13, 52, 520)
        ]

        assert np.all(reached[0] == 0)
        assert np.all(np.diff(reached, axis=0) > 0)

    def test_being_alive_falls_with_silence(self, model: GeometricLeaving) -> None:
        T = np.linspace(10, 60, 40)
        silent = Purchases(x=np.full(40, 4.0), t_x=np.full(40, 10.0), T=T)

        alive = model.probability_alive(PARAMS, silent)

        assert np.all(np.diff(alive) < 0)
        assert np.all((alive > 0) & (alive < 1))

    def test_a_new_customer_is_one_without_history(self, model: GeometricLeaving) -> None:
        times = np.array([1.0, 10.0, 52.0])
        fresh = [model.expected_purchases(PARAMS, one(0, 0, 0), ahead=t)[0] for t in times]

        np.testing.assert_allclose(model.expected_new(PARAMS, times), fresh)

    def test_counts_given_history_add_up(self, model: GeometricLeaving) -> None:
        counts = np.arange(600.0)
        for x, t_x, T in ((0.0, 0.0, 20.0), (3.0, 12.0, 20.0)):
            rows = Purchases(x=np.full(600, x), t_x=np.full(600, t_x), T=np.full(600, T))

            logs = model.log_probability_of_count(PARAMS, rows, ahead=26.0, counts=counts)

            chances = np.exp(logs)
            assert chances.sum() == pytest.approx(1)
            mean = model.expected_purchases(PARAMS, one(x, t_x, T), ahead=26.0)[0]
            assert chances @ counts == pytest.approx(mean, rel=1e-6)

    def test_expectations_average_to_the_new_customers(self, model: GeometricLeaving) -> None:
        base = simulate(40_000, first=model.first, seed=9)
        params = {"r": 1.2, "alpha": 9.0, "a": 0.8, "b": 2.0}
        base = Purchases(x=base.x, t_x=base.t_x, T=base.T)

        ahead = model.expected_purchases(params, base, ahead=20.0).mean()

        later = model.expected_new(params, base.T + 20) - model.expected_new(params, base.T)
        assert ahead == pytest.approx(later.mean(), rel=0.03)


@both
class TestLimits:
    def test_nobody_came_back(self, model: GeometricLeaving) -> None:
        base = Purchases(x=np.zeros(9), t_x=np.zeros(9), T=np.arange(9.0))

        fit = model.fit(base)

        assert fit.boundary == "no_repeat_purchase"
        assert fit.log_likelihood == pytest.approx(0, abs=1e-5)
        assert np.isnan(fit.covariance).all()
        assert model.expected_purchases(fit.params, base, ahead=52.0).max() < 1e-5

    def test_nobody_leaves(self, model: GeometricLeaving) -> None:
        rng = np.random.default_rng(4)
        T = np.full(3000, 60.0)
        x = rng.poisson(rng.gamma(2, 0.1, 3000) * T).astype(float)
        base = Purchases(x=x, t_x=np.where(x > 0, T, 0), T=T)

        fit = model.fit(base)

        assert fit.boundary == "no_departures"
        assert fit.converged
        np.testing.assert_allclose(model.probability_alive(fit.params, base), 1, atol=1e-4)
        nbd = (fit.params["r"] + x) * 10 / (fit.params["alpha"] + T)
        np.testing.assert_allclose(
            model.expected_purchases(fit.params, base, ahead=10.0), nbd, rtol=1e-3
        )

    def test_everyone_leaves_after_coming_back_once(self, model: GeometricLeaving) -> None:
        T = np.full(300, 1000.0)
        base = Purchases(x=np.ones(300), t_x=np.linspace(1, 30, 300), T=T)

        fit = model.fit(base)

        assert np.isfinite(fit.log_likelihood)
        assert fit.boundary is not None

    def test_one_customer(self, model: GeometricLeaving) -> None:
        fit = model.fit(one(3, 10, 12))

        assert np.isfinite(fit.log_likelihood)
        assert all(np.isfinite(value) and value > 0 for value in fit.params.values())


HISTORY = st.tuples(st.integers(0, 10_000), st.floats(0, 1), st.floats(1e-3, 1e9))


@both
@settings(max_examples=15, deadline=None)
@given(histories=st.lists(HISTORY, min_size=1, max_size=6))
def test_any_ordered_history_has_a_finite_fit(
    model: GeometricLeaving, histories: list[tuple[int, float, float]]
) -> None:
    x = np.array([float(h[0]) for h in histories])
    T = np.array([h[2] for h in histories])
    base = Purchases(x=x, t_x=np.where(x > 0, T * [h[1] for h in histories], 0), T=T)

    fit = model.fit(base)

    assert np.isfinite(fit.log_likelihood)
    assert all(np.isfinite(value) and value > 0 for value in fit.params.values())
    alive = model.probability_alive(fit.params, base)
    assert np.all((alive >= 0) & (alive <= 1))


@both
@settings(max_examples=40, deadline=None)
@given(
    history=HISTORY,
    params=st.tuples(*(st.floats(1e-6, 1e5) for _ in range(4))),
    ahead=st.floats(1e-3, 1e6),
)
def test_any_parameters_give_finite_answers(
    model: GeometricLeaving,
    history: tuple[int, float, float],
    params: tuple[float, ...],
    ahead: float,
) -> None:
    x, share, T = history
    customer = one(float(x), T * share if x else 0.0, T)
    at = dict(zip(model.letters, params, strict=True))

    assert np.isfinite(model.log_likelihood(at, customer))
    assert 0 <= model.probability_alive(at, customer)[0] <= 1
    assert 0 <= model.expected_purchases(at, customer, ahead=ahead)[0] < np.inf
    logs = model.log_probability_of_count(at, customer, ahead=ahead, counts=np.array([0.0]))
    assert logs[0] <= 1e-9
