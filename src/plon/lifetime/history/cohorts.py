"""Transactions to a cohort table in one pass, without the customer-days in between."""

from datetime import date as calendar_date
from typing import Any

import numpy as np

from plon.lifetime.analysis import Cohorts
from plon.lifetime.engines.pick import tally_by
from plon.lifetime.engines.tallying import Tally
from plon.lifetime.errors import InputUnusable
from plon.lifetime.forecasting.splits import day_number, day_of
from plon.lifetime.history.batches import TypedSales, typed
from plon.lifetime.history.daybook import NOTHING, customer_days_of, roles
from plon.lifetime.history.returners import netted_days
from plon.lifetime.history.transactions import source_of
from plon.lifetime.history.zones import zone_named
from plon.lifetime.segments.cohort_window import PERIODS, Squares
from plon.lifetime.segments.cohorts import cohort_table, months_of, squares_of, told

NO_CURRENCY = "XXX"  # ISO 4217; a table of one currency need not know which


def cohorts_of(  # noqa: PLR0913 - the notebook's door: named options, all with defaults
    transactions: Any,
    *,
    customer: str = "customer",
    date: str = "date",
    amount: str | None = None,
    order: str | None = None,
    amount_in_minor_units: bool = False,
    until: calendar_date | None = None,
    period: str = "month",
    zone: str = "Europe/Warsaw",
    engine: str = "auto",
) -> Cohorts:
    """Return the cohorts of raw transactions: `cohort_table` of `customer_days_of`, only sooner.

    The table ends with `until`, later rows are left out; without one, with the last sale. One
    reading where sales come in order of time, else two. Raises InputUnusable.
    """
    months = months_of(period)
    zone_named(zone)
    columns = roles(customer, date, amount, order)
    sales = typed(source_of(transactions), columns, is_minor=amount_in_minor_units)
    last = None if until is None else day_number(until)
    tally = tally_by(engine, sales, zone=zone, until=last, months=months)
    if tally is not None and (last is None or tally.window.place_of(last) < PERIODS):
        returned = _returners(sales, tally, zone=zone, until=last)
        return _table(tally, returned, until=last, period=period)
    days = customer_days_of(
        transactions,
        **columns,
        amount_in_minor_units=amount_in_minor_units,
        until=until,
        zone=zone,
        engine=engine,
    )
    return cohort_table(days, until=until or day_of(int(days.day.max())), period=period)


def _returners(sales: TypedSales, tally: Tally, *, zone: str, until: int | None) -> Squares | None:
    """Return the squares of those who returned something, netted line by line."""
    if not len(tally.returners):
        return None
    chosen = tally.returners
    days = netted_days(sales, chosen, zone=zone, until=until, currency=NO_CURRENCY)
    return squares_of(days, tally.window)


def _table(tally: Tally, returned: Squares | None, *, until: int | None, period: str) -> Cohorts:
    """Return the table from the first to the last period in which somebody bought, or `until`."""
    squares = tally.squares.by_offset()
    squares = squares if returned is None else squares.plus(returned)
    cohort, offset = np.nonzero(squares.active)
    if not len(cohort):
        raise InputUnusable(NOTHING)
    first, last = int(cohort.min()), int((cohort + offset).max())
    end = last if until is None else max(last, tally.window.place_of(until))
    return told(period, tally.window.first_period + first, squares.between(first, end))
