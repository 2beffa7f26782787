"""The shifted beta-geometric on the two curves of Fader and Hardie 2007, and on itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.models.sbg import Contracts, ShiftedBetaGeometric
from plon.lifetime.models.tests.slopes import check_slopes

MODEL = ShiftedBetaGeometric()
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]
CURVES = [
    (HIGH_END, (0.668, 3.806), (0.6681, 3.8061), -1611.1582, [46.0, 43.6, 41.4, 39.5, 37.8]),
    (REGULAR, (0.704, 1.182), (0.7041, 1.1820), -1680.2652, [22.0, 20.4, 19.1, 18.0, 17.0]),
]


class TestPublished:
    @pytest.mark.parametrize(("survivors", "published", "ours", "log_likelihood", "later"), CURVES)
    def test_curves(
        self,
        survivors: list[int],
        published: tuple[float, float],
        ours: tuple[float, float],
        log_likelihood: float,
        later: list[float],
    ) -> None:
        fit = MODEL.fit(Contracts.from_survivors(survivors))

        assert list(fit.params.values()) == pytest.approx(published, abs=6e-4)
        assert list(fit.params.values()) == pytest.approx(ours, abs=6e-5)
        assert fit.log_likelihood == pytest.approx(log_likelihood, abs=6e-5)
        assert fit.customers == 1000
        shares = 100 * MODEL.survival(fit.params, np.arange(8, 13))
        np.testing.assert_allclose(shares, later, atol=0.05)

    def test_retention_rises_with_age(self) -> None:
        retention = MODEL.retention({"alpha": 0.668, "beta": 3.806}, np.arange(1, 30))

        assert retention[0] == pytest.approx(3.806 / 4.474)
        assert (np.diff(retention) > 0).all()


class TestLikelihood:
    @pytest.mark.parametrize("theta", [(0.67, 3.8), (40.0, 2.0), (1e-3, 0.2)])
    def test_slopes_are_its_own(self, theta: tuple[float, float]) -> None:
        contracts = Contracts.from_survivors(HIGH_END)

        check_slopes(lambda at: MODEL.derivatives(at, contracts), np.array(theta), rel=1e-6)

    def test_is_of_ends_and_of_those_still_there(self) -> None:
        params = {"alpha": 0.7, "beta": 1.2}
        contracts = Contracts(ended=np.array([3.0, 0.0, 2.0]), kept=np.array([0.0, 4.0, 1.0]))
        S = MODEL.survival(params, np.arange(4))

        by_hand = 3 * np.log(S[0] - S[1]) + 2 * np.log(S[2] - S[3])
        by_hand += 4 * np.log(S[2]) + np.log(S[3])

        assert MODEL.log_likelihood(params, contracts) == pytest.approx(by_hand, rel=1e-12)

    def test_cohorts_of_several_ages_are_found_again(self) -> None:
        rng = np.random.default_rng(4)
        age = rng.integers(1, 9, 30_000)
        ends = rng.geometric(rng.beta(0.7, 1.9, 30_000))
        seen, has_ended = np.minimum(ends, age), ends <= age

        fit = MODEL.fit(Contracts.from_ages(seen, has_ended))

        errors = fit.standard_errors
        assert abs(fit.params["alpha"] - 0.7) < 3 * errors["alpha"]
        assert abs(fit.params["beta"] - 1.9) < 3 * errors["beta"]


class TestContracts:
    def test_one_by_one_are_those_of_a_curve(self) -> None:
        curve = Contracts.from_survivors([6, 4, 4, 1])

        single = Contracts.from_ages(np.array([1, 1, 3, 3, 3, 3]), np.array([1, 1, 1, 1, 1, 0]))

        np.testing.assert_array_equal(single.ended, curve.ended)
        np.testing.assert_array_equal(single.kept, curve.kept)
        np.testing.assert_array_equal(curve.renewed, [4, 4, 1])

    def test_not_yet_due_says_nothing(self) -> None:
        contracts = Contracts.from_ages(np.array([0, 0, 2]), np.array([0, 0, 1]))

        assert contracts.customers == 1

    @pytest.mark.parametrize("survivors", [[10], [10, 11], [10, 5, -1]])
    def test_impossible_curves_are_refused(self, survivors: list[float]) -> None:
        with pytest.raises(ValueError, match="never rise"):
            Contracts.from_survivors(survivors)


class TestLifetime:
    @pytest.mark.parametrize("discount", [0.05, 0.5])
    @pytest.mark.parametrize("params", [(0.668, 3.806), (2.5, 0.4), (0.05, 12.0)])
    def test_is_the_sum_of_discounted_payments(
        self, params: tuple[float, float], discount: float
    ) -> None:
        told = {"alpha": params[0], "beta": params[1]}
        t = np.arange(4000)
        paid = MODEL.survival(told, t) * (1 + discount) ** -t.astype(float)

        lifetime = MODEL.expected_lifetime(told, discount=discount)
        residual = MODEL.residual_lifetime(told, renewals=np.array([0, 4]), discount=discount)

        assert lifetime == pytest.approx(paid.sum(), rel=1e-10)
        assert 1 + residual[0] / (1 + discount) == pytest.approx(lifetime, rel=1e-10)
        after_four = (paid[5:].sum() * (1 + discount) ** 5) / MODEL.survival(told, np.array([4]))[0]
        assert residual[1] == pytest.approx(after_four, rel=1e-10)


class TestLimits:
    @pytest.mark.parametrize(
        ("survivors", "boundary"),
        [
            ([10, 10, 10], "no_departures"),
            ([10, 0, 0], "everyone_leaves_at_once"),
            ([8, 4, 2, 1], "everyone_leaves_at_one_rate"),
        ],
    )
    def test_have_names(self, survivors: list[float], boundary: str) -> None:
        fit = MODEL.fit(Contracts.from_survivors(survivors))

        assert fit.boundary == boundary
        assert fit.converged

    @given(drops=st.lists(st.integers(0, 50), min_size=1, max_size=12), rest=st.integers(0, 50))
    def test_any_curve_gives_shares_that_fall(self, drops: list[int], rest: int) -> None:
        survivors = np.cumsum([rest, *drops])[::-1]

        fit = MODEL.fit(Contracts.from_survivors(survivors))

        shares = MODEL.survival(fit.params, np.arange(30))
        assert shares[0] == 1
        assert (np.diff(shares) <= 0).all()
        assert (shares >= 0).all()
