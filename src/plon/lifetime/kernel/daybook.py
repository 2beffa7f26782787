"""Sales to gross customer-days in one reading by the kernel."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from plon.lifetime.batches import TypedSales
from plon.lifetime.figures import is_among
from plon.lifetime.kernel.coding import CodedSales
from plon.lifetime.kernel.merging import MergedDays, merge_rows
from plon.lifetime.summary import Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodedDays:
    """Customers sorted by id and their days' sums before netting, as in CustomerDays.

    has_return: whether one of the customer's amounts is negative, shape (customers,).
    """

    customer: Any
    index: Ints
    day: Ints
    minor: Ints
    has_return: NDArray[np.bool_]


def coded_days(sales: TypedSales, *, zone: str, until: int | None) -> CodedDays:
    """Return the gross customer-days; rows later than `until` (days since 1970) are left out."""
    coded = CodedSales(sales, zone=zone, until=until)
    parts = coded.collect(None)
    customer = None
    if not coded.is_direct:
        ids = coded.ids()
        order = pc.array_sort_indices(ids)
        place = np.empty(len(ids), dtype=np.int32)
        place[order.to_numpy()] = np.arange(len(ids), dtype=np.int32)
        for part in parts:
            part["code"] = place[part["code"]]
        customer = ids.take(order)
    return _of_merged(merge_rows(parts, coded.customers()), customer)


def _of_merged(merged: MergedDays, customer: Any) -> CodedDays:
    counts = np.diff(merged.starts)
    present = np.flatnonzero(counts)
    starts = merged.starts[present]
    is_return = merged.entries["is_return"]
    has_return = np.zeros(len(present), dtype=bool)
    if is_return.any():
        has_return = np.logical_or.reduceat(is_return != 0, starts)
    return CodedDays(
        customer=pa.array(present) if customer is None else customer.take(pa.array(present)),
        index=np.repeat(np.arange(len(present)), counts[present]),
        day=merged.entries["day"].astype(np.int64),
        minor=merged.entries["minor"].astype(np.int64),
        has_return=has_return,
    )


def days_of_table(table: Any, returned: Any) -> CodedDays:
    """Return an engine's table of customer, day, minor, ordered by customer and day."""
    codes = pc.dictionary_encode(table["customer"].combine_chunks())
    return CodedDays(
        customer=codes.dictionary,
        index=codes.indices.to_numpy().astype(np.int64),
        day=table["day"].cast(pa.int32()).to_numpy().astype(np.int64),
        minor=np.asarray(table["minor"].to_numpy(), dtype=np.int64),
        has_return=is_among(codes.dictionary, returned),
    )
