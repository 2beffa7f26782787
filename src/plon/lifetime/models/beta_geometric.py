"""The likelihood of BG/NBD and MBG/NBD: who buys may leave after a purchase, with chance p ~ Beta.

BG (Fader, Hardie, Lee 2005): p at each repeat purchase. MBG (Batislam, Denizel, Filiztekin 2007):
also at the first, so every B(a, b+x) is B(a, b+x+1) and x = 0 may have left. With `first` 0 or 1:

  ln L = [NBD part] + ln B(a, b+x+first) - ln B(a, b) + softplus(u)
  u = ln a - ln(b+x-1+first) + (r+x)·[ln(α+T) - ln(α+t_x)]; absent for x = 0 in BG

P(alive) = 1/(1+e^u). Nothing is exponentiated but -|u|, no two large terms are subtracted.
"""

from functools import partial

import numpy as np

from plon.lifetime.models.fitting import Likelihood
from plon.lifetime.models.gamma_poisson import Derivatives, counting_part
from plon.lifetime.models.leaving import leaving_part
from plon.lifetime.models.prepared import Counts, Prepared
from plon.lifetime.purchases import Floats

BOUNDARIES = {
    "a+ b+": "everyone_leaves_at_one_rate",
    "a-": "no_departures",
    "b+": "no_departures",
    "a+": "everyone_leaves_at_once",
    "b-": "everyone_leaves_at_once",
    "r+": "everyone_buys_at_one_rate",
    "alpha+": "everyone_buys_at_one_rate",
}


def likelihood(model: str, *, first: int) -> Likelihood:
    """Return the likelihood of BG/NBD (first = 0) or MBG/NBD (1)."""
    return Likelihood(
        model=model,
        letters=("r", "alpha", "a", "b"),
        rows="all" if first else "repeat",
        start=(0.5, 0.5, 0.5, 2.0),
        boundaries=BOUNDARIES,
        derivatives=partial(derivatives, first=first),
    )


def derivatives(theta: Floats, prepared: Prepared, counts: Counts, *, first: int) -> Derivatives:
    """Return ln L, gradient and Hessian in (r, α, a, b), times in the prepared unit.

    theta: shape (4,), or (replicates, 4) with counts of as many replicates.
    """
    value, gradient, hessian = _staying_part(theta, counts, first=first)
    counting = counting_part(theta, prepared, counts)
    value += counting[0]
    gradient[..., :2] += counting[1]
    hessian[..., :2, :2] += counting[2]
    leaving = leaving_part(theta, prepared, counts, first=first)
    return value + leaving[0], gradient + leaving[1], hessian + leaving[2]


def _staying_part(theta: Floats, counts: Counts, *, first: int) -> Derivatives:
    """Return Σ w·[ln B(a, b+x+first) - ln B(a, b)] = -Σ_i ln(1+a/(b+i))·(weight, x+first > i)."""
    a, b = theta[..., 2:3], theta[..., 3:4]
    chances = counts.more_than
    if first:
        chances = np.concatenate([counts.customers[..., None], chances], axis=-1)
    stay = 1 / (b + np.arange(chances.shape[-1]))
    both = 1 / (a + 1 / stay)
    value = -(chances * np.log1p(a * stay)).sum(axis=-1)
    d_a = -(chances * both).sum(axis=-1)
    d_b = (chances * a * stay * both).sum(axis=-1)
    a_any = (chances * both**2).sum(axis=-1)
    b_b = -(chances * a * stay * both * (stay + both)).sum(axis=-1)
    gradient, hessian = np.zeros(theta.shape), np.zeros((*theta.shape, 4))
    gradient[..., 2], gradient[..., 3] = d_a, d_b
    hessian[..., 2, 2] = hessian[..., 2, 3] = hessian[..., 3, 2] = a_any
    hessian[..., 3, 3] = b_b
    return value, gradient, hessian
