"""Gauss-Legendre nodes, and how many of them a Pareto/NBD integral needs: for NumPy and for C."""

from functools import cache

import numpy as np

from plon.lifetime.purchases import Floats

DROP = 36.0  # e^-36 of the top is less than rounding: beyond it an integral is cut
# nodes, and the widest v and the most variation of ln(integrand) for which they give 11 digits
RULES = (
    (6, 0.75, 2.0),
    (8, 1.5, 4.0),
    (10, 2.5, 6.0),
    (12, 3.5, 8.0),
    (14, 3.5, 20.0),
    (16, 4.0, 32.0),
    (24, 7.0, 45.0),
)


@cache
def gauss_legendre(count: int, panels: int = 1) -> tuple[Floats, Floats]:
    """Return nodes and weights on (0, 1), repeated in equal panels."""
    u, weight = np.polynomial.legendre.leggauss(count)
    places = (np.arange(panels)[:, None] + (u + 1) / 2) / panels
    return places.ravel(), np.tile(weight / 2 / panels, panels)
