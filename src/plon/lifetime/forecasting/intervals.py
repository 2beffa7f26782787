"""Two kinds of interval, never one word: of a mean (what the parameters leave open) and of a count.

Interval of a mean, for totals: from the bootstrap's draws and the other causes of error.
Prediction interval, for one customer's count: from the conditional probabilities of the model,
which hold the chance of buying and of leaving; parameters are taken as known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import nbdtrik, stdtrit

from plon.lifetime.analysis import Interval
from plon.lifetime.forecasting.backtest import rows, stride_for
from plon.lifetime.forecasting.resampling import Draws, tails_of, take
from plon.lifetime.models.model import Params, PurchaseModel
from plon.lifetime.purchases import Floats, Purchases

EVALUATED = 1_000
EXACT = 20_000
ALIVE_STEPS = 32
AGE_STEPS = 25  # a step of ln T
SHORTEST = 1e-3  # of the longest T: below it, all are new
COUNTED_MAX = 200  # counts above this by a negative binomial of the same mean
LEAST_TOTAL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A cause of error of a total: its log-sd, and from how many cases that is known."""

    log_sd: float
    freedom: float = float("inf")


def total_spreads(
    model: PurchaseModel,
    purchases: Purchases,
    *,
    draws: Draws,
    ahead: float,
    values: Sequence[Floats],
) -> list[Part]:
    """Return how far the parameters' uncertainty moves totals of the next `ahead`, one a value.

    values: of a purchase of each customer, each of shape (n,); ones count purchases. The base is
    fixed: it is the customers there are, not a sample of others.
    """
    stride = stride_for(len(purchases), EVALUATED)
    sample = rows(purchases, stride)
    weights = np.column_stack([sample.weight * value[::stride] for value in values])
    totals = np.array(
        [
            model.expected_purchases(params, sample, ahead=ahead) @ weights
            for params in draws.params()
        ]
    )
    spreads = np.log(np.maximum(totals, LEAST_TOTAL)).std(axis=0, ddof=1)
    return [Part(log_sd=float(spread), freedom=len(totals) - 1.0) for spread in spreads]


def chance_spread(expected: Floats, x: Floats, *, value: Floats) -> Part:
    """Return how far mere chance moves a total of customers' counts.

    A customer with x repeats so far buys like a Poisson of a gamma rate of shape x + 1.
    """
    total = float(expected @ value)
    variance = float((value**2) @ (expected + expected**2 / (x + 1)))
    return Part(log_sd=float(np.sqrt(variance)) / total if total > 0 else 0.0)


def total_interval(
    value: float, parts: list[Part], *, level: float = 0.8, method: str = "bootstrap"
) -> Interval:
    """Return the interval of a total from independent causes of error, on the log scale.

    The quantile is Student's t with Welch and Satterthwaite's degrees of freedom: a spread known
    from few cases is not known well.
    """
    variances = np.array([part.log_sd**2 for part in parts])
    freedoms = np.array([part.freedom for part in parts])
    variance = float(variances.sum())
    if value <= 0 or variance == 0:
        return Interval(value=value, low=value, high=value, level=level, method=method)
    shared = float((variances**2 / freedoms).sum())
    freedom = variance**2 / shared if shared > 0 else 1e9
    reach = float(stdtrit(freedom, (1 + level) / 2)) * np.sqrt(variance)
    low, high = value * np.exp(-reach), value * np.exp(reach)
    return Interval(value=value, low=float(low), high=float(high), level=level, method=method)


def count_interval(
    model: PurchaseModel, params: Params, purchases: Purchases, *, ahead: float, level: float = 0.8
) -> tuple[Floats, Floats]:
    """Return the prediction interval of each customer's purchase days in (T, T + ahead].

    Both ends are whole counts, shape (n,); at least `level` of the probability lies inside. Above
    EXACT different histories, customers with the same x, T within 4 % and P(alive) within 1/32
    share one interval: an end may then be off by one.
    """
    table = np.column_stack([purchases.x, purchases.t_x, purchases.T])
    distinct, place = _distinct(purchases, table)
    if len(distinct) > EXACT:
        alive = np.rint(ALIVE_STEPS * model.probability_alive(params, purchases))
        age = np.rint(AGE_STEPS * np.log(np.maximum(purchases.T, SHORTEST * purchases.T.max())))
        distinct, place = _distinct(purchases, np.column_stack([purchases.x, age, alive]))
    tails = tails_of(level)
    low, high = _quantiles(model, params, distinct, ahead=ahead, tails=tails)
    return low[place], high[place]


def _quantiles(
    model: PurchaseModel,
    params: Params,
    purchases: Purchases,
    *,
    ahead: float,
    tails: tuple[float, float],
) -> tuple[Floats, Floats]:
    """Add up probabilities count by count, only for customers whose upper end is not reached."""
    size = len(purchases)
    low, high, below = np.full(size, np.nan), np.full(size, np.nan), np.zeros(size)
    open_rows = np.arange(size)
    for count in range(COUNTED_MAX + 1):
        part = take(purchases, open_rows)
        counts = np.full(len(open_rows), float(count))
        log_p = model.log_probability_of_count(params, part, ahead=ahead, counts=counts)
        below[open_rows] += np.exp(log_p)
        reached = below[open_rows]
        low[open_rows[np.isnan(low[open_rows]) & (reached >= tails[0])]] = count
        high[open_rows[reached >= tails[1]]] = count
        open_rows = open_rows[reached < tails[1]]
        if len(open_rows) == 0:
            return low, high
    return _heavy(model, params, purchases, ahead=ahead, tails=tails, found=(low, high))


def _heavy(
    model: PurchaseModel,
    params: Params,
    purchases: Purchases,
    *,
    ahead: float,
    tails: tuple[float, float],
    found: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    """Fill in the few above COUNTED_MAX: a Poisson of a gamma rate of shape x + 1."""
    low, high = found
    is_open = np.isnan(high)
    part = take(purchases, np.flatnonzero(is_open))
    mean = model.expected_purchases(params, part, ahead=ahead)
    shape = part.x + 1
    chance = shape / (shape + mean)
    high[is_open] = _whole_quantile(tails[1], shape, chance)
    lower = _whole_quantile(tails[0], shape, chance)
    low[is_open] = np.where(np.isnan(low[is_open]), lower, low[is_open])
    return low, high


def _whole_quantile(tail: float, shape: Floats, chance: Floats) -> Floats:
    """Return the least count whose negative binomial distribution function reaches `tail`."""
    return np.asarray(np.maximum(np.ceil(nbdtrik(tail, shape, chance) - 1e-9), 0))


def _distinct(purchases: Purchases, table: Floats) -> tuple[Purchases, NDArray[np.intp]]:
    """Return one customer for each distinct row of `table`, and the place of everybody's."""
    order = np.lexsort(table.T[::-1])
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (np.diff(table[order], axis=0) != 0).any(axis=1)
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.cumsum(is_new) - 1
    return take(purchases, order[is_new]), place
