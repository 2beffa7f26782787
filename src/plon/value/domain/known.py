"""What an analysis knows: the parts of a report that may be shown."""

import math

from plon.lifetime.analysis import Analysis, Forecast


def has_forecast(analysis: Analysis) -> bool:
    """Return whether purchases ahead are known."""
    return bool(forecasts(analysis))


def has_value(analysis: Analysis) -> bool:
    """Return whether money ahead is known."""
    value = analysis.totals.value_12m_minor.value
    return analysis.has_amount and has_forecast(analysis) and math.isfinite(value)


def forecasts(analysis: Analysis) -> list[Forecast]:
    """Return the forecasts that hold figures, nearest first, each horizon once."""
    by_months = {f.months: f for f in analysis.forecasts if math.isfinite(f.purchases.value)}
    return [by_months[months] for months in sorted(by_months)]


def is_slipping(analysis: Analysis) -> bool:
    """Return whether anybody slips away, as far as can be told."""
    return has_forecast(analysis) and analysis.totals.slipping_customers > 0
