"""Season time: the calendar stretched in busy months and squeezed in quiet ones.

A season index m(day) with mean 1 over a year has a running sum M(day). Models that know nothing
of seasons work in season time as they are: T = M(end) - M(first), t_x = M(last) - M(first).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.summary import Ints, Summary
from plon.lifetime.units import TimeUnit

MONTH_DAYS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
LEAST_WEIGHT = 0.05  # a month that stood still would put two purchases at one moment
_FIRST = int(np.datetime64("1800-01-01").astype(np.int64))
_LAST = int(np.datetime64("2300-01-01").astype(np.int64))


def months_of(days: Ints) -> NDArray[np.int64]:
    """Return the calendar month of each day, 0 for January."""
    return np.asarray(days).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12


@cache
def _every_month() -> NDArray[np.int64]:
    """Return the calendar month of each day that a clock knows: the same for all of them."""
    return months_of(np.arange(_FIRST, _LAST))


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """Maps days since 1970-01-01 to season time, in days. Without a table: the plain calendar."""

    table: Floats | None = None

    @classmethod
    def of_months(cls, weights: Sequence[float] | Floats) -> "Clock":
        """Return the clock of twelve monthly weights; a year of season time stays a year."""
        speed = np.maximum(np.asarray(weights, dtype=np.float64), LEAST_WEIGHT)
        speed = speed / (speed @ MONTH_DAYS / MONTH_DAYS.sum())
        return cls(np.cumsum(speed[_every_month()]))

    def at(self, days: Ints | int) -> Floats:
        """Return season time at the end of each day, of shape of `days`."""
        if self.table is None:
            return np.asarray(days, dtype=np.float64)
        return np.asarray(self.table[np.asarray(days) - _FIRST])

    def ahead(self, start: int, end: int, unit: TimeUnit) -> float:
        """Return the season time in (start, end], in `unit`."""
        return float(self.at(end) - self.at(start)) / unit.days

    def purchases(self, summary: Summary) -> Purchases:
        """Return what a model needs, told in this clock's time, in the summary's unit."""
        first, unit_days = self.at(summary.first_day), summary.unit.days
        return Purchases(
            x=summary.x,
            t_x=(self.at(summary.last_day) - first) / unit_days,
            T=(self.at(summary.until_day) - first) / unit_days,
        )


CALENDAR = Clock()
