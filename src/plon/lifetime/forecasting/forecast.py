"""What the base will do in the next months: purchase days and value, with an honest interval.

Only customers already known are counted: new customers are NOT included. The interval joins four
independent causes: parameters (bootstrap), mere chance, a season not fully known, and how much
further the model's past forecasts of this base were off than chance and parameters tell. That of
value has a fifth, the parameters of spend, and its chance holds that purchases differ in value
(`spend_spread`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from plon.lifetime.analysis import Choice, Forecast, Season
from plon.lifetime.days import CustomerDays
from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.baselines import BASELINES
from plon.lifetime.forecasting.chance import count_variance
from plon.lifetime.forecasting.choice import chosen_model
from plon.lifetime.forecasting.clock import CALENDAR, Clock
from plon.lifetime.forecasting.intervals import (
    Part,
    chance_spread,
    total_interval,
    total_spreads,
)
from plon.lifetime.forecasting.resampling import DRAWS, Draws, bootstrap
from plon.lifetime.forecasting.season import ahead_shares, clock_of, seen_shares, total_log_sd
from plon.lifetime.forecasting.spend_spread import SpendSpread
from plon.lifetime.forecasting.splits import day_number, split
from plon.lifetime.models.model import PurchaseModel
from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.summary import Summary
from plon.lifetime.units import Horizon

# Error of a total where no backtest was possible: BG/NBD, MBG/NBD and Pareto/NBD on the CDNOW
# sample, 39 weeks ahead, were 12, 16 and 11 % low.
UNPROVEN = Part(log_sd=0.145, freedom=3)
CUTS_MIN = 2
LEVEL = 0.8  # of outcomes inside the interval
SEASON_FREEDOM = 7.0  # eight trades stand behind the spread of an unknown season


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Base:
    """The customers of a summary and the model that speaks for them, in a clock's time."""

    model: PurchaseModel
    fit: Fit
    summary: Summary
    purchases: Purchases
    clock: Clock

    @property
    def until(self) -> date:
        return self.summary.until

    def ahead(self, end: date) -> float:
        """Return the time from `until` to `end`, as this base's clock tells it."""
        return self.clock.ahead(self.summary.until_day, day_number(end), self.summary.unit)

    def expected(self, end: date) -> Floats:
        """Return each customer's expected purchase days in (until, end], shape (n,)."""
        return self.model.expected_purchases(self.fit.params, self.purchases, ahead=self.ahead(end))

    def variance(self, end: date, expected: Floats) -> Floats:
        """Return the variance of each customer's purchase days in (until, end], shape (n,)."""
        ahead = self.ahead(end)
        return count_variance(
            self.model, self.fit.params, self.purchases, ahead=ahead, expected=expected
        )

    def level(self, end: date, *, days: CustomerDays, choice: Choice) -> float:
        """Return what the model's totals are multiplied by; the customers' order stays.

        days: of the customers of the summary. choice: the one that the model comes from.
        """
        rule = BASELINES.get(choice.total_by)
        if rule is None:
            return (choice.calibration or 1.0) if choice.calibration_applied else 1.0
        total = rule(split(days, cut=self.until, end=end, unit=self.summary.unit)).sum()
        modelled = self.expected(end).sum()
        return float(total / modelled) if modelled > 0 else 1.0


