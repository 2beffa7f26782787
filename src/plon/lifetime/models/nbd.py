"""NBD: customers buy at Gamma-distributed rates and nobody leaves (Ehrenberg 1959)."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from plon.lifetime.fit import Fit
from plon.lifetime.models.fitting import Likelihood, fit_purchases, likelihood_at
from plon.lifetime.models.gamma_poisson import Derivatives, counting_part, log_count
from plon.lifetime.models.prepared import Counts, Prepared
from plon.lifetime.purchases import Floats, Purchases

Params = Mapping[str, float]


def _derivatives(theta: Floats, prepared: Prepared, counts: Counts) -> Derivatives:
    return counting_part(theta, prepared, counts)


LIKELIHOOD = Likelihood(
    model="nbd",
    letters=("r", "alpha"),
    rows="none",
    start=(0.5, 0.5),
    boundaries={
        "r+ alpha+": "everyone_buys_at_one_rate",
        "r+": "everyone_buys_at_one_rate",
        "alpha+": "everyone_buys_at_one_rate",
    },
    derivatives=_derivatives,
)


class NBD:
    """The negative binomial model: a baseline, and the limit of the others without departures."""

    name: str = LIKELIHOOD.model
    letters: tuple[str, ...] = LIKELIHOOD.letters

    def fit(self, purchases: Purchases, *, start: Params | None = None) -> Fit:
        """Return the maximum likelihood fit."""
        return fit_purchases(LIKELIHOOD, purchases, start=start)

    def log_likelihood(self, params: Params, purchases: Purchases) -> float:
        """Return the weighted sum of log-likelihoods, without ln x!, as the papers have it."""
        return likelihood_at(LIKELIHOOD, params, purchases)

    def probability_alive(self, params: Params, purchases: Purchases) -> Floats:
        """Return ones: nobody leaves."""
        return np.ones(len(purchases))

    def expected_purchases(self, params: Params, purchases: Purchases, *, ahead: float) -> Floats:
        """Return (r+x)·ahead/(α+T)."""
        return (params["r"] + purchases.x) * (ahead / (params["alpha"] + purchases.T))

    def expected_new(self, params: Params, times: Floats) -> Floats:
        """Return r·t/α."""
        return np.asarray(params["r"] / params["alpha"] * np.asarray(times))

    def probability_of_count(self, params: Params, counts: ArrayLike, *, time: float) -> Floats:
        """Return P(X(time) = count) of a new customer, shape of counts."""
        c = np.asarray(time / params["alpha"])
        return np.exp(log_count(np.asarray(params["r"]), c, np.asarray(counts, dtype=np.float64)))

    def log_probability_of_count(
        self, params: Params, purchases: Purchases, *, ahead: float, counts: Floats
    ) -> Floats:
        """Return ln P(exactly counts[i] purchases in (T, T + ahead])."""
        c = ahead / (params["alpha"] + purchases.T)
        return log_count(params["r"] + purchases.x, c, counts)
