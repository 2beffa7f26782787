"""Discounted customer value: what each customer is expected to spend in the months ahead.

Purchases expected by the end of each calendar month are differenced, discounted from the middle of
the month at a yearly rate, and multiplied by spend and margin. What an alive customer will buy
depends on x and T alone, so it is computed once per distinct pair; t_x enters by P(alive).
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from plon.lifetime.models.distinct import distinct_pairs
from plon.lifetime.models.model import Params, PurchaseModel
from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.units import TimeUnit, add_months


def month_ends(start: date, months: int, unit: TimeUnit) -> Floats:
    """Return the time from start to the same day of each of the next months, shape (months,)."""
    ends = (add_months(start, month + 1) for month in range(months))
    return np.array([(end - start).days / unit.days for end in ends])


def month_discounts(months: int, discount_per_year: float) -> Floats:
    """Return 1/(1+d)^(time in years from now to mid-month), shape (months,)."""
    return np.asarray((1 + discount_per_year) ** (-(np.arange(months) + 0.5) / 12))


def discounted_purchases(
    model: PurchaseModel,
    params: Params,
    purchases: Purchases,
    *,
    ends: Floats,
    discounts: Floats,
    months: Sequence[int] | None = None,
) -> Floats:
    """Return each customer's expected purchases, discounted, within so many months.

    ends: rising times ahead, in the fit's unit; discounts: of each period up to its end.
    months: horizons, as numbers of periods; all periods by default. Shape (horizons, n).
    """
    horizons = [len(ends)] if months is None else list(months)
    x, T, position = distinct_pairs(purchases.x, purchases.T)
    alive = Purchases(x=x, t_x=T, T=T)  # bought just now: what P(alive) takes away is least
    chance = model.probability_alive(params, alive)
    before, total = np.zeros(len(x)), np.zeros(len(x))
    found = {0: np.zeros(len(purchases))}
    here = model.probability_alive(params, purchases)
    for period, (end, discount) in enumerate(zip(ends, discounts, strict=True), start=1):
        by_end = model.expected_purchases(params, alive, ahead=float(end)) / chance
        total = total + (by_end - before) * discount
        before = by_end
        if period in horizons:
            found[period] = here * total[position]
    return np.stack([found[horizon] for horizon in horizons])


def discounted_value(
    model: PurchaseModel,
    params: Params,
    purchases: Purchases,
    *,
    spend: Floats | float,
    start: date,
    months: int = 12,
    unit: TimeUnit = TimeUnit.WEEK,
    discount_per_year: float = 0.0,
    margin: float = 1.0,
) -> Floats:
    """Return each customer's expected value in the coming months, in the unit of spend, shape (n,).

    spend: of a purchase, one or one a customer. start: the observation end. discount_per_year:
    0.1 for 10 % a year, applied from mid-month. margin: share of spend that is kept.
    """
    expected = discounted_purchases(
        model,
        params,
        purchases,
        ends=month_ends(start, months, unit),
        discounts=month_discounts(months, discount_per_year),
    )
    return np.asarray(expected[0] * spend * margin)
