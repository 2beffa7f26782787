"""Figures by NumPy alone: what computes without the kernel while the rows fit into memory.

Rows become one sortable number, customer above day; sorted, equal days stand together. Customers
are shared out so that two sorts run at once. Equal to every other engine bit for bit.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from plon.lifetime.errors import InputUnusable
from plon.lifetime.history.batches import NO_MONEY, TypedSales
from plon.lifetime.history.conversions import MONEY_MAX, minor_sizes
from plon.lifetime.history.figures import FIGURES, Figures
from plon.lifetime.kernel.daybook import CodedDays
from plon.lifetime.kernel.library import threads
from plon.lifetime.summary import Ints

ROWS_MAX = 20_000_000  # 16 bytes each while they are shared out, then 24 bytes a day
DAY_BITS = 26  # days since 1970 with room for any date of Arrow, and for ids up to 2^37
DAY_OFFSET = 1 << (DAY_BITS - 1)
SHARES = 16
AHEAD = 3  # shares worked on while one is taken

Pieces: TypeAlias = list[tuple[Ints, Ints]]  # keys and minor units of some customers' sales
Columns: TypeAlias = tuple[NDArray[Any], ...]


def can_compute(sales: TypedSales) -> bool:
    """Return whether the sales are whole-number ids, plain dates and floats, few enough."""
    casts, rows = sales.casts, sales.source.rows
    bounds = sales.source.bounds(sales.columns["customer"]) if not sales.is_text else None
    return (
        rows is not None
        and rows <= ROWS_MAX
        and bounds is not None
        and 0 <= bounds[0] <= bounds[1] < 1 << (62 - DAY_BITS)
        and bool(pa.types.is_date32(casts["date"]))
        and casts.get("amount") in (None, pa.float64(), pa.int64())
    )


def figures(sales: TypedSales, *, until: int | None) -> Figures:
    """Return the customers' figures; days after `until` (since 1970) are left out.

    Raises InputUnusable for an amount that is no money.
    """
    parts = _by_share(sales, until, _summarised)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    names = ("customer", *FIGURES, "has_return")
    found = dict(zip(names, columns, strict=True))
    return Figures(**found | {"customer": pa.array(found["customer"])})


def coded_days(sales: TypedSales, *, until: int | None) -> CodedDays:
    """Return the customers' gross days; the rest as `figures`."""
    rows = sales.source.rows or 0
    # There are no more days than rows; memory that no day is written to is never taken.
    count_before, index, day, minor = (0, *(np.empty(rows, dtype=np.int64) for _ in range(3)))
    customers, returners, filled = [], [], 0
    for customer, count, own_day, own_minor, has_return in _by_share(sales, until, _days_of_share):
        mine = slice(filled, filled + len(own_day))
        index[mine] = np.repeat(np.arange(len(customer)), count) + count_before
        day[mine], minor[mine] = own_day, own_minor
        customers.append(customer)
        returners.append(has_return)
        count_before, filled = count_before + len(customer), mine.stop
    return CodedDays(
        customer=pa.array(np.concatenate(customers)),
        index=index[:filled],
        day=day[:filled],
        minor=minor[:filled],
        has_return=np.concatenate(returners),
    )


def _by_share(
    sales: TypedSales, until: int | None, work: Callable[[Pieces], Columns]
) -> Iterator[Columns]:
    """Yield the columns that `work` makes of each share, in the order of the ids.

    A share is worked on only when one before it was taken, so that few are in memory as columns.
    """
    shares = deque(_shared_out(sales, until))
    with ThreadPoolExecutor(threads()) as pool:
        coming = deque(pool.submit(work, shares.popleft()) for _ in range(min(AHEAD, len(shares))))
        while coming:
            columns = coming.popleft().result()
            if shares:
                coming.append(pool.submit(work, shares.popleft()))
            yield columns
            del columns


def _shared_out(sales: TypedSales, until: int | None) -> list[Pieces]:
    """Return (keys, minor units) of the customers' shares, in the order of their ids."""
    bounds = sales.source.bounds(sales.columns["customer"])
    size = (bounds[1] if bounds else 0) // SHARES + 1
    shares: list[Pieces] = [[] for _ in range(SHARES)]
    for batch in sales.batches():
        customer = batch["customer"].to_numpy()
        day = batch["date"].cast(pa.int32()).to_numpy()
        minor = minor_units(batch, sales)
        key = (customer << DAY_BITS) + (day + np.int64(DAY_OFFSET))
        if until is not None:
            is_seen = day <= until
            customer, key, minor = customer[is_seen], key[is_seen], minor[is_seen]
        share = customer // size
        for number in np.unique(share):
            mine = share == number
            shares[number].append((key[mine], minor[mine]))
    none = np.empty(0, dtype=np.int64)
    return [part for part in shares if part] or [[(none, none)]]


def minor_units(batch: Any, sales: TypedSales) -> Ints:
    """Return a batch's amounts; ones without any. Raises InputUnusable for what is no money."""
    if "amount" not in batch.schema.names:
        return np.ones(len(batch), dtype=np.int64)
    amount = batch["amount"].to_numpy()
    if amount.dtype == np.int64:
        times = 1 if sales.is_minor else 100
        most = int(MONEY_MAX) // times
        _check_money((amount < most) & (amount > -most), sales)
        return np.asarray(amount * times)
    with np.errstate(over="ignore"):
        size = minor_sizes(amount)
    _check_money(size < MONEY_MAX, sales)  # also what is not a number
    return np.asarray(np.copysign(size, amount), dtype=np.int64)


def _check_money(is_money: NDArray[np.bool_], sales: TypedSales) -> None:
    if not is_money.all():
        raise InputUnusable(NO_MONEY, column=sales.columns["amount"])


def _merged(share: Pieces) -> Columns:
    """Return customer, day, sum of the day, and whether one of its amounts is negative.

    The list is emptied on the way, so that a share is in memory once.
    """
    key, minor = (np.concatenate(column) for column in zip(*share, strict=True))
    share.clear()
    order = np.argsort(key)
    key, minor = key[order], minor[order]
    days = np.flatnonzero(np.diff(key, prepend=-1))
    return (
        key[days] >> DAY_BITS,
        (key[days] & ((1 << DAY_BITS) - 1)) - DAY_OFFSET,
        np.add.reduceat(minor, days),
        np.logical_or.reduceat(minor < 0, days),
    )


def _days_of_share(share: Pieces) -> Columns:
    """Return a share's customers, their counts of days, all days, their sums; who returned."""
    customer, day, minor, is_return = _merged(share)
    first = np.flatnonzero(np.diff(customer, prepend=-1))
    count = np.diff(first, append=len(customer))
    return customer[first], count, day, minor, np.logical_or.reduceat(is_return, first)


def _summarised(share: Pieces) -> Columns:
    """Return the customers of a share, their six figures, and who returned something."""
    customer, day, value, is_return = _merged(share)
    first = np.flatnonzero(np.diff(customer, prepend=-1))
    count = np.diff(first, append=len(customer))
    zeros = np.add.reduceat((value == 0).astype(np.int64), first) - (value[first] == 0)
    return (
        customer[first],
        count,
        day[first],
        day[first + count - 1],
        np.add.reduceat(value, first),
        value[first],
        zeros,
        np.logical_or.reduceat(is_return, first),
    )
