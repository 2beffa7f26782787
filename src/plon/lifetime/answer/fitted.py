"""The estimates behind an analysis: season, model, spend, forecast, standing."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

import numpy as np

from plon.lifetime.analysis import Choice, Forecast, Interval, Season
from plon.lifetime.answer.analyse_options import AnalyseOptions
from plon.lifetime.answer.columns import HORIZONS
from plon.lifetime.answer.expected_spend import ExpectedSpend, expected_spend
from plon.lifetime.answer.prediction import Prediction, predict_customers
from plon.lifetime.answer.standing import Standing, take_standing
from plon.lifetime.answer.stopwatch import Stopwatch
from plon.lifetime.days import CustomerDays
from plon.lifetime.forecasting.choice import CUSTOMERS_MIN, choose, chosen_model
from plon.lifetime.forecasting.forecast import Forecaster, forecaster
from plon.lifetime.forecasting.parameter_intervals import intervals_of_fits
from plon.lifetime.forecasting.season import clock_of, season_of
from plon.lifetime.forecasting.splits import summary_at
from plon.lifetime.lint.patterns import dominating_customer
from plon.lifetime.sales import Sales
from plon.lifetime.summary import Summary
from plon.lifetime.units import Horizon, TimeUnit

Stand: TypeAlias = Callable[[Summary, Standing | None], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """Estimates of one base; arrays of shape (n,) in the summary's order.

    valued: the summary of what value is made of, margin or revenue; None without amounts.
    """

    days: CustomerDays
    summary: Summary
    valued: Summary | None
    season: Season
    choice: Choice
    spend: ExpectedSpend
    forecasts: tuple[Forecast, ...]
    predictions: Mapping[Horizon, Prediction]
    standing: Standing | None
    parameter_intervals: Mapping[str, Mapping[str, Interval]]


def fit_base(
    days: CustomerDays,
    *,
    sales: Sales,
    options: AnalyseOptions,
    watch: Stopwatch,
    stand: Stand | None = None,
) -> Fitted:
    """Return all estimates. The seed of the bootstrap is the content's hash: no chance is left.

    stand: told where customers stand as soon as that is known, long before the rest.
    """
    until, unit = sales.as_of, options.unit
    with watch.stage("summary"):
        summary = summary_at(days, until=until, unit=unit)
        valued = valued_summary(days, sales, unit=unit)
        is_large = len(summary) >= CUSTOMERS_MIN  # in a small base somebody always stands out
        usual = without(days, dominating_customer(summary) if is_large else None)
    with watch.stage("season"):
        season = _season(usual, sales, options)
        clock = clock_of(season)
    with watch.stage("fit"):
        ahead = _days_ahead(options, until)
        choice = choose(usual, until=until, unit=unit, horizon_days=ahead, clock=clock)
        spend = expected_spend(valued, size=len(summary))
    with watch.stage("predict"):
        speaker = chosen_model(choice)
        standing = take_standing(*speaker, summary, clock=clock) if speaker else None
    if stand is not None:
        stand(summary, standing)
    with watch.stage("forecast"):
        made = _forecaster(days, choice=choice, season=season, spend=spend, watched=(until, unit))
        forecasts = tuple(made.over(each) for each in options.horizons) if made else ()
    with watch.stage("predict"):
        predictions = predict_customers(
            summary, choice=choice, season=season, forecasts=forecasts, spend_minor=spend.minor
        )
    return Fitted(
        days=days,
        summary=summary,
        valued=valued,
        season=season,
        choice=choice,
        spend=spend,
        forecasts=forecasts,
        predictions=predictions,
        standing=standing,
        parameter_intervals=_parameter_intervals(choice, spend, made),
    )


def _days_ahead(options: AnalyseOptions, until: date) -> int:
    """Return how far models are tried: three months at least.

    Nearer, too few purchases would prove anything.
    """
    return max((each.end(until) - until).days for each in (options.horizon, HORIZONS[0]))


def _forecaster(
    days: CustomerDays,
    *,
    choice: Choice,
    season: Season,
    spend: ExpectedSpend,
    watched: tuple[date, TimeUnit],
) -> Forecaster | None:
    until, unit = watched
    return forecaster(
        days,
        choice=choice,
        season=season,
        until=until,
        unit=unit,
        spend_minor=spend.minor,
        spread=spend.spread,
        seed=seed_of(days),
    )


def _parameter_intervals(
    choice: Choice, spend: ExpectedSpend, made: Forecaster | None
) -> dict[str, Mapping[str, Interval]]:
    """Return the parameters' intervals by model: the forecast's refits serve the chosen one."""
    fits = {one.name: one.fit for one in choice.candidates if one.fit is not None}
    if spend.fit is not None:
        fits[spend.fit.model] = spend.fit
    if made is None:
        return intervals_of_fits(fits, chosen=None, draws=None)
    return intervals_of_fits(fits, chosen=made.base.model.name, draws=made.draws)


def _season(days: CustomerDays, sales: Sales, options: AnalyseOptions) -> Season:
    return season_of(
        days,
        until=sales.as_of,
        unit=options.unit,
        given=options.season_weights,
        preset=options.season_preset,
    )


def seed_of(days: CustomerDays) -> int:
    """Return a seed from the content of the purchase days: equal sales, equal chance."""
    digest = hashlib.blake2b(digest_size=8)
    for part in (days.index, days.day, days.value_minor):
        digest.update(np.ascontiguousarray(part, dtype=np.int64).data)
    return int.from_bytes(digest.digest(), "big")


def without(days: CustomerDays, place: int | None) -> CustomerDays:
    """Return the days without one customer, a till or a reseller; all of them for None."""
    if place is None:
        return days
    kept, others = days.index != place, np.arange(len(days.customer)) != place
    index = days.index[kept]
    return replace(
        days,
        customer=days.customer.filter(others),
        index=index - (index > place),
        day=days.day[kept],
        value_minor=days.value_minor[kept],
        margin_minor=None if days.margin_minor is None else days.margin_minor[kept],
        channel=None if days.channel is None else days.channel[others],
        returned_minor=days.returned_minor[others],
    )


def valued_summary(days: CustomerDays, sales: Sales, *, unit: TimeUnit) -> Summary | None:
    """Return the summary of what value is made of, margin or revenue; None without amounts."""
    if not sales.has_amount:
        return None
    if days.margin_minor is not None:
        # What an unmatched return took off the margin is not known: it lowers revenue alone.
        nothing = np.zeros_like(days.returned_minor)
        days = replace(days, value_minor=days.margin_minor, returned_minor=nothing)
    return summary_at(days, until=sales.as_of, unit=unit)
