"""Segments fitted apart, each leaning on the common fit as far as its customers are few.

ln θ of a segment = μ + deviation, deviations Normal with one width τ. Given μ and τ, a segment
maximises its likelihood less the penalty |ln θ - μ|²/(2τ²); μ and τ maximise the marginal
likelihood of all (see `pooling_width`), and so on in turn. Segments that differ no more than
chance allows give τ = 0: all have the common fit. A segment of 15 customers stays close to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.pooling_width import (
    Approximation,
    best_width,
    centre,
    covariance_of_centre,
)
from plon.lifetime.models.in_logs import Function, Model, in_logs
from plon.lifetime.models.newton import maximise
from plon.lifetime.purchases import Floats, Purchases

FIRST_WIDTH = 0.5
ROUNDS = 40
SETTLED = 1e-4  # change of ln τ and of μ between rounds
LOOSE = 1e-7  # scaled gradient per customer


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segments:
    """The common fit, one fit a segment, and the width: the standard deviation of ln θ."""

    common: Fit
    fits: Mapping[str, Fit]
    width: float


def fit_segments(model: Model, segments: Mapping[str, Purchases]) -> Segments:
    """Return fits of segments (channels, regions), pooled as far as the customers ask for it.

    model: BgNbd, MbgNbd, ParetoNbd or any with `derivatives`. All times in one unit. Standard
    errors of a segment take the common fit as known. Raises ValueError without a segment.
    """
    if not segments:
        raise ValueError("pooling needs at least one segment")
    together = model.fit(_joined(segments))
    filled = {name: part for name, part in segments.items() if part.customers > 0}
    if len(filled) < 2 or together.boundary == "no_repeat_purchase":
        return Segments(common=together, fits=dict.fromkeys(segments, together), width=0.0)
    functions = {name: in_logs(model, part) for name, part in filled.items()}
    customers = {name: part.customers for name, part in segments.items()}
    mu, width, places = _settle(functions, customers, np.log(together.theta()))
    if width == 0:
        places = dict.fromkeys(functions, mu)
    common = _common(together, mu, functions, places, width)
    fits = {
        name: _fit(common, places.get(name, mu), functions.get(name), customers[name], width)
        for name in segments
    }
    return Segments(common=common, fits=fits, width=width)


def _settle(
    functions: Mapping[str, Function], customers: Mapping[str, float], mu: Floats
) -> tuple[Floats, float, dict[str, Floats]]:
    """Return μ, τ and the segments' places, each the best given the others."""
    width = FIRST_WIDTH
    places = dict.fromkeys(functions, mu)
    for _ in range(ROUNDS):
        places = {
            name: _place(function, places[name], mu, width, customers[name])
            for name, function in functions.items()
        }
        parts = [_approximation(functions[name], place, mu) for name, place in places.items()]
        following = best_width(parts)
        shift = centre(parts, following)
        moved = max(float(np.abs(shift).max()), abs(np.log(max(following, 1e-9) / width)))
        mu, width = mu + shift, following
        if width == 0 or moved < SETTLED:
            break
    return mu, width, places


def _place(function: Function, start: Floats, mu: Floats, width: float, customers: float) -> Floats:
    """Return the segment's ln θ: its likelihood less the penalty, at its highest."""

    def penalised(theta: Floats) -> tuple[float, Floats, Floats]:
        log_theta = np.log(theta)
        value, gradient, hessian = function(log_theta)
        away = (log_theta - mu) / width**2
        slope = gradient - away
        curvature = hessian - np.eye(len(mu)) / width**2 - np.diag(slope)
        value -= float(away @ (log_theta - mu)) / 2
        return value, slope / theta, curvature / np.outer(theta, theta)

    optimum = maximise(
        penalised,
        start=np.exp(start),
        names=[str(i) for i in range(len(mu))],
        customers=customers,
        tolerance=LOOSE,
    )
    return np.log(optimum.theta)


def _approximation(function: Function, place: Floats, mu: Floats) -> Approximation:
    _, gradient, hessian = function(place)
    return Approximation.at(place - mu, gradient, hessian)


def _common(
    together: Fit,
    mu: Floats,
    functions: Mapping[str, Function],
    places: Mapping[str, Floats],
    width: float,
) -> Fit:
    parts = [_approximation(functions[name], place, mu) for name, place in places.items()]
    value = sum(function(mu)[0] for function in functions.values())
    return _at(together, mu, value=value, in_logs=covariance_of_centre(parts, width))


def _fit(
    common: Fit, place: Floats, function: Function | None, customers: float, width: float
) -> Fit:
    """Return a segment's fit; its own log-likelihood, without the penalty."""
    if function is None:
        value, hessian = 0.0, np.zeros((len(place), len(place)))
    else:
        value, _, hessian = function(place)
    if width == 0:
        return replace(common, log_likelihood=value, customers=customers)
    precision = np.eye(len(place)) / width**2 - hessian
    covariance = np.asarray(np.linalg.pinv(precision, hermitian=True))
    return replace(_at(common, place, value=value, in_logs=covariance), customers=customers)


def _at(fit: Fit, place: Floats, *, value: float, in_logs: Floats) -> Fit:
    """Return the fit with other parameters, and covariance given in their logarithms."""
    theta = np.exp(place)
    covariance = in_logs * np.outer(theta, theta)
    return replace(
        fit,
        params={name: float(v) for name, v in zip(fit.params, theta, strict=True)},
        log_likelihood=value,
        covariance=covariance if fit.boundary is None else np.full_like(covariance, np.nan),
        notes=("pooled",),
    )


def _joined(segments: Mapping[str, Purchases]) -> Purchases:
    parts = list(segments.values())
    return Purchases(
        x=np.concatenate([part.x for part in parts]),
        t_x=np.concatenate([part.t_x for part in parts]),
        T=np.concatenate([part.T for part in parts]),
        weight=np.concatenate([part.weight for part in parts]),
    )
