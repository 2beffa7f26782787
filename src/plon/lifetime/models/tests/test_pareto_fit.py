"""Fits of Pareto/NBD: published optima, derivatives, twins of a base, limits and extremes."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.models import pareto_fit
from plon.lifetime.models.pareto_nbd import ParetoNbd
from plon.lifetime.models.tests import cdnow
from plon.lifetime.models.tests.bases import TRUE, in_unit, of, pareto_base, rows
from plon.lifetime.models.tests.slopes import check_slopes
from plon.lifetime.purchases import Purchases

MODEL = ParetoNbd()


def both_paths(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    if path == "numpy":
        monkeypatch.setenv("PLON_NO_KERNEL", "1")


@pytest.fixture(params=["numpy", "compiled"])
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    both_paths(monkeypatch, request.param)
    return str(request.param)


class TestPublished:
    def test_cdnow_is_that_of_the_paper(self, path: str) -> None:
        fit = MODEL.fit(cdnow.purchases())

        published = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}
        assert fit.params == pytest.approx(published, rel=1e-2)
        assert fit.params["beta"] == pytest.approx(11.668735, abs=5e-6)
        assert fit.log_likelihood == pytest.approx(-9594.976179, abs=5e-7)
        assert fit.converged
        assert fit.boundary is None
        assert fit.customers == 2357
        assert fit.iterations <= 10

    def test_cdnow_standard_errors_are_those_of_the_hessian(self) -> None:
        errors = MODEL.fit(cdnow.purchases()).standard_errors

        clvtools = {"r": 0.0476264, "alpha": 0.8427222, "s": 0.1872594, "beta": 6.2105448}
        assert errors == pytest.approx(clvtools, rel=2e-4)

    def test_rounded_cdnow_is_that_of_lifetimes(self) -> None:
        fit = MODEL.fit(cdnow.purchases(digits=2))

        lifetimes = {"r": 0.5533, "alpha": 10.578, "s": 0.6062, "beta": 11.668}
        assert fit.params == pytest.approx(lifetimes, rel=1e-3)
        assert fit.log_likelihood == pytest.approx(-9594.97393, abs=1e-5)

    def test_thirty_seven_weeks_are_those_of_clvtools(self) -> None:
        base = cdnow.purchases(until=date(1997, 9, 17))
        published = {"r": 0.545519, "alpha": 10.281885, "s": 0.737285, "beta": 14.544692}

        fit = MODEL.fit(base)

        assert MODEL.log_likelihood(published, base) == pytest.approx(-9147.545081, abs=1e-6)
        assert fit.params == pytest.approx(published, rel=1e-3)
        assert fit.log_likelihood >= -9147.545082
        errors = {"r": 0.0474, "alpha": 0.8306, "s": 0.2724, "beta": 8.5957}
        assert fit.standard_errors == pytest.approx(errors, rel=1e-2)


class TestDerivatives:
    @pytest.mark.parametrize(
        "theta",
        [
            (0.55, 10.5, 0.6, 11.6),
            (0.55, 11.6, 0.6, 10.5),  # β the smaller one
            (0.05, 0.2, 1.0, 40.0),
            (3.0, 400.0, 2.0, 1.0),
            (0.9, 30.0, 0.02, 0.3),
        ],
    )
    def test_are_those_of_the_likelihood(self, path: str, theta: tuple[float, ...]) -> None:
        base = cdnow.purchases().folded()

        check_slopes(lambda at: MODEL.derivatives(at, base), np.array(theta), rel=2e-6)

    def test_are_those_of_heavy_buyers_too(self, path: str) -> None:
        heavy = of([221, 1500, 0, 8236], [100.0, 2.0, 0.0, 720.0], [104.0, 700.0, 700.0, 730.0])

        check_slopes(
            lambda at: MODEL.derivatives(at, heavy), np.array([0.6, 2.0, 0.3, 9]), rel=1e-5
        )


class TestTwins:
    """The same base told otherwise has the same fit."""

    base = pareto_base(600, seed=11)
    fit = MODEL.fit(base)

    @pytest.mark.parametrize("factor", [7.0, 1 / 365.25, 604_800.0])
    def test_in_another_unit(self, factor: float) -> None:
        other = MODEL.fit(in_unit(self.base, factor)).params

        told = {**other, "alpha": other["alpha"] / factor, "beta": other["beta"] / factor}
        assert told == pytest.approx(dict(self.fit.params), rel=1e-9)

    def test_in_another_order(self) -> None:
        order = np.random.default_rng(0).permutation(len(self.base))

        assert MODEL.fit(rows(self.base, order)).params == pytest.approx(
            dict(self.fit.params), rel=1e-10
        )

    def test_doubled_or_of_weight_two(self) -> None:
        twice = rows(self.base, np.tile(np.arange(len(self.base)), 2))
        weighted = Purchases(
            x=self.base.x, t_x=self.base.t_x, T=self.base.T, weight=2 * self.base.weight
        )

        doubled, heavier = MODEL.fit(twice), MODEL.fit(weighted)

        assert doubled.params == pytest.approx(dict(self.fit.params), rel=1e-9)
        assert heavier.params == pytest.approx(dict(doubled.params), rel=1e-12)
        assert doubled.log_likelihood == pytest.approx(2 * self.fit.log_likelihood, rel=1e-13)
        half = 2 * doubled.covariance
        np.testing.assert_allclose(half, self.fit.covariance, rtol=1e-6)

    def test_folded(self) -> None:
        base = cdnow.purchases()

        assert MODEL.log_likelihood(TRUE, base) == pytest.approx(
            MODEL.log_likelihood(TRUE, base.folded()), rel=1e-14
        )

    def test_prepared_with_other_weights(self) -> None:
        base = cdnow.purchases()
        weight = np.random.default_rng(1).poisson(1.0, len(base)).astype(float)

        refitted = MODEL.fit_prepared(MODEL.prepare(base), weight, start=TRUE)

        anew = MODEL.fit(Purchases(x=base.x, t_x=base.t_x, T=base.T, weight=weight))
        assert refitted.params == pytest.approx(dict(anew.params), rel=1e-7)
        assert refitted.log_likelihood == pytest.approx(anew.log_likelihood, rel=1e-12)

    def test_prepared_for_many_weightings(self) -> None:
        base, rng = cdnow.purchases().folded(), np.random.default_rng(2)
        weights = rng.poisson(base.weight, (12, len(base))).astype(float)

        many = MODEL.refit_many(MODEL.prepare(base), weights, start=MODEL.fit(base).params)

        assert many.theta.shape == (12, 4)
        assert many.converged.all()
        assert not many.is_boundary.any()
        for theta, value, weight in zip(many.theta, many.log_likelihood, weights, strict=True):
            alone = MODEL.fit(Purchases(x=base.x, t_x=base.t_x, T=base.T, weight=weight))
            errors = list(alone.standard_errors.values())
            assert (np.abs(theta - alone.theta()) < 0.01 * np.array(errors)).all()
            assert value == pytest.approx(alone.log_likelihood, rel=1e-8)

    def test_from_another_start(self) -> None:
        far = {"r": 9.0, "alpha": 0.4, "s": 4.0, "beta": 900.0}

        assert MODEL.fit(self.base, start=far).params == pytest.approx(
            dict(self.fit.params), rel=1e-7
        )


class TestRecovery:
    def test_finds_the_parameters_of_a_simulated_base(self) -> None:
        fit = MODEL.fit(pareto_base(20_000, seed=5))

        for name, error in fit.standard_errors.items():
            assert abs(fit.params[name] - TRUE[name]) < 3 * error

    def test_large_bases_begin_on_a_part_and_end_at_the_same_top(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        base = pareto_base(4_000, seed=6)
        whole = MODEL.fit(base)
        monkeypatch.setattr(pareto_fit, "LARGE", 1_000)
        monkeypatch.setattr(pareto_fit, "THINNED", 500)
        monkeypatch.setattr(pareto_fit, "UNFOLDED", 2_000)

        begun = MODEL.fit(base)

        assert begun.params == pytest.approx(dict(whole.params), rel=1e-7)
        assert begun.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-12)
        assert begun.iterations < whole.iterations


class TestLimits:
    def test_nobody_came_back(self, path: str) -> None:
        fit = MODEL.fit(of([0, 0, 0], [0, 0, 0], [10.0, 20.0, 30.0]))

        assert fit.boundary == "no_repeat_purchase"
        assert fit.converged
        assert fit.log_likelihood == pytest.approx(0, abs=1e-6)
        assert np.isnan(list(fit.standard_errors.values())).all()
        ahead = MODEL.expected_purchases(fit.params, of([0], [0], [10.0]), ahead=100)
        assert ahead[0] == pytest.approx(0, abs=1e-6)

    def test_nobody_left(self, path: str) -> None:
        rng = np.random.default_rng(3)
        x = rng.poisson(rng.gamma(2.0, 0.5, 200) * 50).astype(float)
        base = Purchases(x=x, t_x=np.where(x > 0, 49.9, 0.0), T=np.full(200, 50.0))

        fit = MODEL.fit(base)

        assert fit.boundary == "no_departures"
        assert fit.converged
        rare = MODEL.fit(base, start={"r": 2.0, "alpha": 2.0, "s": 1e-6, "beta": 10.0})
        assert rare.boundary == "no_departures"  # s -> 0 as well as β -> ∞
        assert rare.log_likelihood == pytest.approx(fit.log_likelihood, rel=1e-9)
        np.testing.assert_allclose(
            MODEL.expected_purchases(fit.params, base, ahead=50),
            (fit.params["r"] + x) * 50 / (fit.params["alpha"] + 50),
            rtol=1e-2,
        )

    def test_all_alike(self) -> None:
        fit = MODEL.fit(of([3, 3, 3, 3], [9.0, 9.5, 9.2, 9.9], [10.0] * 4))

        assert fit.boundary in {"everyone_buys_at_one_rate", "no_departures"}
        alive = MODEL.expected_purchases(fit.params, of([3], [9.9], [10.0]), ahead=10)
        assert alive[0] == pytest.approx(3, rel=1e-3)


counts = st.one_of(st.just(0), st.integers(1, 40), st.integers(1, 10_000))
customers = st.lists(
    st.tuples(counts, st.floats(0.001, 1), st.floats(1e-3, 1)), min_size=1, max_size=8
)


class TestExtremes:
    @settings(max_examples=80, deadline=None)
    @given(rows=customers, span=st.sampled_from([1e-3, 1.0, 365.0, 1e9]))
    def test_end_somewhere_and_predict_numbers(
        self, rows: list[tuple[int, float, float]], span: float
    ) -> None:
        x = np.array([row[0] for row in rows], dtype=float)
        T = span * np.array([row[2] for row in rows])
        base = Purchases(x=x, t_x=np.where(x > 0, T * [row[1] for row in rows], 0), T=T)

        fit = MODEL.fit(base)

        assert fit.converged
        assert (fit.boundary == "no_repeat_purchase") == (x.sum() == 0)
        assert all(np.isfinite(value) and value > 0 for value in fit.params.values())
        alive = MODEL.probability_alive(fit.params, base)
        ahead = MODEL.expected_purchases(fit.params, base, ahead=span)
        silent = MODEL.log_probability_of_count(
            fit.params, base, ahead=span, counts=np.zeros(len(x))
        )
        assert ((alive >= 0) & (alive <= 1)).all()
        assert (np.isfinite(ahead) & (ahead >= 0)).all()
        assert (silent <= 1e-9).all()

    @settings(max_examples=120, deadline=None)
    @given(
        theta=st.tuples(*[st.floats(-14, 14)] * 4),
        row=st.tuples(counts, st.floats(0, 1), st.sampled_from([0.0, 1e-6, 1.0, 50.0, 1e9])),
    )
    def test_any_parameters_give_finite_slopes(
        self, theta: tuple[float, ...], row: tuple[int, float, float]
    ) -> None:
        x, share, T = row
        one = of([x], [T * share if x else 0.0], [T])

        value, gradient, hessian = MODEL.derivatives(np.exp(theta), one)

        assert np.isfinite(value)
        assert np.isfinite(gradient).all()
        assert np.isfinite(hessian).all()
