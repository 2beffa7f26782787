"""Small bases drawn from Pareto/NBD's own story, with a seed, and metamorphic twins of a base."""

import numpy as np

from plon.lifetime.purchases import Floats, Purchases

TRUE = {"r": 0.9, "alpha": 8.0, "s": 0.7, "beta": 12.0}


def pareto_base(
    customers: int, *, seed: int, params: dict[str, float] | None = None, T: Floats | None = None
) -> Purchases:
    """Return customers observed for 20 to 80 units, or for T."""
    told = params or TRUE
    rng = np.random.default_rng(seed)
    seen = rng.uniform(20, 80, customers) if T is None else T
    rate = rng.gamma(told["r"], 1 / told["alpha"], customers)
    leaves = rng.exponential(1 / rng.gamma(told["s"], 1 / told["beta"], customers))
    active = np.minimum(seen, leaves)
    x = rng.poisson(rate * active).astype(float)
    t_x = np.where(x > 0, active * rng.random(customers) ** (1 / np.maximum(x, 1)), 0.0)
    return Purchases(x=x, t_x=t_x, T=seen)


def in_unit(purchases: Purchases, factor: float) -> Purchases:
    """Return the same base with times told in a unit `factor` times smaller."""
    return Purchases(
        x=purchases.x,
        t_x=purchases.t_x * factor,
        T=purchases.T * factor,
        weight=purchases.weight,
    )


def rows(purchases: Purchases, order: "np.typing.NDArray[np.intp]") -> Purchases:
    """Return the rows of that order, repeats included."""
    return Purchases(
        x=purchases.x[order],
        t_x=purchases.t_x[order],
        T=purchases.T[order],
        weight=purchases.weight[order],
    )


def of(x: list[float], t_x: list[float], T: list[float]) -> Purchases:
    """Return a base from columns."""
    return Purchases(x=np.array(x), t_x=np.array(t_x), T=np.array(T))
