"""The compiled row loop against NumPy's, where it was built."""

import numpy as np
import pytest

from plon.lifetime.kernel import bg
from plon.lifetime.models import leaving
from plon.lifetime.models.bg_nbd import BgNbd
from plon.lifetime.models.geometric_leaving import GeometricLeaving
from plon.lifetime.models.leaving import numpy_sums, tables
from plon.lifetime.models.mbg_nbd import MbgNbd
from plon.lifetime.models.prepared import prepare
from plon.lifetime.models.tests import cdnow
from plon.lifetime.models.tests.invented import simulate
from plon.lifetime.purchases import Floats, Purchases

built = pytest.mark.skipif(not bg.is_built(), reason="no C compiler built the kernels")
THETAS = [(0.243, 1.0, 0.793, 2.426), (1e-5, 1e5, 1e-6, 50.0), (40.0, 0.01, 30.0, 1e-3)]


def many(size: int = 150_000) -> Purchases:
    """Return more customers than a chunk holds, off any grid, some of them extreme."""
    rng = np.random.default_rng(12)
    T = rng.random(size) * 100
    x = (rng.geometric(0.3, size) - 1).astype(np.float64)
    x[::1000] = 9000
    return Purchases(x=x, t_x=np.where(x > 0, T * rng.random(size), 0), T=T)


def sums(theta: Floats, base: Purchases, *, first: int) -> tuple[Floats, Floats]:
    """Return the kernel's sums and NumPy's."""
    prepared = prepare(base, rows="all" if first else "repeat")
    counts = prepared.count(base.weight)
    looked_up = tables(theta, prepared, counts, first=first)
    rows = (prepared.row_x, prepared.row_end, prepared.row_last)
    ours = bg.leaving_sums(rows=rows, weight=counts.rows, tables=looked_up.columns, r=theta[..., 0])
    return ours, numpy_sums(theta[..., 0:1], prepared, counts.rows, looked_up)


@built
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("theta", THETAS)
def test_sums_are_numpys(theta: tuple[float, ...], first: int) -> None:
    for base in (cdnow.purchases(), many(20_011)):
        ours, reference = sums(np.array(theta), base, first=first)

        np.testing.assert_allclose(ours, reference, rtol=1e-12, atol=1e-290)


@built
def test_sums_of_replicates_are_those_of_each() -> None:
    base = cdnow.purchases()
    prepared = prepare(base)
    weights = np.random.default_rng(1).poisson(1, (3, len(base))).astype(float)
    counts, theta = prepared.count(weights), np.array(THETAS)
    looked_up = tables(theta, prepared, counts, first=0)
    rows = (prepared.row_x, prepared.row_end, prepared.row_last)

    found = bg.leaving_sums(rows=rows, weight=counts.rows, tables=looked_up.columns, r=theta[:, 0])

    reference = numpy_sums(theta[:, 0:1], prepared, counts.rows, looked_up)
    np.testing.assert_allclose(found, reference, rtol=1e-12, atol=1e-290)


@built
def test_the_number_of_threads_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    base, found = many(), []
    for threads in ("1", "2", "4"):
        monkeypatch.setenv("PLON_THREADS", threads)
        found.append(BgNbd().fit(base))

    assert len({fit.theta().tobytes() for fit in found}) == 1
    assert len({fit.log_likelihood for fit in found}) == 1
    assert len({fit.covariance.tobytes() for fit in found}) == 1


@built
@pytest.mark.parametrize("model", [BgNbd(), MbgNbd()], ids=lambda model: model.name)
def test_fits_are_equal_with_and_without(
    model: GeometricLeaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = simulate(12_000, first=model.first)
    assert (base.x > 0).sum() > leaving.KERNEL_ROWS
    compiled = model.fit(base)

    monkeypatch.setenv("PLON_NO_KERNEL", "1")

    plain = model.fit(base)
    assert compiled.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-12)
    assert compiled.params == pytest.approx(plain.params, rel=1e-8)


def test_small_bases_never_see_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> Floats:
        raise AssertionError("too small for the kernel")

    monkeypatch.setattr(bg, "leaving_sums", refuse)

    assert BgNbd().fit(cdnow.purchases()).converged


def test_without_the_library_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLON_NO_KERNEL", "1")

    assert not bg.is_built()
    empty = np.empty(0, dtype=np.intp)
    with pytest.raises(RuntimeError, match="not built"):
        bg.leaving_sums(
            rows=(empty, empty, empty), weight=np.empty(0), tables=(), r=np.asarray(1.0)
        )
