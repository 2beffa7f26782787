"""Maximum likelihood by damped Newton in log-parameters; a limit met on the way is a result.

The objective works in natural, positive parameters and knows nothing of logarithms.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.purchases import Floats

Objective = Callable[[Floats], tuple[float, Floats, Floats]]

PASSES = 200
HALVINGS = 40
STEP = 2.0  # longest step in any log-parameter
FLOOR = 1e-8  # least curvature, of the largest
TOLERANCE = 1e-9  # scaled gradient, per customer
NOISE_FLOOR = 1e-6  # the same, where rounding stops any further rise
FAR = 18.0  # a log-parameter beyond this runs to a limit ...
DISTANT = 12.0  # ... or beyond this, if the curvature is below FLOOR
OUTLYING = 6.0  # a parameter this far out, on a flat direction, takes part in the limit
FLAT = 1e-7  # curvature per customer that no data would show
RISE = 1e-9  # of the likelihood: less is no rise
ROUNDING = 4 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Optimum:
    """Where the search ended. All arrays are in natural parameters, in the order of `names`.

    limits: the parameters that ran away, +1 towards infinity, -1 towards zero.
    boundary: the name of that limit, None inside.
    covariance: inverse of the negative Hessian, symmetric; NaN at a boundary.
    gradient_norm: largest scaled component of the gradient in log-parameters, per customer.
    condition: of the Hessian in log-parameters.
    """

    names: tuple[str, ...]
    theta: Floats
    log_likelihood: float
    gradient: Floats
    covariance: Floats
    converged: bool
    limits: Mapping[str, int]
    boundary: str | None
    gradient_norm: float
    condition: float
    iterations: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A point of the search: log-parameters, and gradient and Hessian in them."""

    log_theta: Floats
    log_likelihood: float
    gradient: Floats
    hessian: Floats

    @property
    def slope(self) -> float:
        return float(np.abs(self.gradient).max())


def maximise(
    objective: Objective,
    *,
    start: Sequence[float] | Floats,
    names: Sequence[str],
    customers: float,
    boundaries: Mapping[str, str] | None = None,
    tolerance: float = TOLERANCE,
) -> Optimum:
    """Return the maximum of a log-likelihood over positive parameters.

    objective: theta, shape (k,) -> (value, gradient (k,), Hessian (k, k)), natural parameters.
    customers: the sum of weights; the search stops at a scaled gradient <= tolerance a customer.
    boundaries: names of limits, first match wins: {"a+ b+": "…", "a-": "no_departures"};
      "a-" says that a runs to 0, "b+" that b runs to infinity. A limit without a name is
      "at_limit".
    """
    place = _visit(objective, np.log(np.asarray(start, dtype=np.float64)))
    iterations, is_stuck = 0, False
    while not is_stuck and place.slope > tolerance * customers and iterations < PASSES:
        following = _climb(objective, place)
        is_stuck = following is None or _has_stopped(place, following)
        place = following or place
        iterations += 1
    slope = place.slope / max(customers, 1.0)
    limits = _limits(place, names, customers)
    is_near = not limits and place.slope <= tolerance * customers
    return _optimum(
        place,
        names=tuple(names),
        # The last step needs no pass over the data: it brings parameters to rounding.
        log_theta=place.log_theta + _newton_step(place) if is_near else place.log_theta,
        limits=limits,
        boundary=_boundary(limits, boundaries or {}),
        converged=bool(limits) or slope <= max(tolerance, NOISE_FLOOR),
        slope=slope,
        iterations=iterations,
    )


def fit_of(
    optimum: Optimum,
    *,
    model: str,
    customers: float,
    scale: Mapping[str, float] | None = None,
    shift: float = 0.0,
) -> Fit:
    """Return a Fit, with parameters brought back from scaled data to the data's own unit.

    scale: by letter, the factor of each parameter that has a unit (α, β: time; γ: money).
    shift: what the change of unit adds to the log-likelihood: -Σ w·x·ln(time unit) for purchase
      models, -Σ w·ln(money unit) for spend.
    """
    factors = np.array([(scale or {}).get(name, 1.0) for name in optimum.names])
    theta = optimum.theta * factors
    return Fit(
        model=model,
        params={name: float(value) for name, value in zip(optimum.names, theta, strict=True)},
        log_likelihood=optimum.log_likelihood + shift,
        customers=customers,
        covariance=optimum.covariance * np.outer(factors, factors),
        converged=optimum.converged,
        boundary=optimum.boundary,
        gradient_norm=optimum.gradient_norm,
        condition=optimum.condition,
        iterations=optimum.iterations,
    )


