"""Where the season comes from, in this order, and how unsure it is.

1. the user's own twelve monthly weights ("given")
2. two full years of own days ("learned")
3. nine to twenty-four months: own months shrunk towards a chosen trade ("blended")
4. less: the chosen trade ("preset"), or nothing ("none": the season is not in the data)
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from plon.lifetime.analysis import Season
from plon.lifetime.days import CustomerDays
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.forecasting.backtest import SAMPLED, cuts
from plon.lifetime.forecasting.clock import CALENDAR, Clock, months_of
from plon.lifetime.forecasting.season_learning import MODEL, Effects, learn, monthly
from plon.lifetime.forecasting.season_presets import (
    PRESETS,
    YEAR_TO_YEAR_LOG_SD,
    trade_log_sd,
    unknown_log_sd,
)
from plon.lifetime.forecasting.splits import day_of, split, summary_at
from plon.lifetime.forecasting.strides import stride_for
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.models.prepared import every_kth
from plon.lifetime.purchases import Floats
from plon.lifetime.units import TimeUnit

LEARNED_DAYS = 730
BLENDED_DAYS = 274
INNER_HORIZON_DAYS = 91
BLENDS = (0.0, 0.5, 1.0)  # share of the own months
NO_SUCH_TRADE = sentence('There is no trade "%(name)s": choose one of %(names)s.')
NOT_TWELVE_WEIGHTS = sentence(
    "A season is twelve monthly weights, January first, none of them negative."
)
NO_MONTH_WITH_SALES = sentence("A season needs at least one month with sales.")
REPEATS_MIN = 100  # repeat purchase days from which a season may be learned


def season_of(
    days: CustomerDays,
    *,
    until: date,
    unit: TimeUnit,
    given: Sequence[float] | None = None,
    preset: str | None = None,
) -> Season:
    """Return the season by the first source that there is.

    given: twelve weights, January first, of any scale. preset: a name of PRESETS.
    Raises InputUnusable for weights that are none, or an unknown preset.
    """
    if given is not None:
        return _given(given)
    if preset is not None and preset not in PRESETS:
        raise InputUnusable(NO_SUCH_TRADE, name=preset, names=", ".join(PRESETS))
    is_seen = days.day <= (until - day_of(0)).days
    span = (until - day_of(int(days.day[is_seen].min()))).days + 1 if is_seen.any() else 0
    has_repeats = int(is_seen.sum()) - len(np.unique(days.index[is_seen])) >= REPEATS_MIN
    if span >= LEARNED_DAYS and has_repeats:
        return _learned(days, until=until, unit=unit, preset=preset)
    if preset is None:
        return Season(source="none", months=(1.0,) * 12, log_sd=(unknown_log_sd(),) * 12)
    if span >= BLENDED_DAYS and has_repeats:
        return _blended(days, until=until, unit=unit, preset=preset)
    return _season("preset", np.array(PRESETS[preset].months), trade_log_sd(preset), preset)


def clock_of(season: Season) -> Clock:
    """Return the season's clock; the plain calendar if there is no season."""
    return CALENDAR if season.source == "none" else Clock.of_months(season.months)


def seen_shares(days: CustomerDays, *, until: date) -> Floats:
    """Return which share of the customer-days at risk fell in each month, shape (12,)."""
    summary = summary_at(days, until=until, unit=TimeUnit.DAY)
    if len(summary) == 0:
        return np.zeros(12)
    calendar = np.arange(int(summary.first_day.min()), summary.until_day) + 1
    at_risk = np.searchsorted(np.sort(summary.first_day), calendar)
    weights = np.bincount(months_of(calendar), weights=at_risk, minlength=12)
    return np.asarray(weights / max(weights.sum(), 1.0))


def ahead_shares(start: date, end: date) -> Floats:
    """Return which share of the days in (start, end] falls in each month, shape (12,)."""
    first = (start - day_of(0)).days + 1
    days = np.arange(first, first + (end - start).days)
    return np.bincount(months_of(days), minlength=12) / max(len(days), 1)


