"""The search alone, on functions whose maximum is known."""

from itertools import count

import numpy as np
import pytest

from plon.lifetime.models.newton import damped, fit_of, maximise
from plon.lifetime.purchases import Floats


def hill(theta: Floats) -> tuple[float, Floats, Floats]:
    """Return 1000 Gamma densities' likelihood of mean 2, shape known: top at theta = (2, 5)."""
    a, b = theta
    value = 1000 * (2 * np.log(a) - a) + 1000 * (5 * np.log(b) - b)
    gradient = np.array([1000 * (2 / a - 1), 1000 * (5 / b - 1)])
    return float(value), gradient, np.diag([-2000 / a**2, -5000 / b**2])


def slide_to_zero(theta: Floats) -> tuple[float, Floats, Floats]:
    """Return a likelihood that rises for ever as a -> 0, with its top in b at 5."""
    a, b = theta
    value = -1000 * a + 1000 * (5 * np.log(b) - b)
    gradient = np.array([-1000.0, 1000 * (5 / b - 1)])
    return float(value), gradient, np.diag([0.0, -5000 / b**2])


def ridge_to_infinity(theta: Floats) -> tuple[float, Floats, Floats]:
    """Return a likelihood of b/a = 2 that rises with 1/a falling."""
    a, b = theta
    ratio = np.log(b / a / 2)
    value = -1000 * ratio**2 - 1000 / a
    d_a, d_b = 2000 * ratio / a + 1000 / a**2, -2000 * ratio / b
    aa = -2000 * (1 + ratio) / a**2 - 2000 / a**3
    ab, bb = 2000 / (a * b), -2000 * (1 - ratio) / b**2
    return float(value), np.array([d_a, d_b]), np.array([[aa, ab], [ab, bb]])


def saddle(theta: Floats) -> tuple[float, Floats, Floats]:
    """Return -(ln²a - 1)²: two tops, at e and 1/e, and a trough between them at a = 1."""
    (a,) = theta
    log = np.log(a)
    d_log, dd_log = -4 * log * (log**2 - 1), -4 * (3 * log**2 - 1)
    gradient = np.array([d_log / a])
    return float(-((log**2 - 1) ** 2)), gradient, np.array([[(dd_log - d_log) / a**2]])


class TestInside:
    def test_finds_the_top(self) -> None:
        found = maximise(hill, start=(1.0, 1.0), names=("a", "b"), customers=1000)

        np.testing.assert_allclose(found.theta, [2, 5], rtol=1e-9)
        assert found.converged
        assert found.boundary is None
        assert not found.limits
        assert found.iterations <= 8

    def test_covariance_is_the_inverse_of_the_hessian_and_symmetric(self) -> None:
        found = maximise(hill, start=(1.0, 1.0), names=("a", "b"), customers=1000)

        expected = np.linalg.inv(-hill(found.theta)[2])
        np.testing.assert_allclose(found.covariance, expected, rtol=1e-6, atol=1e-12)
        np.testing.assert_array_equal(found.covariance, found.covariance.T)
        assert found.condition == pytest.approx(2.5)

    def test_comes_from_far(self) -> None:
        found = maximise(hill, start=(1e-5, 1e5), names=("a", "b"), customers=1000)

        np.testing.assert_allclose(found.theta, [2, 5], rtol=1e-8)

    def test_a_start_at_the_top_needs_no_step(self) -> None:
        found = maximise(hill, start=(2.0, 5.0), names=("a", "b"), customers=1000)

        assert found.iterations == 0
        assert found.gradient_norm == pytest.approx(0)

    def test_leaves_a_trough_for_a_top(self) -> None:
        found = maximise(saddle, start=(1.1,), names=("a",), customers=1)

        assert found.theta[0] == pytest.approx(np.e)

    def test_what_is_not_finite_is_stepped_back_from(self) -> None:
        def walled(theta: Floats) -> tuple[float, Floats, Floats]:
            value, gradient, hessian = hill(theta)
            return (
                (np.nan, gradient * np.nan, hessian)
                if theta[0] > 2.5
                else (value, gradient, hessian)
            )

        found = maximise(walled, start=(0.01, 1.0), names=("a", "b"), customers=1000)

        np.testing.assert_allclose(found.theta, [2, 5], rtol=1e-8)

    def test_a_wall_that_cannot_be_passed_is_no_convergence(self) -> None:
        def walled(theta: Floats) -> tuple[float, Floats, Floats]:
            value, gradient, hessian = hill(theta)
            return (value if theta[0] <= 1 else -np.inf), gradient, hessian

        found = maximise(walled, start=(1.0, 5.0), names=("a", "b"), customers=1000)

        assert not found.converged


