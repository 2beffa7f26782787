"""What is expected of every customer: purchases and value per horizon, with prediction intervals.

The expectation is scaled like the base's total (`Forecast`), so that customers add up to it; the
interval is of one customer's count, at its ends whole purchases (`count_intervals`), and
holds chance and leaving but not the parameters' error. A mean may lie outside of such an
interval: 0.2 purchases expected, none in eight cases of ten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from plon.lifetime.analysis import Choice, Forecast, Season
from plon.lifetime.forecasting.choice import chosen_model
from plon.lifetime.forecasting.count_intervals import count_intervals
from plon.lifetime.forecasting.season import clock_of
from plon.lifetime.forecasting.splits import day_number
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Summary
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
    summary: Summary,
    *,
    choice: Choice,
    season: Season,
    forecasts: Sequence[Forecast],
    spend_minor: Floats,
    factors: Mapping[str, float] | None = None,
) -> dict[Horizon, Prediction]:
    """Return the prediction of each forecast's horizon, by it; none where nobody speaks.

    factors: of an earlier prediction, by the horizon's code, where the summary is not the base.
    """
    speaker = chosen_model(choice)
    if speaker is None:
        return {}
    model, fit = speaker
    clock = clock_of(season)
    purchases = clock.purchases(summary)
    ends = [forecast.horizon.end(summary.until) for forecast in forecasts]
    aheads = [clock.ahead(summary.until_day, day_number(end), summary.unit) for end in ends]
    intervals = count_intervals(model, fit.params, purchases, aheads=aheads)
    found = {}
    for forecast, ahead, (low, high) in zip(forecasts, aheads, intervals, strict=True):
        expected = model.expected_purchases(fit.params, purchases, ahead=ahead)
        total = float(expected.sum())
        factor = forecast.purchases.value / total if total > 0 else 1.0
        if factors is not None:
            factor = factors[forecast.horizon.code]
        found[forecast.horizon] = Prediction(
            horizon=forecast.horizon,
            expected=expected * factor,
            low=low,
            high=high,
            spend_minor=spend_minor,
            factor=factor,
        )
    return found
