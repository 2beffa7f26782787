"""Summary tables of synthetic customers: BG/NBD purchases, Gamma-Gamma spend, seeded.

r .9, alpha 30 days, a .7, b 3 over 730 days; p 6.25, q 3.74, gamma 15.44. Written as NumPy archives
into bench/.cache, which git ignores, so that every environment reads the same numbers.
"""

from pathlib import Path

import numpy as np

CACHE = Path(__file__).parent / ".cache"
SPAN_DAYS = 730


def path_of(customers: int) -> Path:
    """Return the archive with x, t_x, T (days) and z of that many customers, made if missing."""
    path = CACHE / f"customers_{customers}.npz"
    if not path.exists():
        CACHE.mkdir(exist_ok=True)
        np.savez(path, **simulate(customers))
    return path


def simulate(customers: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(20_260_101)
    rate = rng.gamma(0.9, 1 / 30, customers)
    leaving = rng.beta(0.7, 3, customers)
    T = SPAN_DAYS - rng.integers(0, SPAN_DAYS - 30, customers).astype(float)
    now, x, t_x = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    active = np.arange(customers)
    while len(active):
        now[active] += rng.exponential(1, len(active)) / rate[active]
        active = active[now[active] <= T[active]]
        x[active] += 1
        t_x[active] = now[active]
        active = active[rng.random(len(active)) >= leaving[active]]
    t_x = np.minimum(np.ceil(t_x), T)
    x = np.minimum(x, t_x)  # at most one purchase day a day
    nu = rng.gamma(3.74, 1 / 15.44, customers)
    z = np.where(x > 0, rng.gamma(6.25 * np.maximum(x, 1)) / (nu * np.maximum(x, 1)), 0)
    return {"x": x, "t_x": t_x, "T": T, "z": np.round(z, 2)}
