"""The likelihood of BG/BB, as a sum over the chance before which a customer left.

With e chances lived through, t_x <= e <= n, and e = n also for who never left,
L = Σ_e B(α+x, β+e-x)/B(α, β) · B(γ+[e<n], δ+e)/B(γ, δ): all positive, added in logarithms.
"""

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.models.newton import Optimum
from plon.lifetime.models.rising import Rising, rising
from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.special import log_sum_exp

Index: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Betas:
    """ln B(a+i, b+j) - ln B(a, b) for whole i and j, and its derivatives by a and b."""

    a: Rising
    b: Rising
    both: Rising

    @classmethod
    def of(cls, a: float, b: float, size: int) -> "Betas":
        """Return the tables for i, j and i + j up to size + 1."""
        return cls(rising(a, size + 1), rising(b, size + 1), rising(a + b, size + 1))

    def log(self, i: Index, j: Index) -> Floats:
        """Return ln B(a+i, b+j) - ln B(a, b)."""
        return np.asarray(self.a.value[i] + self.b.value[j] - self.both.value[i + j])

    def first(self, i: Index, j: Index) -> tuple[Floats, Floats]:
        """Return the derivatives by a and by b."""
        both = self.both.first[i + j]
        return self.a.first[i] - both, self.b.first[j] - both

    def second(self, i: Index, j: Index) -> tuple[Floats, Floats, Floats]:
        """Return the second derivatives aa, ab, bb."""
        both = self.both.second[i + j]
        return self.a.second[i] - both, -both, self.b.second[j] - both


@dataclass(frozen=True, slots=True, eq=False)
class _Terms:
    """Rows are customers, columns the chances e lived through; impossible ones have -inf."""

    bought: tuple[Index, Index]
    stayed: tuple[Index, Index]
    buying: Betas
    staying: Betas
    log: Floats


def log_likelihoods(theta: Floats, purchases: Purchases) -> Floats:
    """Return every row's ln L, shape (n,)."""
    return np.asarray(log_sum_exp(_terms(theta, purchases).log))


def derivatives(theta: Floats, purchases: Purchases) -> tuple[float, Floats, Floats]:
    """Return ln L, gradient (4,) and Hessian (4, 4) in θ = (α, β, γ, δ), weighted sums."""
    terms = _terms(theta, purchases)
    value = log_sum_exp(terms.log)
    share = np.exp(terms.log - value[:, None])
    shape = share.shape
    slopes = np.array(
        [
            np.broadcast_to(slope, shape)
            for slope in (
                *terms.buying.first(*terms.bought),
                *terms.staying.first(*terms.stayed),
            )
        ]
    )
    mean = (share * slopes).sum(axis=2)
    weighted = share * purchases.weight[:, None]
    hessian = np.einsum("re,ire,jre->ij", weighted, slopes, slopes, optimize=True)
    hessian -= (mean * purchases.weight) @ mean.T
    for at, (aa, ab, bb) in (
        (0, terms.buying.second(*terms.bought)),
        (2, terms.staying.second(*terms.stayed)),
    ):
        cross = (weighted * ab).sum()
        hessian[at : at + 2, at : at + 2] += [
            [(weighted * aa).sum(), cross],
            [cross, (weighted * bb).sum()],
        ]
    symmetric = (hessian + hessian.T) / 2
    return float(purchases.weight @ value), mean @ purchases.weight, symmetric


def at_nothing(optimum: Optimum) -> Optimum:
    """Return the limit in which nobody ever buys, by its name."""
    return replace(
        optimum,
        limits={"alpha": -1},
        boundary="no_repeat_purchase",
        covariance=np.full((4, 4), np.nan),
        condition=float("inf"),
        converged=True,
    )


def _terms(theta: Floats, purchases: Purchases) -> _Terms:
    alpha, beta, gamma, delta = (float(value) for value in theta)
    x, t_x, n = (
        np.rint(column).astype(np.intp)[:, None]
        for column in (purchases.x, purchases.t_x, purchases.T)
    )
    most = int(n.max(initial=0))
    buying, staying = Betas.of(alpha, beta, most + 1), Betas.of(gamma, delta, most + 1)
    e = np.arange(most + 1)
    bought = (np.broadcast_to(x, (len(x), most + 1)), np.maximum(e - x, 0))
    stayed = ((e < n).astype(np.intp), np.broadcast_to(e, (len(x), most + 1)))
    is_possible = (e >= t_x) & (e <= n)
    log = np.where(is_possible, buying.log(*bought) + staying.log(*stayed), -np.inf)
    return _Terms(bought, stayed, buying, staying, log)
