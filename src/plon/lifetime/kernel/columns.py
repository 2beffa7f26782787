"""Arrow batches of sales as the kernel's `Columns` (columns.h): pointers, no copies."""

import ctypes
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from plon.lifetime.history.zones import transitions
from plon.lifetime.kernel.encoding import Codes

NO_END = int(np.iinfo(np.int32).max)
_TICKS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_AMOUNTS = {pa.float64(): (1, 8), pa.int64(): (2, 8)}  # Arrow type: (kind, bytes)
_DECIMAL = (3, 16)


class Columns(ctypes.Structure):
    """The struct of columns.h, field by field."""

    _fields_ = [
        ("customer", ctypes.c_void_p),
        ("day", ctypes.c_void_p),
        ("amount", ctypes.c_void_p),
        ("starts", ctypes.c_void_p),
        ("offsets", ctypes.c_void_p),
        ("rows", ctypes.c_int64),
        ("ticks_per_day", ctypes.c_int64),
        ("limit", ctypes.c_int64),
        ("customer_kind", ctypes.c_int32),
        ("day_kind", ctypes.c_int32),
        ("amount_kind", ctypes.c_int32),
        ("scale", ctypes.c_int32),
        ("transitions", ctypes.c_int32),
        ("until", ctypes.c_int32),
    ]


@dataclass(slots=True, kw_only=True, eq=False)
class ColumnReader:
    """Describes batches to the kernel; holds what the pointers point to while C works.

    limit: customer codes are below; until: later days are left out (days since 1970);
    is_minor: whole amounts are minor units.
    """

    zone: str
    limit: int
    until: int = NO_END
    is_minor: bool = False
    _held: tuple[Any, ...] = ()

    def read(self, batch: Any, codes: Codes | None) -> Columns:
        """Return the batch's columns; without codes its int64 customers are codes themselves."""
        columns = Columns(rows=len(batch), limit=self.limit, until=self.until)
        customer = batch["customer"] if codes is None else pa.array(codes)
        columns.customer_kind = 1 if codes is None else 0
        columns.customer = _address(customer, 4 if codes is not None else 8)
        self._held = (batch, customer)
        self._set_day(columns, batch["date"])
        if "amount" in batch.schema.names:
            _set_amount(columns, batch["amount"], is_minor=self.is_minor)
        return columns

    def _set_day(self, columns: Columns, day: Any) -> None:
        if pa.types.is_date32(day.type):
            columns.day = _address(day, 4)
            return
        ticks = _TICKS[day.type.unit]
        columns.day_kind, columns.ticks_per_day = 1, 86_400 * ticks
        columns.day = _address(day, 8)
        if day.type.tz is not None:
            changes = transitions(self.zone)
            starts, offsets = changes.starts_s * ticks, changes.offsets_s * ticks
            self._held = (*self._held, starts, offsets)
            columns.starts, columns.offsets = starts.ctypes.data, offsets.ctypes.data
            columns.transitions = len(starts)


def _set_amount(columns: Columns, amount: Any, *, is_minor: bool) -> None:
    is_decimal = pa.types.is_decimal(amount.type)
    columns.amount_kind, width = _DECIMAL if is_decimal else _AMOUNTS[amount.type]
    columns.amount = _address(amount, width)
    columns.scale = amount.type.scale if is_decimal else 2 * is_minor


def _address(array: Any, width: int) -> int:
    return int(array.buffers()[1].address + array.offset * width) if len(array) else 0
