"""Simple rules that any model must beat: each predicts a customer's purchase days ahead.

They read the plain calendar and know nothing of seasons or of leaving.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from plon.lifetime.forecasting.splits import Split
from plon.lifetime.purchases import Floats


def own_rate(split: Split) -> Floats:
    """Return each customer's repeat purchases so far, a unit of time, times the time ahead."""
    x, T = split.summary.x, split.summary.T
    return np.divide(x, T, out=np.zeros(len(x)), where=T > 0) * split.calendar_ahead


def same_again(split: Split) -> Floats:
    """Return what each customer did in the window of the same length just before the cut."""
    return split.previous


def base_rate(split: Split) -> Floats:
    """Return the whole base's mean rate, for everyone."""
    x, T = split.summary.x, split.summary.T
    rate = x.sum() / T.sum() if T.sum() > 0 else 0.0
    return np.full(len(x), rate * split.calendar_ahead)


def usual_gap(split: Split) -> Floats:
    """Return the own rate of those silent for no longer than their own mean gap, 0 for the rest."""
    summary = split.summary
    gap_days = (summary.last_day - summary.first_day) / np.maximum(summary.x, 1)
    is_active = (summary.x > 0) & (summary.days_since_last <= gap_days)
    return np.where(is_active, own_rate(split), 0.0)


BASELINES: Mapping[str, Callable[[Split], Floats]] = MappingProxyType(
    {
        "own_rate": own_rate,
        "same_again": same_again,
        "base_rate": base_rate,
        "usual_gap": usual_gap,
    }
)
