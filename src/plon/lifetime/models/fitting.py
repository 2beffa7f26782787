"""Fits of purchase models from folded purchases: start, a thinned first fit, limits, units."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.models.gamma_poisson import Derivatives
from plon.lifetime.models.newton import TOLERANCE, Optimum, fit_of, maximise
from plon.lifetime.models.prepared import Counts, Prepared, every_kth, prepare
from plon.lifetime.purchases import Floats, Purchases

LARGE = 80_000  # from so many rows on, the start is found on every k-th
THINNED = 20_000  # at least so many rows, or one in fifty
LOOSE = 1e-5  # the thinned fit's tolerance
NOTHING = 1e-8  # r of the limit in which nobody buys again


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """A purchase model as its fit needs it; parameters in order, α second, times in α's unit.

    rows: what `prepare` must keep: "none", "repeat" or "all".
    start: parameters to start from on data of unit mean interval.
    boundaries: names of limits, as `maximise` takes them.
    derivatives: (theta, prepared, counts) -> ln L, gradient, Hessian; also of replicates.
    """

    model: str
    letters: tuple[str, ...]
    rows: str
    start: tuple[float, ...]
    boundaries: Mapping[str, str]
    derivatives: Callable[[Floats, Prepared, Counts], Derivatives]


def fit_purchases(
    likelihood: Likelihood, purchases: Purchases, *, start: Mapping[str, float] | None = None
) -> Fit:
    """Return the maximum likelihood fit; from many customers on, begun on a part of them."""
    size = len(purchases)
    if start is None and size > LARGE:
        thinned = every_kth(purchases, size // max(THINNED, size // 50))
        prepared = prepare(thinned, rows=likelihood.rows)
        counts = prepared.count(thinned.weight)
        start = fit_counts(likelihood, prepared, counts, tolerance=LOOSE).params
    prepared = prepare(purchases, rows=likelihood.rows)
    return fit_counts(likelihood, prepared, prepared.count(purchases.weight), start=start)


def fit_counts(
    likelihood: Likelihood,
    prepared: Prepared,
    counts: Counts,
    *,
    start: Mapping[str, float] | None = None,
    tolerance: float = TOLERANCE,
) -> Fit:
    """Return the fit of purchases already folded."""
    customers, purchases = float(counts.customers), float(counts.purchases)
    scale = {"alpha": prepared.unit}
    if purchases == 0:
        optimum = _no_repeat_purchase(likelihood, prepared, counts)
    else:
        optimum = maximise(
            lambda theta: _plain(likelihood.derivatives(theta, prepared, counts)),
            start=scaled(likelihood, prepared, start),
            names=likelihood.letters,
            customers=customers,
            boundaries=likelihood.boundaries,
            tolerance=tolerance,
        )
    shift = -purchases * float(np.log(prepared.unit))
    return fit_of(optimum, model=likelihood.model, customers=customers, scale=scale, shift=shift)


def scaled(likelihood: Likelihood, prepared: Prepared, start: Mapping[str, float] | None) -> Floats:
    """Return a start in the prepared unit: the parameters given, or the model's own."""
    if start is None:
        return np.array(likelihood.start)
    units = np.array([prepared.unit if name == "alpha" else 1.0 for name in likelihood.letters])
    return np.asarray(np.array([start[name] for name in likelihood.letters]) / units)


def likelihood_at(
    likelihood: Likelihood, params: Mapping[str, float], purchases: Purchases
) -> float:
    """Return the weighted sum of log-likelihoods at given parameters."""
    prepared = prepare(purchases, rows=likelihood.rows)
    counts = prepared.count(purchases.weight)
    value = likelihood.derivatives(scaled(likelihood, prepared, params), prepared, counts)[0]
    return float(value) - float(counts.purchases) * float(np.log(prepared.unit))


def _plain(derivatives: Derivatives) -> tuple[float, Floats, Floats]:
    value, gradient, hessian = derivatives
    return float(value), gradient, hessian


def _no_repeat_purchase(likelihood: Likelihood, prepared: Prepared, counts: Counts) -> Optimum:
    """Return the limit r -> 0: nobody came back, so ln L is 0 and there is nothing to learn."""
    theta = np.array(likelihood.start)
    theta[0] = NOTHING
    value, gradient, _ = likelihood.derivatives(theta, prepared, counts)
    size = len(theta)
    return Optimum(
        names=likelihood.letters,
        theta=theta,
        log_likelihood=float(value),
        gradient=gradient,
        covariance=np.full((size, size), np.nan),
        converged=True,
        limits={likelihood.letters[0]: -1},
        boundary="no_repeat_purchase",
        gradient_norm=0.0,
        condition=float("inf"),
        iterations=0,
    )
