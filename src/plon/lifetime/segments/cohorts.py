"""Customers by the month or quarter of their first purchase, followed through time.

One pass of counting over customer-days, which are ordered: no sorting, no hashing.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.analysis import Cohorts
from plon.lifetime.days import CustomerDays
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.summary import Ints

MONTHS = {"month": 1, "quarter": 3}  # a period
MONTH_TABLE_MAX = 36  # months of history; a longer one is told in quarters


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
    if period not in MONTHS:
        raise InputUnusable(
            sentence("A cohort is a “month” or a “quarter”, not “%(period)s”"), period=period
        )
    if len(days) == 0:
        return Cohorts(
            period=period, labels=(), sizes=(), active=(), revenue_minor=(), cumulative_minor=()
        )
    rows = _placed(days, until, MONTHS[period])
    value = days.value_minor if value_minor is None else value_minor
    size, active, revenue = _counted(rows, value, keep)
    return _told(period, rows, size, active, revenue)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rows:
    """Each customer-day's place in the square of cohorts × offsets, flat."""

    first_period: int  # quarters or months since year 0
    periods: int
    cell: NDArray[np.int64]
    is_first_of_period: NDArray[np.bool_]  # of its customer
    is_first_of_customer: NDArray[np.bool_]
    index: NDArray[np.int64]


def _placed(days: CustomerDays, until: date, months: int) -> _Rows:
    first_day = int(days.day.min())
    last_day = max(int(days.day.max()), (until - date(1970, 1, 1)).days)
    calendar = _periods(first_day, last_day, months)
    period = calendar[days.day - first_day]
    is_new = np.ones(len(days), dtype=bool)
    is_new[1:] = days.index[1:] != days.index[:-1]
    starts = np.flatnonzero(is_new)
    lengths = np.diff(starts, append=len(days))
    cohort = np.repeat(period[starts], lengths)
    is_first = is_new.copy()
    is_first[1:] |= period[1:] != period[:-1]
    periods = int(calendar[-1]) + 1
    return _Rows(
        first_period=_period_of(first_day, months),
        periods=periods,
        cell=cohort * periods + (period - cohort),
        is_first_of_period=is_first,
        is_first_of_customer=is_new,
        index=days.index,
    )


def _periods(first_day: int, last_day: int, months: int) -> NDArray[np.int64]:
    """Return the period of every day from first to last, the first one being 0."""
    days = np.arange(first_day, last_day + 1).astype("datetime64[D]")
    month = days.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    period = month // months
    return np.asarray(period - period[0])


def _period_of(day: int, months: int) -> int:
    month = date.fromordinal(date(1970, 1, 1).toordinal() + day)
    return (month.year * 12 + month.month - 1) // months


def _counted(rows: _Rows, value: Ints, keep: NDArray[np.bool_] | None) -> tuple[Ints, Ints, Ints]:
    """Return sizes (periods,), and active customers and sums by (cohort, offset)."""
    cell, is_first, is_new = rows.cell, rows.is_first_of_period, rows.is_first_of_customer
    if keep is not None:
        kept = keep[rows.index]
        cell, is_first, is_new, value = cell[kept], is_first[kept], is_new[kept], value[kept]
    square = rows.periods**2
    shape = (rows.periods, rows.periods)
    sizes = np.bincount(cell[is_new] // rows.periods, minlength=rows.periods)
    active = np.bincount(cell[is_first], minlength=square).reshape(shape)
    # Float sums of whole numbers are exact up to 2^53 grosz, ninety trillion złoty.
    sums = np.rint(np.bincount(cell, weights=value, minlength=square)).astype(np.int64)
    return sizes, active, sums.reshape(shape)


def _told(period: str, rows: _Rows, sizes: Ints, active: Ints, revenue: Ints) -> Cohorts:
    many = np.maximum(sizes, 1)[:, None]
    summed = np.cumsum(revenue, axis=1)
    a_customer = (2 * summed + many) // (2 * many)
    return Cohorts(
        period=period,
        labels=tuple(_label(rows.first_period + k, period) for k in range(rows.periods)),
        sizes=tuple(sizes.tolist()),
        active=_triangle(active),
        revenue_minor=_triangle(revenue),
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
