"""Integrals of positive functions of ln(time) whose logarithm is concave: one hill each."""

from collections.abc import Callable

import numpy as np

from plon.lifetime.kernel.nodes import gauss_legendre
from plon.lifetime.purchases import Floats

DROP = 32.0  # how far below the top the hill is cut
NODES = 16  # in each panel
STEPS = 6
STEEP = 1e-9
FAR = 60.0  # e^60 is longer than any time

Function = Callable[[Floats], Floats]


def log_integral(height: Function, slope: Function, *, end: Floats, panels: int) -> Floats:
    """Return ln ∫ e^h(v) dv over v < end, shape (n,), for concave h with h(0) = 0 at its highest.

    height, slope: v, (n,) or (k, n) -> h or its derivative, the same shape.
    end: >= 0; where the hill is cut off, or inf.
    panels: on each side of the top; a foot is up to DROP/slope away, and a panel does for 5.
    """
    end = np.minimum(end, FAR)
    left = _foot(height, slope, -np.ones_like(end), np.full_like(end, -np.inf))
    right = _foot(height, slope, np.minimum(end, 1.0), end)
    u, weight = gauss_legendre(NODES, panels)
    total = np.zeros_like(end)
    for edge in (left, right):
        total += np.abs(edge) * (weight @ np.exp(height(u[:, None] * edge)))
    return np.log(total)


def _foot(height: Function, slope: Function, v: Floats, limit: Floats) -> Floats:
    """Return where h has fallen by DROP, not nearer to the top, and not beyond the limit.

    Newton: from inside it leaps beyond the foot, from outside it comes back and stays outside.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for _ in range(STEPS):
            steepness = slope(v)
            leap = (height(v) + DROP) / steepness
            v = np.where(np.isfinite(leap) & (np.abs(steepness) > STEEP), v - leap, v * 2)
            v = np.clip(v, -FAR, FAR)
            v = np.where(np.abs(v) > np.abs(limit), limit, v)
    return v
