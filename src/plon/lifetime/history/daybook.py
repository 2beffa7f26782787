"""Transactions to customer-days: what cohorts, splits and saved summaries are computed from."""

from collections.abc import Mapping
from datetime import date as calendar_date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from plon.lifetime.days import CustomerDays
from plon.lifetime.engines.pick import days_by
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.forecasting.splits import day_number
from plon.lifetime.history.batches import typed
from plon.lifetime.history.returners import joined, netted_days
from plon.lifetime.history.transactions import source_of
from plon.lifetime.history.zones import zone_named
from plon.lifetime.kernel.daybook import CodedDays

NOTHING = sentence("There are no transactions up to the end of observation.")


def roles(customer: str, date: str, amount: str | None, order: str | None) -> Mapping[str, Any]:
    """Return the columns by their canonical names."""
    return {"customer": customer, "date": date, "amount": amount, "order": order}


def customer_days_of(  # noqa: PLR0913 - the notebook's door: named options, all with defaults
    transactions: Any,
    *,
    customer: str = "customer",
    date: str = "date",
    amount: str | None = None,
    order: str | None = None,
    amount_in_minor_units: bool = False,
    until: calendar_date | None = None,
    zone: str = "Europe/Warsaw",
    currency: str = "PLN",
    engine: str = "auto",
) -> CustomerDays:
    """Return the customer-days of raw transactions; the arguments are those of summarize.

    Exact integers: the same on every engine and in every order of rows. Raises InputUnusable.
    """
    zone_named(zone)
    columns = roles(customer, date, amount, order)
    sales = typed(source_of(transactions), columns, is_minor=amount_in_minor_units)
    last = None if until is None else day_number(until)
    coded = days_by(engine, sales, zone=zone, until=last)
    if not len(coded.day):
        raise InputUnusable(NOTHING)
    gross = gross_days(coded, ~coded.has_return, currency=currency)
    if not coded.has_return.any():
        return gross
    chosen = coded.customer.filter(pa.array(coded.has_return))
    netted = netted_days(sales, chosen, zone=zone, until=last, currency=currency)
    return joined([gross, netted])


def gross_days(coded: CodedDays, keep: NDArray[np.bool_], *, currency: str) -> CustomerDays:
    """Return the days of the customers kept, as they are before netting."""
    index, day, minor, customer = coded.index, coded.day, coded.minor, coded.customer
    if not keep.all():
        is_kept = keep[index]
        place = np.cumsum(keep) - 1
        index, day, minor = place[index[is_kept]], day[is_kept], minor[is_kept]
        customer = customer.filter(pa.array(keep))
    is_number = pa.types.is_integer(customer.type)
    return CustomerDays(
        customer=customer if is_number else customer.cast(pa.string()),
        index=index,
        day=day,
        value_minor=minor,
        margin_minor=None,
        channel=None,
        channels=(),
        returned_minor=np.zeros(len(customer), dtype=np.int64),
        currency=currency,
    )
