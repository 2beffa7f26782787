"""Small bases of customers for tests, written as day → grosze by customer."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

import plon.lifetime
from plon.lifetime.days import CustomerDays
from plon.lifetime.summary import Summary
from plon.lifetime.units import TimeUnit

EPOCH = date(1970, 1, 1)
Bought = Mapping[str, Mapping[date, int]]  # customer → day → minor units


def day_number(day: date) -> int:
    return (day - EPOCH).days


def days_of(
    bought: Bought,
    *,
    channel: Sequence[str | None] | None = None,
    returned: Sequence[int] | None = None,
) -> CustomerDays:
    """Return the customer-days of a base; channel and returned are one a customer, by id."""
    ids = sorted(bought)
    rows = [
        (k, day_number(day), bought[who][day])
        for k, who in enumerate(ids)
        for day in sorted(bought[who])
    ]
    index, day, value = (
        (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
        if rows
        else [np.zeros(0, dtype=np.int64)] * 3
    )
    names = tuple(sorted({name for name in channel or () if name}))
    codes = (
        None
        if channel is None
        else np.array([names.index(name) if name else -1 for name in channel])
    )
    return CustomerDays(
        customer=pa.array(ids, pa.string()),
        index=index,
        day=day,
        value_minor=value,
        margin_minor=None,
        channel=codes,
        channels=names,
        returned_minor=np.array(returned or [0] * len(ids), dtype=np.int64),
        currency="PLN",
    )


def summary_of(bought: Bought, *, until: date, returned: Sequence[int] | None = None) -> Summary:
    """Return the summary of a base, by plain loops."""
    ids = sorted(bought)
    each = [sorted(bought[who].items()) for who in ids]

    def column(values: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(values, dtype=np.int64)

    return Summary(
        customer=pa.array(ids, pa.string()),
        purchase_days=column([len(own) for own in each]),
        first_day=column([day_number(own[0][0]) for own in each]),
        last_day=column([day_number(own[-1][0]) for own in each]),
        value_minor=column([sum(value for _, value in own) for own in each]),
        first_value_minor=column([own[0][1] for own in each]),
        returned_minor=column(list(returned or [0] * len(ids))),
        until=until,
        unit=TimeUnit.WEEK,
        currency="PLN",
        zero_days=column([sum(value == 0 for _, value in own[1:]) for own in each]),
    )


def cdnow() -> Bought:
    """Return the CDNOW sample, a tenth of a real shop's customers, amounts in cents."""
    bought: dict[str, dict[date, int]] = {}
    sample = Path(plon.lifetime.__file__).parent / "samples" / "cdnow_sample.txt"
    for line in sample.read_text().splitlines():
        _, who, day, _, dollars = line.split()
        own = bought.setdefault(who, {})
        when = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        own[when] = own.get(when, 0) + round(float(dollars) * 100)
    return bought
