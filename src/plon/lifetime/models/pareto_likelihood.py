"""Log-likelihood, gradient and Hessian of Pareto/NBD, summed over customers, in NumPy.

The gamma functions of r and x are not here: they depend on x alone (see `repeats`).
"""

import numpy as np

from plon.lifetime.models.pareto_integral import PAIRS, log_leaving, moments, prepare
from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.special import expit

CHUNK = 16_384  # rows at a time: fixed, so that sums do not depend on anything else


def sums(theta: Floats, purchases: Purchases) -> Floats:
    """Return Σ weight·(ln L, its 4 derivatives, its 10 second ones), shape (15,).

    θ = (r, α, s, β); second derivatives in the order rr, rα, rs, rβ, αα, αs, αβ, ss, sβ, ββ.
    """
    total = np.zeros(15)
    for start in range(0, len(purchases), CHUNK):
        rows = slice(start, start + CHUNK)
        part = Purchases(
            x=purchases.x[rows],
            t_x=purchases.t_x[rows],
            T=purchases.T[rows],
            weight=purchases.weight[rows],
        )
        total += _chunk(theta, part)
    return total


def unpack(total: Floats) -> tuple[float, Floats, Floats]:
    """Return value, gradient (4,) and symmetric Hessian (4, 4) from the fifteen sums."""
    hessian = np.empty((4, 4))
    for value, (i, j) in zip(total[5:], PAIRS, strict=True):
        hessian[i, j] = hessian[j, i] = value
    return float(total[0]), total[1:5].copy(), hessian


def _chunk(theta: Floats, purchases: Purchases) -> Floats:
    integrals = prepare(theta, purchases)
    mass, means, covariances = moments(integrals)
    rest = log_leaving(float(theta[2]), integrals, mass)
    odds = rest + (theta[0] + purchases.x) * integrals.v_alpha + theta[2] * integrals.v_beta
    left = expit(odds)
    slopes, curvatures = _of_log_odds(theta, purchases, means, covariances)
    weight = purchases.weight
    first, second = _slopes_of_staying(theta, purchases)
    tilt = slopes * (weight * left * expit(-odds))
    crossed = tilt @ slopes.T
    total = np.empty(15)
    total[0] = weight @ _value(theta, purchases, odds, rest)
    total[1:5] = first @ weight + slopes @ (weight * left)
    total[5:] = second @ weight + curvatures @ (weight * left)
    total[5:] += [crossed[i, j] for i, j in PAIRS]
    return total


def _value(theta: Floats, purchases: Purchases, odds: Floats, rest: Floats) -> Floats:
    """Return ln L: of staying through T, or of leaving after t_x, whichever is larger; the other
    one is added to it, so that no two large terms are subtracted.
    """
    r, alpha, s, beta = (float(value) for value in theta)
    seen = np.where(odds > 0, purchases.t_x, purchases.T)
    value = -r * np.log1p(seen / alpha) - purchases.x * np.log(alpha + seen)
    value += np.where(odds > 0, rest, 0.0) - s * np.log1p(seen / beta)
    return np.asarray(value + np.log1p(np.exp(-np.abs(odds))))


def _slopes_of_staying(theta: Floats, purchases: Purchases) -> tuple[Floats, Floats]:
    """Return gradient (4, n) and Hessian (10, n) of ln of the likelihood of staying through T."""
    r, alpha, s, beta = (float(value) for value in theta)
    x, T = purchases.x, purchases.T
    to_alpha, to_beta, zero = alpha + T, beta + T, np.zeros_like(T)
    first = np.array(
        [
            -np.log1p(T / alpha),
            (r * T / alpha - x) / to_alpha,
            -np.log1p(T / beta),
            s * T / (beta * to_beta),
        ]
    )
    second = [zero] * 10
    second[1] = T / (alpha * to_alpha)
    second[4] = (r + x) / to_alpha**2 - r / alpha**2
    second[8] = T / (beta * to_beta)
    second[9] = s / to_beta**2 - s / beta**2
    return first, np.array(second)


def _of_log_odds(
    theta: Floats, purchases: Purchases, means: Floats, covariances: Floats
) -> tuple[Floats, Floats]:
    """Return gradient (4, n) and Hessian (10, n) of ln J; averages under the integrand's nodes."""
    r, alpha, s, beta = (float(value) for value in theta)
    m, ahead = r + purchases.x, purchases.T - purchases.t_x
    per_alpha, per_beta = 1 / (alpha + purchases.t_x), 1 / (beta + purchases.t_x)
    end_alpha, end_beta = ahead / (alpha + purchases.T), ahead / (beta + purchases.T)
    v_alpha, pi_alpha, v_beta, pi_beta = means
    c = dict(zip(PAIRS, covariances, strict=True))
    m_alpha, s_beta = m * per_alpha, (s + 1) * per_beta
    gap_alpha, gap_beta = pi_alpha - end_alpha, pi_beta - end_beta
    slopes = np.array(
        [
            np.log1p(ahead * per_alpha) - v_alpha,
            m_alpha * gap_alpha,
            1 / s + np.log1p(ahead * per_beta) - v_beta,
            per_beta * ((s + 1) * pi_beta - s * end_beta - 1),
        ]
    )
    square_alpha = c[1, 1] + pi_alpha**2 - end_alpha**2 - 2 * gap_alpha
    square_beta = (s + 1) * (c[3, 3] + (1 - pi_beta) ** 2) - s * (1 - end_beta) ** 2
    curvatures = np.array(
        [
            c[0, 0],
            per_alpha * gap_alpha - m_alpha * c[0, 1],
            c[0, 2],
            -s_beta * c[0, 3],
            m_alpha * per_alpha * square_alpha + m_alpha**2 * c[1, 1],
            -m_alpha * c[1, 2],
            m_alpha * s_beta * c[1, 3],
            c[2, 2] - 1 / s**2,
            per_beta * gap_beta - s_beta * c[2, 3],
            per_beta**2 * square_beta + s_beta**2 * c[3, 3],
        ]
    )
    return slopes, curvatures
