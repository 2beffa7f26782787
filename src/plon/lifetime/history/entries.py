"""What a saved summary keeps of its sales: each customer's day and order, and every return.

Purchases of one customer, day and order are added up; returns are kept one by one. From these the
netted days come out as from the sales themselves.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from plon.lifetime.days import CustomerDays
from plon.lifetime.engines.pick import days_by
from plon.lifetime.errors import InputUnusable
from plon.lifetime.history.batches import TypedSales, typed
from plon.lifetime.history.conversions import day_numbers, minor_units
from plon.lifetime.history.daybook import NOTHING, gross_days
from plon.lifetime.history.returners import days_of_lines
from plon.lifetime.history.transactions import source_of
from plon.lifetime.history.zones import zone_named
from plon.lifetime.kernel.daybook import CodedDays

_KEYS = [("customer", "ascending"), ("day", "ascending"), ("order_id", "ascending")]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entries:
    """One batch's entries, in memory or in a Parquet file sorted by customer.

    Columns: customer, day (date32), minor (int64; negative is a return), order_id (string).
    """

    name: str  # the content's hash
    table: Any = None
    file: Path | None = None

    def of_all(self) -> Any:
        """Return all entries."""
        return self.table if self.file is None else pq.read_table(self.file)

    def of(self, chosen: Any) -> Any:
        """Return the entries of some customers."""
        if self.file is not None:
            return pq.read_table(self.file, filters=pc.field("customer").isin(chosen))
        return self.table.filter(pc.is_in(self.table["customer"], value_set=chosen))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """New sales: gross days of all customers, who returned something, entries and their hash."""

    days: CustomerDays
    has_return: NDArray[np.bool_]
    entries: Any
    content: str


def batch_of(
    transactions: Any, names: Mapping[str, str | None], *, zone: str, is_minor: bool
) -> Batch:
    """Return transactions as a batch. Raises InputUnusable, also where there are none."""
    zone_named(zone)
    sales = typed(source_of(transactions), names, is_minor=is_minor)
    coded = days_by("auto", sales, zone=zone, until=None)
    if not len(coded.day):
        raise InputUnusable(NOTHING)
    everyone = np.ones(len(coded.has_return), dtype=bool)
    days = gross_days(coded, everyone, currency="")
    is_simple = "order" not in sales.columns and not coded.has_return.any()
    entries = _of_days(coded, days) if is_simple else _of_sales(sales, days.customer.type, zone)
    return Batch(days=days, has_return=coded.has_return, entries=entries, content=_hash(entries))


def _of_days(coded: CodedDays, days: CustomerDays) -> Any:
    columns = {
        "customer": days.customer.take(pa.array(coded.index)),
        "day": pa.array(coded.day.astype(np.int32)).cast(pa.date32()),
        "minor": pa.array(coded.minor),
        "order_id": pa.nulls(len(coded.day), pa.string()),
    }
    return pa.table(columns)


def _of_sales(sales: TypedSales, id_type: Any, zone: str) -> Any:
    parts = []
    for batch in sales.batches(with_order=True):
        none = pa.nulls(len(batch), pa.string())
        order = batch["order"].cast(pa.string()) if "order" in batch.schema.names else none
        day = pa.array(day_numbers(batch["date"], zone=zone).astype(np.int32)).cast(pa.date32())
        columns = {"customer": batch["customer"].cast(id_type), "day": day}
        minor = (
            minor_units(batch["amount"], are_minor=sales.is_minor)
            if "amount" in batch.schema.names
            else np.zeros(len(batch), dtype=np.int64)
        )
        parts.append(pa.table({**columns, "minor": pa.array(minor), "order_id": order}))
    lines = pa.concat_tables(parts)
    is_return = pc.less(lines["minor"], 0)
    keys = ["customer", "day", "order_id"]
    bought = lines.filter(pc.invert(is_return)).group_by(keys).aggregate([("minor", "sum")])
    bought = bought.rename_columns([*keys, "minor"]).select(lines.schema.names)
    everything = pa.concat_tables([bought, lines.filter(is_return)])
    return everything.sort_by([*_KEYS, ("minor", "ascending")]).combine_chunks()


def _hash(entries: Any) -> str:
    """Return a hash of the entries' content, the same for any order of the sales' rows."""
    digest = hashlib.sha256()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, entries.schema) as writer:
        writer.write_table(entries.combine_chunks())
    digest.update(sink.getvalue())
    return digest.hexdigest()


def days_of_entries(
    chosen: Any, entries: tuple[Entries, ...], *, currency: str
) -> tuple[CustomerDays, Any]:
    """Return some customers' netted days from all batches, and who of them ever returned."""
    chosen = chosen.take(pc.array_sort_indices(chosen))
    found = pa.concat_tables([part.of(chosen) for part in entries]).combine_chunks()
    place = pc.index_in(found["customer"], value_set=chosen)
    lines = found.set_column(0, "customer", pc.utf8_lpad(place.cast(pa.string()), 10, "0"))
    returned = found.filter(pc.less(found["minor"], 0))["customer"].unique()
    return days_of_lines(lines, chosen, currency=currency), returned
