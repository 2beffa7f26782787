"""Gamma-Gamma on CDNOW, against note 025 of Fader & Hardie and the packages that follow it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.models import gamma_gamma
from plon.lifetime.models import gamma_gamma_likelihood as likelihood
from plon.lifetime.models.tests import cdnow
from plon.lifetime.models.tests.slopes import check_slopes
from plon.lifetime.purchases import Floats

NOTE = {"p": 6.25, "q": 3.74, "gamma": 15.44}


def repeaters(*, digits: int | None = None) -> tuple[Floats, Floats]:
    x, z = cdnow.spend(digits=digits)
    return x[z > 0], z[z > 0]


class TestFit:
    def test_equals_the_note(self) -> None:
        fit = gamma_gamma.fit(*repeaters())

        assert fit.params == pytest.approx(NOTE, abs=6e-3)
        assert fit.log_likelihood == pytest.approx(-4055.9177, abs=5e-5)
        assert fit.customers == 946
        assert fit.converged
        np.testing.assert_array_equal(fit.covariance, fit.covariance.T)

    def test_equals_lifetimes_on_the_rounded_file(self) -> None:
        fit = gamma_gamma.fit(*repeaters(digits=2))

        assert fit.params == pytest.approx({"p": 6.2488, "q": 3.7446, "gamma": 15.4477}, rel=1e-4)
        assert fit.log_likelihood == pytest.approx(-4055.92324, abs=2e-5)

    def test_log_likelihood_at_the_fit_is_the_fits(self) -> None:
        x, z = repeaters()
        fit = gamma_gamma.fit(x, z)

        found = gamma_gamma.log_likelihood(fit.params, x, z)

        assert found == pytest.approx(fit.log_likelihood, rel=1e-13)

    def test_customers_without_spend_are_left_out(self) -> None:
        assert gamma_gamma.fit(*cdnow.spend()).params == gamma_gamma.fit(*repeaters()).params

    def test_slopes_are_right(self) -> None:
        x, z = repeaters()
        weight = np.random.default_rng(1).integers(0, 4, len(x)).astype(float)
        spend = likelihood.fold(x, z, weight)

        check_slopes(
            lambda theta: likelihood.derivatives(theta, spend), np.array([6.2, 3.7, 0.4]), 1e-5
        )

    def test_the_currency_does_not_matter(self) -> None:
        x, z = repeaters()
        first, other = gamma_gamma.fit(x, z), gamma_gamma.fit(x, z * 430)

        expected = {**first.params, "gamma": first.params["gamma"] * 430}
        assert other.params == pytest.approx(expected, rel=1e-9)
        shift = len(x) * np.log(430)
        assert other.log_likelihood == pytest.approx(first.log_likelihood - shift, rel=1e-12)

    def test_weight_two_is_every_customer_twice(self) -> None:
        x, z = repeaters()
        found = gamma_gamma.fit(x, z, np.full(len(x), 2.0))

        twice = gamma_gamma.fit(np.tile(x, 2), np.tile(z, 2))

        assert found.params == pytest.approx(twice.params, rel=1e-9)

    def test_the_order_of_rows_does_not_matter(self) -> None:
        x, z = repeaters()

        found = gamma_gamma.fit(x[::-1], z[::-1])

        assert found.params == pytest.approx(gamma_gamma.fit(x, z).params, rel=1e-9)

    def test_a_large_base_recovers_what_made_it(self) -> None:
        rng = np.random.default_rng(8)
        x = rng.integers(1, 12, 90_000).astype(float)
        z = rng.gamma(6.25 * x) / x / rng.gamma(3.74, 1 / 15.44, len(x))

        fit = gamma_gamma.fit(x, z)

        assert fit.converged
        assert fit.iterations <= 5
        for letter, true in NOTE.items():
            assert abs(fit.params[letter] - true) < 4 * fit.standard_errors[letter]

    def test_a_start_is_used(self) -> None:
        x, z = repeaters()

        assert gamma_gamma.fit(x, z, start=gamma_gamma.fit(x, z).params).iterations <= 1


class TestLimits:
    def test_customers_that_all_spend_alike(self) -> None:
        rng = np.random.default_rng(3)
        x = rng.integers(1, 20, 400).astype(float)

        alike = 4 + (rng.gamma(4 * x) / x - 4) / np.sqrt(x)  # less apart than chance would have it

        fit = gamma_gamma.fit(x, alike)

        assert fit.boundary == "no_spend_variation"
        expected = gamma_gamma.expected_spend(fit.params, np.array([5.0]), np.array([9.0]))
        assert expected == pytest.approx(4, rel=0.05)

    def test_purchases_that_are_all_equal(self) -> None:
        fit = gamma_gamma.fit(np.array([1.0, 2.0, 3.0]), np.array([10.0, 10.0, 10.0]))

        assert fit.boundary == "no_spend_variation"
        assert np.isfinite(fit.log_likelihood)
        assert gamma_gamma.typical_spend(fit.params)[0] == pytest.approx(10, rel=1e-3)

    def test_nobody_to_fit(self) -> None:
        fit = gamma_gamma.fit(np.zeros(3), np.zeros(3))

        assert fit.customers == 0
        assert fit.boundary == "no_repeat_purchase"
        assert np.isnan(fit.covariance).all()


class TestExpectedSpend:
    params = gamma_gamma.fit(*repeaters(digits=2)).params

    def test_of_lifetimes_guide(self) -> None:
        found = gamma_gamma.expected_spend(self.params, np.array([2.0]), np.array([22.35]))

        assert found == pytest.approx(24.6586, rel=5e-5)
        mean, kind = gamma_gamma.typical_spend(self.params)
        assert mean == pytest.approx(35.171, rel=5e-5)
        assert kind == "mean"

    def test_of_the_first_customers_of_the_note(self) -> None:
        x, z = cdnow.spend()

        found = gamma_gamma.expected_spend(self.params, x[:10], z[:10])

        published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
        np.testing.assert_allclose(found, published, atol=0.02)

    def test_lies_between_own_and_the_bases_mean(self) -> None:
        x, z = repeaters()
        base, _ = gamma_gamma.typical_spend(self.params)

        found = gamma_gamma.expected_spend(self.params, x, z)

        assert np.all(
            (found - np.minimum(z, base) >= -1e-9) & (found - np.maximum(z, base) <= 1e-9)
        )

    def test_of_an_infinite_mean_is_the_median(self) -> None:
        wide = {"p": 0.3, "q": 0.6, "gamma": 20.0}
        rng = np.random.default_rng(2)
        means = 0.3 / rng.gamma(0.6, 1 / 20, 200_000)

        value, kind = gamma_gamma.typical_spend(wide)

        assert kind == "median"
        assert value == pytest.approx(np.median(means), rel=0.03)
        found = gamma_gamma.expected_spend(
            wide, np.array([0.0, 1.0, 9.0]), np.array([0.0, 50.0, 50.0])
        )
        assert found[0] == pytest.approx(value)
        assert np.isfinite(found).all()

    @settings(max_examples=50, deadline=None)
    @given(
        st.tuples(*(st.floats(1e-3, 1e6) for _ in range(3))),
        st.floats(1, 1e4),
        st.floats(1e-2, 1e9),
    )
    def test_is_finite_for_any_parameters(
        self, theta: tuple[float, float, float], x: float, z: float
    ) -> None:
        params = dict(zip(gamma_gamma.LETTERS, theta, strict=True))

        found = gamma_gamma.expected_spend(params, np.array([x]), np.array([z]))

        assert np.isfinite(found).all()
        assert found[0] > 0


class TestDependence:
    def test_of_cdnow_is_small_but_there(self) -> None:
        found = gamma_gamma.dependence(*repeaters())

        assert found.correlation == pytest.approx(0.1139, abs=1e-4)
        assert found.p_value == pytest.approx(0.00045, abs=1e-5)
        assert found.matters

    def test_of_independent_spend_does_not_matter(self) -> None:
        rng = np.random.default_rng(6)

        found = gamma_gamma.dependence(
            rng.integers(1, 9, 5000).astype(float), rng.gamma(3, 9, 5000)
        )

        assert not found.matters

    def test_of_too_few_or_equal_customers_is_none(self) -> None:
        assert not gamma_gamma.dependence(np.array([1.0, 2.0]), np.array([1.0, 2.0])).matters
        assert not gamma_gamma.dependence(np.ones(9), np.arange(9.0)).matters

    def test_of_a_straight_line_is_complete(self) -> None:
        found = gamma_gamma.dependence(np.arange(9.0), 2 * np.arange(9.0))

        assert found.correlation == pytest.approx(1)
        assert found.p_value == pytest.approx(0, abs=1e-9)
        assert found.matters
