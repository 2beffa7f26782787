"""Value tiers: the base from most to least valuable, cut at 10, 20, 40 and 30 percent."""

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Ints

TIERS = ("vip", "high", "medium", "low")
PERCENTS = (10, 20, 40, 30)


def assign_tiers(
    value: Floats | Ints, *, percents: tuple[int, int, int, int] = PERCENTS
) -> NDArray[np.int8]:
    """Return each customer's tier as a position in TIERS, shape (n,).

    Equal values go by place: of two customers worth the same, the one with the lower id is higher,
    for summaries are ordered by id. A tier ends at its cumulative percent of the count, half up,
    so that every customer is in exactly one; in a base of four nobody is VIP.
    """
    if sum(percents) != 100 or min(percents) < 0:
        raise InputUnusable(
            sentence("The percents of the tiers must add up to 100, and are %(percents)s"),
            percents=percents,
        )
    tiers = np.zeros(len(value), dtype=np.int8)
    for k in range(3):
        tiers += ~best(value, half_up_percent(len(value), sum(percents[: k + 1])))
    return tiers


def best(value: Floats | Ints, many: int) -> NDArray[np.bool_]:
    """Return who is among the `many` most valuable, shape (n,); ties by place, nothing sorted."""
    if many == 0:
        return np.zeros(len(value), dtype=bool)
    least = np.partition(value, len(value) - many)[len(value) - many]
    chosen = value > least
    seats = many - int(np.count_nonzero(chosen))
    chosen[np.flatnonzero(value == least)[:seats]] = True
    return np.asarray(chosen)


def half_up_percent(count: int, percent: int) -> int:
    """Return that percent of a count, a half up."""
    return (count * percent * 2 + 100) // 200


def tier_records(
    tiers: NDArray[np.int8], value_minor: Floats
) -> tuple[tuple[str, int, float], ...]:
    """Return (code, customers, value) of all four tiers, in order."""
    count = np.bincount(tiers, minlength=len(TIERS))
    value = np.bincount(tiers, weights=value_minor, minlength=len(TIERS))
    return tuple((code, int(count[k]), float(value[k])) for k, code in enumerate(TIERS))
