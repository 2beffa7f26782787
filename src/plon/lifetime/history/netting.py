"""Sales lines to customer-days: returns netted, equal days merged, channel and margin kept."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from plon.lifetime.days import CustomerDays
from plon.lifetime.history.batches import read_ahead
from plon.lifetime.history.returns import Settlement, settle
from plon.lifetime.kernel.encoding import Encoder, encoder
from plon.lifetime.kernel.merging import Gathered, MergedDays, Rows, merge_rows, rows_of
from plon.lifetime.sales import Sales
from plon.lifetime.summary import Ints

BATCH = 131_072  # rows
_PURCHASES = """
    SELECT customer, day, coalesce(amount_minor, 0) AS minor, coalesce(margin_minor, 0) AS margin
    FROM lines WHERE NOT is_return AND coalesce(amount_minor, 0) >= 0
"""
_CHANNELS = """
    SELECT customer, day, moment, file_no, line_no, channel
    FROM lines WHERE NOT is_return AND coalesce(amount_minor, 0) >= 0 AND channel IS NOT NULL
"""
_RETURNS = """
    SELECT customer, file_no::BIGINT * 1099511627776 + line_no AS id,
           abs(coalesce(amount_minor, 0)) AS minor, coalesce(margin_minor, 0) AS margin
    FROM lines WHERE is_return OR amount_minor < 0 ORDER BY id
