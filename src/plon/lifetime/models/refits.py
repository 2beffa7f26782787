"""Many fits of the same customers with other weights at once: the bootstrap's fast path.

Newton's steps of a whole block of replicates are single NumPy calls; each replicate keeps its own
step length. A replicate that does not settle so (a limit, a thin draw) is fitted on its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.kernel.library import in_chunks
from plon.lifetime.models.fitting import Likelihood, fit_counts, scaled
from plon.lifetime.models.newton import STEP, damped
from plon.lifetime.models.prepared import Counts, Prepared
from plon.lifetime.purchases import Floats

BLOCK_CELLS = 65_536  # replicates · rows at a time
TRIES = 25
CLOSE = 1e-4  # a Newton step so short in every log-parameter leaves an error of its square


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Refits:
    """Maximum likelihood parameters of each replicate, in the letters' order and own unit.

    theta: shape (replicates, k); log_likelihood, converged, is_boundary: shape (replicates,).
    """

    letters: tuple[str, ...]
    theta: Floats
    log_likelihood: Floats
    converged: NDArray[np.bool_]
    is_boundary: NDArray[np.bool_]


def refit_many(
    likelihood: Likelihood, prepared: Prepared, weights: Floats, *, start: Mapping[str, float]
) -> Refits:
    """Return the fit for each row of weights, shape (replicates, n), from one warm start."""
    block = max(1, BLOCK_CELLS // max(1, len(prepared.row_x)))
    parts = in_chunks(
        lambda first, last: _refit_block(likelihood, prepared, weights[first:last], start),
        len(weights),
        chunk=block,
    )
    return Refits(
        letters=likelihood.letters,
        theta=np.concatenate([part.theta for part in parts]),
        log_likelihood=np.concatenate([part.log_likelihood for part in parts]),
        converged=np.concatenate([part.converged for part in parts]),
        is_boundary=np.concatenate([part.is_boundary for part in parts]),
    )


def _refit_block(
    likelihood: Likelihood, prepared: Prepared, weights: Floats, start: Mapping[str, float]
) -> Refits:
    counts = prepared.count(weights)
    first = np.tile(np.log(scaled(likelihood, prepared, start)), (len(weights), 1))
    log_theta, value, is_settled = _climb_together(likelihood, prepared, counts, first)
    theta = np.exp(log_theta)
    theta[:, likelihood.letters.index("alpha")] *= prepared.unit
    value -= counts.purchases * np.log(prepared.unit)
    converged, is_boundary = is_settled.copy(), np.zeros(len(weights), dtype=bool)
    for i in np.flatnonzero(~is_settled):
        alone = fit_counts(likelihood, prepared, prepared.count(weights[i]))
        theta[i], value[i] = alone.theta(), alone.log_likelihood
        converged[i], is_boundary[i] = alone.converged, alone.boundary is not None
    return Refits(
        letters=likelihood.letters,
        theta=theta,
        log_likelihood=value,
        converged=converged,
        is_boundary=is_boundary,
    )


def _climb_together(
    likelihood: Likelihood, prepared: Prepared, counts: Counts, log_theta: Floats
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return log-parameters, value and whether each replicate settled inside."""
    best, step = log_theta, np.zeros_like(log_theta)
    value = np.full(len(best), -np.inf)
    is_settled = np.zeros(len(best), dtype=bool)
    for _ in range(TRIES):
        tried = best + step
        found, gradient, hessian = _in_logs(likelihood, prepared, counts, tried)
        is_higher = found >= value - 1e-12 * np.abs(value)
        best = np.where(is_higher[:, None], tried, best)
        value = np.where(is_higher, found, value)
        following, is_top = _steps(gradient, hessian)
        step = np.where(is_higher[:, None], following, step / 2)
        is_settled |= is_higher & is_top & (np.abs(following).max(axis=1) <= CLOSE)
        if is_settled.all():
            break
    gain = np.einsum("ij,ij->i", gradient, step) / 2
    return best + step, value + gain, is_settled


def _in_logs(
    likelihood: Likelihood, prepared: Prepared, counts: Counts, log_theta: Floats
) -> tuple[Floats, Floats, Floats]:
    theta = np.exp(log_theta)
    with np.errstate(all="ignore"):
        value, gradient, hessian = likelihood.derivatives(theta, prepared, counts)
    gradient = theta * gradient
    hessian = theta[:, :, None] * theta[:, None, :] * hessian
    hessian += gradient[:, :, None] * np.eye(theta.shape[1])
    is_finite = np.isfinite(gradient).all(axis=1) & np.isfinite(hessian).all(axis=(1, 2))
    hessian[~is_finite], gradient[~is_finite] = -np.eye(theta.shape[1]), 0.0
    return np.where(is_finite, value, -np.inf), gradient, hessian


def _steps(gradient: Floats, hessian: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return each replicate's step, as `maximise` takes it, and whether it leads up a hill."""
    curvature, axes = np.linalg.eigh(-hessian)
    along = np.einsum("ijk,ij->ik", axes, gradient) / damped(curvature)
    step = np.einsum("ijk,ik->ij", axes, along)
    longest = np.abs(step).max(axis=1, keepdims=True)
    step *= np.minimum(1.0, STEP / np.maximum(longest, 1e-300))
    return step, curvature[:, 0] > 0
