"""The part all purchase models share: Poisson purchases whose rate is Gamma over customers.

ln Γ(r+x)/Γ(r) is Σ ln(r+i), i < x, so all customers together need Σ_i (weight with x > i)·ln(r+i):
no special function, and no difference of large terms when r grows without bound.
"""

import numpy as np

from plon.lifetime.models.prepared import Counts, Prepared
from plon.lifetime.purchases import Floats
from plon.lifetime.special import betaln, xlogy

Derivatives = tuple[Floats, Floats, Floats]


def counting_part(theta: Floats, prepared: Prepared, counts: Counts) -> Derivatives:
    """Return Σ w·[lnΓ(r+x) - lnΓ(r) + r ln α - (r+x) ln(α+T)], its gradient and Hessian in (r, α).

    theta: (r, α, …), shape (…, k); shapes (…,), (…, 2) and (…, 2, 2) return.
    """
    r, alpha = theta[..., 0:1], theta[..., 1:2]
    inverse = 1 / (r + np.arange(counts.more_than.shape[-1]))
    end = 1 / (alpha + prepared.T)
    late = np.log1p(prepared.T / alpha)
    passed = prepared.T * end / alpha  # 1/α - 1/(α+T), not as a difference
    bought = counts.x_at_end
    at_late, at_passed = _sum(counts.at_end * late), _sum(counts.at_end * passed)
    bend = _sum(counts.at_end * passed * (1 / alpha + end))
    size = r[..., 0]
    value = _sum(bought * np.log(end)) - _sum(counts.more_than * np.log(inverse)) - size * at_late
    d_r = _sum(counts.more_than * inverse) - at_late
    d_alpha = size * at_passed - _sum(bought * end)
    rr = -_sum(counts.more_than * inverse**2)
    alpha_alpha = _sum(bought * end**2) - size * bend
    gradient = np.array([d_r, d_alpha]).T
    hessian = np.array([rr, at_passed, at_passed, alpha_alpha]).T
    return value, gradient, hessian.reshape(*gradient.shape, 2)


def log_count(m: Floats, c: Floats, counts: Floats) -> Floats:
    """Return ln P(count purchases) of a Gamma(m, A) rate over a time c·A: negative binomial."""
    early = np.log1p(c)
    ways = np.where(
        counts > 0, -betaln(m, np.maximum(counts, 1)) - np.log(np.maximum(counts, 1)), 0
    )
    return np.asarray(ways + xlogy(counts, c) - counts * early - m * early)


def _sum(terms: Floats) -> Floats:
    return np.asarray(terms.sum(axis=-1))
