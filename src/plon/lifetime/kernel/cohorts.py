"""Sales to a cohort table by the kernel: eight bytes a customer."""

import ctypes
from typing import Any

import numpy as np

from plon.lifetime.kernel.coding import CodedSales, kernel, refuse_amount
from plon.lifetime.kernel.columns import Columns
from plon.lifetime.kernel.library import address
from plon.lifetime.segments.cohort_window import PERIODS, Squares, Window

_OUTSIDE, _BACKWARDS, _HAS_RETURNS = 1, 2, 4  # marks of cohorts.c
_NO_DAY = int(np.iinfo(np.int32).max)


class _Cohorts(ctypes.Structure):
    """The struct of cohorts.c, field by field."""

    _fields_ = [
        ("seen", ctypes.c_void_p),
        ("sums", ctypes.c_void_p),
        ("period", ctypes.c_void_p),
        ("days", ctypes.c_int64),
        ("first_day", ctypes.c_int32),
        ("is_settled", ctypes.c_int32),
        ("least", ctypes.c_int32),
        ("latest", ctypes.c_int32),
        ("marks", ctypes.c_int32),
    ]


class KernelCounter:
    """A `Counter` of the kernel's columns; `engines.tallying` says what each part does."""

    def __init__(self, coded: CodedSales, window: Window) -> None:
        self._coded = coded
        self._library = kernel()
        self._window = window
        self._seen = np.zeros(coded.direct_limit or 0, dtype=np.uint64)
        self._sums = np.zeros((PERIODS, PERIODS), dtype=np.int64)
        self._state = _Cohorts(
            seen=self._seen.ctypes.data,
            sums=self._sums.ctypes.data,
            period=window.period.ctypes.data,
            days=len(window.period),
            first_day=window.first_day,
            least=_NO_DAY,
            latest=-_NO_DAY,
        )

    @property
    def met(self) -> tuple[int, int] | None:
        least, latest = self._state.least, self._state.latest
        return (least, latest) if least <= latest else None

    @property
    def is_outside(self) -> bool:
        return bool(self._state.marks & _OUTSIDE)

    @property
    def must_settle(self) -> bool:
        return bool(self._state.marks & (_BACKWARDS | _HAS_RETURNS))

    def add(self, batch: Columns) -> None:
        if not self._coded.is_direct:
            self._make_room()
        if self._library.plon_cohorts_add(ctypes.byref(self._state), ctypes.byref(batch)):
            raise refuse_amount(self._coded.sales)

    def settle(self) -> None:
        self._sums[:] = 0
        self._state.is_settled = 1

    def squares(self) -> Squares:
        sizes = np.zeros(PERIODS, dtype=np.int64)
        active = np.zeros((PERIODS, PERIODS), dtype=np.int64)
        customers = ctypes.c_int64(len(self._seen))
        self._library.plon_cohorts_count(
            ctypes.byref(self._state), customers, address(sizes), address(active)
        )
        return Squares(sizes=sizes, active=active, revenue=self._sums)

    def returners(self) -> Any:
        codes = np.flatnonzero(self._seen >> np.uint64(PERIODS))
        return self._coded.sorted(codes)[0]

    def _make_room(self) -> None:
        """Let there be a place for every code: there are no more than rows so far."""
        rows = self._coded.rows_read
        if rows > len(self._seen):
            wider = np.zeros(2 * rows, dtype=np.uint64)
            wider[: len(self._seen)] = self._seen
            self._seen = wider
            self._state.seen = wider.ctypes.data
