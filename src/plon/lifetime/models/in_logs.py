"""Log-likelihoods as functions of log-parameters, prepared once: for pooling and for intervals."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.models.beta_geometric import likelihood
from plon.lifetime.models.geometric_leaving import GeometricLeaving
from plon.lifetime.models.prepared import prepare
from plon.lifetime.purchases import Floats, Purchases

Function: TypeAlias = Callable[[Floats], tuple[float, Floats, Floats]]


class Differentiable(Protocol):
    """A purchase model that tells its likelihood's derivatives in natural parameters."""

    name: str
    letters: tuple[str, ...]

    def fit(self, purchases: Purchases) -> Fit:
        """Return the maximum likelihood fit."""
        ...

    def log_likelihood(self, params: Mapping[str, float], purchases: Purchases) -> float:
        """Return the weighted sum of log-likelihoods."""
        ...

    def derivatives(self, theta: Floats, purchases: Purchases) -> tuple[float, Floats, Floats]:
        """Return ln L, gradient and Hessian."""
        ...


Model: TypeAlias = Differentiable | GeometricLeaving


def in_logs(model: Model, purchases: Purchases) -> Function:
    """Return ln θ -> ln L, its gradient and its Hessian in ln θ, θ in the purchases' unit."""
    natural = (
        _of_geometric_leaving(model, purchases)
        if isinstance(model, GeometricLeaving)
        else _of_differentiable(model, purchases)
    )

    def function(log_theta: Floats) -> tuple[float, Floats, Floats]:
        theta = np.exp(log_theta)
        value, gradient, hessian = natural(theta)
        scaled = theta * gradient
        return value, scaled, np.outer(theta, theta) * hessian + np.diag(scaled)

    return function


def _of_differentiable(model: Differentiable, purchases: Purchases) -> Function:
    folded = purchases.folded()
    return lambda theta: model.derivatives(theta, folded)


def _of_geometric_leaving(model: GeometricLeaving, purchases: Purchases) -> Function:
    known = likelihood(model.name, first=model.first)
    prepared = prepare(purchases, rows=known.rows)
    counts = prepared.count(purchases.weight)
    units = np.array([prepared.unit if name == "alpha" else 1.0 for name in model.letters])
    shift = float(counts.purchases) * float(np.log(prepared.unit))

    def natural(theta: Floats) -> tuple[float, Floats, Floats]:
        value, gradient, hessian = known.derivatives(theta / units, prepared, counts)
        return float(value) - shift, gradient / units, hessian / np.outer(units, units)

    return natural
