"""The sample shop, asked for another horizon than a year."""

from dataclasses import replace

from plon.lifetime.analysis import Analysis
from plon.lifetime.units import Horizon
from plon.value.tests import sample


def asked(horizon: Horizon, share: float) -> Analysis:
    """Return the full shop with a horizon that brings that share of the year's value."""
    shop, told = sample.full(), sample.forecast(round(horizon.about_months), share)
    own = replace(told, months=horizon.months, weeks=horizon.weeks, days=horizon.days)
    return replace(shop, horizon=horizon, forecasts=(*shop.forecasts, own))
