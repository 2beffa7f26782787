"""Kaplan-Meier: the share that lasts, from lifetimes of which some are not over yet.

Kaplan, Meier 1958, "Nonparametric Estimation from Incomplete Observations", JASA 53(282).
Variance by Greenwood; limits on the scale of ln(-ln S), which keeps them between 0 and 1
(Kalbfleisch, Prentice 1980).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from plon.lifetime.purchases import Floats
from plon.lifetime.special import ndtri


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KaplanMeier:
    """The share still there after each distinct time, shape (k,); before the first it is 1.

    at_risk, ended: weight just before each time, and of those whose lifetime ended there.
    low, high: limits at `level`; log_variance: Greenwood's sum, the variance of ln S.
    """

    times: Floats
    survival: Floats
    low: Floats
    high: Floats
    at_risk: Floats
    ended: Floats
    log_variance: Floats
    level: float

    def at(self, times: ArrayLike) -> Floats:
        """Return the share still there after given times; beyond the last one, the last share."""
        return self._steps()[np.searchsorted(self.times, np.asarray(times), side="right")]

    @property
    def median(self) -> float:
        """Return the first time at which no more than half are left; inf if that was not seen."""
        reached = np.flatnonzero(self.survival <= 0.5)
        return float(self.times[reached[0]]) if len(reached) else float("inf")

    def restricted_mean(self, until: float) -> float:
        """Return the mean lifetime, each counted up to `until`: the area under the curve."""
        edges = np.concatenate([[0.0], np.minimum(self.times, until), [until]])
        return float(self._steps() @ np.diff(edges))

    def _steps(self) -> Floats:
        return np.concatenate([[1.0], self.survival])


def kaplan_meier(
    durations: ArrayLike,
    has_ended: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    level: float = 0.95,
) -> KaplanMeier:
    """Return the estimate for lifetimes >= 0; those not ended lasted at least that long.

    weight: customers a row stands for; fractional ones shift the estimate, not its meaning.
    Raises ValueError for no rows, or lifetimes that are negative or not finite.
    """
    lifetime = np.asarray(durations, dtype=np.float64)
    ended = np.asarray(has_ended, dtype=np.float64)
    counted = np.ones(len(lifetime)) if weight is None else np.asarray(weight, dtype=np.float64)
    if len(lifetime) == 0 or not np.isfinite(lifetime).all() or lifetime.min() < 0:
        raise ValueError("lifetimes are finite numbers, zero or more, and at least one")
    times, place = np.unique(lifetime, return_inverse=True)
    leaving = np.bincount(place, counted * ended).astype(float)
    at_risk = np.bincount(place, counted)[::-1].cumsum()[::-1]
    survival, variance = _product(leaving, at_risk)
    low, high = _limits(survival, variance, level)
    return KaplanMeier(
        times=times,
        survival=survival,
        low=low,
        high=high,
        at_risk=at_risk,
        ended=leaving,
        log_variance=variance,
        level=level,
    )


def _product(ended: Floats, at_risk: Floats) -> tuple[Floats, Floats]:
    """Return S and Greenwood's Σ ended/(at_risk·rest); from S = 0 on the latter is infinite."""
    rest = at_risk - ended
    with np.errstate(divide="ignore", invalid="ignore"):
        term = np.where(ended > 0, ended / (at_risk * rest), 0.0)
    return np.asarray(np.cumprod(rest / at_risk)), np.cumsum(term)


def _limits(survival: Floats, variance: Floats, level: float) -> tuple[Floats, Floats]:
    is_inside = (survival > 0) & (survival < 1)
    log = np.log(np.where(is_inside, survival, 0.5))
    wide = ndtri((1 + level) / 2) * np.sqrt(np.where(is_inside, variance, 0.0)) / -log
    low, high = np.exp(log * np.exp(wide)), np.exp(log * np.exp(-wide))
    return np.where(is_inside, low, survival), np.where(is_inside, high, survival)
