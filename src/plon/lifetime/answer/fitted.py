"""The estimates of customers behind an analysis: season, model, spend, standing, predictions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

import numpy as np

from plon.lifetime.analysis import Choice, Season
from plon.lifetime.answer.analyse_options import AnalyseOptions
from plon.lifetime.answer.columns import HORIZONS
from plon.lifetime.answer.expected_spend import ExpectedSpend, expected_spend
from plon.lifetime.answer.prediction import Prediction, predict_customers
from plon.lifetime.answer.standing import Standing, take_standing
from plon.lifetime.answer.stopwatch import Stopwatch
from plon.lifetime.days import CustomerDays
from plon.lifetime.forecasting.choice import CUSTOMERS_MIN, choose
from plon.lifetime.forecasting.forecast import Base, base_of
from plon.lifetime.forecasting.season import clock_of, season_of
from plon.lifetime.forecasting.splits import summary_at
from plon.lifetime.lint.patterns import dominating_customer
from plon.lifetime.sales import Sales
from plon.lifetime.summary import Summary
from plon.lifetime.units import Horizon

Stand: TypeAlias = Callable[[Summary, Standing | None], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """Estimates of one base; arrays of shape (n,) in the summary's order.

    valued: the summary of what value is made of, margin or revenue; None without amounts.
    base: with the model that speaks; without one there are neither standing nor predictions.
    """

    days: CustomerDays
    summary: Summary
    valued: Summary | None
    season: Season
    choice: Choice
    spend: ExpectedSpend
    base: Base | None
    predictions: Mapping[Horizon, Prediction]
    standing: Standing | None


def fit_base(
    days: CustomerDays,
    *,
    sales: Sales,
    options: AnalyseOptions,
    watch: Stopwatch,
    stand: Stand | None = None,
) -> Fitted:
    """Return the estimates of customers; what the base will do is `foretell`'s.

    stand: told where customers stand as soon as that is known, before the rest.
    """
    until, unit = sales.as_of, options.unit
    with watch.stage("summary"):
        summary = summary_at(days, until=until, unit=unit)
        valued = valued_summary(days, sales, summary=summary)
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
        base = base_of(summary, choice=choice, season=season)
        standing = standing_of(base) if base else None
    if stand is not None:
        stand(summary, standing)
    with watch.stage("predict"):
        predictions = predict_customers(
            base,
            horizons=options.horizons,
            factors=_factors(base, days, choice, options.horizons),
            spend_minor=spend.minor,
        )
    return Fitted(
        days=days,
        summary=summary,
        valued=valued,
        season=season,
        choice=choice,
        spend=spend,
        base=base,
        predictions=predictions,
        standing=standing,
    )


def _days_ahead(options: AnalyseOptions, until: date) -> int:
    """Return how far models are tried: three months at least.

    Nearer, too few purchases would prove anything.
    """
    return max((each.end(until) - until).days for each in (options.horizon, HORIZONS[0]))


def standing_of(base: Base) -> Standing:
    """Return where the customers of a base stand by its model."""
    return take_standing(base.model, base.fit, base.summary, clock=base.clock)


def _factors(
    base: Base | None, days: CustomerDays, choice: Choice, horizons: Sequence[Horizon]
) -> dict[Horizon, float]:
    """Return what makes customers' expectations add up to the base's total, by horizon."""
    if base is None:
        return {}
    ends = {horizon: horizon.end(base.until) for horizon in horizons}
    return {each: base.level(end, days=days, choice=choice) for each, end in ends.items()}


def _season(days: CustomerDays, sales: Sales, options: AnalyseOptions) -> Season:
    return season_of(
        days,
        until=sales.as_of,
        unit=options.unit,
        given=options.season_weights,
        preset=options.season_preset,
    )


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


def valued_summary(days: CustomerDays, sales: Sales, *, summary: Summary) -> Summary | None:
    """Return the summary of what value is made of, margin or revenue; None without amounts.

    summary: of the same days, of revenue.
    """
    if not sales.has_amount:
        return None
    if days.margin_minor is None:
        return summary
    # What an unmatched return took off the margin is not known: it lowers revenue alone.
    nothing = np.zeros_like(days.returned_minor)
    days = replace(days, value_minor=days.margin_minor, returned_minor=nothing)
    return summary_at(days, until=summary.until, unit=summary.unit)
