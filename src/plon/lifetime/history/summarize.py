"""Transactions to one row a customer: the first call of a notebook.

>>> summary = summarize("sales.parquet", amount="amount")
>>> summary.x, summary.t_x, summary.T, summary.monetary_value
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date as calendar_date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from plon.lifetime.engines.pick import figures_by
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.forecasting.splits import Split, day_number, day_of, split, summary_at
from plon.lifetime.history.batches import typed
from plon.lifetime.history.daybook import NOTHING, customer_days_of, roles
from plon.lifetime.history.figures import FIGURES, Figures
from plon.lifetime.history.returners import netted_days
from plon.lifetime.history.transactions import source_of
from plon.lifetime.history.zones import zone_named
from plon.lifetime.summary import Summary
from plon.lifetime.units import TimeUnit

_COLUMNS = (*FIGURES, "returned_minor")


def summarize(  # noqa: PLR0913 - the notebook's door: named options, all with defaults
    transactions: Any,
    *,
    customer: str = "customer",
    date: str = "date",
    amount: str | None = None,
    order: str | None = None,
    amount_in_minor_units: bool = False,
    until: calendar_date | None = None,
    unit: TimeUnit = TimeUnit.WEEK,
    zone: str = "Europe/Warsaw",
    currency: str = "PLN",
    cohort_from: calendar_date | None = None,
    engine: str = "auto",
) -> Summary:
    """Return the customers' summary at `until` (the last day of the transactions by default).

    transactions: an Arrow table or stream, a pandas or Polars frame, a DuckDB relation, a path of
      Parquet or CSV (a glob, a list). customer, date, amount, order: names of its columns.
    amount: major units (złoty, dollars), whole numbers too: 10 is 10.00; rounded to two places,
      halves away from zero, a float of at most five decimals by its decimal text (1.005 is 1.01);
      negative is a return, matched to its order if `order` is given, else to the latest earlier
      day with at least that amount.
    amount_in_minor_units: whether amounts are grosz or cents instead, all of them whole.
    zone: the business time zone, for moments that carry one; dates and plain times are local.
    cohort_from: only customers first seen on or after that day: where the file begins in the
      middle of the firm's life, "first seen" is not "first purchase".
    engine: "auto", "kernel", "duckdb", or Spark's "spark://host:port" or "local[2]".
    Exact integers: the same on every engine and in every order of rows. Raises InputUnusable.
    """
    zone_named(zone)
    columns = roles(customer, date, amount, order)
    sales = typed(source_of(transactions), columns, is_minor=amount_in_minor_units)
    last = None if until is None else day_number(until)
    figures = figures_by(engine, sales, zone=zone, until=last)
    if not len(figures):
        raise InputUnusable(NOTHING)
    end = day_of(int(figures.last_day.max())) if until is None else until
    summary = _summary(figures, ~figures.has_return, until=end, unit=unit, currency=currency)
    if figures.has_return.any():
        chosen = figures.customer.filter(pa.array(figures.has_return))
        days = netted_days(sales, chosen, zone=zone, until=last, currency=currency)
        summary = _merged(summary, summary_at(days, until=end, unit=unit))
    return summary if cohort_from is None else _since(summary, day_number(cohort_from))


def summarize_split(  # noqa: PLR0913 - the notebook's door: named options, all with defaults
    transactions: Any,
    *,
    cut: calendar_date,
    end: calendar_date | None = None,
    customer: str = "customer",
    date: str = "date",
    amount: str | None = None,
    order: str | None = None,
    amount_in_minor_units: bool = False,
    unit: TimeUnit = TimeUnit.WEEK,
    zone: str = "Europe/Warsaw",
    currency: str = "PLN",
    engine: str = "auto",
) -> Split:
    """Return customers first seen by `cut`, and their purchase days and value in (cut, end].

    end: the last day of the transactions by default. The rest as in summarize. Raises
    InputUnusable, also where the cut leaves nothing on one of its sides.
    """
    days = customer_days_of(
        transactions,
        customer=customer,
        date=date,
        amount=amount,
        order=order,
        amount_in_minor_units=amount_in_minor_units,
        until=end,
        zone=zone,
        currency=currency,
        engine=engine,
    )
    last = day_of(int(days.day.max())) if end is None else end
    if not day_of(int(days.day.min())) <= cut < last:
        raise InputUnusable(
            sentence("The cut must lie between the first day, %(first)s, and the last, %(last)s."),
            first=day_of(int(days.day.min())).isoformat(),
            last=last.isoformat(),
        )
    return split(days, cut=cut, end=last, unit=unit)


def _summary(
    figures: Figures,
    keep: NDArray[np.bool_],
    *,
    until: calendar_date,
    unit: TimeUnit,
    currency: str,
) -> Summary:
    is_whole = bool(keep.all())
    columns = {name: getattr(figures, name) for name in FIGURES}
    if not is_whole:
        columns = {name: column[keep] for name, column in columns.items()}
    customer = figures.customer if is_whole else figures.customer.filter(pa.array(keep))
    return Summary(
        customer=customer.cast(pa.string()) if not pa.types.is_integer(customer.type) else customer,
        returned_minor=np.zeros(len(customer), dtype=np.int64),
        until=until,
        unit=unit,
        currency=currency,
        **columns,
    )


def _merged(left: Summary, right: Summary) -> Summary:
    """Return two summaries of disjoint customers as one, ordered by customer."""
    customer = pa.concat_arrays([left.customer, right.customer.cast(left.customer.type)])
    order = pc.array_sort_indices(customer)
    columns = {
        name: np.concatenate([getattr(left, name), getattr(right, name)])[order.to_numpy()]
        for name in _COLUMNS
    }
    return _with(left, customer.take(order), columns)


def _since(summary: Summary, first_day: int) -> Summary:
    rows = np.flatnonzero(summary.first_day >= first_day)
    columns = {name: getattr(summary, name)[rows] for name in _COLUMNS}
    return _with(summary, summary.customer.take(pa.array(rows)), columns)


def _with(summary: Summary, customer: Any, columns: Mapping[str, Any]) -> Summary:
    return replace(summary, customer=customer, **columns)
