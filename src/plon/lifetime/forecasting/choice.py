"""Which model speaks: chosen by what it said of days it had not seen, beside plain rules."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from plon.lifetime.analysis import Candidate, Choice, Holdout
from plon.lifetime.days import CustomerDays
from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.averaged import MEAN, model_named
from plon.lifetime.forecasting.backtest import (
    HOLDOUT_PURCHASES_MIN,
    TRIED,
    Trial,
    backtest,
    cuts,
    gaps_days,
)
from plon.lifetime.forecasting.baselines import BASELINES
from plon.lifetime.forecasting.clock import CALENDAR, Clock
from plon.lifetime.forecasting.scoring import mean_over_cuts
from plon.lifetime.forecasting.splits import day_number, day_of, summary_at
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.models.model import PurchaseModel
from plon.lifetime.purchases import Purchases
from plon.lifetime.units import TimeUnit

CUSTOMERS_MIN = 100
REPEATERS_MIN = 50
SPAN_GAPS_MIN = 3  # median gaps
TIE = 0.01  # of the best MAE, then of the best log score: nearer than that is equal
CALIBRATING_CUTS = 3
CAREFUL_MODEL = "mbg_nbd"  # for thin data: the one that lets a one-time buyer leave


def choose(
    days: CustomerDays,
    *,
    until: date,
    unit: TimeUnit,
    horizon_days: int,
    clock: Clock | None = None,
) -> Choice:
    """Return the model chosen by backtest and refitted on everything up to `until`.

    Too little history is an answer, verdict "too_thin" with its reasons, never an error; then
    MBG/NBD speaks if it can be fitted at all, else nobody (`chosen` is None).
    """
    summary = summary_at(days, until=until, unit=unit)
    purchases = (clock or CALENDAR).purchases(summary)
    if len(summary) == 0:
        return _too_thin(purchases, ("few_customers",))
    first = day_of(int(summary.first_day.min()))
    periods = cuts(first=first, until=until, horizon_days=horizon_days)
    reasons = _thin_reasons(days, purchases, until=until, first=first, periods=periods)
    if reasons:
        return _too_thin(purchases, reasons)
    trials = backtest(days, periods=periods, unit=unit, clock=clock)
    return _judge(trials, purchases)


def chosen_model(choice: Choice) -> tuple[PurchaseModel, Fit] | None:
    """Return the model that speaks, with its fit on all data; None if none could be fitted."""
    chosen = choice.chosen
    if chosen is None or chosen.fit is None:
        return None
    return model_named(chosen.name), chosen.fit


def calibration(trials: Sequence[Trial], name: str) -> tuple[float, bool]:
    """Return mean actual/predicted of a model over the cuts, and whether totals may be corrected.

    They may if at least three cuts erred to one side, and correcting the newest cut by the others
    would have brought it nearer to the truth. The order of customers never changes by it.
    """
    ratios = np.array([_ratio(trial.holdouts[name]) for trial in trials])
    usable = ratios[np.isfinite(ratios) & (ratios > 0)]
    if len(usable) == 0:
        return 1.0, False
    mean = float(usable.mean())
    if len(usable) < CALIBRATING_CUTS or len(usable) < len(ratios):
        return mean, False
    errs_one_way = bool((usable > 1).all() or (usable < 1).all())
    newest, before = usable[0], float(usable[1:].mean())
    return mean, errs_one_way and abs(np.log(newest / before)) < abs(np.log(newest))


def best_model(means: Mapping[str, Holdout]) -> str:
    """Return the lowest MAE; within 1 % the best log score; equal there too, fewest parameters."""
    models = [name for name in means if name not in BASELINES]
    lowest = min(means[name].mae for name in models)
    tied = [name for name in models if means[name].mae <= (1 + TIE) * lowest]
    best = max(means[name].log_score for name in tied)
    equal = [name for name in tied if means[name].log_score >= best - TIE * abs(best)]
    return min(equal, key=lambda name: (len(model_named(name).letters), means[name].mae))


def _judge(trials: Sequence[Trial], purchases: Purchases) -> Choice:
    means = {
        name: mean_over_cuts([trial.holdouts[name] for trial in trials])
        for name in trials[0].holdouts
    }
    best = best_model(means)
    rule = min(BASELINES, key=lambda name: means[name].mae)
    has_lost = means[rule].mae < means[best].mae
    total_by = rule if has_lost and _is_nearer(trials, rule, than=best) else ""
    factor, is_applied = calibration(trials, best)
    fits = _refit(purchases, trials[0].fits)
    return Choice(
        verdict="baseline_wins" if has_lost else "model_wins",
        reasons=("baseline_total_worse",) if has_lost and not total_by else (),
        candidates=tuple(
            Candidate(
                name=name,
                fit=fits.get(name),
                holdout=holdout,
                chosen=name == best,
                is_baseline=name in BASELINES,
            )
            for name, holdout in means.items()
        ),
        cuts=tuple((trial.cut, trial.end) for trial in trials),
        calibration=factor,
        calibration_applied=is_applied and not total_by,
        total_by=total_by,
        cut_errors=tuple(trial.holdouts[total_by or best].aggregate_error for trial in trials),
        cut_noise=tuple(trial.noise[best] for trial in trials),
    )


def _is_nearer(trials: Sequence[Trial], rule: str, *, than: str) -> bool:
    """Say if a rule's totals were nearer over the cuts: winning customer by customer is not that.

    Many small forecasts of nothing win on MAE and still add up to far too little.
    """
    errors = {
        name: np.mean([abs(trial.holdouts[name].aggregate_error) for trial in trials])
        for name in (rule, than)
    }
    return bool(errors[rule] < errors[than])


def _refit(purchases: Purchases, newest: Mapping[str, Fit]) -> dict[str, Fit]:
    fits = {}
    for name in TRIED:
        start = newest[name].params if newest[name].boundary is None else None
        fits[name] = PURCHASE_MODELS[name].fit(purchases, start=start)
    return {**fits, MEAN.name: MEAN.of_fits(fits)}


def _ratio(holdout: Holdout) -> float:
    return holdout.actual / holdout.predicted if holdout.predicted else float("nan")


def _thin_reasons(
    days: CustomerDays,
    purchases: Purchases,
    *,
    until: date,
    first: date,
    periods: Sequence[tuple[date, date]],
) -> tuple[str, ...]:
    gaps = gaps_days(days, until=until)
    span_days = (until - first).days
    is_short = not periods or len(gaps) == 0 or span_days < SPAN_GAPS_MIN * float(np.median(gaps))
    found = {
        "few_customers": len(purchases) < CUSTOMERS_MIN,
        "few_repeaters": int((purchases.x > 0).sum()) < REPEATERS_MIN,
        "few_holdout_purchases": _bought_after(days, periods) < HOLDOUT_PURCHASES_MIN,
        "short_span": is_short,
    }
    return tuple(code for code, is_so in found.items() if is_so)


def _bought_after(days: CustomerDays, periods: Sequence[tuple[date, date]]) -> int:
    """Return purchase days after the newest cut by customers known at the cut."""
    if not periods:
        return 0
    cut, end = (day_number(day) for day in periods[0])
    first = days.day[days.starts]
    is_after = (days.day > cut) & (days.day <= end)
    return int((is_after & (first[days.index] <= cut)).sum())


def _too_thin(purchases: Purchases, reasons: tuple[str, ...]) -> Choice:
    candidates: tuple[Candidate, ...] = ()
    if purchases.x.sum() > 0 and purchases.T.max() > 0:
        fit = PURCHASE_MODELS[CAREFUL_MODEL].fit(purchases)
        candidates = (Candidate(name=CAREFUL_MODEL, fit=fit, holdout=None, chosen=True),)
    return Choice(verdict="too_thin", reasons=reasons, candidates=candidates, cuts=())