def base_of(summary: Summary, *, choice: Choice, season: Season) -> Base | None:
    """Return the customers with the model that was chosen; None if no model could be fitted.

    choice: made with the clock of `season`.
    """
    speaker = chosen_model(choice)
    if speaker is None:
        return None
    model, fit = speaker
    clock = clock_of(season)
    purchases = clock.purchases(summary)
    return Base(model=model, fit=fit, summary=summary, purchases=purchases, clock=clock)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forecaster:
    """All that forecasts to different ends share; made by `forecaster`.

    plain: the same base by the calendar, for the figures without season.
    spend_minor: expected value of a purchase of each customer, minor units, shape (n,).
    spread: of purchases around it; None: each is worth exactly that.
    seen: share of the customer-days at risk in each month, shape (12,).
    """

    days: CustomerDays
    base: Base
    plain: Base
    choice: Choice
    season: Season
    spend_minor: Floats
    draws: Draws
    seen: Floats
    spread: SpendSpread | None = None

    def months(self, count: int) -> Forecast:
        """Return the forecast of the next `count` calendar months."""
        return self.over(Horizon(months=count))

    def over(self, horizon: Horizon) -> Forecast:
        """Return the forecast of a period ahead."""
        told = self.to(horizon.end(self.base.until), months=horizon.months)
        return replace(told, weeks=horizon.weeks, days=horizon.days)

    def to(self, end: date, *, months: int) -> Forecast:
        """Return the forecast of (until, end], called a forecast of `months`."""
        base, values = self.base, (np.ones(len(self.base.purchases)), self.spend_minor)
        expected, flat = base.expected(end), self.plain.expected(end)
        level = base.level(end, days=self.days, choice=self.choice)
        counts = base.variance(end, expected)
        spreads = total_spreads(
            base.model, base.purchases, draws=self.draws, ahead=base.ahead(end), values=values
        )
        own = (self._of_count(expected, counts), self._of_value(expected, counts))
        shared = [self._of_season(end), past_errors(self.choice, known=[*own[0], spreads[0]])]
        purchases, value_minor = (
            total_interval(float(expected @ value) * level, [*shared, spread, *parts], level=LEVEL)
            for value, spread, parts in zip(values, spreads, own, strict=True)
        )
        return Forecast(
            months=months,
            purchases=purchases,
            value_minor=value_minor,
            purchases_without_season=float(flat.sum()) * level,
            value_without_season_minor=float(flat @ self.spend_minor) * level,
        )

    def _of_season(self, end: date) -> Part:
        ahead = ahead_shares(self.base.until, end)
        log_sd = total_log_sd(self.season, seen=self.seen, ahead=ahead)
        return Part(log_sd=log_sd, freedom=SEASON_FREEDOM)

    def _of_count(self, expected: Floats, counts: Floats) -> list[Part]:
        return [chance_spread(expected, counts, value=np.ones(len(expected)))]

    def _of_value(self, expected: Floats, counts: Floats) -> list[Part]:
        value = self.spend_minor
        if self.spread is None:
            return [chance_spread(expected, counts, value=value)]
        sums = self.spread.chance(expected, counts)
        known = self.spread.parameters(expected * value)
        return [chance_spread(expected, sums, value=value), known]


def forecaster(
    base: Base,
    *,
    days: CustomerDays,
    choice: Choice,
    season: Season,
    spend_minor: Floats,
    seed: int,
    draws: int = DRAWS,
    spread: SpendSpread | None = None,
) -> Forecaster:
    """Return what forecasts of the known base need.

    base: made by `base_of` with this choice and season. days: its customers'. spend_minor: expected
    value of one purchase of each customer, minor units, in the summary's order, shape (n,).
    spread: of purchases around it; without one each is taken to be worth exactly that.
    """
    return Forecaster(
        days=days,
        base=base,
        plain=base if season.source == "none" else _by_calendar(base),
        choice=choice,
        season=season,
        spend_minor=spend_minor,
        draws=bootstrap(base.model, base.fit, base.purchases, seed=seed, draws=draws),
        seen=seen_shares(days, until=base.until),
        spread=spread,
    )


def past_errors(choice: Choice, *, known: Sequence[Part]) -> Part:
    """Return how much further than `known` causes tell the totals of the backtest were off.

    known: chance and parameters of the total ahead. They were at work at each cut, too, and a model
    that is right is off by them alone. So the errors, after the correction where applied, are told
    in units of what they were to be (`cut_noise`). Where their mean square φ is above 1, the known
    variance is multiplied by it, as dispersion is in quasi-likelihood (Wedderburn 1974, Biometrika
    61), and no better known than the errors are many: holdouts that overlap see the same days, so
    as many are independent as fit side by side into the days they cover. Else nothing is added.
    """
    factor = (choice.calibration or 1.0) if choice.calibration_applied else 1.0
    ratios = np.array([(1 + error) * factor for error in choice.cut_errors])
    noise = np.array(choice.cut_noise)
    usable = np.isfinite(ratios) & (ratios > 0) & (noise > 0)
    if usable.sum() < CUTS_MIN:
        return UNPROVEN
    dispersion = float(((np.log(ratios[usable]) / noise[usable]) ** 2).mean())
    if dispersion <= 1:
        return Part(log_sd=0.0)
    variance = sum(part.variance for part in known)
    return Part(
        log_sd=float(np.sqrt(variance * (dispersion - 1))),
        freedom=min(side_by_side(choice.cuts), float(usable.sum())),
        doubtful=variance * dispersion,
    )


def side_by_side(cuts: Sequence[tuple[date, date]]) -> float:
    """Return how many holdouts (cut, end] fit into the days they cover together, at least 1."""
    if not cuts:
        return 1.0
    covered = max(end for _, end in cuts) - min(cut for cut, _ in cuts)
    return max(1.0, covered / max(end - cut for cut, end in cuts))


def _by_calendar(base: Base) -> Base:
    purchases = base.summary.purchases()
    start = base.fit.params if base.fit.boundary is None else None
    fit = base.model.fit(purchases, start=start)
    return replace(base, fit=fit, purchases=purchases, clock=CALENDAR)
