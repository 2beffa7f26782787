"""The part of (M)BG/NBD that needs x, t_x and T together: Σ w·softplus(u), and its derivatives.

u = ln a - ln(b+x-1+first) + (r+x)·[ln(α+T) - ln(α+t_x)]: what having left weighs against still
being there. Logarithms and reciprocals are taken once per distinct day, so that a row costs one
exponential and one logarithm. The compiled kernel walks large bases, NumPy all others.
"""

from dataclasses import dataclass

import numpy as np

from plon.lifetime.kernel import bg as kernel
from plon.lifetime.models.gamma_poisson import Derivatives
from plon.lifetime.models.prepared import Counts, Prepared
from plon.lifetime.purchases import Floats

KERNEL_ROWS = 5_000  # from so many rows the compiled kernel is used, if there is one
ORDER = [0, 1, 2, 3, 1, 4, 5, 6, 2, 5, 7, 8, 3, 6, 8, 9]  # from a triangle to a square, by rows
CELLS = 4096  # rows · replicates at a time: their 15 columns stay in the second-level cache


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tables:
    """What a row looks up: by T, by t_x (ln(1 + ·/α) and 1/(α + ·)) and by x."""

    late_end: Floats
    inverse_end: Floats
    late_last: Floats
    inverse_last: Floats
    leaves: Floats  # ln a - ln(b+x-1+first)
    k: Floats  # 1/(b+x-1+first)

    @property
    def columns(self) -> tuple[Floats, ...]:
        return (
            self.late_end,
            self.inverse_end,
            self.late_last,
            self.inverse_last,
            self.leaves,
            self.k,
        )


def leaving_part(theta: Floats, prepared: Prepared, counts: Counts, *, first: int) -> Derivatives:
    """Return Σ w·softplus(u), its gradient and its Hessian in (r, α, a, b)."""
    a = theta[..., 2]
    s = _Sums(*_sums(theta, prepared, counts, first=first).T)
    gradient = np.array([s.d, s.f, s.one / a, -s.k]).T
    upper = (
        *(s.dd, s.df + s.e, s.d_ / a, -s.dk),
        *(s.ff + s.q, s.f_ / a, -s.fk),
        *((s.one_ - s.one) / a**2, -s.k_ / a),
        s.kk + s.k2,
    )
    hessian = np.array(upper).T[..., ORDER].reshape(*gradient.shape, 4)
    return s.value, gradient, hessian


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums over rows, with σ = w·e^u/(1+e^u) and, where the name ends in _ or is double, σ(1-σ).

    d = u_r, f = u_α = m·e, e = 1/(α+T) - 1/(α+t_x), q = u_αα, k = 1/(b+x-1+first), m = r+x.
    """

    value: Floats
    one: Floats
    d: Floats
    f: Floats
    k: Floats
    e: Floats
    q: Floats
    k2: Floats
    one_: Floats
    d_: Floats
    f_: Floats
    k_: Floats
    dd: Floats
    df: Floats
    dk: Floats
    ff: Floats
    fk: Floats
    kk: Floats


def tables(theta: Floats, prepared: Prepared, counts: Counts, *, first: int) -> Tables:
    """Return what rows look up at theta, shape (4,) or (replicates, 4)."""
    alpha, a, b = theta[..., 1:2], theta[..., 2:3], theta[..., 3:4]
    x = np.arange(counts.more_than.shape[-1] + 1)
    chances = b + np.maximum(x - 1 + first, 0)
    return Tables(
        late_end=np.log1p(prepared.T / alpha),
        inverse_end=1 / (alpha + prepared.T),
        late_last=np.log1p(prepared.t / alpha),
        inverse_last=1 / (alpha + prepared.t),
        leaves=np.log(a) - np.log(chances),
        k=1 / chances,
    )


def _sums(theta: Floats, prepared: Prepared, counts: Counts, *, first: int) -> Floats:
    looked_up = tables(theta, prepared, counts, first=first)
    if counts.rows.size >= KERNEL_ROWS and kernel.is_built():
        return kernel.leaving_sums(
            rows=(prepared.row_x, prepared.row_end, prepared.row_last),
            weight=counts.rows,
            tables=looked_up.columns,
            r=theta[..., 0],
        )
    return numpy_sums(theta[..., 0:1], prepared, counts.rows, looked_up)


def numpy_sums(r: Floats, prepared: Prepared, weight: Floats, tables: Tables) -> Floats:
    """Return the sums of `_Sums` in order, last axis 18: the reference for the kernel."""
    chunk = max(1, CELLS // r.size)
    total = np.zeros((*r.shape[:-1], 18))
    for start in range(0, len(prepared.row_x), chunk):
        total += _chunk_sums(r, prepared, weight, tables, slice(start, start + chunk))
    return total


# Where each of the 18 sums stands in the product of 7 columns by 5.
PRODUCT = [4, 9, 14, 19, 24, 29, 34, 0, 5, 10, 15, 6, 7, 8, 12, 13, 18]


def _chunk_sums(
    r: Floats, prepared: Prepared, weight: Floats, tables: Tables, chunk: slice
) -> Floats:
    x, at_end, at_last = prepared.row_x[chunk], prepared.row_end[chunk], prepared.row_last[chunk]
    w, m = weight[..., chunk], r + x
    left = np.empty((*w.shape[:-1], 7, len(x)))
    right = np.empty((*w.shape[:-1], 5, len(x)))
    one, d, f, k, e, q, k2 = (left[..., i, :] for i in range(7))
    inverse_end, inverse_last = (
        tables.inverse_end.take(at_end, axis=-1),
        tables.inverse_last.take(at_last, axis=-1),
    )
    one[...] = 1.0
    np.subtract(
        tables.late_end.take(at_end, axis=-1), tables.late_last.take(at_last, axis=-1), out=d
    )
    np.subtract(inverse_end, inverse_last, out=e)
    np.multiply(m, e, out=f)
    np.multiply(-f, inverse_end + inverse_last, out=q)
    k[...] = tables.k.take(x, axis=-1)
    np.multiply(k, k, out=k2)
    u = tables.leaves.take(x, axis=-1) + m * d
    small = np.exp(-np.abs(u))
    value = (w * (np.maximum(u, 0) + np.log(1 + small))).sum(axis=-1)
    share = 1 / (1 + small)
    sigma = w * np.where(u > 0, share, small * share)
    np.multiply(w * small, share * share, out=right[..., 0, :])
    np.multiply(right[..., 0:1, :], left[..., 1:4, :], out=right[..., 1:4, :])
    right[..., 4, :] = sigma
    product = left @ np.swapaxes(right, -1, -2)
    sums = product.reshape(*product.shape[:-2], 35)[..., PRODUCT]
    return np.concatenate([value[..., None], sums], axis=-1)