def total_log_sd(season: Season, *, seen: Floats, ahead: Floats) -> float:
    """Return the log-sd that an unsure season gives a total of months `ahead`.

    seen, ahead: shares by month, shape (12,). What counts is how the months ahead differ from those
    the level was learned in: over a whole year, after whole years, nothing is left. Seasons are
    runs of months, so the errors of the months ahead are taken to run together (the widest
    reading), those of the months seen too, and both sides to be apart.
    """
    weights, log_sd = np.array(season.months), np.array(season.log_sd)
    shift = _shares(ahead * weights) - _shares(seen * weights)
    more = float(np.maximum(shift, 0) @ log_sd)
    less = float(np.maximum(-shift, 0) @ log_sd)
    return float(np.hypot(more, less))


def _shares(weights: Floats) -> Floats:
    return np.asarray(weights / weights.sum()) if weights.sum() > 0 else weights


def _given(given: Sequence[float]) -> Season:
    weights = np.asarray(given, dtype=np.float64)
    if weights.shape != (12,) or not np.isfinite(weights).all() or (weights < 0).any():
        raise InputUnusable(NOT_TWELVE_WEIGHTS)
    if weights.sum() <= 0:
        raise InputUnusable(NO_MONTH_WITH_SALES)
    return _season("given", weights, np.full(12, YEAR_TO_YEAR_LOG_SD))


def _learned(days: CustomerDays, *, until: date, unit: TimeUnit, preset: str | None) -> Season:
    towards = np.log(np.array(PRESETS[preset or "flat"].months))
    effects = learn(monthly(days, until=until, unit=unit), towards=towards)
    return _season("learned", np.exp(effects.log_weights), effects.log_sd, preset or "")


def _blended(days: CustomerDays, *, until: date, unit: TimeUnit, preset: str) -> Season:
    """Own months move the trade's, but make nobody surer: a month seen once may be chance."""
    effects = _towards(days, until=until, unit=unit, preset=preset)
    share = _best_share(days, until=until, unit=unit, preset=preset)
    return _season("blended", _mix(effects, preset, share), trade_log_sd(preset), preset)


def _towards(days: CustomerDays, *, until: date, unit: TimeUnit, preset: str) -> Effects:
    """Return own month effects with the trade as prior; too short to tell a trend."""
    return learn(
        monthly(days, until=until, unit=unit),
        towards=np.log(np.array(PRESETS[preset].months)),
        prior_log_sd=unknown_log_sd(),
        has_trend=False,
    )


def _best_share(days: CustomerDays, *, until: date, unit: TimeUnit, preset: str) -> float:
    """Return the share of the own months that forecast best at cuts inside the data."""
    first = day_of(int(days.day.min()))
    periods = cuts(first=first, until=until, horizon_days=INNER_HORIZON_DAYS)
    errors = np.zeros(len(BLENDS))
    for cut, end in periods:
        effects = _towards(days, until=cut, unit=unit, preset=preset)
        for place, share in enumerate(BLENDS):
            clock = Clock.of_months(_mix(effects, preset, share))
            errors[place] += _squared_error(days, cut=cut, end=end, unit=unit, clock=clock)
    return BLENDS[int(np.argmin(errors))]


def _squared_error(
    days: CustomerDays, *, cut: date, end: date, unit: TimeUnit, clock: Clock
) -> float:
    parts = split(days, cut=cut, end=end, unit=unit, clock=clock)
    sample = every_kth(parts.purchases, stride_for(len(parts.purchases), SAMPLED))
    model = PURCHASE_MODELS[MODEL]
    fit = model.fit(sample)
    total = model.expected_purchases(fit.params, parts.purchases, ahead=parts.ahead).sum()
    return float(np.log((total + 1) / (parts.holdout.sum() + 1)) ** 2)


def _mix(effects: Effects, preset: str, share: float) -> Floats:
    trade = np.log(np.array(PRESETS[preset].months))
    return np.asarray(np.exp(trade + share * (effects.log_weights - trade)))


def _season(source: str, weights: Floats, log_sd: Floats, preset: str = "") -> Season:
    return Season(
        source=source,
        months=tuple(float(w) for w in weights / weights.mean()),
        log_sd=tuple(float(s) for s in log_sd),
        preset=preset,
    )
