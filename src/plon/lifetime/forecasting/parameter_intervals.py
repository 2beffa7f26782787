"""How sure each parameter is: an interval by name of its kind, "bootstrap" or "delta".

Parameters are positive and their errors skewed, so both are even in logarithms. The bootstrap's
refits are those of the forecast; the delta method takes the logarithm's variance from the Hessian,
sd(ln θ) = sd(θ)/θ, and is often too narrow: it trusts the model.
"""

from collections.abc import Mapping

import numpy as np

from plon.lifetime.analysis import Interval
from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.resampling import Draws
from plon.lifetime.special import ndtri

LEVEL = 0.8


def bootstrap_intervals(fit: Fit, draws: Draws, *, level: float = LEVEL) -> dict[str, Interval]:
    """Return the interval of each parameter from the refits; none at a limit (`none_of`)."""
    if fit.boundary is not None:
        return none_of(fit, level=level)
    found = {}
    for letter, value in fit.params.items():
        low, high = draws.interval(letter, level=level)
        found[letter] = Interval(value=value, low=low, high=high, level=level, method="bootstrap")
    return found


def delta_intervals(fit: Fit, *, level: float = LEVEL) -> dict[str, Interval]:
    """Return the interval of each parameter from the Hessian; none at a limit (`none_of`)."""
    errors = fit.standard_errors
    if fit.boundary is not None or not np.isfinite(list(errors.values())).all():
        return none_of(fit, level=level)
    reach = float(ndtri((1 + level) / 2))
    found = {}
    for letter, value in fit.params.items():
        factor = float(np.exp(reach * errors[letter] / value))
        found[letter] = Interval(
            value=value, low=value / factor, high=value * factor, level=level, method="delta"
        )
    return found


def none_of(fit: Fit, *, level: float) -> dict[str, Interval]:
    """Return that nothing is known: at a limit a parameter lies at infinity or nothing."""
    unknown = float("nan")
    return {
        letter: Interval(value=value, low=unknown, high=unknown, level=level, method="none")
        for letter, value in fit.params.items()
    }


def intervals_of_fits(
    fits: Mapping[str, Fit], *, chosen: str | None, draws: Draws | None
) -> dict[str, Mapping[str, Interval]]:
    """Return the intervals of all models by name: of the one that speaks by bootstrap."""
    return {
        name: bootstrap_intervals(fit, draws)
        if name == chosen and draws is not None
        else delta_intervals(fit)
        for name, fit in fits.items()
    }
