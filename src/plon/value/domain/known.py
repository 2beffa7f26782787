"""What an analysis knows: the parts of a report that may be shown."""

import math
from dataclasses import dataclass
from datetime import date

from plon.lifetime.analysis import Analysis, Forecast
from plon.lifetime.units import Horizon

USUAL = Horizon(months=12)


def has_forecast(analysis: Analysis) -> bool:
    """Return whether purchases ahead are known."""
    return bool(forecasts(analysis))


def has_value(analysis: Analysis) -> bool:
    """Return whether money ahead is known."""
    value = analysis.totals.value_12m_minor.value
    return analysis.has_amount and has_forecast(analysis) and math.isfinite(value)


def forecasts(analysis: Analysis) -> list[Forecast]:
    """Return the forecasts that hold figures, nearest first, each horizon once."""
    found = {f.horizon: f for f in analysis.forecasts if math.isfinite(f.purchases.value)}
    return sorted(found.values(), key=lambda forecast: forecast.horizon.about_months)


def asked(analysis: Analysis) -> Forecast | None:
    """Return the forecast of the horizon asked for; None where it holds no figures."""
    return next((f for f in forecasts(analysis) if f.horizon == analysis.horizon), None)


def is_beyond_the_past(analysis: Analysis) -> bool:
    """Return whether a horizon over a year looks further ahead than the sales reach back."""
    if analysis.horizon.about_months <= USUAL.about_months:
        return False
    return analysis.horizon.end(analysis.first_day) > analysis.as_of


def is_slipping(analysis: Analysis) -> bool:
    """Return whether anybody slips away, as far as can be told."""
    return has_forecast(analysis) and analysis.totals.slipping_customers > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginsMissing:
    """Sales without a margin, of all sales; since: the day of the first."""

    sales: int
    of_sales: int
    since: date


def margins_missing(analysis: Analysis) -> MarginsMissing | None:
    """Return the sales for whose lack of a margin value is counted from revenue; None of none."""
    told = next((e.facts for e in analysis.findings if e.code == "revenue_without_margin"), None)
    if not told:  # kept by an older version, or of a file
        return None
    return MarginsMissing(
        sales=int(told["sales"]),
        of_sales=int(told["of_sales"]),
        since=date.fromisoformat(str(told["first_day"])),
    )
