"""Sales to a cohort table by NumPy alone: a flag for each customer and period, no sorting."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from plon.lifetime.engines.plain import can_compute, minor_units
from plon.lifetime.history.batches import TypedSales
from plon.lifetime.kernel.coding import direct_limit
from plon.lifetime.segments.cohort_window import PERIODS, Squares, Window
from plon.lifetime.summary import Ints

NEVER = 255  # the first period of who has not bought yet
Batch: TypeAlias = tuple[Ints, NDArray[np.int32], Ints]  # customer, day, minor units


def can_count(sales: TypedSales) -> bool:
    """Return whether ids are small whole numbers: places in a table."""
    return can_compute(sales) and direct_limit(sales) is not None


def plain_batches(sales: TypedSales, *, until: int | None) -> Iterator[Batch]:
    """Yield the sales as the counter reads them; days after `until` are left out."""
    for batch in sales.batches():
        customer = batch["customer"].to_numpy()
        day = batch["date"].cast(pa.int32()).to_numpy()
        has_amount = "amount" in batch.schema.names
        minor = minor_units(batch, sales) if has_amount else np.zeros(len(day), dtype=np.int64)
        if until is not None:
            is_seen = day <= until
            customer, day, minor = customer[is_seen], day[is_seen], minor[is_seen]
        if len(day):
            yield customer, day, minor


class PlainCounter:
    """A `Counter` of plain arrays; `engines.tallying` says what each part does."""

    def __init__(self, customers: int, window: Window) -> None:
        self._window = window
        self._first = np.full(customers, NEVER, dtype=np.uint8)
        self._seen = np.zeros((PERIODS, customers), dtype=bool)  # no memory where no flag is set
        self._has_returned = np.zeros(customers, dtype=bool)
        self._sums = np.zeros(PERIODS**2, dtype=np.int64)
        self._is_settled = self._is_backwards = False
        self.met: tuple[int, int] | None = None
        self.is_outside = False

    @property
    def must_settle(self) -> bool:
        return self._is_backwards or bool(self._has_returned.any())

    def add(self, batch: Batch) -> None:
        customer, day, minor = batch
        self._meet(day)
        place = day - self._window.first_day
        is_inside = (place >= 0) & (place < len(self._window.period))
        if not is_inside.all():
            self.is_outside = True
            customer, place, minor = customer[is_inside], place[is_inside], minor[is_inside]
        period = self._window.period[place]
        if self._is_settled:
            stays = ~self._has_returned[customer]
            customer, period, minor = customer[stays], period[stays], minor[stays]
        else:
            self._note(customer, period, minor)
        cell = self._first[customer].astype(np.int64) * PERIODS + period
        # Float sums of whole numbers are exact up to 2^53 grosz, ninety trillion złoty.
        sums = np.bincount(cell, weights=minor, minlength=PERIODS**2)
        self._sums += np.rint(sums).astype(np.int64)

    def settle(self) -> None:
        self._sums[:] = 0
        self._is_settled = True

    def squares(self) -> Squares:
        is_counted = (self._first != NEVER) & ~self._has_returned
        active = np.zeros((PERIODS, PERIODS), dtype=np.int64)
        for period, is_there in enumerate(self._seen[: self._periods()]):
            cohort = self._first[is_there & is_counted]
            active[:, period] = np.bincount(cohort, minlength=PERIODS)
        sizes = np.bincount(self._first[is_counted], minlength=PERIODS)
        return Squares(sizes=sizes, active=active, revenue=self._sums.reshape(PERIODS, PERIODS))

    def returners(self) -> Any:
        return pa.array(np.flatnonzero(self._has_returned))

    def _meet(self, day: NDArray[np.int32]) -> None:
        ends = (int(day.min()), int(day.max()))
        first, last = self.met or ends
        self.met = (min(first, ends[0]), max(last, ends[1]))

    def _note(self, customer: Ints, period: NDArray[np.uint8], minor: Ints) -> None:
        known = self._first[customer]
        is_earlier = period < known
        self._is_backwards |= bool((is_earlier & (known != NEVER)).any())
        # Written backwards in time, the earliest period of the batch stays.
        earlier, at = period[is_earlier], customer[is_earlier]
        order = np.argsort(earlier, kind="stable")[::-1]
        self._first[at[order]] = earlier[order]
        self._seen.ravel()[customer + period.astype(np.int64) * self._seen.shape[1]] = True
        self._has_returned[customer[minor < 0]] = True

    def _periods(self) -> int:
        return 0 if self.met is None else min(PERIODS, self._window.place_of(self.met[1]) + 1)
