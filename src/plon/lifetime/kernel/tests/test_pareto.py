"""The compiled Pareto/NBD sums against the NumPy reference, and on any number of threads."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.kernel import pareto as kernel
from plon.lifetime.models import pareto_likelihood
from plon.lifetime.models.pareto_integral import log_odds_of_having_left
from plon.lifetime.models.pareto_nbd import ParetoNbd
from plon.lifetime.models.tests import cdnow
from plon.lifetime.models.tests.bases import of, pareto_base
from plon.lifetime.purchases import Floats, Purchases

pytestmark = pytest.mark.skipif(not kernel.is_built(), reason="the kernels are not compiled here")

THETAS = [
    (0.55, 10.6, 0.61, 11.7),
    (0.55, 11.7, 0.61, 10.6),  # β the smaller one
    (0.01, 0.5, 0.03, 1e3),
    (3.0, 1e-2, 2.0, 5e-4),
    (1e4, 2e4, 3.0, 10.0),
    (0.8, 9.0, 1e5, 3e6),
]


def compiled(theta: Floats, purchases: Purchases) -> Floats:
    sums = kernel.sums(theta, purchases)
    assert sums is not None
    return sums


@pytest.mark.parametrize("theta", THETAS)
class TestEquality:
    def test_of_the_likelihood(self, theta: tuple[float, ...]) -> None:
        at, base = np.array(theta), cdnow.purchases()

        reference = pareto_likelihood.sums(at, base)

        found = compiled(at, base)
        assert found[0] == pytest.approx(reference[0], rel=1e-12)

    def test_of_gradient_and_hessian_in_logs(self, theta: tuple[float, ...]) -> None:
        at, base = np.array(theta), cdnow.purchases()

        _, gradient, hessian = pareto_likelihood.unpack(pareto_likelihood.sums(at, base))
        _, fast_gradient, fast_hessian = pareto_likelihood.unpack(compiled(at, base))

        scale = np.abs(at * gradient).max()
        np.testing.assert_allclose(at * fast_gradient, at * gradient, rtol=0, atol=1e-10 * scale)
        outer = np.outer(at, at)
        scale = np.abs(outer * hessian).max()
        np.testing.assert_allclose(outer * fast_hessian, outer * hessian, rtol=0, atol=1e-9 * scale)

    def test_of_the_odds_of_having_left(self, theta: tuple[float, ...]) -> None:
        at, base = np.array(theta), cdnow.purchases()

        odds = kernel.log_odds_of_having_left(at, base)

        assert odds is not None
        np.testing.assert_allclose(odds, log_odds_of_having_left(at, base), rtol=1e-11, atol=1e-10)


class TestExtremes:
    @settings(max_examples=80, deadline=None)
    @given(
        theta=st.tuples(*[st.floats(-14, 14)] * 4),
        rows=st.lists(
            st.tuples(
                st.one_of(st.just(0), st.integers(1, 10_000)),
                st.floats(0, 1),
                st.sampled_from([0.0, 1e-6, 1.0, 50.0, 1e9]),
            ),
            min_size=1,
            max_size=40,
        ),
    )
    def test_are_equal_too(
        self, theta: tuple[float, ...], rows: list[tuple[int, float, float]]
    ) -> None:
        x, share, T = np.array(rows).T
        base = Purchases(x=x, t_x=np.where(x > 0, share * T, 0.0), T=T)
        at = np.exp(theta)

        found, reference = compiled(at, base), pareto_likelihood.sums(at, base)

        assert np.isfinite(found).all()
        assert found[0] == pytest.approx(reference[0], rel=1e-12, abs=1e-11 * len(rows))

    def test_a_zero_weight_row_counts_for_nothing(self) -> None:
        base = of([3, 9000], [5.0, 1e8], [40.0, 1e9])
        silenced = Purchases(x=base.x, t_x=base.t_x, T=base.T, weight=np.array([1.0, 0.0]))
        alone = of([3], [5.0], [40.0])
        at = np.array([0.55, 10.6, 0.61, 11.7])

        np.testing.assert_array_equal(compiled(at, silenced), compiled(at, alone))

    def test_no_rows_make_no_sum(self) -> None:
        np.testing.assert_array_equal(compiled(np.ones(4), of([], [], [])), np.zeros(15))


class TestThreads:
    @pytest.mark.parametrize("threads", ["2", "4"])
    def test_give_the_same_bits(self, monkeypatch: pytest.MonkeyPatch, threads: str) -> None:
        base, at = pareto_base(30_000, seed=2), np.array([0.9, 8.0, 0.7, 12.0])
        monkeypatch.setenv("PLON_THREADS", "1")
        alone, odds = compiled(at, base), kernel.log_odds_of_having_left(at, base)

        monkeypatch.setenv("PLON_THREADS", threads)

        np.testing.assert_array_equal(compiled(at, base), alone)
        np.testing.assert_array_equal(kernel.log_odds_of_having_left(at, base), odds)

    def test_leave_the_fit_as_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        base, found = pareto_base(30_000, seed=2), []
        for threads in ("1", "2", "4"):
            monkeypatch.setenv("PLON_THREADS", threads)
            found.append(ParetoNbd().fit(base))

        assert found[0].params == found[1].params == found[2].params
        assert found[0].log_likelihood == found[2].log_likelihood


class TestWithoutTheLibrary:
    def test_nothing_is_computed_and_numpy_is_asked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PLON_NO_KERNEL", "1")

        assert not kernel.is_built()
        assert kernel.sums(np.ones(4), of([1], [1.0], [2.0])) is None
        assert kernel.log_odds_of_having_left(np.ones(4), of([1], [1.0], [2.0])) is None
