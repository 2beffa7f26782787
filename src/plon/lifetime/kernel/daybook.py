"""Sales to gross customer-days in one reading by the kernel."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from plon.lifetime.history.batches import TypedSales
from plon.lifetime.history.figures import is_among
from plon.lifetime.kernel.coding import CodedSales
from plon.lifetime.kernel.merging import Rows, merge_rows
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
    ids = None if coded.is_direct else _sort_codes(parts, coded.ids())
    merged = merge_rows(parts, coded.customers())
    codes = pa.array(merged.codes)
    return CodedDays(
        customer=codes if ids is None else ids.take(codes),
        index=merged.index,
        day=merged.day,
        minor=merged.minor,
        has_return=merged.has_return,
    )


def _sort_codes(parts: Rows, ids: Any) -> Any:
    """Make codes rise with the ids, in place, and return the ids sorted."""
    order = pc.array_sort_indices(ids)
    place = np.empty(len(ids), dtype=np.int32)
    place[order.to_numpy()] = np.arange(len(ids), dtype=np.int32)
    for part in parts:
        part["code"] = place[part["code"]]
    return ids.take(order)


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
