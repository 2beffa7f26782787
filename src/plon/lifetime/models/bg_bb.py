"""BG/BB: at each chance a customer may leave, and who has not, may buy: both with Beta chances.

Fader, Hardie, Shang 2010, "Customer-Base Analysis in a Discrete-Time Noncontractual Setting",
Marketing Science 29(6). For yearly donations, seasons, renewals. Chances are whole numbers: x of
them taken, the last one t_x, of T = n there were.
"""

from collections.abc import Mapping

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.models import chances
from plon.lifetime.models.newton import fit_of, maximise
from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.special import gammaln, log_sum_exp

Params = Mapping[str, float]
NOTHING = 1e-8  # α of the limit in which nobody takes a chance
BOUNDARIES = {
    "gamma+ delta+": "everyone_leaves_at_one_rate",
    "gamma-": "no_departures",
    "delta+": "no_departures",
    "gamma+": "everyone_leaves_at_once",
    "delta-": "everyone_leaves_at_once",
    "alpha-": "no_repeat_purchase",
    "alpha+ beta+": "everyone_buys_at_one_rate",
    "beta-": "everyone_buys_at_every_chance",
    "alpha+": "everyone_buys_at_every_chance",
}


class BgBb:
    """The BG/BB model: α, β of taking a chance, γ, δ of leaving before one."""

    name = "bg_bb"
    letters: tuple[str, ...] = ("alpha", "beta", "gamma", "delta")

    def fit(self, purchases: Purchases, *, start: Params | None = None) -> Fit:
        """Return the maximum likelihood fit; x, t_x and T are whole numbers of chances."""
        folded = purchases.folded()
        has_bought = bool((folded.weight @ folded.x) > 0)
        first = [1.0, 1.0, 0.5, 2.0] if start is None else [start[k] for k in self.letters]
        if not has_bought:
            first[0] = NOTHING
        optimum = maximise(
            lambda theta: chances.derivatives(theta, folded),
            start=first,
            names=self.letters,
            customers=folded.customers,
            boundaries=BOUNDARIES,
            tolerance=1e-9 if has_bought else np.inf,
        )
        if not has_bought:
            optimum = chances.at_nothing(optimum)
        return fit_of(optimum, model=self.name, customers=folded.customers)

    def derivatives(self, theta: Floats, purchases: Purchases) -> tuple[float, Floats, Floats]:
        """Return ln L, gradient and Hessian in (α, β, γ, δ)."""
        return chances.derivatives(theta, purchases)

    def log_likelihood(self, params: Params, purchases: Purchases) -> float:
        """Return the weighted sum of log-likelihoods, for sequences, not for counts of them."""
        return float(purchases.weight @ self._log_likelihoods(params, purchases))

    def probability_alive(self, params: Params, purchases: Purchases) -> Floats:
        """Return the chance to be there at chance n + 1: the one decided on now."""
        x, n = _whole(purchases.x), _whole(purchases.T)
        buying, staying = self._tables(params, int(n.max(initial=0)) + 1)
        likelihood = self._log_likelihoods(params, purchases)
        return np.exp(buying.log(x, n - x) + staying.log(0 * n, n + 1) - likelihood)

    def expected_purchases(self, params: Params, purchases: Purchases, *, ahead: float) -> Floats:
        """Return the purchases expected at the next `ahead` chances, a whole number.

        As a sum over chances, each a product of Betas: the closed form's pole at γ = 1 is none.
        """
        steps = _chances(ahead)
        x, n = _whole(purchases.x), _whole(purchases.T)
        buying, staying = self._tables(params, int(n.max(initial=0)) + steps + 1)
        there = n[:, None] + np.arange(1, steps + 1)
        log_there = log_sum_exp(staying.log(0 * there, there))
        likelihood = self._log_likelihoods(params, purchases)
        return np.asarray(np.exp(buying.log(x + 1, n - x) + log_there - likelihood))

    def expected_new(self, params: Params, times: Floats) -> Floats:
        """Return the purchases expected of a new customer at the first t chances."""
        steps = _whole(np.asarray(times))
        _, staying = self._tables(params, int(steps.max(initial=0)) + 1)
        there = np.arange(1, int(steps.max(initial=0)) + 1)
        total = np.concatenate([[0.0], np.cumsum(np.exp(staying.log(0 * there, there)))])
        return np.asarray(params["alpha"] / (params["alpha"] + params["beta"]) * total[steps])

    def probability_of_count(self, params: Params, counts: Floats, *, time: float) -> Floats:
        """Return P(X(n) = count) of a new customer over n = `time` chances."""
        flat = np.asarray(counts, dtype=np.float64).ravel()
        nothing = np.zeros_like(flat)
        fresh = Purchases(x=nothing, t_x=nothing, T=nothing)
        logs = self.log_probability_of_count(params, fresh, ahead=time, counts=flat)
        return np.exp(logs).reshape(np.shape(counts))

    def log_probability_of_count(
        self, params: Params, purchases: Purchases, *, ahead: float, counts: Floats
    ) -> Floats:
        """Return ln P(counts[i] purchases at the next `ahead` chances | customer i's history).

        Over the chance before which the customer leaves: none of these, or the (i+1)-th of them.
        """
        steps, count = _chances(ahead), _whole(np.asarray(counts))[:, None]
        x, n = _whole(purchases.x)[:, None], _whole(purchases.T)[:, None]
        buying, staying = self._tables(params, int(n.max(initial=0)) + steps + 2)
        taken = np.arange(steps + 1)  # chances before leaving; the last column never leaves
        missed = np.maximum(taken - count, 0)
        ways = gammaln(taken + 1) - gammaln(count + 1) - gammaln(missed + 1)
        bought = buying.log(x + np.minimum(count, steps), n - x + missed)
        terms = ways + bought + staying.log(0 * n + (taken < steps), n + taken)
        terms = np.where(taken >= count, terms, -np.inf)
        likelihood = self._log_likelihoods(params, purchases)
        later = log_sum_exp(terms) - likelihood
        here = buying.log(x, n - x)[:, 0] + staying.log(0 * n, n)[:, 0] - likelihood
        gone = np.log1p(-np.minimum(np.exp(here), 1 - np.finfo(np.float64).epsneg))
        return np.asarray(np.where(count[:, 0] == 0, np.logaddexp(later, gone), later))

    def _tables(self, params: Params, size: int) -> tuple[chances.Betas, chances.Betas]:
        alpha, beta, gamma, delta = (params[letter] for letter in self.letters)
        return chances.Betas.of(alpha, beta, size), chances.Betas.of(gamma, delta, size)

    def _log_likelihoods(self, params: Params, purchases: Purchases) -> Floats:
        theta = np.array([params[letter] for letter in self.letters])
        return chances.log_likelihoods(theta, purchases)


def _whole(values: Floats) -> chances.Index:
    return np.rint(values).astype(np.intp)


def _chances(ahead: float) -> int:
    if ahead != int(ahead) or ahead < 0:
        raise ValueError(f"BG/BB looks a whole number of chances ahead, not {ahead}")
    return int(ahead)
