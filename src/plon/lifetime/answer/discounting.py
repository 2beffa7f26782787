"""The next twelve months of many customers in today's money, by what a run learned of the base."""

from datetime import date

import numpy as np
import pyarrow as pa

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.base_knowledge import HORIZON_MONTHS, Knowledge, knowledge_of
from plon.lifetime.answer.expected_spend import expected_minor
from plon.lifetime.forecasting.clv import discounted_purchases, month_discounts
from plon.lifetime.forecasting.splits import day_number
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Ints, Summary
from plon.lifetime.units import TimeUnit, add_months

EPOCH = date(1970, 1, 1)


def discounted_values(analysis: Analysis, *, per_year: float) -> Floats | None:
    """Return each customer's value in twelve months, minor units, each month's from its middle.

    per_year: 0.1 for 10 % a year. In the order of the analysis' table, as `explain` has it for
    one. None where no model speaks, or there are no amounts.
    """
    if not len(analysis.customers) or not analysis.has_amount:
        return None
    known = knowledge_of(analysis)
    return None if known is None else _purchases(known, per_year) * _spend(known)


def _purchases(known: Knowledge, per_year: float) -> Floats:
    until, history = known.analysis.as_of, _histories(known.analysis)
    months = [add_months(until, month) for month in range(1, HORIZON_MONTHS + 1)]
    ends = [known.clock.ahead(history.until_day, day_number(end), history.unit) for end in months]
    found = discounted_purchases(
        known.model,
        known.fit.params,
        known.clock.purchases(history),
        ends=np.array(ends),
        discounts=month_discounts(HORIZON_MONTHS, per_year),
    )
    return np.asarray(known.level * found[0])


def _spend(known: Knowledge) -> Floats:
    """Return the expected value of one purchase of each customer, minor units."""
    table, fit = known.analysis.customers, known.analysis.spend
    if fit is None:
        return np.full(len(table), known.flat_spend_minor or 0.0)
    count = _numbers(table, "spend_days").astype(np.float64)
    return expected_minor(fit, count, _numbers(table, "monetary_value_minor") / 100)


def _histories(analysis: Analysis) -> Summary:
    """Return the table as a summary of its customers; money plays no part here."""
    table = analysis.customers
    none = np.zeros(len(table), dtype=np.int64)
    return Summary(
        customer=table["customer"].cast(pa.string()),
        purchase_days=_numbers(table, "purchase_days"),
        first_day=_days(table, "first_date"),
        last_day=_days(table, "last_date"),
        value_minor=none,
        first_value_minor=none,
        returned_minor=none,
        zero_days=none,
        until=analysis.as_of,
        unit=TimeUnit(analysis.unit),
        currency=analysis.currency,
    )


def _numbers(table: pa.Table, name: str) -> Ints:
    return np.array([value or 0 for value in table[name].to_pylist()], dtype=np.int64)


def _days(table: pa.Table, name: str) -> Ints:
    return np.array([(day - EPOCH).days for day in table[name].to_pylist()], dtype=np.int64)
