"""Customers who returned something: computed from their lines, the others by a fast engine."""

from datetime import date
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plon.lifetime.days import CustomerDays
from plon.lifetime.forecasting.splits import day_of
from plon.lifetime.history.batches import TypedSales
from plon.lifetime.history.conversions import day_numbers, minor_units
from plon.lifetime.history.netting import customer_days
from plon.lifetime.kernel.columns import NO_END
from plon.lifetime.sales import RowCounts, Sales
from plon.lifetime.summary import Ints

# Numbered by what they say, so that the order in which rows came makes no difference.
_LINES = """
    CREATE TABLE lines AS
    SELECT 0 AS file_no, row_number() OVER (ORDER BY day, minor, order_id) AS line_no,
           customer, day, day::TIMESTAMP AS moment, minor AS amount_minor,
           NULL::BIGINT AS margin_minor, order_id, NULL::VARCHAR AS product,
           NULL::VARCHAR AS channel, minor < 0 AS is_return
    FROM chosen
"""


def netted_days(
    sales: TypedSales, chosen: Any, *, zone: str, until: int | None, currency: str
) -> CustomerDays:
    """Return the customer-days of some customers (a sorted array of ids), returns netted."""
    lines = [
        lines_of(batch, chosen, zone=zone, until=until, are_minor=sales.is_minor)
        for batch in sales.batches(with_order=True)
    ]
    return days_of_lines(pa.concat_tables(lines), chosen, currency=currency)


def days_of_lines(lines: Any, chosen: Any, *, currency: str) -> CustomerDays:
    """Return the netted customer-days of lines (customer as text of its place in `chosen`)."""
    connection = duckdb.connect()
    connection.register("chosen", lines)
    connection.execute(_LINES)
    days = customer_days(_sales(connection, len(lines), currency))
    connection.close()
    places = days.customer.cast(pa.int64())
    return CustomerDays(
        customer=_narrow(chosen.take(places)),
        index=days.index,
        day=days.day,
        value_minor=days.value_minor,
        margin_minor=None,
        channel=None,
        channels=(),
        returned_minor=days.returned_minor,
        currency=currency,
        gone_returned_minor=days.gone_returned_minor,
    )


def lines_of(batch: Any, chosen: Any, *, zone: str, until: int | None, are_minor: bool) -> Any:
    """Return the lines of chosen customers: their place as text that sorts like it."""
    place = pc.index_in(batch["customer"], value_set=chosen.cast(batch["customer"].type))
    is_chosen = pc.is_valid(place)
    batch, place = batch.filter(is_chosen), place.filter(is_chosen)
    day = day_numbers(batch["date"], zone=zone)
    is_early = pa.array(day <= (NO_END if until is None else until))
    none = pa.nulls(len(batch), pa.large_string())
    columns = {
        "customer": pc.utf8_lpad(place.cast(pa.string()), 10, "0"),
        "day": pa.array(day.astype(np.int32)).cast(pa.date32()),
        "minor": pa.array(minor_units(batch["amount"], are_minor=are_minor)),
        "order_id": batch["order"] if "order" in batch.schema.names else none,
    }
    return pa.table(columns).filter(is_early)


def _narrow(customer: Any) -> Any:
    return customer if pa.types.is_integer(customer.type) else customer.cast(pa.string())


def _sales(connection: Any, rows: int, currency: str) -> Sales:
    first, last = day_of(0), date.max
    return Sales(
        connection=connection,
        files=(),
        rows=RowCounts(read=rows, used=rows, returned=0, rejected=0),
        guesses=(),
        first_day=first,
        last_day=last,
        as_of=last,
        currency=currency,
        has_amount=True,
        has_margin=False,
        has_order=True,
        has_product=False,
        has_channel=False,
        has_time=False,
    )


def joined(parts: list[CustomerDays]) -> CustomerDays:
    """Return days of disjoint customers as one, ordered by customer; no margin, no channel."""
    customer = pa.concat_arrays([part.customer for part in parts])
    order = pc.array_sort_indices(customer).to_numpy()
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    befores = np.cumsum([0, *(len(part.customer) for part in parts)])
    index = place[_end_to_end([p.index + b for p, b in zip(parts, befores, strict=False)])]
    rows = np.argsort(index, kind="stable")
    return CustomerDays(
        customer=customer.take(order),
        index=index[rows],
        day=_end_to_end([part.day for part in parts])[rows],
        value_minor=_end_to_end([part.value_minor for part in parts])[rows],
        margin_minor=None,
        channel=None,
        channels=(),
        returned_minor=_end_to_end([part.returned_minor for part in parts])[order],
        currency=parts[0].currency,
        gone_returned_minor=tuple(sorted(sum((p.gone_returned_minor for p in parts), ()))),
    )


def _end_to_end(parts: list[Ints]) -> Ints:
    return np.concatenate([np.empty(0, dtype=np.int64), *parts])
