"""What is expected of every customer: purchases and value per horizon, with prediction intervals.

The expectation is scaled like the base's total (`Forecast`), so that customers add up to it; the
interval is of one customer's count, at its ends whole purchases (`count_intervals`), and
holds chance and leaving but not the parameters' error. A mean may lie outside of such an
interval: 0.2 purchases expected, none in eight cases of ten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from plon.lifetime.forecasting.count_intervals import count_intervals
from plon.lifetime.forecasting.forecast import Base
from plon.lifetime.purchases import Floats
from plon.lifetime.units import Horizon


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prediction:
    """One horizon; arrays of shape (n,) in the summary's order. Value is minor units.

    factor: what the model's own expectation was multiplied by.
    """

    horizon: Horizon
    expected: Floats
    low: Floats
    high: Floats
    spend_minor: Floats  # expected value of one purchase
    factor: float = 1.0

    @property
    def value_minor(self) -> Floats:
        return np.asarray(self.expected * self.spend_minor)

    @property
    def value_low_minor(self) -> Floats:
        return np.asarray(self.low * self.spend_minor)

    @property
    def value_high_minor(self) -> Floats:
        return np.asarray(self.high * self.spend_minor)


def predict_customers(
    base: Base | None,
    *,
    horizons: Sequence[Horizon],
    factors: Mapping[Horizon, float],
    spend_minor: Floats,
) -> dict[Horizon, Prediction]:
    """Return the prediction of each horizon, by it; none where no model speaks.

    factors: by horizon, what the model's expectations are multiplied by.
    """
    if base is None:
        return {}
    ends = [horizon.end(base.until) for horizon in horizons]
    intervals = count_intervals(
        base.model, base.fit.params, base.purchases, aheads=[base.ahead(end) for end in ends]
    )
    return {
        horizon: Prediction(
            horizon=horizon,
            expected=base.expected(end) * factors[horizon],
            low=low,
            high=high,
            spend_minor=spend_minor,
            factor=factors[horizon],
        )
        for horizon, end, (low, high) in zip(horizons, ends, intervals, strict=True)
    }
