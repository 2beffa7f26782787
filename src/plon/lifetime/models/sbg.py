"""Shifted beta-geometric: at each renewal a contract ends with a chance of its own, Beta over all.

Fader, Hardie 2007, "How to Project Customer Retention", Journal of Interactive Marketing 21(1);
the value of what is left: Fader, Hardie 2010, "Customer-Base Valuation in a Contractual Setting",
Marketing Science 29(1). Retention of a cohort rises with age because the unsteady leave first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from plon.lifetime.fit import Fit
from plon.lifetime.models.newton import fit_of, maximise
from plon.lifetime.models.rising import Rising, rising
from plon.lifetime.purchases import Floats
from plon.lifetime.special import hyp2f1

Params = Mapping[str, float]
BOUNDARIES = {
    "alpha+ beta+": "everyone_leaves_at_one_rate",
    "alpha-": "no_departures",
    "beta+": "no_departures",
    "alpha+": "everyone_leaves_at_once",
    "beta-": "everyone_leaves_at_once",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contracts:
    """How many contracts ended in period t = 1, 2, …, and how many were last seen alive after it.

    ended, kept: shape (periods,); kept are right-censored: they renewed t times so far.
    """

    ended: Floats
    kept: Floats

    @classmethod
    def from_survivors(cls, survivors: ArrayLike) -> "Contracts":
        """Read one cohort: customers at the start, after 1 period, after 2, …; never rising.

        Raises ValueError where the figures rise, are negative, or are fewer than two.
        """
        alive = np.asarray(survivors, dtype=np.float64)
        if len(alive) < 2 or (np.diff(alive) > 0).any() or alive[-1] < 0:
            raise ValueError("survivors are at least two figures that never rise")
        kept = np.zeros(len(alive) - 1)
        kept[-1] = alive[-1]
        return cls(ended=-np.diff(alive), kept=kept)

    @classmethod
    def from_ages(cls, periods: ArrayLike, has_ended: ArrayLike) -> "Contracts":
        """Read contracts one by one: in which period each ended, or how many it has lasted.

        periods: whole, >= 0; 0 only for those not yet once due, which say nothing.
        """
        age = np.rint(np.asarray(periods)).astype(np.intp)
        ended = np.asarray(has_ended, dtype=np.float64)
        cells = max(2, int(age.max(initial=0)) + 1)
        return cls(
            ended=np.bincount(age, ended, cells)[1:].astype(float),
            kept=np.bincount(age, 1 - ended, cells)[1:].astype(float),
        )

    @property
    def customers(self) -> float:
        return float(self.ended.sum() + self.kept.sum())

    @property
    def renewed(self) -> Floats:
        """Return how many renewed for the t-th time, t = 1, 2, …"""
        faced = (self.ended + self.kept)[::-1].cumsum()[::-1]
        return np.asarray(faced - self.ended)


class ShiftedBetaGeometric:
    """The sBG model: Beta(α, β) chances to leave at a renewal."""

    name = "sbg"
    letters = ("alpha", "beta")

    def fit(self, contracts: Contracts) -> Fit:
        """Return the maximum likelihood fit."""
        optimum = maximise(
            lambda theta: self.derivatives(theta, contracts),
            start=(1.0, 2.0),
            names=self.letters,
            customers=contracts.customers,
            boundaries=BOUNDARIES,
        )
        return fit_of(optimum, model=self.name, customers=contracts.customers)

    def log_likelihood(self, params: Params, contracts: Contracts) -> float:
        """Return Σ ended·ln P(T = t) + kept·ln S(t)."""
        return self.derivatives(np.array([params["alpha"], params["beta"]]), contracts)[0]

    def derivatives(self, theta: Floats, contracts: Contracts) -> tuple[float, Floats, Floats]:
        """Return ln L, gradient (2,) and Hessian (2, 2) in (α, β).

        Each renewal faced is one factor, α/(α+β+t-1) or (β+t-1)/(α+β+t-1).
        """
        alpha, beta = float(theta[0]), float(theta[1])
        left, stayed = float(contracts.ended.sum()), contracts.renewed
        renewed = beta + np.arange(len(stayed))
        faced, due = alpha + renewed, contracts.ended + stayed
        value = left * np.log(alpha) + stayed @ np.log(renewed) - due @ np.log(faced)
        d_any = (due / faced).sum()
        h_any = (due / faced**2).sum()
        gradient = np.array([left / alpha - d_any, (stayed / renewed).sum() - d_any])
        hessian = np.full((2, 2), h_any)
        hessian[0, 0] -= left / alpha**2
        hessian[1, 1] -= (stayed / renewed**2).sum()
        return float(value), gradient, hessian

    def survival(self, params: Params, periods: ArrayLike) -> Floats:
        """Return the share still there after that many renewals, whole numbers >= 0."""
        whole = np.rint(np.asarray(periods)).astype(np.intp)
        stays, faced = self._tables(params, int(whole.max(initial=0)))
        return np.asarray(np.exp(stays.value - faced.value)[whole])

    def retention(self, params: Params, periods: ArrayLike) -> Floats:
        """Return which share of those there renews for the t-th time, t = 1, 2, …"""
        stays = params["beta"] + np.asarray(periods, dtype=np.float64) - 1
        return np.asarray(stays / (params["alpha"] + stays))

    def expected_lifetime(self, params: Params, *, discount: float) -> float:
        """Return the discounted payments of a new customer, the first one at once.

        Σ S(t)/(1+discount)^t, t = 0, 1, …; discount a period, > 0.
        """
        alpha, beta = params["alpha"], params["beta"]
        return float(hyp2f1(1, beta, alpha + beta, 1 / (1 + discount)))

    def residual_lifetime(self, params: Params, *, renewals: ArrayLike, discount: float) -> Floats:
        """Return the discounted payments to come of who has renewed so often and is due again.

        The next renewal, should it come, is paid now: at 0 renewals that is the first one.
        """
        stays = params["beta"] + np.asarray(renewals, dtype=np.float64)
        faced = params["alpha"] + stays
        rest = hyp2f1(1, stays + 1, faced + 1, 1 / (1 + discount))
        return np.asarray(stays / faced * rest)

    def _tables(self, params: Params, size: int) -> tuple[Rising, Rising]:
        alpha, beta = params["alpha"], params["beta"]
        return rising(beta, size), rising(alpha + beta, size)