def _visit(objective: Objective, log_theta: Floats) -> _Place:
    theta = np.exp(log_theta)
    value, gradient, hessian = objective(theta)
    scaled = theta * gradient
    return _Place(
        log_theta, float(value), scaled, np.outer(theta, theta) * hessian + np.diag(scaled)
    )


def _climb(objective: Objective, place: _Place) -> _Place | None:
    """Return a place no lower, one Newton step or a fraction of it away; None if there is none.

    Where what is left to gain is lost in rounding, the flatter place counts as the higher one.
    """
    step = _newton_step(place)
    lowest = place.log_likelihood - ROUNDING * abs(place.log_likelihood)
    for _ in range(HALVINGS):
        with np.errstate(all="ignore"):
            found = _visit(objective, place.log_theta + step)
        is_finite = np.isfinite(found.gradient).all() and np.isfinite(found.hessian).all()
        if is_finite and found.log_likelihood >= lowest:
            return found
        if is_finite and abs(float(place.gradient @ step)) < place.log_likelihood - lowest:
            return found if found.slope < place.slope / 2 else None
        step = step / 2
    return None


def _newton_step(place: _Place) -> Floats:
    curvature, axes = np.linalg.eigh(-place.hessian)
    step = axes @ ((axes.T @ place.gradient) / damped(curvature))
    return np.asarray(step * min(1.0, STEP / max(float(np.abs(step).max()), 1e-300)))


def damped(curvature: Floats) -> Floats:
    """Return curvatures to divide by, last axis: their size, at least FLOOR of the largest.

    Their size, not their value: where the likelihood bends upwards a step must lead away from the
    saddle, not as far as it may go, which ends on a plateau with a lower likelihood.
    """
    size = np.abs(curvature)
    least = np.maximum(FLOOR * size.max(axis=-1, keepdims=True), np.finfo(np.float64).tiny)
    return np.asarray(np.maximum(size, least))


def _has_stopped(before: _Place, after: _Place) -> bool:
    """Say if nothing more is to be had: a run to a limit, or a rise lost in rounding."""
    rise, height = after.log_likelihood - before.log_likelihood, abs(after.log_likelihood)
    if rise < RISE * height and _runs_away(after):
        return True
    return rise <= ROUNDING * height and after.slope > before.slope / 2


def _runs_away(place: _Place) -> bool:
    distance = float(np.abs(place.log_theta).max())
    if distance < DISTANT:
        return False
    size = np.abs(np.linalg.eigvalsh(place.hessian))
    return distance > FAR or bool(size.min() < FLOOR * size.max())


def _limits(place: _Place, names: Sequence[str], customers: float) -> dict[str, int]:
    """Return the parameters beyond FAR, and outlying ones along a flat direction, with their side.

    Near a limit the likelihood changes like e^(-|log θ|): gradient *and* curvature vanish.
    """
    distance = np.abs(place.log_theta)
    curvature, axes = np.linalg.eigh(-place.hessian)
    size = np.abs(curvature)
    is_flat = size <= max(FLAT * max(customers, 1.0), FLOOR * float(size.max()))
    along = (np.abs(axes[:, is_flat]) > 0.3).any(axis=1)
    is_limit = (distance > FAR) | (along & (distance > OUTLYING))
    sides = np.sign(place.log_theta)
    return {name: int(side) for name, side, met in zip(names, sides, is_limit, strict=True) if met}


def _boundary(limits: Mapping[str, int], boundaries: Mapping[str, str]) -> str | None:
    if not limits:
        return None
    met = {name + ("+" if side > 0 else "-") for name, side in limits.items()}
    return next((name for key, name in boundaries.items() if met >= set(key.split())), "at_limit")


def _optimum(
    place: _Place,
    *,
    names: tuple[str, ...],
    log_theta: Floats,
    limits: Mapping[str, int],
    boundary: str | None,
    converged: bool,
    slope: float,
    iterations: int,
) -> Optimum:
    """Return the optimum at `log_theta`; all else is of the last place visited beside it."""
    theta = np.exp(log_theta)
    curvature, axes = np.linalg.eigh(-place.hessian)
    covariance = np.full((len(names), len(names)), np.nan)
    condition = float("inf")
    if curvature[0] > 0 and not limits:
        half = theta[:, None] * axes / np.sqrt(curvature)  # symmetric to the bit
        covariance, condition = half @ half.T, float(curvature[-1] / curvature[0])
        covariance = (covariance + covariance.T) / 2
    return Optimum(
        names=names,
        theta=theta,
        log_likelihood=place.log_likelihood,
        gradient=place.gradient / theta,
        covariance=covariance,
        converged=converged,
        limits=limits,
        boundary=boundary,
        gradient_norm=slope,
        condition=condition,
        iterations=iterations,
    )
