"""Customers by the month or quarter of their first purchase, followed through time.

One pass of counting over customer-days, which are ordered: no sorting, no hashing, and no column
as long as the days.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.analysis import Cohorts
from plon.lifetime.days import CustomerDays
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.kernel.library import threads
from plon.lifetime.segments.cohort_window import Squares, Window
from plon.lifetime.summary import Ints

MONTHS = {"month": 1, "quarter": 3}  # a period
MONTH_TABLE_MAX = 36  # months of history; a longer one is told in quarters
ROWS_AT_ONCE = 131_072  # of customer-days and a thread: what is made of them stays in the cache


def cohort_table(
    days: CustomerDays,
    *,
    until: date,
    period: str = "month",
    value_minor: Ints | None = None,
    keep: NDArray[np.bool_] | None = None,
) -> Cohorts:
    """Return the cohorts of all periods from the first purchase to `until`, empty ones too.

    value_minor: what to add up, one a customer-day; by default the revenue. Returns that matched
      no purchase have no day to be taken from, so they do not lower it.
    keep: which customers, shape (n,), to see one channel or region alone.
    cumulative_minor is a customer of the cohort, half up; the last period may not be over.
    """
    months = months_of(period)
    if len(days) == 0:
        return Cohorts(
            period=period, labels=(), sizes=(), active=(), revenue_minor=(), cumulative_minor=()
        )
    calendar = _calendar(days, until, months)
    value = days.value_minor if value_minor is None else value_minor
    return told(period, calendar.first_period, _counted(days, calendar, value, keep))


def squares_of(days: CustomerDays, window: Window) -> Squares:
    """Return the squares of days within a window, by cohort and offset."""
    calendar = _Calendar(
        first_day=window.first_day,
        first_period=window.first_period,
        period=window.period.astype(np.int64),
    )
    return _counted(days, calendar, days.value_minor, None)


def months_of(period: str) -> int:
    """Return the months of a period. Raises InputUnusable for an unknown one."""
    if period not in MONTHS:
        raise InputUnusable(
            sentence("A cohort is a “month” or a “quarter”, not “%(period)s”"), period=period
        )
    return MONTHS[period]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Calendar:
    """The periods of the table; the first is the one in which the firm first sold."""

    first_day: int  # since 1970-01-01
    first_period: int  # quarters or months since year 0
    period: NDArray[np.int64]  # of every day from first_day to the table's end, from 0

    @property
    def periods(self) -> int:
        return int(self.period[-1]) + 1


def _calendar(days: CustomerDays, until: date, months: int) -> _Calendar:
    first_day = int(days.day.min())
    last_day = max(int(days.day.max()), (until - date(1970, 1, 1)).days)
    every_day = np.arange(first_day, last_day + 1).astype("datetime64[D]")
    month = every_day.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    period = month // months
    return _Calendar(
        first_day=first_day, first_period=int(period[0]), period=np.asarray(period - period[0])
    )


def _counted(
    days: CustomerDays, calendar: _Calendar, value: Ints, keep: NDArray[np.bool_] | None
) -> Squares:
    """Return the squares by cohort and offset."""
    periods = calendar.periods
    square = periods**2

    def part(rows: slice) -> tuple[Ints, Ints, Ints]:
        is_new, is_first, cell = _placed(days.index[rows], days.day[rows], calendar)
        own = value[rows]
        if keep is not None:
            kept = keep[days.index[rows]]
            is_new, is_first, cell, own = is_new[kept], is_first[kept], cell[kept], own[kept]
        # Float sums of whole numbers are exact up to 2^53 grosz, ninety trillion złoty.
        sums = np.rint(np.bincount(cell, weights=own, minlength=square)).astype(np.int64)
        sizes = np.bincount(cell[is_new] // periods, minlength=periods)
        return sizes, np.bincount(cell[is_first], minlength=square), sums

    sizes, active, sums = (np.zeros(n, dtype=np.int64) for n in (periods, square, square))
    with ThreadPoolExecutor(threads()) as pool:  # whole numbers: the same in any order
        for sizes_part, active_part, sums_part in pool.map(part, _slices(days.index)):
            sizes += sizes_part
            active += active_part
            sums += sums_part
    return Squares(
        sizes=sizes,
        active=active.reshape(periods, periods),
        revenue=sums.reshape(periods, periods),
    )


def _slices(index: NDArray[np.int64]) -> Iterator[slice]:
    """Yield slices of about ROWS_AT_ONCE rows that hold whole customers."""
    start = 0
    while start < len(index):
        last = index[min(start + ROWS_AT_ONCE, len(index)) - 1]
        stop = int(np.searchsorted(index, last, side="right"))
        yield slice(start, stop)
        start = stop


def _placed(
    index: NDArray[np.int64], day: Ints, calendar: _Calendar
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int64]]:
    """Return of each row of whole customers two answers and a place.

    Is it the customer's first; the customer's first in its period; its cell in the square of
    cohorts × offsets, flat.
    """
    period = calendar.period[day - calendar.first_day]
    is_new = np.ones(len(index), dtype=bool)
    is_new[1:] = index[1:] != index[:-1]
    starts = np.flatnonzero(is_new)
    cohort = np.repeat(period[starts], np.diff(starts, append=len(index)))
    is_first = is_new.copy()
    is_first[1:] |= period[1:] != period[:-1]
    return is_new, is_first, cohort * calendar.periods + (period - cohort)


def told(period: str, first_period: int, squares: Squares) -> Cohorts:
    """Return the table of squares by cohort and offset; first_period: since year 0."""
    many = np.maximum(squares.sizes, 1)[:, None]
    summed = np.cumsum(squares.revenue, axis=1)
    a_customer = (2 * summed + many) // (2 * many)
    return Cohorts(
        period=period,
        labels=tuple(_label(first_period + k, period) for k in range(len(squares.sizes))),
        sizes=tuple(squares.sizes.tolist()),
        active=_triangle(squares.active),
        revenue_minor=_triangle(squares.revenue),
        cumulative_minor=_triangle(a_customer),
    )


def _triangle(square: Ints) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row[: len(square) - k].tolist()) for k, row in enumerate(square))


def _label(number: int, period: str) -> str:
    if period == "month":
        return f"{number // 12:04d}-{number % 12 + 1:02d}"
    return f"{number // 4:04d}-Q{number % 4 + 1}"


def suited_period(first_day: date, until: date) -> str:
    """Return "month", or "quarter" for a history too long to print month by month."""
    months = (until.year - first_day.year) * 12 + until.month - first_day.month + 1
    return "month" if months <= MONTH_TABLE_MAX else "quarter"


def retention(cohorts: Cohorts) -> tuple[tuple[float, ...], ...]:
    """Return the share of each cohort that bought in each period; 0 for an empty cohort."""
    pairs = zip(cohorts.active, cohorts.sizes, strict=True)
    return tuple(tuple(n / max(1, size) for n in row) for row, size in pairs)
