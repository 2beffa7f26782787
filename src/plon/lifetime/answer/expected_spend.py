"""What the next purchase of each customer is worth, by Gamma-Gamma where it can be fitted."""

from dataclasses import dataclass

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.spend_spread import SpendSpread, spread_of_base, spread_of_fit
from plon.lifetime.models import gamma_gamma
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Summary

REPEATERS_MIN = 10  # with a positive mean; below, everyone gets the base's mean


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExpectedSpend:
    """Value of one purchase of each customer, minor units, shape (n,), and the fit behind it.

    spread: how far a purchase may be from it; None without amounts.
    """

    minor: Floats
    fit: Fit | None
    spread: SpendSpread | None = None


def expected_spend(valued: Summary | None, *, size: int) -> ExpectedSpend:
    """Return the expected value of a purchase; zeros without amounts.

    valued: the summary of what value is made of, margin or revenue. Too few repeat customers to
    tell how spend differs: the mean of all purchase days for everyone, no fit.
    """
    if valued is None:
        return ExpectedSpend(minor=np.zeros(size), fit=None)
    x, z = valued.spend()
    if len(x) < REPEATERS_MIN:
        mean = float(valued.net_value_minor.sum() / valued.purchase_days.sum())
        minor = np.full(size, max(mean, 0.0))
        return ExpectedSpend(minor=minor, fit=None, spread=spread_of_base(valued))
    fit = gamma_gamma.fit(x, z)
    count, own = valued.own_spend()
    return ExpectedSpend(
        minor=expected_minor(fit, count, own), fit=fit, spread=spread_of_fit(fit, valued)
    )


def expected_minor(fit: Fit, count: Floats, own: Floats) -> Floats:
    """Return the expected value of a purchase, minor units; `Summary.own_spend` is count, own."""
    return 100 * gamma_gamma.expected_spend(fit.params, count, own)
