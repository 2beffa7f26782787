"""Σ ln(a+k) over k < i, with its derivatives by a: ratios of Gamma functions without any.

ln B(a+i, b+j) - ln B(a, b) is rising(a)[i] + rising(b)[j] - rising(a+b)[i+j]: nothing cancels,
however large a and b become on their way to a limit. For the models of discrete time.
"""

from typing import NamedTuple

import numpy as np

from plon.lifetime.purchases import Floats


class Rising(NamedTuple):
    """Tables over i = 0 … size: the sum, its first and its second derivative by a."""

    value: Floats
    first: Floats
    second: Floats


def rising(a: float, size: int) -> Rising:
    """Return the tables of ln Γ(a+i) - ln Γ(a), i = 0 … size."""
    places = a + np.arange(size)
    return Rising(
        _sums(np.log(places)),
        _sums(1 / places),
        -_sums(1 / places**2),
    )


def _sums(terms: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(terms)])
