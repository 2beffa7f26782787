"""What the next purchase of each customer is worth, by Gamma-Gamma where it can be fitted."""

from dataclasses import dataclass

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.models import gamma_gamma
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Summary

REPEATERS_MIN = 10  # with a positive mean; below, everyone gets the base's mean


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExpectedSpend:
    """Value of one purchase of each customer, minor units, shape (n,), and the fit behind it."""

    minor: Floats
    fit: Fit | None


def expected_spend(valued: Summary | None, *, size: int) -> ExpectedSpend:
    """Return the expected value of a purchase; zeros without amounts.

    valued: the summary of what value is made of, margin or revenue. Too few repeat customers to
    tell how spend differs: the mean of all purchase days for everyone, no fit.
    """
    if valued is None:
        return ExpectedSpend(minor=np.zeros(size), fit=None)
    x, z = valued.spend()
    if len(x) < REPEATERS_MIN:
        mean = float(valued.value_minor.sum() / valued.purchase_days.sum())
        return ExpectedSpend(minor=np.full(size, max(mean, 0.0)), fit=None)
    fit = gamma_gamma.fit(x, z)
    count, own = _own(valued)
    return ExpectedSpend(minor=100 * gamma_gamma.expected_spend(fit.params, count, own), fit=fit)


def _own(valued: Summary) -> tuple[Floats, Floats]:
    """Return repeat days with a value and their mean, major units, for every customer."""
    count = valued.x - valued.zero_days
    repeat = (valued.value_minor - valued.first_value_minor) / 100
    return count, np.divide(repeat, count, out=np.zeros(len(valued)), where=count > 0)
