"""Sales to customer-days to figures as Ibis expressions: one text for DuckDB and for Spark.

Whole numbers only, so that every engine gives the same bits. The business zone stands in the
expression, never in an engine's session. Canonical columns come in: customer, date, amount.
"""

from collections.abc import Mapping

import ibis
import ibis.expr.datatypes as dt
from ibis.expr.types import Table, Value

from plon.lifetime.engines.duckdb import VIEW
from plon.lifetime.history.conversions import NEARLY_HALF

DATES: Mapping[str, str] = {
    "date": "date",
    "local": "timestamp(6)",
    "moment": "timestamp('UTC', 6)",
}
AMOUNTS: Mapping[str, str | None] = {
    "double": "float64",
    "decimal": "decimal(18, 4)",
    "whole": "int64",
    "minor": "int64",
    "none": None,
}


_MOMENT = dt.Timestamp(timezone="UTC")
_WIDE = dt.Decimal(38, 0)


# Functions that the engines have: Ibis writes their names and arguments.
def _local(_first: object, _second: object) -> None: ...
def _one(_value: object) -> None: ...
def _by(_value: object, _by: object) -> None: ...


_scalar, _aggregate = ibis.udf.scalar.builtin, ibis.udf.agg.builtin
# timezone(zone, moment), from_utc_timestamp(moment, zone): the wall time of a moment in a zone;
# Spark's session zone is UTC.
_duckdb_local = _scalar(_local, name="timezone", signature=((dt.string, _MOMENT), dt.timestamp))
_spark_local = _scalar(
    _local, name="from_utc_timestamp", signature=((_MOMENT, dt.string), dt.timestamp)
)
# Halves away from zero in both engines.
_whole = _scalar(_one, name="round", signature=((dt.Decimal(38, 6),), _WIDE))
# 128 bits in DuckDB: cast back, an overflow is an error and no wrap.
_wide_sum = _aggregate(_one, name="sum", signature=((dt.int64,), _WIDE))
_min_by = _aggregate(_by, name="min_by", signature=((dt.int64, dt.date), dt.int64))


def sales_table(date: str, amount: str, *, customer: str = "int64") -> Table:
    """Return the canonical table of a kind of date (of DATES) and of amount (of AMOUNTS)."""
    columns = {"customer": customer, "date": DATES[date], "amount": AMOUNTS[amount]}
    return ibis.table({name: type_ for name, type_ in columns.items() if type_}, name=VIEW)


def lines(sales: Table, *, zone: str, dialect: str, is_minor: bool) -> Table:
    """Return customer, day, minor of canonical sales. dialect: "duckdb" or "pyspark".

    is_minor: whether the amounts are minor units already.
    """
    minor = ibis.literal(0, "int64")
    if "amount" in sales.columns:
        minor = sales["amount"] if is_minor else _minor(sales["amount"])
    day = _day(sales["date"], zone, dialect)
    return sales.select(customer=sales["customer"], day=day, minor=minor)


def _day(date: Value, zone: str, dialect: str) -> Value:
    if date.type().is_date():
        return date
    if date.type().timezone is None:
        return date.date()
    local = _duckdb_local(zone, date) if dialect == "duckdb" else _spark_local(date, zone)
    return local.date()


def _minor(amount: Value) -> Value:
    if amount.type().is_integer():
        return amount * 100
    if amount.type().is_decimal():
        return _whole(amount * 100).cast("int64")
    size = (amount.abs() * 100 + NEARLY_HALF).floor().cast("int64")
    return ibis.ifelse(amount < 0, -size, size)


def check(lines: Table) -> Table:
    """Return one row: how many cells are empty, and how many lines are returns."""
    return lines.agg(
        customer=lines.count(where=lines["customer"].isnull()),
        date=lines.count(where=lines["day"].isnull()),
        amount=lines.count(where=lines["minor"].isnull()),
        returns=lines.count(where=lines["minor"] < 0),
    )


def returned(lines: Table) -> Table:
    """Return the customers who returned something."""
    return lines.filter(lines["minor"] < 0).select("customer").distinct()


def customer_days(lines: Table) -> Table:
    """Return customer, day, minor: the sum of each customer's day."""
    return lines.group_by("customer", "day").agg(minor=_wide_sum(lines["minor"]).cast("int64"))


def figures(days: Table) -> Table:
    """Return the columns of plon.lifetime.history.figures, one row a customer, in no order."""
    grouped = days.group_by("customer").agg(
        purchase_days=days.count(),
        first_day=days["day"].min(),
        last_day=days["day"].max(),
        value_minor=_wide_sum(days["minor"]).cast("int64"),
        first_value_minor=_min_by(days["minor"], days["day"]),
        zeros=days.count(where=days["minor"] == 0),
    )
    is_first_zero = (grouped["first_value_minor"] == 0).cast("int64")
    return grouped.mutate(zero_days=grouped["zeros"] - is_first_zero).drop("zeros")
