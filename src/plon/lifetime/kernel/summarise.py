"""Sales to one record a customer in one pass of the kernel, and a second where rows are mixed.

The state is 32 bytes a customer. Where a customer's days run backwards, the rows of such customers
are collected from a second reading, sorted and computed from their days: slower, equal results.
"""

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.history.batches import TypedSales
from plon.lifetime.history.figures import FIGURES, Figures
from plon.lifetime.kernel.coding import CodedSales, kernel, refuse_amount
from plon.lifetime.kernel.columns import Columns
from plon.lifetime.kernel.library import address
from plon.lifetime.kernel.merging import columns_for_c, summarise_rows
from plon.lifetime.summary import Ints

_ROWS_AT_ONCE = 16_000_000  # collected and sorted in memory, 32 bytes each
_IS_BACKWARDS, _HAS_RETURN = 2, 1  # marks of summary.c, shifted down
_MARKS_SHIFT = 29


class _State:
    """The kernel's summary: C owns the records until they are taken."""

    def __init__(self, limit: int) -> None:
        library = kernel()
        library.plon_summary_new.restype = ctypes.c_void_p
        library.plon_summary_codes.restype = ctypes.c_int64
        self._library = library
        self._state = ctypes.c_void_p(library.plon_summary_new(ctypes.c_int64(limit)))

    def __del__(self) -> None:
        self._library.plon_summary_free(self._state)

    def add(self, columns: Columns, sales: TypedSales) -> None:
        fault = self._library.plon_summary_add(self._state, ctypes.byref(columns))
        if fault < 0:
            raise MemoryError("no memory for the customers' records")
        if fault:
            raise refuse_amount(sales)

    @property
    def is_backwards(self) -> bool:
        marks = self._library.plon_summary_marks(self._state) >> _MARKS_SHIFT
        return bool(marks & _IS_BACKWARDS)

    def codes(self) -> Ints:
        """Return the codes with a sale, ascending."""
        codes = np.empty(self._library.plon_summary_codes(self._state, None), dtype=np.int64)
        self._library.plon_summary_codes(self._state, address(codes))
        return codes

    def take(self, codes: Ints, *, is_ascending: bool) -> tuple[list[Ints], NDArray[np.uint8]]:
        """Return the six columns of Figures and the marks, in the order of codes.

        With is_ascending the state is given back on the way and is empty afterwards.
        """
        columns, pointers = columns_for_c(6, len(codes))
        marks = np.zeros(len(codes), dtype=np.uint8)
        self._library.plon_summary_take(
            self._state,
            address(codes),
            ctypes.c_int64(len(codes)),
            int(is_ascending),
            pointers,
            address(marks),
        )
        return columns, marks


def summarise(sales: TypedSales, *, zone: str, until: int | None) -> Figures:
    """Return the customers' figures; rows later than `until` (days since 1970) are left out.

    Raises InputUnusable for a cell that is no id, date or amount.
    """
    coded = CodedSales(sales, zone=zone, until=until)
    state = _State(coded.limit)
    is_small = (sales.source.rows or _ROWS_AT_ONCE + 1) <= _ROWS_AT_ONCE
    for batch in coded.batches():
        state.add(batch, sales)
        if is_small and state.is_backwards:
            return _mixed(coded)
    customer, codes = coded.sorted(state.codes())
    columns, marks = state.take(codes, is_ascending=coded.is_direct)
    figures = _figures(customer, columns, (marks & _HAS_RETURN).astype(bool))
    if state.is_backwards:
        del state
        _recompute(figures, codes, np.flatnonzero(marks & _IS_BACKWARDS), coded)
    return figures


def _figures(customer: Any, columns: list[Ints], has_return: NDArray[np.bool_]) -> Figures:
    return Figures(
        customer=customer, **dict(zip(FIGURES, columns, strict=True)), has_return=has_return
    )


def _mixed(coded: CodedSales) -> Figures:
    """Return the figures of rows in no order: all rows are collected at once."""
    parts = coded.collect(None)
    columns, has_return = summarise_rows(parts, coded.customers(), kernel())
    present = np.flatnonzero(columns[0])
    customer, codes = coded.sorted(present)
    return _figures(customer, [column[codes] for column in columns], has_return[codes])


def _recompute(figures: Figures, codes: Ints, rows: Ints, coded: CodedSales) -> None:
    """Put right the figures of some rows from their sales, a slice of customers at a time."""
    share = len(rows) / max(len(codes), 1)
    slices = 1 + int(share * coded.rows_read / _ROWS_AT_ONCE)
    for chosen in np.array_split(rows, slices):
        place = np.full(coded.customers(), -1, dtype=np.int32)
        place[codes[chosen]] = np.arange(len(chosen))
        parts = coded.collect((place >= 0).astype(np.uint8))
        for part in parts:
            part["code"] = place[part["code"]]
        columns, _ = summarise_rows(parts, len(chosen), kernel())
        for name, column in zip(FIGURES, columns, strict=True):
            getattr(figures, name)[chosen] = column
