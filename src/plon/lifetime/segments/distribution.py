"""How value spreads over customers: a histogram with round edges, and the usual percentiles."""

import numpy as np

from plon.lifetime.analysis import Distribution
from plon.lifetime.purchases import Floats

BARS = 20


def distribution(value_minor: Floats) -> Distribution | None:
    """Return the histogram of value a customer; None where nobody is worth a whole minor unit.

    Bars are of one round width from 0; the last holds everybody beyond the 99th percentile, and
    its upper edge is the largest value.
    """
    value = np.maximum(value_minor, 0.0)
    if len(value) == 0 or float(value.max()) < 1:
        return None
    p50, p90, p99 = (float(p) for p in np.percentile(value, (50, 90, 99)))
    largest = float(value.max())
    shown = p99 if p99 >= 1 else largest
    width = round_width(shown / BARS)
    edges = width * np.arange(int(shown // width) + 2)
    edges[-1] = max(edges[-1], largest)
    counts, _ = np.histogram(value, bins=edges)
    return Distribution(
        edges_minor=tuple(float(edge) for edge in edges),
        counts=tuple(int(n) for n in counts),
        p50_minor=p50,
        p90_minor=p90,
        mean_minor=float(value.mean()),
    )


def round_width(least: float) -> float:
    """Return the smallest of 1, 2, 2.5 or 5 times a power of ten that is not below `least`."""
    power = 10.0 ** np.floor(np.log10(least))
    return float(next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= least))
