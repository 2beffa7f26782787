"""What BG/NBD and MBG/NBD share as models; they differ in when leaving is first possible."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import ArrayLike

from plon.lifetime.fit import Fit
from plon.lifetime.models import ahead as to_come
from plon.lifetime.models.beta_geometric import likelihood
from plon.lifetime.models.distinct import FEW, distinct_pairs
from plon.lifetime.models.fitting import fit_counts, fit_purchases, likelihood_at
from plon.lifetime.models.prepared import Prepared, prepare
from plon.lifetime.models.refits import Refits, refit_many
from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.special import expit, log_expit

Params = Mapping[str, float]


class GeometricLeaving:
    """A customer buys at a Gamma rate and may leave after each purchase, with a Beta chance.

    first: 0 if leaving is first possible after the first repeat purchase, 1 if after the first.
    """

    letters: tuple[str, ...] = ("r", "alpha", "a", "b")

    def __init__(self, name: str, *, first: int) -> None:
        self.name = name
        self.first = first
        self._likelihood = likelihood(name, first=first)

    def fit(self, purchases: Purchases, *, start: Params | None = None) -> Fit:
        """Return the maximum likelihood fit."""
        return fit_purchases(self._likelihood, purchases, start=start)

    def prepare(self, purchases: Purchases) -> Prepared:
        """Return purchases folded for `fit_prepared` and `refit_many`; their weights stay out."""
        return prepare(purchases, rows=self._likelihood.rows)

    def fit_prepared(
        self, prepared: Prepared, weight: Floats, *, start: Params | None = None
    ) -> Fit:
        """Return the fit with other weights, shape (n,), of the rows that were prepared."""
        return fit_counts(self._likelihood, prepared, prepared.count(weight), start=start)

    def refit_many(self, prepared: Prepared, weights: Floats, *, start: Params) -> Refits:
        """Return the fits of many weightings, shape (replicates, n), all at once."""
        return refit_many(self._likelihood, prepared, weights, start=start)

    def log_likelihood(self, params: Params, purchases: Purchases) -> float:
        """Return the weighted sum of log-likelihoods, without ln x!, as the papers have it."""
        return likelihood_at(self._likelihood, params, purchases)

    def probability_alive(self, params: Params, purchases: Purchases) -> Floats:
        """Return 1/(1+e^u); in BG/NBD 1 for who never came back, by construction."""
        return np.asarray(expit(-self._log_odds_left(params, purchases)))

    def expected_purchases(self, params: Params, purchases: Purchases, *, ahead: float) -> Floats:
        """Return P(alive) times what is expected of who is alive, once per distinct (x, T)."""
        alive = self.probability_alive(params, purchases)
        if len(purchases) <= FEW:
            return alive * self._if_alive(params, purchases.x, purchases.T, ahead)
        x, T, position = distinct_pairs(purchases.x, purchases.T)
        return np.asarray(alive * self._if_alive(params, x, T, ahead)[position])

    def expected_new(self, params: Params, times: Floats) -> Floats:
        """Return the expected repeat purchases of a new customer in (0, t], shape of times."""
        c = np.asarray(times, dtype=np.float64).ravel() / params["alpha"]
        m, B = np.full(len(c), params["r"]), np.full(len(c), params["b"] + self.first)
        expected = to_come.expected(m, c, B, a=params["a"])
        return np.reshape(self._stays_at_first(params) * expected, np.shape(times))

    def probability_of_count(self, params: Params, counts: ArrayLike, *, time: float) -> Floats:
        """Return P(X(time) = count) of a new customer, shape of counts."""
        counted = np.asarray(counts, dtype=np.float64)
        m, B = np.asarray(params["r"]), np.asarray(params["b"] + self.first)
        c = np.asarray(time / params["alpha"])
        stays = self._stays_at_first(params)
        chance = stays * np.exp(to_come.log_probability(m, c, B, counted, a=params["a"]))
        return np.asarray(chance + (1 - stays) * (counted == 0))

    def log_probability_of_count(
        self, params: Params, purchases: Purchases, *, ahead: float, counts: Floats
    ) -> Floats:
        """Return ln P(exactly counts[i] purchases in (T, T + ahead] | customer i's history)."""
        m, B = params["r"] + purchases.x, self._b_of(params, purchases.x)
        c = ahead / (params["alpha"] + purchases.T)
        odds = self._log_odds_left(params, purchases)
        stayed = log_expit(-odds) + to_come.log_probability(m, c, B, counts, a=params["a"])
        return np.asarray(np.where(counts == 0, np.logaddexp(stayed, log_expit(odds)), stayed))

    def chances_of_counts(
        self, params: Params, purchases: Purchases, *, ahead: float
    ) -> Iterator[Floats]:
        """Yield P(exactly 0, 1, 2, … purchases in (T, T + ahead] | history), without an end."""
        c = ahead / (params["alpha"] + purchases.T)
        B = self._b_of(params, purchases.x)
        alive = self.probability_alive(params, purchases)
        chances = to_come.chances(params["r"] + purchases.x, c, B, a=params["a"])
        yield alive * next(chances) + (1 - alive)
        for chance in chances:
            yield alive * chance

    def _if_alive(self, params: Params, x: Floats, T: Floats, ahead: float) -> Floats:
        c = ahead / (params["alpha"] + T)
        return to_come.expected(params["r"] + x, c, self._b_of(params, x), a=params["a"])

    def _b_of(self, params: Params, x: Floats) -> Floats:
        return params["b"] + x + self.first

    def _stays_at_first(self, params: Params) -> float:
        return params["b"] / (params["a"] + params["b"]) if self.first else 1.0

    def _log_odds_left(self, params: Params, purchases: Purchases) -> Floats:
        """Return u, the log-odds of having left by T; -inf where leaving was not yet possible."""
        x, t_x = purchases.x, purchases.t_x
        chances = np.maximum(params["b"] + x - 1 + self.first, np.finfo(np.float64).tiny)
        idle = np.log1p((purchases.T - t_x) / (params["alpha"] + t_x))
        u = np.log(params["a"]) - np.log(chances) + (params["r"] + x) * idle
        return u if self.first else np.where(x > 0, u, -np.inf)
