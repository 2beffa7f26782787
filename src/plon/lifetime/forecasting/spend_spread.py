"""How far what a purchase is worth may be from what is expected, for the interval of total value.

Two causes: purchases differ around a customer's own mean, which is not known either (chance), and
the expected values come from a fit (parameters). All variances are relative, to the square of the
expected value of a purchase. The moments of Gamma-Gamma's posterior, ν ~ Gamma(px+q, γ+xz̄) (Fader
& Hardie 2013, note 025), exist only for px+q > 2, and its tails are thinner than those of some
trades; so beside them stands the squared coefficient of variation of customers' first days, E: one
value a customer, each independent of the others.
"""

from dataclasses import dataclass

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.intervals import Part
from plon.lifetime.forecasting.strides import stride_for
from plon.lifetime.models import gamma_gamma
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Summary

SLOPES_AT = 10_000  # customers on whom the parameters' effect is measured
STEP = 1e-4  # of the parameters' logarithms
UNKNOWN = 1.0  # E where fewer than two customers tell: that of exponential values


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpendSpread:
    """Relative variances of a purchase's value; customers in the summary's order.

    between: of a customer's own mean, shape (n,). within: of a purchase around that mean.
    slopes: of ln(expected value) in the logarithms of the fit's parameters, for every stride-th
    customer, shape (k, letters). covariance: of these logarithms. base: E.
    known_from: how many purchases the mean is told by.
    """

    between: Floats
    within: float
    slopes: Floats
    stride: int
    covariance: Floats
    base: float
    known_from: float

    def chance(self, expected: Floats, count_variance: Floats) -> Floats:
        """Return the relative variance of the sum of each customer's purchases, shape (n,).

        A random count N of values that share a mean M: E[N] Var(Z|M) + E[N²] Var(M) + Var(N).
        """
        of_values = expected * self.within * (1 + self.between)
        of_means = (count_variance + expected**2) * self.between
        return np.asarray(of_values + of_means + count_variance)

    def parameters(self, weights: Floats) -> Part:
        """Return how far the spend fit's uncertainty moves Σ weights, expected values of customers.

        By the delta method; never surer than the mean of as many single values would be (E/n),
        which also stands where the fit has no covariance, and never less sure than one value.
        """
        thin = weights[:: self.stride]
        total = float(thin.sum())
        slope = thin @ self.slopes / total if total > 0 else np.zeros(self.slopes.shape[1])
        told = float(slope @ self.covariance @ slope)
        least = self.base / max(self.known_from, 1.0)
        variance = max(least, min(told, self.base)) if np.isfinite(told) else least
        return Part(log_sd=float(np.sqrt(variance)), freedom=max(self.known_from - 1.0, 1.0))


def spread_of_fit(fit: Fit, valued: Summary) -> SpendSpread:
    """Return the spread around the expected values of a Gamma-Gamma fit.

    Where a moment does not exist, or is beyond E, it is E. What E holds beyond the variance of the
    customers' own means is taken to be within customers.
    """
    base, (count, own) = _variation(valued), valued.own_spend()
    p, q = fit.params["p"], fit.params["q"]
    shape = p * np.where(own > 0, count, 0.0) + q
    means = float(_inverse(np.array([q - 2]), base)[0])
    stride = stride_for(len(valued), SLOPES_AT)
    theta = fit.theta()
    return SpendSpread(
        between=_inverse(shape - 2, base),
        within=max(min(1 / p, base), (1 + base) / (1 + means) - 1),
        slopes=_slopes(fit, count[::stride], own[::stride]),
        stride=stride,
        covariance=np.asarray(fit.covariance / np.outer(theta, theta)),
        base=base,
        known_from=float(count[own > 0].sum()),
    )


def spread_of_base(valued: Summary) -> SpendSpread:
    """Return the spread where everyone is expected to spend the base's mean: all of E is theirs."""
    base = _variation(valued)
    return SpendSpread(
        between=np.full(len(valued), base),
        within=0.0,
        slopes=np.zeros((len(valued), 1)),
        stride=1,
        covariance=np.zeros((1, 1)),
        base=base,
        known_from=float(valued.purchase_days.sum()),
    )


def _variation(valued: Summary) -> float:
    """Return E: variance over squared mean of the first days' values."""
    first = valued.first_value_minor[valued.first_value_minor > 0].astype(np.float64)
    return float(first.var(ddof=1) / first.mean() ** 2) if len(first) > 1 else UNKNOWN


def _inverse(excess: Floats, most: float) -> Floats:
    """Return 1/excess, at most `most`, also where there is no excess."""
    kept = np.maximum(excess, 1e-12)
    return np.asarray(np.minimum(1 / kept, most))


def _slopes(fit: Fit, count: Floats, own: Floats) -> Floats:
    """Return d ln(expected value) / d ln(parameter), by central differences."""
    columns = []
    for letter in fit.params:
        up, down = (
            np.log(
                gamma_gamma.expected_spend(
                    {**fit.params, letter: fit.params[letter] * np.exp(step)}, count, own
                )
            )
            for step in (STEP, -STEP)
        )
        columns.append((up - down) / (2 * STEP))
    return np.column_stack(columns)
