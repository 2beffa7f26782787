"""Rolling-origin backtest: every model and rule forecasts days it has not seen.

Above SAMPLED customers a cut uses every k-th of them, for fits and scores, and above COUNTED the
log score does: what 50,000 customers leave open is less than what sets models apart. The totals of
such a cut are those of its sample. Earlier cuts start from the newest cut's parameters.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from plon.lifetime.analysis import Holdout
from plon.lifetime.days import CustomerDays
from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.averaged import MEAN
from plon.lifetime.forecasting.baselines import BASELINES
from plon.lifetime.forecasting.clock import Clock
from plon.lifetime.forecasting.noise import noise_log_sd
from plon.lifetime.forecasting.scoring import score
from plon.lifetime.forecasting.splits import Split, day_of, split
from plon.lifetime.forecasting.strides import stride_for
from plon.lifetime.kernel.library import threads
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.models.prepared import every_kth
from plon.lifetime.purchases import Floats
from plon.lifetime.units import TimeUnit

SAMPLED = 50_000
COUNTED = 10_000
HOLDOUT_PURCHASES_MIN = 20
EARLIER_CUTS = 4
STEP_DAYS = 28  # cuts closer than this would tell the same story twice
WORST_LOG_SCORE = -30.0  # one impossible count must not decide alone
TRIED = ("nbd", "bg_nbd", "mbg_nbd", "pareto_nbd")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trial:
    """One cut: what each model and baseline said of (cut, end], and how it did.

    noise: of each model, the log-sd that chance and its parameters alone give its total.
    """

    cut: date
    end: date
    fits: Mapping[str, Fit]
    holdouts: Mapping[str, Holdout]
    noise: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """What a model said of a holdout: expected counts, and the log chance of what happened.

    noise: the log-sd that chance and the parameters give the total.
    """

    expected: Floats
    log_chances: Floats
    noise: float

    @classmethod
    def mean(cls, parts: Sequence["Told"]) -> "Told":
        """Return what the mixture of models, each as likely, says."""
        logs = np.logaddexp.reduce([part.log_chances for part in parts], axis=0)
        return cls(
            expected=np.asarray(np.mean([part.expected for part in parts], axis=0)),
            log_chances=np.asarray(logs - np.log(len(parts))),
            noise=float(np.mean([part.noise for part in parts])),
        )

    @property
    def log_score(self) -> float:
        logs = np.nan_to_num(self.log_chances, nan=WORST_LOG_SCORE)
        return float(np.maximum(logs, WORST_LOG_SCORE).mean())


def cuts(*, first: date, until: date, horizon_days: int) -> tuple[tuple[date, date], ...]:
    """Return (cut, end) of the backtests, newest first; none if the span is under three days.

    The holdout is the horizon, but at most a third of the span; no cut leaves less than a third
    of the span before it.
    """
    span = (until - first).days
    holdout = min(horizon_days, span // 3)
    if holdout < 1:
        return ()
    newest = until - timedelta(days=holdout)
    room = (newest - first).days - span // 3
    step = max(STEP_DAYS, room // EARLIER_CUTS)
    starts = [newest - timedelta(days=step * i) for i in range(min(EARLIER_CUTS, room // step) + 1)]
    return tuple((cut, cut + timedelta(days=holdout)) for cut in starts)


def backtest(
    days: CustomerDays,
    *,
    periods: tuple[tuple[date, date], ...],
    unit: TimeUnit,
    clock: Clock | None = None,
) -> tuple[Trial, ...]:
    """Return one trial a (cut, end), in the given order.

    Earlier cuts with fewer than HOLDOUT_PURCHASES_MIN purchases to foretell are left out.
    """
    if not periods:
        return ()
    newest, *earlier = periods
    first = try_models(split(days, cut=newest[0], end=newest[1], unit=unit, clock=clock))

    def trial(period: tuple[date, date]) -> Trial | None:
        parts = split(days, cut=period[0], end=period[1], unit=unit, clock=clock)
        has_enough = parts.holdout.sum() >= HOLDOUT_PURCHASES_MIN
        return try_models(parts, starts=first.fits) if has_enough else None

    with ThreadPoolExecutor(threads()) as pool:
        rest = pool.map(trial, earlier)
        return (first, *(one for one in rest if one is not None))


def try_models(parts: Split, *, starts: Mapping[str, Fit] | None = None) -> Trial:
    """Return every model's and baseline's forecast of one split, scored."""
    parts = _thinned(parts, stride_for(len(parts.holdout), SAMPLED))
    fits: dict[str, Fit] = {}
    for name in TRIED:
        start = (starts or {}).get(name)
        params = start.params if start is not None and start.boundary is None else None
        fits[name] = PURCHASE_MODELS[name].fit(parts.purchases, start=params)
    told = {name: _tell(fit, parts) for name, fit in fits.items()}
    told[MEAN.name] = Told.mean([told[name] for name in MEAN.members])
    fits[MEAN.name] = MEAN.of_fits(fits)
    holdouts = {
        name: score(one.expected, parts.holdout, log_score=one.log_score)
        for name, one in told.items()
    }
    for name, rule in BASELINES.items():
        holdouts[name] = score(rule(parts), parts.holdout)
    noise = {name: one.noise for name, one in told.items()}
    return Trial(cut=parts.cut, end=parts.end, fits=fits, holdouts=holdouts, noise=noise)


def gaps_days(days: CustomerDays, *, until: date) -> Floats:
    """Return all gaps between a customer's neighbouring purchase days up to `until`, in days."""
    is_seen = days.day <= (until - day_of(0)).days
    index, day = days.index[is_seen], days.day[is_seen]
    return np.asarray(np.diff(day)[index[1:] == index[:-1]], dtype=np.float64)


def _tell(fit: Fit, parts: Split) -> Told:
    model = PURCHASE_MODELS[fit.model]
    stride = stride_for(len(parts.holdout), COUNTED)
    sample = every_kth(parts.purchases, stride)
    return Told(
        expected=model.expected_purchases(fit.params, parts.purchases, ahead=parts.ahead),
        log_chances=model.log_probability_of_count(
            fit.params, sample, ahead=parts.ahead, counts=parts.holdout[::stride]
        ),
        noise=noise_log_sd(model, fit, parts.purchases, ahead=parts.ahead),
    )


def _thinned(parts: Split, stride: int) -> Split:
    if stride == 1:
        return parts
    summary = parts.summary
    return replace(
        parts,
        summary=replace(
            summary,
            customer=summary.customer.take(np.arange(0, len(summary), stride)),
            purchase_days=summary.purchase_days[::stride],
            first_day=summary.first_day[::stride],
            last_day=summary.last_day[::stride],
            value_minor=summary.value_minor[::stride],
            first_value_minor=summary.first_value_minor[::stride],
            returned_minor=summary.returned_minor[::stride],
            zero_days=summary.zero_days[::stride],
        ),
        purchases=every_kth(parts.purchases, stride),
        holdout=parts.holdout[::stride],
        holdout_value_minor=parts.holdout_value_minor[::stride],
        previous=parts.previous[::stride],
    )
