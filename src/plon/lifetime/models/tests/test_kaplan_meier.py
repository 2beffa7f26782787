"""Kaplan-Meier equals lifelines to 1e-12, and by hand."""

import numpy as np
import pytest
from lifelines import KaplanMeierFitter
from lifelines.utils import restricted_mean_survival_time

from plon.lifetime.models.kaplan_meier import kaplan_meier
from plon.lifetime.purchases import Floats


def lifetimes(customers: int, *, seed: int, whole: bool) -> tuple[Floats, Floats, Floats]:
    """Return durations, whether they ended, and weights."""
    rng = np.random.default_rng(seed)
    ends, seen = rng.exponential(20, customers), rng.uniform(1, 30, customers)
    durations = np.minimum(ends, seen)
    told = np.ceil(durations) if whole else durations
    return told, (ends <= seen).astype(float), rng.integers(1, 6, customers).astype(float)


@pytest.mark.parametrize("whole", [True, False])
class TestLifelines:
    def test_agrees_on_shares_limits_and_median(self, whole: bool) -> None:
        durations, has_ended, _ = lifetimes(700, seed=1, whole=whole)
        theirs = KaplanMeierFitter(alpha=0.1).fit(durations, has_ended)

        ours = kaplan_meier(durations, has_ended, level=0.9)

        shares = theirs.survival_function_.loc[ours.times].to_numpy()[:, 0]
        np.testing.assert_allclose(ours.survival, shares, rtol=0, atol=1e-12)
        inside = (ours.survival < 1) & (ours.survival > 0)
        limits = theirs.confidence_interval_.loc[ours.times].to_numpy()[inside]
        np.testing.assert_allclose(ours.low[inside], limits[:, 0], rtol=0, atol=1e-12)
        np.testing.assert_allclose(ours.high[inside], limits[:, 1], rtol=0, atol=1e-12)
        assert ours.median == theirs.median_survival_time_
        at_risk = theirs.event_table.loc[ours.times, "at_risk"]
        np.testing.assert_array_equal(ours.at_risk, at_risk)

    def test_agrees_on_weights_and_the_restricted_mean(self, whole: bool) -> None:
        durations, has_ended, weight = lifetimes(400, seed=2, whole=whole)
        theirs = KaplanMeierFitter().fit(durations, has_ended, weights=weight)

        ours = kaplan_meier(durations, has_ended, weight=weight)

        shares = theirs.survival_function_.loc[ours.times].to_numpy()[:, 0]
        np.testing.assert_allclose(ours.survival, shares, rtol=0, atol=1e-12)
        for until in (3.3, 12.0, 29.0):
            mean = restricted_mean_survival_time(theirs, until)
            assert ours.restricted_mean(until) == pytest.approx(mean, rel=1e-12)


class TestByHand:
    found = kaplan_meier(np.array([1.0, 2.0, 2.0, 3.0, 4.0]), np.array([1, 1, 0, 1, 0]))

    def test_shares(self) -> None:
        np.testing.assert_array_equal(self.found.times, [1, 2, 3, 4])
        np.testing.assert_array_equal(self.found.at_risk, [5, 4, 2, 1])
        np.testing.assert_array_equal(self.found.ended, [1, 1, 1, 0])
        np.testing.assert_allclose(self.found.survival, [0.8, 0.6, 0.3, 0.3], rtol=1e-15)

    def test_greenwood(self) -> None:
        expected = np.cumsum([1 / 20, 1 / 12, 1 / 2, 0])

        np.testing.assert_allclose(self.found.log_variance, expected, rtol=1e-15)

    def test_between_the_times(self) -> None:
        np.testing.assert_allclose(self.found.at([0, 0.9, 1, 2.5, 99]), [1, 1, 0.8, 0.6, 0.3])

    def test_median_and_mean(self) -> None:
        assert self.found.median == 3
        assert self.found.restricted_mean(2.5) == pytest.approx(1 + 0.8 + 0.5 * 0.6)
        assert self.found.restricted_mean(10) == pytest.approx(1 + 0.8 + 0.6 + 7 * 0.3)

    def test_median_that_was_not_seen_is_infinite(self) -> None:
        assert kaplan_meier(np.array([1.0, 2.0]), np.array([0, 0])).median == np.inf

    def test_all_gone_and_all_there_have_no_width(self) -> None:
        gone = kaplan_meier(np.array([1.0, 2.0, 3.0]), np.array([0, 1, 1]))

        assert gone.survival[-1] == gone.low[-1] == gone.high[-1] == 0
        assert gone.survival[0] == gone.low[0] == gone.high[0] == 1
        assert gone.low[1] < gone.survival[1] < gone.high[1]

    def test_weights_are_repeated_rows(self) -> None:
        durations, has_ended, weight = lifetimes(80, seed=3, whole=True)
        repeated = np.repeat(np.arange(80), weight.astype(int))

        heavy = kaplan_meier(durations, has_ended, weight=weight)
        single = kaplan_meier(durations[repeated], has_ended[repeated])

        np.testing.assert_allclose(heavy.survival, single.survival, rtol=1e-14)
        np.testing.assert_allclose(heavy.low, single.low, rtol=1e-13)

    @pytest.mark.parametrize("durations", [[], [-1.0], [float("nan")], [float("inf")]])
    def test_impossible_lifetimes_are_refused(self, durations: list[float]) -> None:
        with pytest.raises(ValueError, match="finite numbers"):
            kaplan_meier(np.array(durations), np.ones(len(durations)))
