"""BG/NBD on CDNOW, against the papers and against the packages that were checked against them."""

import numpy as np
import pytest

from plon.lifetime.models.bg_nbd import BgNbd
from plon.lifetime.models.tests import cdnow
from plon.lifetime.models.tests.cdnow import one

MODEL = BgNbd()
PAPER = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}  # Fader, Hardie, Lee 2005, Table 2


class TestFit:
    def test_equals_the_paper(self) -> None:
        fit = MODEL.fit(cdnow.purchases())

        assert fit.params == pytest.approx(PAPER, abs=5e-4)
        assert fit.log_likelihood == pytest.approx(-9582.4, abs=0.05)
        assert fit.converged
        assert fit.customers == 2357

    @pytest.mark.parametrize(
        "published",
        [
            (0.2425967, 4.413659, 0.7929869, 2.426164),  # BTYD walkthrough
            (0.2425945, 4.4136019, 0.7929199, 2.4258881),  # CLVTools' tests
        ],
    )
    def test_equals_packages_and_is_never_below_them(self, published: tuple[float, ...]) -> None:
        base = cdnow.purchases()
        fit = MODEL.fit(base)

        theirs = dict(zip(MODEL.letters, published, strict=True))
        assert fit.params == pytest.approx(theirs, rel=2e-4)
        assert fit.log_likelihood >= MODEL.log_likelihood(theirs, base)
        assert fit.log_likelihood == pytest.approx(-9582.429207, abs=1e-6)

    def test_equals_lifetimes_on_the_file_rounded_to_two_digits(self) -> None:
        fit = MODEL.fit(cdnow.purchases(digits=2))

        theirs = {"r": 0.242593, "alpha": 4.413532, "a": 0.792886, "b": 2.425752}
        assert fit.params == pytest.approx(theirs, abs=2e-5)
        assert fit.log_likelihood == pytest.approx(-9582.42556, abs=1e-5)
        errors = {"r": 0.0126, "alpha": 0.3782, "a": 0.1857, "b": 0.7053}
        assert fit.standard_errors == pytest.approx(errors, abs=2e-4)

    def test_covariance_is_symmetric(self) -> None:
        covariance = MODEL.fit(cdnow.purchases()).covariance

        np.testing.assert_array_equal(covariance, covariance.T)
        assert covariance[0, 1] == pytest.approx(0.00371, abs=2e-5)

    def test_log_likelihood_at_the_fit_is_the_fits(self) -> None:
        base = cdnow.purchases()
        fit = MODEL.fit(base)

        assert MODEL.log_likelihood(fit.params, base) == pytest.approx(
            fit.log_likelihood, rel=1e-13
        )


class TestExpectations:
    params = MODEL.fit(cdnow.purchases()).params

    def test_of_a_new_customer_in_a_year(self) -> None:
        found = MODEL.expected_new(self.params, np.array(52.0))

        assert found == pytest.approx(1.444004, rel=1e-5)  # BTYD

    def test_of_a_new_customer_over_time(self) -> None:
        times = np.array([0.1429, 1, 3, 31.8571, 32, 78])  # Hardie's sheet of the BG/NBD

        found = MODEL.expected_new(self.params, times)

        assert found[:5] == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437], abs=5e-5)
        assert found[5] == pytest.approx(1.8576, rel=5e-4)

    def test_of_a_heavy_buyer(self) -> None:
        heavy = one(26, 30.857, 31)  # BTYD

        assert MODEL.expected_purchases(self.params, heavy, ahead=52.0) == pytest.approx(
            25.75659, rel=5e-5
        )
        assert MODEL.probability_alive(self.params, heavy) == pytest.approx(0.9688523, rel=5e-5)

    @pytest.mark.parametrize(
        ("x", "published"),
        [(10, 0.3474606), (15, 0.04283391), (20, 0.004158973), (25, 0.0003583685)],
    )
    def test_fall_with_frequency_for_who_is_long_silent(self, x: float, published: float) -> None:
        found = MODEL.expected_purchases(self.params, one(x, 20, 39), ahead=52.0)  # BTYD

        assert found == pytest.approx(published, rel=1e-4)

    def test_of_hardies_example(self) -> None:
        found = MODEL.expected_purchases(self.params, one(2, 30.43, 38.86), ahead=39.0)

        assert found == pytest.approx(1.226, abs=5e-4)

    def test_who_never_came_back_is_alive_for_certain(self) -> None:
        assert MODEL.probability_alive(self.params, one(0, 0, 38)) == 1


class TestCounts:
    """P(X(t) = n) at the paper's rounded parameters, BTYD's manual."""

    def test_ten_in_two_weeks(self) -> None:
        assert MODEL.probability_of_count(PAPER, 10, time=2.0) == pytest.approx(
            1.07869e-07, rel=5e-6
        )

    def test_none_in_thirty_nine_weeks(self) -> None:
        assert MODEL.probability_of_count(PAPER, 0, time=39.0) == pytest.approx(0.5737864, abs=5e-8)

    def test_eleven_to_twenty_in_thirty_weeks(self) -> None:
        published = (
            *(0.0019995214, 0.0015170236, 0.0011633150, 0.0009003148, 0.0007023638),
            *(0.0005517902, 0.0004361913, 0.0003467171, 0.0002769613, 0.0002222260),
        )

        found = MODEL.probability_of_count(PAPER, np.arange(11, 21), time=30.0)

        np.testing.assert_allclose(found, published, rtol=0, atol=5e-11)


def test_the_holdout_is_forecast_as_well_as_published() -> None:
    base = cdnow.purchases()
    later = cdnow.purchases(until=cdnow.END)
    actual = later.x - base.x

    expected = MODEL.expected_purchases(MODEL.fit(base).params, base, ahead=39.0)

    assert actual.sum() == 1882
    assert expected.sum() == pytest.approx(1653, abs=1)
    assert np.abs(expected - actual).mean() == pytest.approx(0.7855, abs=1e-3)
