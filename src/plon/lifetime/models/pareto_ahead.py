"""What a Pareto/NBD customer will do who is still there: m = r+x, A = α+T, s, B = β+T.

The purchase rate is Gamma(m, A), the rate of leaving Gamma(s, B): a new customer of other
parameters. All integrals are positive, over ln(time), with a concave logarithm of the integrand.
"""

import numpy as np

from plon.lifetime.models.concave import log_integral
from plon.lifetime.models.gamma_poisson import log_count
from plon.lifetime.purchases import Floats
from plon.lifetime.special import exprel

BATCH = 512  # customers at a time, so that their nodes stay in the processor's cache


def expected(m: Floats, A: Floats, B: Floats, *, s: float, ahead: Floats) -> Floats:
    """Return E[purchases in (0, ahead]]; Schmittlein, Morrison, Colombo 1987, without its pole.

    (m/A)·B·(1 - e^(-(s-1)l))/(s-1), l = ln(1 + ahead/B): at s = 1 it is (m/A)·B·l.
    """
    span = np.log1p(ahead / B)
    return np.asarray(m / A * B * span * exprel(-(s - 1) * span))


def log_probability(
    m: Floats, A: Floats, B: Floats, counts: Floats, *, s: float, ahead: float
) -> Floats:
    """Return ln P(count purchases in (0, ahead]), count >= 1; arrays of one shape (n,).

    Either the customer stays to the end, or leaves at some y before it, having bought so often:
    Fader and Hardie 2006, "Deriving an expression for P(X(t) = x) under the Pareto/NBD".
    """
    result = log_count(m, ahead / A, counts) - s * np.log1p(ahead / B)
    for start in range(0, len(m), BATCH):
        rows = slice(start, start + BATCH)
        leaves = _log_leaves(m[rows], A[rows], B[rows], counts[rows], s=s, ahead=ahead)
        result[rows] = np.logaddexp(result[rows], leaves)
    return np.asarray(result)


def _log_leaves(
    m: Floats, A: Floats, B: Floats, counts: Floats, *, s: float, ahead: float
) -> Floats:
    """Return ln P(leaves before `ahead`, after exactly count purchases)."""
    top = np.minimum(_likeliest(m, A, B, counts, s=s), ahead)

    def height(v: Floats) -> Floats:
        bought = (m + counts) * _log_grown(A, top, v)
        left = (s + 1) * _log_grown(B, top, v)
        return np.asarray((counts + 1) * v - bought - left)

    def slope(v: Floats) -> Floats:
        y = top * np.exp(v)
        return np.asarray(counts + 1 - (m + counts) * y / (A + y) - (s + 1) * y / (B + y))

    area = log_integral(height, slope, end=np.log(ahead / top), panels=2)
    at_top = log_count(m, top / A, counts) - s * np.log1p(top / B) + np.log(s * top / (B + top))
    return np.asarray(at_top + area)


def _log_grown(start: Floats, top: Floats, v: Floats) -> Floats:
    """Return ln((start + y) / (start + top)) at y = top·e^v; exact for a start near 0, too."""
    to_top = top / (start + top)
    grown = to_top * np.expm1(v)
    with np.errstate(divide="ignore"):  # the form that is not taken
        near_start = np.log(start / (start + top) + to_top * np.exp(v))
        return np.where(grown < -0.5, near_start, np.log1p(grown))


def discounted(m: Floats, A: Floats, B: Floats, *, s: float, rate: float) -> Floats:
    """Return E[Σ e^(-rate·time of purchase)] over the whole future, rate > 0.

    (m/A)·∫ e^(-rate·y) (B/(B+y))^s dy: Fader, Hardie, Lee 2005, "RFM and CLV: Using Iso-Value
    Curves for Customer Base Analysis", before it becomes a confluent hypergeometric function.
    """
    distinct, position = np.unique(B, return_inverse=True)
    return np.asarray(m / A * _discounted_stay(distinct, s=s, rate=rate)[position])


def _discounted_stay(B: Floats, *, s: float, rate: float) -> Floats:
    """Return ∫ e^(-rate·y) (B/(B+y))^s dy over all y > 0."""
    top = _positive_root(np.asarray(rate), rate * B + s - 1, B)

    def height(v: Floats) -> Floats:
        grown = np.expm1(v)
        return np.asarray(v - rate * top * grown - s * np.log1p(top / (B + top) * grown))

    def slope(v: Floats) -> Floats:
        y = top * np.exp(v)
        return np.asarray(1 - rate * y - s * y / (B + y))

    area = log_integral(height, slope, end=np.full_like(B, np.inf), panels=12)
    return np.asarray(np.exp(np.log(top) - rate * top - s * np.log1p(top / B) + area))


def _likeliest(m: Floats, A: Floats, B: Floats, counts: Floats, *, s: float) -> Floats:
    """Return the y at which the integrand over ln y is highest: a quadratic's positive root."""
    return _positive_root(m + s, (m - 1) * B + (s - counts) * A, (counts + 1) * A * B)


def _positive_root(a: Floats, b: Floats, c: Floats) -> Floats:
    """Return the positive y with a·y² + b·y = c; a and c positive."""
    root = np.sqrt(b**2 + 4 * a * c) + np.abs(b)
    return np.where(b > 0, 2 * c / root, root / (2 * a))
