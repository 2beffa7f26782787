"""Customers made by the models' own story."""

import numpy as np

from plon.lifetime.purchases import Purchases


def simulate(size: int, *, first: int, seed: int = 1) -> Purchases:
    """Return customers of r = 1.2, α = 9, a = 0.8, b = 2 over up to 100 weeks."""
    rng = np.random.default_rng(seed)
    rate, leaving = rng.gamma(1.2, 1 / 9, size), rng.beta(0.8, 2.0, size)
    T = rng.integers(30, 100, size).astype(float)
    x, t_x, clock = np.zeros(size), np.zeros(size), np.zeros(size)
    here = rng.random(size) >= leaving if first else np.ones(size, dtype=bool)
    while here.any():
        clock += rng.exponential(1 / rate)
        here &= clock <= T
        x, t_x = x + here, np.where(here, clock, t_x)
        here &= rng.random(size) >= leaving
    return Purchases(x=x, t_x=t_x, T=T)
