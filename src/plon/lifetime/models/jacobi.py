"""Nodes and weights to average over a Beta distribution: Gauss-Jacobi (Golub & Welsch 1969).

The weights come from eigenvectors, not from Gamma functions: parameters may be tiny or huge.
"""

from functools import lru_cache

import numpy as np

from plon.lifetime.purchases import Floats


@lru_cache(maxsize=8_192)  # a forecast asks for the same at each horizon of each draw
def beta_nodes(a: float, B: float, *, nodes: int) -> tuple[Floats, Floats]:
    """Return (p, weight), each (nodes,), with E f(p) ≈ Σ weight·f(p) for p ~ Beta(a, B)."""
    left, right = a - 1, B - 1
    total = left + right
    k = np.arange(1, nodes)
    twice = 2 * k + total
    first = (left - right) / (total + 2)
    center = (left - right) * total / (twice * (twice + 2))
    # At k = 1 the general form is 0/0 where the parameters add up to -1: cancelled beforehand.
    rest = np.where(k == 1, 1.0, (k + total) / np.where(k == 1, 1.0, twice - 1))
    beside = np.sqrt(4 * k * (k + left) * (k + right) * rest / (twice**2 * (twice + 1)))
    tridiagonal = np.diag(np.append(first, center)) + np.diag(beside, -1)
    place, vector = np.linalg.eigh(tridiagonal)  # reads the lower half
    nodes_and_weights = (np.asarray((1 + place) / 2), np.asarray(vector[0] ** 2))
    for kept in nodes_and_weights:
        kept.flags.writeable = False
    return nodes_and_weights
