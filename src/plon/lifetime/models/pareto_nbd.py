"""Pareto/NBD: customers buy at Gamma rates and may leave at any moment, at Gamma rates.

Schmittlein, Morrison, Colombo 1987, "Counting Your Customers", Management Science 33(1). The
likelihood stands on a positive integral instead of hypergeometric functions: `pareto_integral`.
"""

from collections.abc import Mapping

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.kernel import pareto as kernel
from plon.lifetime.models import pareto_ahead as to_come
from plon.lifetime.models import pareto_fit
from plon.lifetime.models.pareto_fit import Prepared
from plon.lifetime.models.pareto_integral import log_odds_of_having_left
from plon.lifetime.models.refits import Refits
from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.special import expit, log_expit

Params = Mapping[str, float]


class ParetoNbd:
    """The Pareto/NBD model: r, α of buying, s, β of leaving; α and β are times."""

    name = "pareto_nbd"
    letters = pareto_fit.LETTERS

    def fit(self, purchases: Purchases, *, start: Params | None = None) -> Fit:
        """Return the maximum likelihood fit."""
        return pareto_fit.fit(purchases, start=start)

    def prepare(self, purchases: Purchases) -> Prepared:
        """Return purchases folded for `fit_prepared` and `refit_many`; their weights stay out."""
        return pareto_fit.prepare(purchases)

    def fit_prepared(
        self, prepared: Prepared, weight: Floats, *, start: Params | None = None
    ) -> Fit:
        """Return the fit with other weights, shape (n,), of the rows that were prepared."""
        return pareto_fit.fit_prepared(prepared.weighted(weight), start=start)

    def refit_many(self, prepared: Prepared, weights: Floats, *, start: Params) -> Refits:
        """Return the fits of many weightings, shape (replicates, n), from one warm start."""
        return pareto_fit.refit_many(prepared, weights, start=start)

    def derivatives(self, theta: Floats, purchases: Purchases) -> tuple[float, Floats, Floats]:
        """Return ln L, gradient and Hessian in (r, α, s, β), in the purchases' unit."""
        return pareto_fit.derivatives(theta, purchases)

    def log_likelihood(self, params: Params, purchases: Purchases) -> float:
        """Return the weighted sum of log-likelihoods, without ln x!, as the papers have it."""
        return pareto_fit.derivatives(_theta(params), purchases)[0]

    def probability_alive(self, params: Params, purchases: Purchases) -> Floats:
        """Return 1/(1+J), J the odds of having left by T."""
        return np.asarray(expit(-_log_odds_left(params, purchases)))

    def expected_purchases(self, params: Params, purchases: Purchases, *, ahead: float) -> Floats:
        """Return P(alive) times what is expected of who is alive."""
        m, A, B = _of_alive(params, purchases)
        expected = to_come.expected(m, A, B, s=params["s"], ahead=np.asarray(ahead))
        return self.probability_alive(params, purchases) * expected

    def expected_new(self, params: Params, times: Floats) -> Floats:
        """Return the expected repeat purchases of a new customer in (0, t], shape of times."""
        m, A, B = _of_new(params, np.shape(times))
        return to_come.expected(m, A, B, s=params["s"], ahead=np.asarray(times, dtype=np.float64))

    def discounted_purchases(self, params: Params, purchases: Purchases, *, rate: float) -> Floats:
        """Return the expected purchases of all the future, each discounted by e^(-rate·time).

        rate: continuous, per unit of time, > 0: of a yearly 10 % in weeks, ln(1.10)·7/365.25.
        """
        m, A, B = _of_alive(params, purchases)
        value = to_come.discounted(m, A, B, s=params["s"], rate=rate)
        return self.probability_alive(params, purchases) * value

    def probability_of_count(self, params: Params, counts: Floats, *, time: float) -> Floats:
        """Return P(X(time) = count) of a new customer, shape of counts."""
        counts = np.asarray(counts, dtype=np.float64)
        flat = counts.ravel()
        nobody = np.zeros_like(flat)
        fresh = Purchases(x=nobody, t_x=nobody, T=nobody)
        chance = np.exp(_log_count_if_alive(params, fresh, flat, time))
        return np.asarray(chance.reshape(counts.shape))

    def log_probability_of_count(
        self, params: Params, purchases: Purchases, *, ahead: float, counts: Floats
    ) -> Floats:
        """Return ln P(exactly counts[i] purchases in (T, T + ahead] | customer i's history)."""
        odds = _log_odds_left(params, purchases)
        counts = np.asarray(counts, dtype=np.float64)
        stayed = log_expit(-odds) + _log_count_if_alive(params, purchases, counts, ahead)
        return np.asarray(np.where(counts == 0, np.logaddexp(stayed, log_expit(odds)), stayed))


def _theta(params: Params) -> Floats:
    return np.array([params[letter] for letter in pareto_fit.LETTERS])


def _of_alive(params: Params, purchases: Purchases) -> tuple[Floats, Floats, Floats]:
    """Return m, A, B of customers who are still there at T."""
    return params["r"] + purchases.x, params["alpha"] + purchases.T, params["beta"] + purchases.T


def _of_new(params: Params, shape: tuple[int, ...]) -> tuple[Floats, Floats, Floats]:
    m, A, B = (np.full(shape, params[name]) for name in ("r", "alpha", "beta"))
    return m, A, B


def _log_odds_left(params: Params, purchases: Purchases) -> Floats:
    """Return ln J, compiled where it can be."""
    odds = kernel.log_odds_of_having_left(_theta(params), purchases)
    return log_odds_of_having_left(_theta(params), purchases) if odds is None else odds


def _log_count_if_alive(
    params: Params, purchases: Purchases, counts: Floats, ahead: float
) -> Floats:
    """Return ln P(count purchases in (T, T + ahead] | there at T).

    No purchase is the likelihood of x more silent time: its integral is J's, from T on.
    """
    m, A, B = _of_alive(params, purchases)
    silent = Purchases(x=purchases.x, t_x=purchases.T, T=purchases.T + ahead)
    odds = _log_odds_left(params, silent)
    result = np.logaddexp(0, odds) - m * np.log1p(ahead / A) - params["s"] * np.log1p(ahead / B)
    some = np.flatnonzero(counts > 0)
    if len(some) and ahead > 0:
        result[some] = to_come.log_probability(
            m[some], A[some], B[some], counts[some], s=params["s"], ahead=ahead
        )
    return result
