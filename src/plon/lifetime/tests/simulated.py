"""Bases made from a model's own story, with a seed: what a fit should find again."""

import numpy as np
import pyarrow as pa

from plon.lifetime.days import CustomerDays
from plon.lifetime.forecasting.clock import CALENDAR, Clock
from plon.lifetime.purchases import Floats, Purchases

BG = {"r": 0.9, "alpha": 30.0, "a": 0.7, "b": 3.0}
START_DAY = 18_262  # 2020-01-01


def bg_nbd_moments(
    customers: int, *, span: float, seed: int, params: dict[str, float] = BG
) -> tuple[Floats, Floats, Floats]:
    """Return (first, customer, moment): BG/NBD customers acquired evenly over half the span."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(params["r"], 1 / params["alpha"], customers)
    leaves = rng.beta(params["a"], params["b"], customers)
    first = np.floor(rng.uniform(0, span / 2, customers))
    who, when = np.arange(customers), first.copy()
    found_who, found_when = [who], [when]
    while len(who):
        when = when + rng.exponential(1 / rate[who])
        is_in = when < span
        who, when = who[is_in], when[is_in]
        found_who.append(who)
        found_when.append(when)
        stays = rng.random(len(who)) >= leaves[who]
        who, when = who[stays], when[stays]
    return first, np.concatenate(found_who), np.concatenate(found_when)


def bg_nbd_purchases(customers: int, *, span: float, seed: int) -> Purchases:
    """Return x, t_x, T in exact moments, not whole days: the story without rounding."""
    first, who, when = bg_nbd_moments(customers, span=span, seed=seed)
    last = np.zeros(customers)
    np.maximum.at(last, who.astype(np.intp), when)
    x = np.bincount(who.astype(np.intp), minlength=customers).astype(np.float64) - 1
    return Purchases(x=x, t_x=last - first, T=span - first)


def bg_nbd_days(
    customers: int, *, span_days: int, seed: int, clock: Clock = CALENDAR
) -> CustomerDays:
    """Return customer-days from 2020-01-01 on; the story runs in the clock's time."""
    until = START_DAY + span_days
    times = clock.at(np.arange(START_DAY, until + 1))
    _, who, when = bg_nbd_moments(customers, span=float(times[-1] - times[0]), seed=seed)
    day = START_DAY + np.minimum(np.searchsorted(times - times[0], when, "left"), span_days)
    pairs = np.unique(np.column_stack([who, day]).astype(np.int64), axis=0)
    return CustomerDays(
        customer=pa.array([f"{i:06d}" for i in range(customers)]),
        index=pairs[:, 0],
        day=pairs[:, 1],
        value_minor=np.full(len(pairs), 1_000),
        margin_minor=None,
        channel=None,
        channels=(),
        returned_minor=np.zeros(customers, dtype=np.int64),
        currency="PLN",
    )
