"""The answer of a fit: parameters in the papers' letters, how sure, and how it went."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

BOUNDARIES = (  # limits that a model may meet; BG/BB and sBG have chances in place of rates
    "no_departures",
    "no_repeat_purchase",
    "no_spend_variation",
    "everyone_buys_at_one_rate",
    "everyone_buys_at_every_chance",
    "everyone_leaves_at_one_rate",
    "everyone_leaves_at_once",
    "leave_at_once_or_never",
    "at_limit",  # one without a name of its own
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """A model at its maximum likelihood, or at a boundary that has a name.

    params: by the papers' letters; times in the fit's unit, money in major units.
    covariance: of the natural parameters, in the order of params; NaN at a boundary.
    boundary: None, or the limit met, one of BOUNDARIES. Then the parameters lie far out, the
      predictions are those of the limit model, and standard errors are NaN.
    gradient_norm: largest scaled component of the gradient in log-parameters, per customer.
    condition: of the Hessian in log-parameters.
    """

    model: str
    params: Mapping[str, float]
    log_likelihood: float
    customers: float
    covariance: NDArray[np.float64]
    converged: bool
    boundary: str | None = None
    gradient_norm: float = float("nan")
    condition: float = float("nan")
    iterations: int = 0
    notes: tuple[str, ...] = field(default=())

    @property
    def standard_errors(self) -> dict[str, float]:
        """Return the Hessian's standard errors; see `intervals` for wider, honest ones."""
        with np.errstate(invalid="ignore"):
            errors = np.sqrt(np.diag(self.covariance))
        return dict(zip(self.params, (float(e) for e in errors), strict=True))

    def theta(self) -> NDArray[np.float64]:
        """Return the parameters as an array, in order."""
        return np.array(list(self.params.values()))
