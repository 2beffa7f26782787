"""Bootstrap of customers: parameters refitted on the base drawn again and again.

Poisson(1) weights; on folded rows the weights of n equal customers add up to one Poisson(n), so
nothing is lost. Above BOOTSTRAPPED customers every k-th stands for k (m out of n: the spread is
scaled back by sqrt(1/k)).
"""

from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.averaged import MeanOfModels, model_named
from plon.lifetime.forecasting.strides import stride_for
from plon.lifetime.models.model import Params, PurchaseModel
from plon.lifetime.models.prepared import Prepared, every_kth
from plon.lifetime.models.refits import Refits
from plon.lifetime.purchases import Floats, Purchases

DRAWS = 200
BOOTSTRAPPED = 5_000


@runtime_checkable
class RefitsMany(Protocol):
    """A model that fits one base under many weightings faster than one by one."""

    def prepare(self, purchases: Purchases) -> Prepared:
        """Return purchases folded; their weights stay out."""
        ...

    def refit_many(self, prepared: Prepared, weights: Floats, *, start: Params) -> Refits:
        """Return the fits of all weightings, shape (draws, rows)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """Parameters of bootstrap refits, shape (draws, letters), in the order of `letters`.

    best: the parameters of the base itself, shape (letters,).
    """

    letters: tuple[str, ...]
    best: Floats
    theta: Floats

    def params(self) -> list[dict[str, float]]:
        """Return the draws one by one."""
        return [dict(zip(self.letters, map(float, row), strict=True)) for row in self.theta]

    def interval(self, letter: str, *, level: float) -> tuple[float, float]:
        """Return the interval of one parameter: even in logarithms around the best, and as wide as
        the draws' percentiles lie apart; steadier with few draws than each end by itself.
        """
        place = self.letters.index(letter)
        low, high = np.quantile(np.log(self.theta[:, place]), tails_of(level))
        factor = float(np.exp((high - low) / 2))
        return float(self.best[place]) / factor, float(self.best[place]) * factor

    @property
    def standard_errors(self) -> dict[str, float]:
        """Return the standard deviation of each parameter over the draws."""
        spread = self.theta.std(axis=0, ddof=1)
        return dict(zip(self.letters, map(float, spread), strict=True))


def bootstrap(
    model: PurchaseModel, fit: Fit, purchases: Purchases, *, seed: int, draws: int = DRAWS
) -> Draws:
    """Return parameters refitted on resampled customers; the same seed gives the same bytes."""
    stride = stride_for(len(purchases), BOOTSTRAPPED)
    folded = every_kth(purchases, stride).folded()
    rng = np.random.default_rng(seed)
    weights = rng.poisson(folded.weight, size=(draws, len(folded))).astype(np.float64)
    theta = _refits(model, folded, weights, fit=fit)
    if stride > 1:
        best = np.log(fit.theta())
        theta = np.exp(best + (np.log(theta) - best) / np.sqrt(stride))
    return Draws(letters=tuple(model.letters), best=fit.theta(), theta=theta)


def _refits(model: PurchaseModel, folded: Purchases, weights: Floats, *, fit: Fit) -> Floats:
    """Return the parameters for each row of weights, shape (draws, letters)."""
    if isinstance(model, MeanOfModels):
        fits = model.parts_of(fit)
        each = [_refits(model_named(f.model), folded, weights, fit=f) for f in fits]
        return np.hstack(each)
    if isinstance(model, RefitsMany) and fit.boundary is None:
        prepared = model.prepare(folded)
        return np.asarray(model.refit_many(prepared, weights, start=fit.params).theta)
    start = fit.params if fit.boundary is None else None
    return np.array([model.fit(_weighted(folded, w), start=start).theta() for w in weights])


def _weighted(purchases: Purchases, weight: Floats) -> Purchases:
    """Return the rows that were drawn at all, with their new weights."""
    drawn = take(purchases, np.flatnonzero(weight > 0))
    return replace(drawn, weight=weight[weight > 0])


def take(purchases: Purchases, index: NDArray[np.intp]) -> Purchases:
    """Return the rows at these places."""
    return Purchases(
        x=purchases.x[index],
        t_x=purchases.t_x[index],
        T=purchases.T[index],
        weight=purchases.weight[index],
    )


def tails_of(level: float) -> tuple[float, float]:
    """Return the quantiles between which `level` lies, as much on either side."""
    return (1 - level) / 2, (1 + level) / 2
