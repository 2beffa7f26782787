"""Interval of a total: from the bootstrap's draws and the other causes of error.

Two kinds of interval, never one word: this one says what the parameters and the base leave open;
that of one customer's count, a prediction interval, stands in `count_intervals`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plon.lifetime.analysis import Interval
from plon.lifetime.forecasting.chance import chance_log_sd
from plon.lifetime.forecasting.resampling import Draws
from plon.lifetime.forecasting.strides import stride_for
from plon.lifetime.models.model import PurchaseModel
from plon.lifetime.models.prepared import every_kth
from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.special import stdtrit

EVALUATED = 1_000
LEAST_TOTAL = 1e-9
REACH_MAX = float(np.log(1_000))  # a thousandfold, either way


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A cause of error of a total: its log-sd, and from how many cases that is known.

    doubtful: the variance of which the cases tell; that of this part if not given.
    """

    log_sd: float
    freedom: float = float("inf")
    doubtful: float | None = None

    @property
    def variance(self) -> float:
        return self.log_sd**2


def total_spreads(
    model: PurchaseModel,
    purchases: Purchases,
    *,
    draws: Draws,
    ahead: float,
    values: Sequence[Floats],
) -> list[Part]:
    """Return how far the parameters' uncertainty moves totals of the next `ahead`, one a value.

    values: of a purchase of each customer, each of shape (n,); ones count purchases. The base is
    fixed: it is the customers there are, not a sample of others.
    """
    stride = stride_for(len(purchases), EVALUATED)
    sample = every_kth(purchases, stride)
    weights = np.column_stack([sample.weight * value[::stride] for value in values])
    totals = np.array(
        [
            model.expected_purchases(params, sample, ahead=ahead) @ weights
            for params in draws.params()
        ]
    )
    spreads = np.log(np.maximum(totals, LEAST_TOTAL)).std(axis=0, ddof=1)
    return [Part(log_sd=float(spread), freedom=len(totals) - 1.0) for spread in spreads]


def chance_spread(expected: Floats, variance_of_each: Floats, *, value: Floats) -> Part:
    """Return how far mere chance moves a total; see `chance_log_sd`."""
    return Part(log_sd=chance_log_sd(expected, variance_of_each, value=value))


def total_interval(
    value: float, parts: list[Part], *, level: float = 0.8, method: str = "bootstrap"
) -> Interval:
    """Return the interval of a total from independent causes of error, on the log scale.

    The quantile is Student's t with Welch and Satterthwaite's degrees of freedom: a spread known
    from few cases is not known well. It ends at REACH_MAX, which says as much: nothing is known.
    """
    variances = [part.variance if part.doubtful is None else part.doubtful for part in parts]
    freedoms = np.array([part.freedom for part in parts])
    variance = sum(part.variance for part in parts)
    if value <= 0 or variance == 0:
        return Interval(value=value, low=value, high=value, level=level, method=method)
    shared = float((np.array(variances) ** 2 / freedoms).sum())
    freedom = variance**2 / shared if shared > 0 else 1e9
    reach = min(float(stdtrit(freedom, (1 + level) / 2)) * np.sqrt(variance), REACH_MAX)
    low, high = value * np.exp(-reach), value * np.exp(reach)
    return Interval(value=value, low=float(low), high=float(high), level=level, method=method)
