"""Prediction interval of one customer's count: from the conditional probabilities of the model,
which hold the chance of buying and of leaving; parameters are taken as known.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.forecasting.resampling import tails_of, take
from plon.lifetime.models.counting import chances_of_counts
from plon.lifetime.models.distinct import distinct_pairs, ranked
from plon.lifetime.models.model import Params, PurchaseModel
from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.special import nbdtrik

EXACT = 20_000
ALIVE_STEPS = 32
AGE_STEPS = 25  # a step of ln T
SHORTEST = 1e-3  # of the longest T: below it, all are new
COUNTED_MAX = 200  # counts above this by a negative binomial of the same mean
TOGETHER = 1_024  # customers of like expectation, whose counts end at about the same time
TOGETHER_MIN, PARTS = 32, 8  # of few customers

Ends = tuple[Floats, Floats]


def count_interval(
    model: PurchaseModel, params: Params, purchases: Purchases, *, ahead: float, level: float = 0.8
) -> Ends:
    """Return the prediction interval of each customer's purchase days in (T, T + ahead].

    See `count_intervals`.
    """
    return count_intervals(model, params, purchases, aheads=[ahead], level=level)[0]


def count_intervals(
    model: PurchaseModel,
    params: Params,
    purchases: Purchases,
    *,
    aheads: Sequence[float],
    level: float = 0.8,
) -> list[Ends]:
    """Return the prediction intervals of each customer's purchase days, one a time ahead.

    Both ends are whole counts, shape (n,); at least `level` of the probability lies inside. Above
    EXACT different histories, customers with the same x, T within 4 % and P(alive) within 1/32
    share one interval: an end may then be off by one.
    """
    distinct, place = _distinct(purchases, purchases.x, purchases.T, purchases.t_x)
    if len(distinct) > EXACT:
        alive = np.rint(ALIVE_STEPS * model.probability_alive(params, purchases))
        age = np.rint(AGE_STEPS * np.log(np.maximum(purchases.T, SHORTEST * purchases.T.max())))
        distinct, place = _distinct(purchases, purchases.x, age - age.min(), alive)
    found = []
    for ahead in aheads:
        low, high = _quantiles(model, params, distinct, ahead=ahead, tails=tails_of(level))
        found.append((low[place], high[place]))
    return found


def _quantiles(
    model: PurchaseModel,
    params: Params,
    purchases: Purchases,
    *,
    ahead: float,
    tails: tuple[float, float],
) -> Ends:
    low, high = np.empty(len(purchases)), np.empty(len(purchases))
    expected = model.expected_purchases(params, purchases, ahead=ahead)
    order = np.argsort(expected, kind="stable")
    together = min(TOGETHER, max(TOGETHER_MIN, len(order) // PARTS))
    for start in range(0, len(order), together):
        rows = order[start : start + together]
        part = take(purchases, rows)
        low[rows], high[rows] = _counted(model, params, part, ahead=ahead, tails=tails)
    for ends, tail in zip((low, high), tails, strict=True):
        beyond = np.flatnonzero(ends > COUNTED_MAX)
        shape = purchases.x[beyond] + 1
        ends[beyond] = _whole_quantile(tail, shape, shape / (shape + expected[beyond]))
    return low, high


def _counted(
    model: PurchaseModel,
    params: Params,
    purchases: Purchases,
    *,
    ahead: float,
    tails: tuple[float, float],
) -> Ends:
    """Return how many counts leave the distribution function below each tail."""
    below = np.zeros(len(purchases))
    low, high = np.zeros(len(purchases)), np.zeros(len(purchases))
    chances = chances_of_counts(model, params, purchases, ahead=ahead)
    for _, chance in zip(range(COUNTED_MAX + 1), chances, strict=False):
        below += chance
        is_open = below < tails[1]
        low += below < tails[0]
        high += is_open
        if not is_open.any():
            break
    return low, high


def _whole_quantile(tail: float, shape: Floats, chance: Floats) -> Floats:
    """Return the least count whose negative binomial distribution function reaches `tail`."""
    return np.asarray(np.maximum(np.ceil(nbdtrik(tail, shape, chance) - 1e-9), 0))


def _distinct(
    purchases: Purchases, first: Floats, second: Floats, third: Floats
) -> tuple[Purchases, NDArray[np.intp]]:
    """Return one customer for each distinct triple, and the place of everybody's."""
    _, _, pair = distinct_pairs(first, second)
    table, index = ranked(third)
    triple = pair * len(table) + index
    _, rows, place = np.unique(triple, return_index=True, return_inverse=True)
    return take(purchases, rows), place
