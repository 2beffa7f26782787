"""Purchases to come of a (M)BG/NBD customer who is still there.

Four numbers describe the customer: m = r+x, A = α+T, a and B. The rate is Gamma(m, A), the chance
to leave after a purchase Beta(a, B), with B = b+x for BG, b+x+1 for MBG. New customers: x = T = 0.
"""

from collections.abc import Iterator
from itertools import count as counts_from

import numpy as np

from plon.lifetime.models.gamma_poisson import log_count
from plon.lifetime.models.jacobi import beta_nodes
from plon.lifetime.purchases import Floats
from plon.lifetime.special import betainc, betaln, hyp2f1

LOSS = 1e3  # more digits than these three the closed form may not lose to its difference
STEEP = 100.0  # by so much m may exceed a + B - 1 before 2F1 itself loses digits
FAR = 200.0  # from this c on, quadrature meets the singularity at p = -1/c ...
NEAR_ONE = 1e-4  # ... and the closed form's pole at a = 1 is bridged from both sides
NODES = 40  # for m·c up to SMOOTH, the purchases expected if nobody left ...
MORE_NODES = 160  # ... and beyond
SMOOTH = 50.0
LEAST = 1e-290  # probabilities below are told by their logarithm alone
BATCH = 8192  # customers · quadrature at a time: memory stays small


def expected(m: Floats, c: Floats, B: Floats, *, a: float) -> Floats:
    """Return E[purchases in a time c·A], arrays of one shape; Fader, Hardie, Lee 2005, (10).

    By the closed form, or where that loses digits (near a = 1, short times) by the equal mean
    over p: right to ten digits over all a, x up to 3,000 and c up to 300.
    """
    value = _closed(m, c, B, a=a)
    with np.errstate(all="ignore"):
        kept = np.abs((a + B - 1) / (a - 1)) < LOSS * value
    is_exact = np.isfinite(value) & kept & (m < a + B - 1 + STEEP)
    far = np.flatnonzero(~is_exact & (c > FAR))
    if len(far):
        value[far] = _bridged(m[far], c[far], B[far], a=a)
        is_exact[far] = np.isfinite(value[far])
    for is_smooth, nodes in ((True, NODES), (False, MORE_NODES)):
        rest = np.flatnonzero(~is_exact & ((m * c < SMOOTH) == is_smooth))
        for start in range(0, len(rest), BATCH):
            part = rest[start : start + BATCH]
            value[part] = _mean_over_p(m[part], c[part], B[part], a=a, nodes=nodes)
    return value


def _closed(m: Floats, c: Floats, B: Floats, *, a: float) -> Floats:
    """Return (a+B-1)/(a-1) · [1 - (1-z)^(a-1)·2F1(a+B-1-m, a-1; a+B-1; z)], z = c/(1+c).

    Euler's form of the paper's: x, which may be large, stays out of the numerator's parameters.
    """
    C = a + B - 1
    with np.errstate(all="ignore"):
        tail = hyp2f1(C - m, a - 1, C, c / (1 + c)) * np.exp((1 - a) * np.log1p(c))
        return np.asarray(C / (a - 1) * (1 - tail))


def _bridged(m: Floats, c: Floats, B: Floats, *, a: float) -> Floats:
    """Return the closed form, between 1 ± NEAR_ONE by a straight line: an error of 1e-8."""
    if abs(a - 1) >= NEAR_ONE:
        return _closed(m, c, B, a=a)
    share = (a - 1 + NEAR_ONE) / (2 * NEAR_ONE)
    below, above = (_closed(m, c, B, a=1 + side * NEAR_ONE) for side in (-1, 1))
    return np.asarray((1 - share) * below + share * above)


def _mean_over_p(m: Floats, c: Floats, B: Floats, *, a: float, nodes: int) -> Floats:
    """Return E[(1 - (1+pc)^-m)/p]: no pole at a = 1, and m·c, the NBD's value, as a -> 0."""
    distinct, position = np.unique(B, return_inverse=True)
    rules = np.array([beta_nodes(a, own, nodes=nodes) for own in distinct])
    p, weight = np.maximum(rules[:, 0], np.finfo(np.float64).tiny), rules[:, 1]
    total: Floats = np.zeros(len(m))
    for at_p, at_weight in zip(p.T, weight.T, strict=True):
        chance = at_p[position]
        total = total - at_weight[position] * np.expm1(-m * np.log1p(chance * c)) / chance
    return np.asarray(total)


def log_probability(m: Floats, c: Floats, B: Floats, counts: Floats, *, a: float) -> Floats:
    """Return ln P(count purchases in a time c·A); Fader, Hardie, Lee 2005, (8).

    Either all purchases were made and none was the last, or the last of them was, before the end.
    """
    some = np.maximum(counts, 1)
    stayed = betaln(a, B + counts) - betaln(a, B) + log_count(m, c, counts)
    left = betaln(a + 1, B + some - 1) - betaln(a, B) + _log_at_least(m, c, some)
    return np.asarray(np.where(counts > 0, np.logaddexp(stayed, left), stayed))


def chances(m: Floats, c: Floats, B: Floats, *, a: float) -> Iterator[Floats]:
    """Yield P(0 purchases in a time c·A), P(1), … without an end, each from the one before it.

    Right to 1e-13 absolutely: tiny chances are `log_probability`'s.
    """
    z, stays = c / (1 + c), np.ones(len(m))
    bought = np.exp(-m * np.log1p(c))  # chance of that many purchases if nobody leaves
    at_least = np.ones(len(m))
    yield bought
    for count in counts_from(1):
        at_least = at_least - bought
        bought = bought * ((m + count - 1) / count * z)
        leaves = stays * (a / (a + B + count - 1))
        stays = stays - leaves
        yield stays * bought + leaves * at_least


def _log_at_least(m: Floats, c: Floats, count: Floats) -> Floats:
    """Return ln P(at least count purchases if nobody leaves), count >= 1."""
    z = c / (1 + c)
    tail = betainc(count, m, z)
    # Below what a float holds in full: the first term, and the rest as a geometric series.
    ratio = np.minimum(z * (m + count) / (count + 1), 0.999)
    far = log_count(m, c, count) - np.log1p(-ratio)
    return np.where(tail > LEAST, np.log(np.maximum(tail, LEAST)), far)
