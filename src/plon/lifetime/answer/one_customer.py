"""One customer out of an analysis: his row of the table, and his history as a model takes it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plon.lifetime.analysis import Analysis
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.forecasting.splits import day_number
from plon.lifetime.summary import Summary
from plon.lifetime.units import TimeUnit

Row = Mapping[str, Any]


def row_of(analysis: Analysis, customer: str) -> Row:
    """Return the customer's row. Raises InputUnusable for one who is not in the analysis."""
    row = find_row(analysis, customer)
    if row is None:
        text = sentence("There is no customer “%(name)s” in these sales: check the number.")
        raise InputUnusable(text, name=customer)
    return row


def find_row(analysis: Analysis, customer: str) -> Row | None:
    """Return the customer's row; None for one who is not in the analysis."""
    table: pa.Table = analysis.customers
    found = table.filter(pc.equal(table["customer"].cast(pa.string()), customer))
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows[0] if rows else None


def history_of(row: Row, analysis: Analysis, *, until: date | None = None) -> Summary:
    """Return the row as a summary of one customer; its money plays no part here.

    until: end of observation, that of the analysis by default; a later one means silence since.
    """
    none = np.zeros(1, dtype=np.int64)
    return Summary(
        customer=pa.array([str(row["customer"])]),
        purchase_days=np.array([row["purchase_days"]]),
        first_day=np.array([day_number(row["first_date"])]),
        last_day=np.array([day_number(row["last_date"])]),
        value_minor=none,
        first_value_minor=none,
        returned_minor=none,
        zero_days=none,
        until=until or analysis.as_of,
        unit=TimeUnit(analysis.unit),
        currency=analysis.currency,
    )