class TestAtALimit:
    def test_a_parameter_that_runs_to_zero_is_named(self) -> None:
        found = maximise(
            slide_to_zero,
            start=(1.0, 1.0),
            names=("a", "b"),
            customers=1000,
            boundaries={"a-": "no_departures"},
        )

        assert found.boundary == "no_departures"
        assert dict(found.limits) == {"a": -1}
        assert found.converged
        assert np.isnan(found.covariance).all()
        assert found.theta[1] == pytest.approx(5)

    def test_parameters_that_run_together_are_found_together(self) -> None:
        found = maximise(
            ridge_to_infinity,
            start=(1.0, 1.0),
            names=("r", "alpha"),
            customers=1000,
            boundaries={"r-": "other", "r+ alpha+": "everyone_buys_at_one_rate"},
        )

        assert found.boundary == "everyone_buys_at_one_rate"
        assert dict(found.limits) == {"r": 1, "alpha": 1}

    def test_a_limit_without_a_name_is_still_a_limit(self) -> None:
        found = maximise(slide_to_zero, start=(1.0, 1.0), names=("a", "b"), customers=1000)

        assert found.boundary == "at_limit"


class TestFitOf:
    def test_brings_parameters_and_covariance_back_to_the_unit(self) -> None:
        found = maximise(hill, start=(1.0, 1.0), names=("r", "alpha"), customers=1000)

        fit = fit_of(found, model="nbd", customers=1000, scale={"alpha": 7.0}, shift=-3.0)

        assert fit.params == pytest.approx({"r": 2, "alpha": 35})
        assert fit.log_likelihood == pytest.approx(found.log_likelihood - 3)
        assert fit.standard_errors["alpha"] == pytest.approx(7 * found.covariance[1, 1] ** 0.5)
        assert fit.model == "nbd"


def test_damping_takes_the_size_of_a_curvature_and_a_floor() -> None:
    np.testing.assert_allclose(damped(np.array([-4.0, 1e-20, 2.0])), [4, 4e-8, 2])


def dome(theta: Floats, *, sinking: float) -> tuple[float, Floats, Floats]:
    """Return a dome with its top at ln θ = 0.3, high above 0 and told too low by `sinking`."""
    u = float(np.log(theta[0])) - 0.3
    value = -1e6 - u**2 - u**4 - sinking
    slope, bend = -2 * u - 4 * u**3, -2 - 12 * u**2  # in ln θ
    return value, np.array([slope]) / theta, np.array([[bend - slope]]) / theta**2


def test_where_heights_are_lost_in_rounding_the_flatter_place_is_taken() -> None:
    calls = count()

    def sinking(theta: Floats) -> tuple[float, Floats, Floats]:
        return dome(theta, sinking=2e-9 * next(calls))  # more than rounding allows at this height

    found = maximise(sinking, start=[2.0], names=["a"], customers=1e-3)

    assert found.converged
    assert float(np.log(found.theta[0])) == pytest.approx(0.3, rel=1e-15)


def test_the_last_step_is_taken_without_another_pass() -> None:
    visited = []

    def seen(theta: Floats) -> tuple[float, Floats, Floats]:
        visited.append(float(np.log(theta[0])))
        return dome(theta, sinking=0)

    found = maximise(seen, start=[1.5], names=["a"], customers=1e6)

    assert abs(visited[-1] - 0.3) > 1e-9
    assert float(np.log(found.theta[0])) == pytest.approx(0.3, abs=1e-9)
