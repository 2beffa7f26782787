"""Customers as they were on any day, and a calibration/holdout split of their purchase days."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.days import CustomerDays
from plon.lifetime.forecasting.clock import CALENDAR, Clock
from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.summary import Ints, Summary
from plon.lifetime.units import TimeUnit

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """Customers first seen by `cut`, and what each did in (cut, end]; arrays of shape (n,).

    purchases: x, t_x, T at the cut, in the clock's time.
    ahead: length of the holdout in the clock's time, in the summary's unit.
    holdout: purchase days in (cut, end].
    holdout_value_minor: their net sums, minor units.
    previous: purchase days in the window of the holdout's length before the cut, cut included.
    """

    summary: Summary
    purchases: Purchases
    cut: date
    end: date
    ahead: float
    holdout: Floats
    holdout_value_minor: Ints
    previous: Floats

    @property
    def calendar_ahead(self) -> float:
        """Return the length of the holdout by the calendar, in the summary's unit."""
        return (self.end - self.cut).days / self.summary.unit.days


def day_number(day: date) -> int:
    """Return days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Return the date of days since 1970-01-01."""
    return EPOCH + timedelta(days=int(number))


def summary_at(days: CustomerDays, *, until: date, unit: TimeUnit) -> Summary:
    """Return the summary of customers first seen by `until`, from days up to and including it.

    Unmatched returns carry no day: they are those of the whole observation.
    """
    is_seen = days.day <= day_number(until)
    index, day, value = days.index[is_seen], days.day[is_seen], days.value_minor[is_seen]
    starts = _starts(index)
    present = index[starts]
    ends = np.append(starts[1:], len(index))[: len(starts)] - 1
    is_free = (value == 0).astype(np.int64)
    return Summary(
        customer=days.customer.take(present),
        purchase_days=ends - starts + 1,
        first_day=day[starts],
        last_day=day[ends],
        value_minor=_totals(value, starts),
        first_value_minor=value[starts],
        returned_minor=days.returned_minor[present],
        until=until,
        unit=unit,
        currency=days.currency,
        zero_days=_totals(is_free, starts) - is_free[starts],
    )


def split(
    days: CustomerDays, *, cut: date, end: date, unit: TimeUnit, clock: Clock | None = None
) -> Split:
    """Return the state at `cut` and what followed in (cut, end].

    Raises ValueError unless cut < end.
    """
    if not cut < end:
        raise ValueError(f"the cut {cut} must come before the end {end}")
    clock = clock or CALENDAR
    summary = summary_at(days, until=cut, unit=unit)
    cut_day, end_day = day_number(cut), day_number(end)
    is_after = (days.day > cut_day) & (days.day <= end_day)
    is_before = (days.day <= cut_day) & (days.day > 2 * cut_day - end_day)
    present = days.index[_starts(days.index)]
    present = present[days.day[_starts(days.index)] <= cut_day]
    return Split(
        summary=summary,
        purchases=clock.purchases(summary),
        cut=cut,
        end=end,
        ahead=clock.ahead(cut_day, end_day, unit),
        holdout=_count(days.index, is_after, len(days.customer))[present],
        holdout_value_minor=_sum(days, is_after)[present],
        previous=_count(days.index, is_before, len(days.customer))[present],
    )


def _starts(index: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows where a new customer begins; `index` is non-decreasing."""
    if len(index) == 0:
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate(([True], index[1:] != index[:-1])))


def _totals(values: Ints, starts: NDArray[np.int64]) -> Ints:
    """Return each customer's sum; `reduceat` itself refuses an empty base."""
    if len(starts) == 0:
        return np.zeros(0, dtype=np.int64)
    return np.asarray(np.add.reduceat(values, starts), dtype=np.int64)


def _count(index: NDArray[np.int64], rows: NDArray[np.bool_], customers: int) -> Floats:
    return np.bincount(index[rows], minlength=customers).astype(np.float64)


def _sum(days: CustomerDays, rows: NDArray[np.bool_]) -> Ints:
    total = np.zeros(len(days.customer), dtype=np.int64)
    np.add.at(total, days.index[rows], days.value_minor[rows])
    return total
