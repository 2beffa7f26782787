"""Fits of Pareto/NBD: compiled where possible, on data of unit mean interval, folded or thinned."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.kernel import pareto as kernel
from plon.lifetime.models import pareto_likelihood as reference
from plon.lifetime.models.newton import TOLERANCE, Optimum, fit_of, maximise
from plon.lifetime.models.prepared import every_kth, mean_interval
from plon.lifetime.models.refits import Refits
from plon.lifetime.models.repeats import Repeats
from plon.lifetime.purchases import Floats, Purchases

LETTERS: tuple[str, ...] = ("r", "alpha", "s", "beta")
BOUNDARIES = {
    "s+ beta+": "everyone_leaves_at_one_rate",
    "s- beta-": "leave_at_once_or_never",
    "s-": "no_departures",
    "beta+": "no_departures",
    "s+": "everyone_leaves_at_once",
    "beta-": "everyone_leaves_at_once",
    "r+": "everyone_buys_at_one_rate",
    "alpha+": "everyone_buys_at_one_rate",
}
LARGE = 80_000  # from so many rows on, the start is found on every k-th
THINNED = 20_000  # at least so many rows, or one in fifty
LOOSE = 1e-5  # the thinned fit's tolerance
UNFOLDED = 50_000  # from so many rows on, the compiled sums are faster than folding
NOTHING = 1e-8  # r of the limit in which nobody buys again


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Purchases folded, with times divided by `unit`, the mean interval; fits know no unit.

    position: the folded row of each row given, so that a refit with other weights folds nothing.
    """

    purchases: Purchases
    unit: float
    position: Floats

    def weighted(self, weight: Floats) -> "Prepared":
        """Return the same rows with weights of the rows that were given, shape (n,)."""
        folded = np.bincount(self.position, weight, minlength=len(self.purchases)).astype(float)
        return replace(self, purchases=replace(self.purchases, weight=folded))


def derivatives(theta: Floats, purchases: Purchases) -> tuple[float, Floats, Floats]:
    """Return ln L, gradient (4,) and Hessian (4, 4) in θ = (r, α, s, β), in the data's unit."""
    return _derivatives(theta, purchases, Repeats.of(purchases))


def fit(purchases: Purchases, *, start: Mapping[str, float] | None = None) -> Fit:
    """Return the maximum likelihood fit; from many customers on, begun on a part of them."""
    if start is None and len(purchases) > LARGE:
        k = len(purchases) // max(THINNED, len(purchases) // 50)
        start = _fit(every_kth(purchases, k).folded(), start=None, tolerance=LOOSE).params
    is_folding = len(purchases) < UNFOLDED or not kernel.is_built()
    return _fit(purchases.folded() if is_folding else purchases, start=start)


def fit_prepared(prepared: Prepared, *, start: Mapping[str, float] | None = None) -> Fit:
    """Return the fit of purchases prepared before."""
    return _fit_scaled(prepared.purchases, prepared.unit, start=start)


def refit_many(prepared: Prepared, weights: Floats, *, start: Mapping[str, float]) -> Refits:
    """Return the fit for each row of weights, shape (replicates, n), from one warm start.

    Each ends within a hundredth of a standard error of its top: enough to tell the spread.
    """
    fits = [
        _fit_scaled(drawn.purchases, drawn.unit, start=start, tolerance=LOOSE)
        for drawn in map(prepared.weighted, weights)
    ]
    return Refits(
        letters=LETTERS,
        theta=np.array([one.theta() for one in fits]).reshape(len(fits), len(LETTERS)),
        log_likelihood=np.array([one.log_likelihood for one in fits]),
        converged=np.array([one.converged for one in fits], dtype=bool),
        is_boundary=np.array([one.boundary is not None for one in fits], dtype=bool),
    )


def prepare(purchases: Purchases) -> Prepared:
    """Return purchases folded and scaled, for many fits with other weights."""
    rows = np.column_stack([purchases.x, purchases.t_x, purchases.T])
    distinct, position = np.unique(rows, axis=0, return_inverse=True)
    unit = mean_interval(purchases)
    weight = np.bincount(position, purchases.weight, minlength=len(distinct)).astype(float)
    x, t_x, T = distinct.T
    return Prepared(
        Purchases(x=x, t_x=t_x / unit, T=T / unit, weight=weight), unit, position.astype(np.intp)
    )


def _fit(
    purchases: Purchases, *, start: Mapping[str, float] | None, tolerance: float = TOLERANCE
) -> Fit:
    unit = mean_interval(purchases)
    scaled = replace(purchases, t_x=purchases.t_x / unit, T=purchases.T / unit)
    return _fit_scaled(scaled, unit, start=start, tolerance=tolerance)


def _fit_scaled(
    purchases: Purchases,
    unit: float,
    *,
    start: Mapping[str, float] | None,
    tolerance: float = TOLERANCE,
) -> Fit:
    customers = purchases.customers
    repeats = Repeats.of(purchases)
    if repeats.purchases == 0:
        optimum = _no_repeat_purchase(purchases)
    else:
        optimum = maximise(
            lambda theta: _derivatives(theta, purchases, repeats),
            start=_start(purchases, unit, start),
            names=LETTERS,
            customers=customers,
            boundaries=BOUNDARIES,
            tolerance=tolerance,
        )
    shift = -repeats.purchases * float(np.log(unit))
    scale = {"alpha": unit, "beta": unit}
    return fit_of(optimum, model="pareto_nbd", customers=customers, scale=scale, shift=shift)


def _start(purchases: Purchases, unit: float, start: Mapping[str, float] | None) -> Floats:
    if start is None:
        mean_T = float(purchases.weight @ purchases.T) / purchases.customers
        return np.array([1.0, 1.0, 0.5, mean_T / 2])
    units = np.array([1.0, unit, 1.0, unit])
    return np.asarray(np.array([start[name] for name in LETTERS]) / units)


def _derivatives(
    theta: Floats, purchases: Purchases, repeats: Repeats
) -> tuple[float, Floats, Floats]:
    total = kernel.sums(theta, purchases)
    if total is None:
        total = reference.sums(theta, purchases)
    value, gradient, hessian = reference.unpack(total)
    counting, first, second = repeats.derivatives(float(theta[0]))
    gradient[0] += first
    hessian[0, 0] += second
    return value + counting, gradient, hessian


def _no_repeat_purchase(purchases: Purchases) -> Optimum:
    """Return the limit r -> 0: nobody came back, so ln L is 0 and there is nothing to learn."""
    theta = np.array([NOTHING, 1.0, 0.5, 0.5])
    return Optimum(
        names=LETTERS,
        theta=theta,
        log_likelihood=_derivatives(theta, purchases, Repeats.of(purchases))[0],
        gradient=np.zeros(4),
        covariance=np.full((4, 4), np.nan),
        converged=True,
        limits={"r": -1},
        boundary="no_repeat_purchase",
        gradient_norm=0.0,
        condition=float("inf"),
        iterations=0,
    )
