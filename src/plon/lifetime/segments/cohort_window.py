"""A cohort table in the making: squares over a window of 63 periods, one bit of a word each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.summary import Ints

PERIODS = 63
_MONTH_ZERO = 1970 * 12  # months since year 0 of 1970-01-01


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """63 months or quarters. period: of every day from first_day (since 1970-01-01) on, from 0."""

    months: int  # a period
    first_period: int  # periods since year 0
    first_day: int
    period: NDArray[np.uint8]

    def place_of(self, day: int) -> int:
        """Return the period of any day, counted from the window's first; may be beyond it."""
        return _period_of(day, self.months) - self.first_period


def window_from(day: int, months: int) -> Window:
    """Return the window whose first period holds a day (since 1970-01-01)."""
    first = _period_of(day, months)
    starts = (first + np.arange(PERIODS + 1)) * months - _MONTH_ZERO
    days = starts.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    period = np.repeat(np.arange(PERIODS, dtype=np.uint8), np.diff(days))
    return Window(months=months, first_period=first, first_day=int(days[0]), period=period)


def no_window(months: int) -> Window:
    """Return a window that holds no day: to learn the first one."""
    nothing = np.empty(0, dtype=np.uint8)
    return Window(months=months, first_period=0, first_day=0, period=nothing)


def _period_of(day: int, months: int) -> int:
    month = np.datetime64(day, "D").astype("datetime64[M]").astype(np.int64)
    return (int(month) + _MONTH_ZERO) // months


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Squares:
    """sizes of cohorts, and by cohort and period (both from the window's first) active customers
    and revenue: shapes (p,), (p, p), (p, p).
    """

    sizes: Ints
    active: Ints
    revenue: Ints

    def by_offset(self) -> "Squares":
        """Return the same with columns that count from each cohort's own period."""
        rows, columns = np.indices(self.active.shape)
        place = np.minimum(rows + columns, len(self.sizes) - 1)
        is_there = rows + columns < len(self.sizes)
        active, revenue = (
            np.where(is_there, square[rows, place], 0) for square in (self.active, self.revenue)
        )
        return Squares(sizes=self.sizes, active=active, revenue=revenue)

    def plus(self, other: "Squares") -> "Squares":
        """Return the sums of two squares of the same window."""
        return Squares(
            sizes=self.sizes + other.sizes,
            active=self.active + other.active,
            revenue=self.revenue + other.revenue,
        )

    def between(self, first: int, last: int) -> "Squares":
        """Return the part from period first to last, both in it, of squares by offset."""
        part = slice(first, last + 1)
        own = slice(0, last + 1 - first)
        return Squares(
            sizes=self.sizes[part], active=self.active[part, own], revenue=self.revenue[part, own]
        )
