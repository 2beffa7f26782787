"""What the base will do, from the estimates of its customers: totals with their intervals."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from plon.lifetime.analysis import Choice, Forecast, Interval
from plon.lifetime.answer.expected_spend import ExpectedSpend
from plon.lifetime.answer.fitted import Fitted
from plon.lifetime.answer.stopwatch import Stopwatch
from plon.lifetime.days import CustomerDays
from plon.lifetime.forecasting.forecast import Forecaster, forecaster
from plon.lifetime.forecasting.parameter_intervals import intervals_of_fits
from plon.lifetime.units import Horizon


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """The base's forecasts, none where no model speaks, and how sure the models' parameters are.

    parameter_intervals: by model, by letter.
    """

    forecasts: tuple[Forecast, ...]
    parameter_intervals: Mapping[str, Mapping[str, Interval]]


def foretell(fitted: Fitted, *, horizons: Sequence[Horizon], watch: Stopwatch) -> Foretold:
    """Return the totals. The seed of the bootstrap is the content's hash: no chance is left."""
    with watch.stage("forecast"):
        made = _forecaster(fitted)
        forecasts = tuple(made.over(each) for each in horizons) if made else ()
    return Foretold(
        forecasts=forecasts,
        parameter_intervals=_parameter_intervals(fitted.choice, fitted.spend, made),
    )


def _forecaster(fitted: Fitted) -> Forecaster | None:
    if fitted.base is None:
        return None
    return forecaster(
        fitted.base,
        days=fitted.days,
        choice=fitted.choice,
        season=fitted.season,
        spend_minor=fitted.spend.minor,
        spread=fitted.spend.spread,
        seed=seed_of(fitted.days),
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


def seed_of(days: CustomerDays) -> int:
    """Return a seed from the content of the purchase days: equal sales, equal chance."""
    digest = hashlib.blake2b(digest_size=8)
    for part in (days.index, days.day, days.value_minor):
        digest.update(np.ascontiguousarray(part, dtype=np.int64).data)
    return int.from_bytes(digest.digest(), "big")