"""


def customer_days(sales: Sales) -> CustomerDays:
    """Net the returns of sales and add up each customer's days.

    A return lowers the day it is matched to (see `returns`); what matches nothing is
    told in returned_minor: it lowers spend, never frequency (`Summary.net_value_minor`), and the
    margin not at all. A day that returns bring to zero is no occasion; a day of free goods is. A
    customer without a day left is not in the result, save for the sum in gone_returned_minor.
    The channel is that of the first line that names one on the first day left. Without an amount
    the values are 0. Exact, and independent of the order of lines.
    """
    codes = encoder(is_text=True)
    amounts, margins = _collect(sales, codes)
    ids = codes.ids()
    order = pc.array_sort_indices(ids).to_numpy()
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order))
    customer = ids.take(order)
    for part in amounts + margins:
        part["code"] = place[part["code"]]
    merged = merge_rows(amounts, len(customer))
    margin = merge_rows(margins, len(customer)).minor if sales.has_margin else None
    gross = _gross(merged, customer, margin, sales)
    netted = _net(gross, sales)
    return _with_channels(netted, sales) if sales.has_channel else netted


def _collect(sales: Sales, codes: Encoder) -> tuple[Rows, Rows]:
    amounts, margins = Gathered(), Gathered()
    for batch in _purchases(sales):
        code = codes.encode(batch["customer"])
        day = batch["day"].cast(pa.int32()).to_numpy()
        amounts.add(rows_of(code, day, batch["minor"].to_numpy()))
        if sales.has_margin:
            margins.add(rows_of(code, day, batch["margin"].to_numpy()))
    return amounts.taken(), margins.taken()


def _purchases(sales: Sales) -> Iterator[Any]:
    """Yield record batches of customer, day, minor and margin, in any order."""
    if not sales.purchases:
        reader = sales.connection.sql(_PURCHASES).to_arrow_reader(BATCH)
        yield from read_ahead(iter(reader))
    columns = {"customer": "customer", "moment": "day", "amount_minor": "minor"}
    if sales.has_margin:
        columns["margin_minor"] = "margin"
    for table in sales.purchases:
        yield from table.select(list(columns)).rename_columns(list(columns.values())).to_batches()


def _gross(merged: MergedDays, customer: Any, margin: Ints | None, sales: Sales) -> CustomerDays:
    return CustomerDays(
        customer=customer.cast(pa.string()),
        index=merged.index,
        day=merged.day,
        value_minor=merged.minor,
        margin_minor=margin,
        channel=None,
        channels=(),
        returned_minor=np.zeros(len(customer), dtype=np.int64),
        currency=sales.currency,
    )


def _net(gross: CustomerDays, sales: Sales) -> CustomerDays:
    if sales.purchases:  # none of the rows is a return
        return gross
    returns = sales.connection.sql(_RETURNS).to_arrow_table()
    if not len(returns):
        return gross
    settlement = settle(sales)
    rows, taken, margin = _deductions(gross, settlement, returns)
    value = gross.value_minor.copy()
    np.subtract.at(value, rows, taken if sales.has_amount else 0)
    is_left = np.ones(len(gross), dtype=bool)
    is_left[rows] = _left(gross, sales, rows, taken)
    kept_margin = gross.margin_minor
    if kept_margin is not None:
        kept_margin = kept_margin.copy()
        np.add.at(kept_margin, rows, margin)
    if sales.has_amount:
        returned, gone = _unmatched(gross.customer, returns, settlement)
        gross = replace(gross, returned_minor=returned, gone_returned_minor=gone)
    return _only(gross, is_left, value, kept_margin)


def _left(gross: CustomerDays, sales: Sales, rows: Ints, taken: Ints) -> NDArray[np.bool_]:
    """Return whether something of each day is left; without an amount its lines are counted."""
    whole = gross.value_minor
    if not sales.has_amount:
        whole = np.zeros(len(gross), dtype=np.int64)
        lines = sales.connection.sql(
            "SELECT customer, day, count(*) AS n FROM lines WHERE NOT is_return GROUP BY ALL"
        ).to_arrow_table()
        at = _rows_of_days(gross, lines["customer"], lines["day"].cast(pa.int32()))
        whole[at] = lines["n"].to_numpy()
    total = np.zeros(len(gross), dtype=np.int64)
    np.add.at(total, rows, taken)
    return np.asarray(whole[rows] > total[rows])


def _deductions(
    gross: CustomerDays, settlement: Settlement, returns: Any
) -> tuple[Ints, Ints, Ints]:
    """Return (row of gross, minor, margin) of each match; a return's margin follows its parts."""
    matches = settlement.matches
    rows = _rows_of_days(
        gross, pa.array([m.customer for m in matches], pa.string()), [m.day for m in matches]
    )
    of_return = {
        id_: (minor, margin)
        for id_, minor, margin in zip(
            *(returns[name].to_pylist() for name in ("id", "minor", "margin")), strict=True
        )
    }
    margins, before = [], Counter[int]()
    for match in matches:
        minor, margin = of_return[match.return_id]
        done = before[match.return_id]
        before[match.return_id] += match.minor
        parts = max(minor, 1)
        margins.append(margin * (done + match.minor) // parts - margin * done // parts)
    taken = np.array([m.minor for m in matches], dtype=np.int64)
    return rows, taken, np.array(margins, dtype=np.int64)


def _rows_of_days(gross: CustomerDays, customer: Any, day: Any) -> Ints:
    code = pc.index_in(customer, gross.customer).to_numpy()
    key = (gross.index << 32) + gross.day
    wanted = (code.astype(np.int64) << 32) + np.asarray(day, dtype=np.int64)
    return np.asarray(np.searchsorted(key, wanted))


def _unmatched(customer: Any, returns: Any, settlement: Settlement) -> tuple[Ints, tuple[int, ...]]:
    """Return what no purchase was found for: of each customer, and of each without purchases."""
    strangers = pc.unique(returns["customer"]).cast(customer.type)
    strangers = strangers.filter(pc.invert(pc.is_in(strangers, value_set=customer)))
    everyone = pa.concat_arrays([customer, strangers])
    returned = np.zeros(len(everyone), dtype=np.int64)
    code = pc.index_in(returns["customer"], everyone).to_numpy()
    left = returns["minor"].to_numpy().copy()
    for row, id_ in enumerate(returns["id"].to_pylist()):
        left[row] -= settlement.returned.get(id_, 0)
    np.add.at(returned, code, left)
    return returned[: len(customer)], _positive(returned[len(customer) :])


def _positive(amounts: Ints) -> tuple[int, ...]:
    return tuple(sorted(amounts[amounts > 0].tolist()))


def _only(
    gross: CustomerDays,
    is_left: NDArray[np.bool_],
    value: Ints,
    margin: Ints | None,
) -> CustomerDays:
    """Return the days left, and the customers who have one."""
    stays = np.zeros(len(gross.customer), dtype=bool)
    stays[gross.index[is_left]] = True
    place = np.cumsum(stays) - 1
    return CustomerDays(
        customer=gross.customer.filter(pa.array(stays)),
        index=place[gross.index[is_left]],
        day=gross.day[is_left],
        value_minor=value[is_left],
        margin_minor=None if margin is None else margin[is_left],
        channel=None,
        channels=(),
        returned_minor=gross.returned_minor[stays],
        currency=gross.currency,
        gone_returned_minor=tuple(
            sorted(gross.gone_returned_minor + _positive(gross.returned_minor[~stays]))
        ),
    )


def _with_channels(days: CustomerDays, sales: Sales) -> CustomerDays:
    if not len(days):
        return replace(days, channel=np.empty(0, dtype=np.int64))
    lines = sales.connection.sql(_CHANNELS).to_arrow_table()
    code = pc.fill_null(pc.index_in(lines["customer"], days.customer), -1).to_numpy()
    first_day = days.day[days.starts]
    day = lines["day"].cast(pa.int32()).to_numpy()
    of_first = np.flatnonzero((code >= 0) & (day == first_day[code]))
    lines, code = lines.take(of_first), code[of_first]
    moment = lines["moment"].cast(pa.int64()).to_numpy()
    order = np.lexsort((lines["line_no"].to_numpy(), lines["file_no"].to_numpy(), moment, code))
    first = order[np.unique(code[order], return_index=True)[1]]
    named = lines["channel"].take(first)
    names = sorted(set(named.to_pylist()))
    channel = np.full(len(days.customer), -1, dtype=np.int64)
    channel[code[first]] = pc.index_in(named, pa.array(names, pa.string())).to_numpy()
    return replace(days, channel=channel, channels=tuple(names))
