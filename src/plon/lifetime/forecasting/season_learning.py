"""Learn month effects from a firm's own days: repeat purchases against what is expected flat.

Expected flat: how many repeat purchases a model without seasons gives the customers acquired so
far, of the age they have. So a base that grows, ages or loses customers is not taken for a season.
Poisson with overdispersion, month effects shrunk by a normal prior (ridge), a straight trend in
logarithms where there are two years or more to tell it from the season.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from plon.lifetime.days import CustomerDays
from plon.lifetime.forecasting.backtest import SAMPLED
from plon.lifetime.forecasting.splits import day_number, summary_at
from plon.lifetime.forecasting.strides import stride_for
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.models.prepared import every_kth
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Ints, Summary
from plon.lifetime.units import TimeUnit

MODEL = "mbg_nbd"
PASSES = 50
NEWTON_PASSES = 20
LEAST_EXPECTED = 1.0  # purchases a month; fewer say nothing of its season
LEAST_LOG_SD = 0.01  # of the prior: a season is never known to be exactly flat


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Monthly:
    """Repeat purchase days by calendar month of the observation, in order of time.

    actual, expected: shape (months observed,); expected is without season, weekdays taken in.
    month: 0 for January.
    """

    actual: Floats
    expected: Floats
    month: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Effects:
    """Log-effects of the twelve months and how unsure they are for another year; shape (12,)."""

    log_weights: Floats
    log_sd: Floats
    overdispersion: float


def monthly(days: CustomerDays, *, until: date, unit: TimeUnit) -> Monthly:
    """Return actual and expected repeat purchase days by month of the observation."""
    summary = summary_at(days, until=until, unit=unit)
    first, last = int(summary.first_day.min()), day_number(until)
    calendar = np.arange(first, last + 1)
    is_repeat = days.day <= last
    is_repeat[days.starts] = False
    actual = np.bincount(days.day[is_repeat] - first, minlength=len(calendar)).astype(float)
    expected = _expected_flat(summary, len(calendar), first)
    expected = expected * _weekday_factors(actual, expected, calendar)[(calendar + 3) % 7]
    period = calendar.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    cell = period - period[0]
    return Monthly(
        actual=np.bincount(cell, weights=actual).astype(np.float64),
        expected=np.bincount(cell, weights=expected).astype(np.float64),
        month=np.unique(period) % 12,
    )


def learn(
    table: Monthly, *, towards: Floats, prior_log_sd: float | None = None, has_trend: bool = True
) -> Effects:
    """Return month effects shrunk towards log-weights `towards`, shape (12,).

    prior_log_sd: how far the months may lie from `towards`; estimated from the table if None.
    """
    is_told = table.expected >= LEAST_EXPECTED
    actual, expected, month = table.actual[is_told], table.expected[is_told], table.month[is_told]
    design = _design(month, has_trend=has_trend)
    spread = prior_log_sd if prior_log_sd is not None else 0.2
    dispersion, centre = 1.0, np.concatenate([np.zeros(design.shape[1] - 12), towards])
    theta, covariance = centre, np.zeros((len(centre), len(centre)))
    for _ in range(PASSES):
        before = theta
        theta, covariance = _ridge(
            design, actual, expected, centre=centre, spread=spread, dispersion=dispersion
        )
        dispersion = _overdispersion(design, actual, expected, theta=theta)
        if prior_log_sd is None:
            months = theta[-12:] - centre[-12:]
            variance = (months - months.mean()) ** 2 + _variances(covariance)
            spread = max(LEAST_LOG_SD, float(np.sqrt(variance.mean())))
        if np.abs(theta - before).max() < 1e-7:
            break
    again = max(0.0, dispersion - 1) / max(float(actual.mean()) if len(actual) else 0.0, 1.0)
    return Effects(
        log_weights=theta[-12:] - _log_mean(theta[-12:]),
        log_sd=np.sqrt(_variances(covariance) + again),
        overdispersion=dispersion,
    )


def _expected_flat(summary: Summary, length: int, first: int) -> Floats:
    """Return expected repeat purchases of each day by a model that knows no season."""
    purchases = summary.purchases()
    model = PURCHASE_MODELS[MODEL]
    fit = model.fit(every_kth(purchases, stride_for(len(purchases), SAMPLED)))
    ages = np.arange(length) / summary.unit.days
    daily = np.diff(model.expected_new(fit.params, ages), prepend=0.0)
    acquired = np.bincount(summary.first_day - first, minlength=length).astype(float)
    size = 2 * length
    both = np.fft.rfft(acquired, size) * np.fft.rfft(daily, size)
    return np.maximum(np.fft.irfft(both, size)[:length], 0.0)


def _weekday_factors(actual: Floats, expected: Floats, calendar: Ints) -> Floats:
    """Return each weekday's actual over expected, Monday first, 1 where nothing is expected."""
    weekday = (calendar + 3) % 7
    bought = np.bincount(weekday, weights=actual, minlength=7)
    due = np.bincount(weekday, weights=expected, minlength=7)
    return np.divide(bought, due, out=np.ones(7), where=due > 0)


def _design(month: Ints, *, has_trend: bool) -> Floats:
    trend = np.linspace(-1, 1, len(month)) if len(month) > 1 else np.zeros(len(month))
    columns = [np.ones(len(month)), *([trend] if has_trend else [])]
    return np.column_stack([*columns, np.eye(12)[month]])


def _ridge(
    design: Floats,
    actual: Floats,
    expected: Floats,
    *,
    centre: Floats,
    spread: float,
    dispersion: float,
) -> tuple[Floats, Floats]:
    """Return the penalised Poisson estimate and its covariance, by Newton's method."""
    free = len(centre) - 12
    precision = np.concatenate([np.full(free, 1e-6), np.full(12, 1 / spread**2)])
    theta = centre.copy()
    theta[0] = np.log(max(actual.sum(), 0.5) / max(expected.sum(), 0.5))
    hessian = np.diag(precision)
    for _ in range(NEWTON_PASSES):
        mean = expected * np.exp(np.clip(design @ theta, -20, 20))
        gradient = design.T @ (actual - mean) / dispersion - precision * (theta - centre)
        hessian = (design.T * (mean / dispersion)) @ design + np.diag(precision)
        step = np.linalg.solve(hessian, gradient)
        theta = theta + step / max(1.0, float(np.abs(step).max()))
    return theta, np.linalg.inv(hessian)


def _overdispersion(design: Floats, actual: Floats, expected: Floats, *, theta: Floats) -> float:
    """Return Pearson's statistic a degree of freedom, at least 1."""
    mean = np.maximum(expected * np.exp(design @ theta), 1e-9)
    freedom = len(actual) - design.shape[1] + 1
    if freedom < 1:
        return 1.0
    return float(max(1.0, ((actual - mean) ** 2 / mean).sum() / freedom))


def _variances(covariance: Floats) -> Floats:
    """Return the months' variances around their common mean: the level is not a season."""
    apart = np.eye(12) - 1 / 12
    return np.diag(apart @ covariance[-12:, -12:] @ apart)


def _log_mean(log_weights: Floats) -> float:
    return float(np.log(np.exp(log_weights).mean()))
