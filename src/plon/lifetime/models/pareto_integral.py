"""The positive integral behind Pareto/NBD, instead of a difference of hypergeometric functions.

A customer's likelihood is that of staying through T, times 1 + J: the odds of having left are

    J = s ∫ ((α+y)/(α+T))^-m ((β+y)/(β+T))^-s dy/(β+y),  y from t_x to T,  m = r + x.

With v = ln((a+y)/(a+t_x)), a the smaller of α and β, the logarithm of the integrand is concave
(but for x = 0 and r < 1, where it may first rise). So it can be cut where it has fallen by DROP,
and few Gauss-Legendre nodes give all digits. Everything is told relative to y = t_x: no term
overflows, none is the difference of large ones. The compiled kernel does the same, row by row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.kernel.nodes import DROP, RULES, gauss_legendre
from plon.lifetime.purchases import Floats, Purchases

CELLS = 32_768  # node evaluations at a time, so that the arrays stay in the processor's cache
PAIRS = tuple(combinations_with_replacement(range(4), 2))
TINY = float(np.finfo(np.float64).tiny)


@dataclass(frozen=True, slots=True, eq=False)
class Integrals:
    """The integrals of many customers, prepared for one θ. Arrays have shape (n,).

    fall, power: ln(integrand) = -fall·v - power·ln(1 + ratio·(e^v - 1))
    ratio: (a+t_x)/(b+t_x) <= 1, a and b the smaller and the larger of α and β
    width: where v ends; variation: how much ln(integrand) moves until there
    v_alpha, v_beta: ln((α+T)/(α+t_x)), ln((β+T)/(β+t_x))
    """

    is_alpha_smaller: bool
    fall: Floats
    power: Floats
    ratio: Floats
    width: Floats
    variation: Floats
    v_alpha: Floats
    v_beta: Floats


def prepare(theta: Floats, purchases: Purchases) -> Integrals:
    """Return every customer's integral at θ = (r, α, s, β), cut where it no longer counts."""
    r, alpha, s, beta = (float(value) for value in theta)
    m, ahead = r + purchases.x, purchases.T - purchases.t_x
    from_alpha, from_beta = alpha + purchases.t_x, beta + purchases.t_x
    v_alpha, v_beta = np.log1p(ahead / from_alpha), np.log1p(ahead / from_beta)
    shut = np.full_like(m, s)
    is_alpha_smaller = alpha <= beta
    if is_alpha_smaller:
        fall, power, ratio, v, w = m - 1, shut + 1, from_alpha / from_beta, v_alpha, v_beta
    else:
        fall, power, ratio, v, w = shut, m, from_beta / from_alpha, v_beta, v_alpha
    width, variation = v.copy(), np.abs(fall) * v + power * w
    deep = np.flatnonzero(fall * v + power * w > DROP)
    if len(deep):
        width[deep] = _cut(fall[deep], power[deep], ratio[deep], v[deep])
        bend = np.log1p(ratio[deep] * np.expm1(width[deep]))
        variation[deep] = np.abs(fall[deep]) * width[deep] + power[deep] * bend
    return Integrals(
        is_alpha_smaller,
        fall,
        power,
        ratio,
        np.maximum(width, TINY),
        variation,
        v_alpha,
        v_beta,
    )


def log_odds_of_having_left(theta: Floats, purchases: Purchases) -> Floats:
    """Return ln J of every customer, shape (n,)."""
    integrals = prepare(theta, purchases)
    mass = np.empty(len(purchases))
    for rows, v, bend, height in _on_nodes(integrals):
        mass[rows] = height.sum(axis=0)
        del v, bend
    m, s = float(theta[0]) + purchases.x, float(theta[2])
    rest = log_leaving(s, integrals, mass)
    return np.asarray(rest + m * integrals.v_alpha + s * integrals.v_beta)


def log_leaving(s: float, integrals: Integrals, mass: Floats) -> Floats:
    """Return ln J less m·v_alpha + s·v_beta: J against having stayed through t_x only."""
    result = np.log(s) + np.log(integrals.width) + np.log(mass)
    if integrals.is_alpha_smaller:
        result += np.log(integrals.ratio)
    return np.asarray(result)


def moments(integrals: Integrals) -> tuple[Floats, Floats, Floats]:
    """Return mass (n,), means (4, n) and covariances (10, n, in the order of PAIRS) under it.

    Of v_α = ln((α+y)/(α+t_x)), π_α = 1 - e^-v_α, v_β, π_β: all zero at y = t_x, so that small
    spreads keep their digits. They make the gradient and the Hessian of ln J.
    """
    n = len(integrals.width)
    mass, first, second = np.empty(n), np.empty((4, n)), np.empty((10, n))
    for rows, v, bend, height in _on_nodes(integrals):
        near = (v, -np.expm1(-v))
        far = (bend, -np.expm1(-bend))
        marks = near + far if integrals.is_alpha_smaller else far + near
        total = height.sum(axis=0)
        share = height / total
        mass[rows] = total
        weighted = [share * mark for mark in marks]
        for i, part in enumerate(weighted):
            first[i, rows] = part.sum(axis=0)
        for k, (i, j) in enumerate(PAIRS):
            second[k, rows] = np.einsum("kn,kn->n", weighted[i], marks[j])
    for k, (i, j) in enumerate(PAIRS):
        second[k] -= first[i] * first[j]
    return mass, first, second


def _cut(fall: Floats, power: Floats, ratio: Floats, v: Floats) -> Floats:
    """Return a v where ln(integrand) has fallen by about DROP; never before it has."""
    budget = DROP + np.maximum(-fall, 0) * v
    with np.errstate(over="ignore"):
        by_power = np.log1p(np.expm1(np.minimum(budget / power, 700)) / ratio)
    by_slope = np.where(fall >= 0, DROP / np.maximum(fall + power * ratio, 1e-300), np.inf)
    v = np.minimum(v, np.minimum(by_power, by_slope))
    for _ in range(3):  # Newton from beyond the root of a convex function: never too far
        grown = ratio * np.expm1(v)
        excess = fall * v + power * np.log1p(grown) - DROP
        slope = fall + power * (ratio + grown) / (1 + grown)
        v = np.where((fall >= 0) & (excess > 0), v - excess / slope, v)
    return v


def _on_nodes(
    integrals: Integrals,
) -> Iterator[tuple[NDArray[np.int64], Floats, Floats, Floats]]:
    """Yield rows (m,), and at their nodes (k, m): v, ln(1 + ratio·(e^v - 1)), weighted height."""
    rule = np.zeros(len(integrals.width), dtype=np.int64)
    for _, width, variation in RULES[:-1]:
        rule += (integrals.width > width) | (integrals.variation > variation)
    _, width, variation = RULES[-1]
    spread = np.maximum(integrals.width / width, integrals.variation / variation)
    rule += np.ceil(spread).astype(np.int64).clip(1) - 1  # beyond the last rule: more panels of it
    for code in np.unique(rule):
        panels = max(1, int(code) - len(RULES) + 2)
        u, weight = gauss_legendre(RULES[min(int(code), len(RULES) - 1)][0], panels)
        found = np.flatnonzero(rule == code)
        step = max(1, CELLS // len(u))
        for start in range(0, len(found), step):
            rows = found[start : start + step]
            v = u[:, None] * integrals.width[rows]
            bend = np.log1p(integrals.ratio[rows] * np.expm1(v))
            height = np.exp(-integrals.fall[rows] * v - integrals.power[rows] * bend)
            yield rows, v, bend, weight[:, None] * height
