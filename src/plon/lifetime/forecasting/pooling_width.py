"""How far segments differ: the width of their deviations, by marginal likelihood.

Each segment's log-likelihood in δ = ln θ - μ is taken as quadratic at its place (Laplace; Breslow,
Clayton 1993, "Approximate Inference in Generalized Linear Mixed Models", JASA 88(421)):
b'δ - δ'Hδ/2. Integrated over δ ~ Normal(shift of μ, τ²) it is known in closed form.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from plon.lifetime.purchases import Floats

NARROWEST, WIDEST = 1e-3, 3.0
GAIN = 1e-3  # what a width must add to the log-likelihood to be more than none


@dataclass(frozen=True, slots=True, eq=False)
class Approximation:
    """A segment's likelihood around μ: curvature H (never negative) and pull b, in ln θ."""

    curvature: Floats
    pull: Floats

    @classmethod
    def at(cls, away: Floats, gradient: Floats, hessian: Floats) -> "Approximation":
        """Read the derivatives at ln θ = μ + away."""
        size, axes = np.linalg.eigh(-(hessian + hessian.T) / 2)
        curvature = (axes * np.maximum(size, 0)) @ axes.T
        return cls(curvature, curvature @ away + gradient)

    def information(self, width: float) -> Floats:
        """Return what the segment tells of μ: (H⁻¹ + τ²)⁻¹, without inverting H."""
        return np.asarray(np.linalg.solve(self._widened(width), self.curvature))

    def pull_on_centre(self, width: float) -> Floats:
        """Return the same for b: how strongly it pulls μ, and where to."""
        return np.asarray(np.linalg.solve(self._widened(width), self.pull))

    def log_marginal(self, width: float, shift: Floats) -> float:
        """Return ln of the likelihood integrated over deviations, up to a constant."""
        widened = self._widened(width)
        pulled = np.linalg.solve(widened, self.pull)
        own = width**2 * self.pull @ pulled / 2 - np.linalg.slogdet(widened)[1] / 2
        shared = np.linalg.solve(widened, self.curvature)
        return float(own + shift @ pulled - shift @ shared @ shift / 2)

    def _widened(self, width: float) -> Floats:
        return np.eye(len(self.pull)) + width**2 * self.curvature


def centre(parts: list[Approximation], width: float) -> Floats:
    """Return the best shift of μ; none along directions of which no segment knows anything."""
    pull = np.sum([part.pull_on_centre(width) for part in parts], axis=0)
    shift = covariance_of_centre(parts, width) @ pull
    return np.asarray(shift * min(1.0, 1.0 / max(float(np.abs(shift).max()), 1e-300)))


def covariance_of_centre(parts: list[Approximation], width: float) -> Floats:
    """Return the covariance of μ given τ; zero along directions nobody knows anything of."""
    information = np.sum([part.information(width) for part in parts], axis=0)
    return np.linalg.pinv((information + information.T) / 2, rcond=1e-9, hermitian=True)


def best_width(parts: list[Approximation]) -> float:
    """Return τ of the highest marginal likelihood, μ at its best for each τ; 0 if none helps."""

    def lost(log_width: float) -> float:
        width = float(np.exp(log_width))
        shift = centre(parts, width)
        return -sum(part.log_marginal(width, shift) for part in parts)

    found = minimize_scalar(
        lost, bounds=(np.log(NARROWEST), np.log(WIDEST)), method="bounded", options={"xatol": 1e-6}
    )
    if lost(np.log(NARROWEST)) - found.fun < GAIN:
        return 0.0
    return float(np.exp(found.x))
