"""The likelihood of Gamma-Gamma (Fader & Hardie 2013, note 025) from weighted sums over rows."""

from dataclasses import dataclass

import numpy as np

from plon.lifetime.models.distinct import ranked
from plon.lifetime.purchases import Floats
from plon.lifetime.special import digamma, gammaln, trigamma

CHUNK = 8192
LARGE_SHAPE = 1e3  # from here on q and γ are told apart from infinity by their own forms


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spend:
    """Mean values folded for fitting, in units of their mean.

    x: distinct counts, at_x: weight at each; rows: ones and x, weighted, shape (2, n).
    total: x·z of each row; constant: what the likelihood has of the data alone, for p = 0 and 1.
    """

    unit: float
    x: Floats
    at_x: Floats
    rows: Floats
    total: Floats
    constant: tuple[float, float]

    @property
    def customers(self) -> float:
        return float(self.at_x.sum())


def fold(x: Floats, z: Floats, weight: Floats) -> Spend:
    customers = float(weight.sum())
    unit = float(np.sum(weight * z)) / customers if customers > 0 else 1.0
    table, index = ranked(x)
    at_x = np.bincount(index, weight, minlength=len(table)).astype(np.float64)
    is_used = at_x > 0
    total = x * (z / unit)
    bought = weight * x
    logs = np.log(total)
    return Spend(
        unit=unit,
        x=table[is_used],
        at_x=at_x[is_used],
        rows=np.stack([weight, bought]),
        total=total,
        constant=(float(np.sum(weight * (np.log(x) - logs))), float(np.sum(bought * logs))),
    )


def derivatives(theta: Floats, spend: Spend) -> tuple[float, Floats, Floats]:
    """Return ln L, gradient and Hessian in (p, q, γ).

    ln L = -ln B(px, q) + px ln(xz/γ) - ln z - (px+q) ln(1+xz/γ): Beta terms per distinct x, and
    per row one logarithm and one reciprocal, whose weighted sums are all that is needed.
    """
    p, q, gamma = theta
    x, at_x = spend.x, spend.at_x
    (log_1, part_1, _, bend_1, _), (log_x, _, inverse_x, _, square_x) = _row_sums(gamma, spend)
    above = spend.constant[1] - (at_x @ x) * np.log(gamma) - log_x
    both, both_1 = digamma(p * x + q), trigamma(p * x + q)
    value = at_x @ (_log_rising(q, p * x) - gammaln(p * x)) + spend.constant[0] + p * above
    d_p = (at_x * x) @ (both - digamma(p * x)) + above
    d_q = at_x @ (both - digamma(q)) - log_1
    d_gamma = q * part_1 / gamma - p * inverse_x
    pp = (at_x * x**2) @ (both_1 - trigamma(p * x))
    pq = (at_x * x) @ both_1
    qq = at_x @ (both_1 - trigamma(q))
    q_gamma = part_1 / gamma
    gamma_gamma = p * square_x - q * (part_1 / gamma + bend_1) / gamma
    hessian = np.array(
        [[pp, pq, -inverse_x], [pq, qq, q_gamma], [-inverse_x, q_gamma, gamma_gamma]]
    )
    return float(value - q * log_1), np.array([d_p, d_q, d_gamma]), hessian


def _log_rising(q: float, y: Floats) -> Floats:
    """Return lnΓ(q+y) - lnΓ(q); for large q not as a difference (Stirling's series)."""
    if q < LARGE_SHAPE:
        return np.asarray(gammaln(q + y) - gammaln(q))
    rest = (1 / (q + y) - 1 / q) / 12
    return np.asarray((q - 0.5) * np.log1p(y / q) + y * (np.log(q + y) - 1) + rest)


def _row_sums(gamma: float, spend: Spend) -> Floats:
    """Return Σ w·f and Σ w·x·f, shape (2, 5), for s = xz and i = 1/(γ+s).

    f: ln(1+s/γ), s·i, i, s·i², i².
    """
    total = np.zeros((2, 5))
    columns = np.empty((5, CHUNK))
    for start in range(0, len(spend.total), CHUNK):
        rows = spend.rows[:, start : start + CHUNK]
        logs, part, inverse, bend, square = filled = columns[:, : rows.shape[1]]
        own = spend.total[start : start + CHUNK]
        np.add(own, gamma, out=square)
        if gamma < LARGE_SHAPE:
            np.subtract(np.log(square, out=logs), np.log(gamma), out=logs)
        else:
            np.log1p(own / gamma, out=logs)
        np.divide(1.0, square, out=inverse)
        np.multiply(own, inverse, out=part)
        np.multiply(part, inverse, out=bend)
        np.multiply(inverse, inverse, out=square)
        total += rows @ filled.T
    return total
