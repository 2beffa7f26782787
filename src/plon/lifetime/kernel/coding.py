"""Sales whose customers are codes, as batches of the kernel's columns."""

import ctypes
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from plon.lifetime.errors import InputUnusable
from plon.lifetime.history.batches import NO_MONEY, TypedSales
from plon.lifetime.kernel.columns import NO_END, ColumnReader, Columns
from plon.lifetime.kernel.encoding import Codes, Encoder, encoder
from plon.lifetime.kernel.library import address, load
from plon.lifetime.kernel.merging import ROW
from plon.lifetime.summary import Ints

_ANY_CODE = 2**31 - 1
_DIRECT_MIN = 1 << 16


class CodedSales:
    """Sales whose customers are codes: small whole numbers as they are, other ids by a table."""

    def __init__(self, sales: TypedSales, *, zone: str, until: int | None) -> None:
        self.sales = sales
        self.direct_limit = direct_limit(sales)  # None: a table gives the codes
        self._encoder: Encoder | None = None
        if self.direct_limit is None:
            self._encoder = encoder(is_text=sales.is_text)
        self.limit = self.direct_limit or _ANY_CODE
        self.rows_read = 0  # by the last reading
        self._reader = ColumnReader(
            zone=zone,
            limit=self.limit,
            until=NO_END if until is None else until,
            is_minor=sales.is_minor,
        )

    @property
    def is_direct(self) -> bool:
        """Return whether the ids are the codes."""
        return self._encoder is None

    def batches(self) -> Iterator[Columns]:
        """Yield the kernel's columns of each batch; they are valid until the next."""
        self.rows_read = 0
        for batch in self.sales.batches():
            self.rows_read += len(batch)
            yield self._reader.read(batch, self.codes(batch))

    def collect(self, wanted: NDArray[np.uint8] | None) -> list[NDArray[np.void]]:
        """Return ROW records of all sales, or of the codes that are not 0 in `wanted`."""
        collect = kernel().plon_rows_collect
        collect.restype = ctypes.c_int64
        mask = None if wanted is None else address(wanted)
        parts = []
        for columns in self.batches():
            rows = np.empty(columns.rows, dtype=ROW)
            count = collect(ctypes.byref(columns), mask, address(rows))
            if count < 0:
                raise refuse_amount(self.sales)
            parts.append(rows if count == len(rows) else rows[:count].copy())
        return parts

    def codes(self, batch: Any) -> Codes | None:
        return None if self._encoder is None else self._encoder.encode(batch["customer"])

    def customers(self) -> int:
        """Return how many codes there may be, after a reading."""
        return self.direct_limit or len(self.ids())

    def ids(self) -> Any:
        """Return the ids by code."""
        if self._encoder is None:
            return pa.array(np.arange(self.direct_limit or 0))
        return self._encoder.ids()

    def sorted(self, codes: Ints) -> tuple[Any, Ints]:
        """Return the ids of ascending codes, sorted, and their codes in that order."""
        if self._encoder is None:
            return pa.array(codes), codes
        ids = self._encoder.ids().take(pa.array(codes))
        order = pc.array_sort_indices(ids)
        return ids.take(order), codes[order.to_numpy()]


def direct_limit(sales: TypedSales) -> int | None:
    """Return one more than the greatest id, where ids are small enough to be places in a table."""
    bounds = None if sales.is_text else sales.source.bounds(sales.columns["customer"])
    if bounds is None or bounds[0] < 0:
        return None
    rows = sales.source.rows or 0
    return bounds[1] + 1 if bounds[1] < max(_DIRECT_MIN, 2 * rows) else None


def kernel() -> ctypes.CDLL:
    """Return the compiled library, which the caller has seen to be there."""
    library = load()
    if library is None:
        raise RuntimeError("the kernel was not built")
    return library


def refuse_amount(sales: TypedSales) -> InputUnusable:
    """Return the refusal of an amount that is not finite or has more than fifteen digits."""
    return InputUnusable(NO_MONEY, column=sales.columns["amount"])
