"""Figures by a Spark cluster: the same expressions, through Ibis, on Parquet larger than memory.

The workers read the files themselves, so the paths must be the same for all of them. Only one row
a customer, or a customer's day, comes back. Needs the extra [spark] and Java 17.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import ibis
import pyarrow as pa
from ibis.config import Config
from ibis.expr.types import Table
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from plon.lifetime.engines import expressions
from plon.lifetime.engines.duckdb import VIEW, amount_kind, date_kind
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.forecasting.splits import day_of
from plon.lifetime.history.batches import HAS_GAPS, NO_MONEY, TypedSales
from plon.lifetime.history.figures import Figures, figures_of
from plon.lifetime.history.transactions import ParquetSource
from plon.lifetime.kernel.daybook import CodedDays, days_of_table


class _SparkOptions(Config):  # type: ignore[misc]  # Ibis is not typed for us
    """What Ibis' compiler asks, even where its Spark backend with all that needs is not loaded."""

    treat_nan_as_null: bool = False


ibis.options.pyspark = _SparkOptions()
Run = Callable[[Table], Any]
_OVERFLOWS = ("CAST_OVERFLOW", "ARITHMETIC_OVERFLOW", "CAST_INVALID_INPUT")
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",  # the business zone stands in the expression
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.ansi.enabled": "true",  # an overflow is an error, not a wrap
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_TYPES = {pa.int64(): "bigint", pa.float64(): "double"}
_ROWS_A_PARTITION = 1_000_000
_NOT_PARQUET = sentence("Spark reads Parquet files: give their paths.")
_NO_CLUSTER = sentence('The Spark cluster "%(engine)s" does not answer: check its address.')


def figures(sales: TypedSales, *, zone: str, until: int | None, master: str) -> Figures:
    """Return the customers' figures, computed at a cluster's address or "local[n]".

    Raises InputUnusable where the cluster does not answer, or a cell is empty or no money.
    """
    with _sales_in(master, sales) as run:
        lines = _lines(sales, zone, until)
        returned = _checked(run, lines, sales)
        return figures_of(run(expressions.figures(expressions.customer_days(lines))), returned)


def customer_days(sales: TypedSales, *, zone: str, until: int | None, master: str) -> CodedDays:
    """Return the gross days of every customer; the rest as in figures."""
    with _sales_in(master, sales) as run:
        lines = _lines(sales, zone, until)
        returned = _checked(run, lines, sales)
        days = run(expressions.customer_days(lines))
        order = [("customer", "ascending"), ("day", "ascending")]
        return days_of_table(days.sort_by(order), returned)


def _checked(run: Run, lines: Table, sales: TypedSales) -> Any:
    """Return who returned something, or None. Raises InputUnusable for an empty cell."""
    counts = run(expressions.check(lines)).to_pylist()[0]
    for name, column in sales.columns.items():
        if counts.get(name):
            raise InputUnusable(HAS_GAPS, column=column)
    return run(expressions.returned(lines))["customer"] if counts["returns"] else None


def _lines(sales: TypedSales, zone: str, until: int | None) -> Table:
    customer = "string" if sales.is_text else "int64"
    table = expressions.sales_table(date_kind(sales), amount_kind(sales), customer=customer)
    lines = expressions.lines(table, zone=zone, dialect="pyspark", is_minor=sales.is_minor)
    return lines if until is None else lines.filter(lines["day"] <= day_of(until))


@contextmanager
def _sales_in(master: str, sales: TypedSales) -> Iterator[Run]:
    """Give a function that runs an expression over the sales and returns an Arrow table."""
    source = sales.source
    if not isinstance(source, ParquetSource) or not sales.is_plain:
        raise InputUnusable(_NOT_PARQUET)
    session = _session(master, partitions=min(2 + source.rows // _ROWS_A_PARTITION, 2_000))

    def run(expression: Table) -> Any:
        return session.sql(str(ibis.to_sql(expression, dialect="pyspark"))).toArrow()

    try:
        frame = session.read.parquet(*(str(file.resolve()) for file in source.files))
        named = {name: frame[column] for name, column in sales.columns.items()}
        for name, type_ in sales.casts.items():
            if type_ in _TYPES:  # a narrow number times 100 would overflow or round
                named[name] = named[name].cast(_TYPES[type_])
        columns = [column.alias(name) for name, column in named.items()]
        frame.select(columns).createOrReplaceTempView(VIEW)
        yield run
    except PySparkException as error:
        if not any(sign in str(error) for sign in _OVERFLOWS):
            raise
        raise InputUnusable(NO_MONEY, column=sales.columns.get("amount", "")) from error
    finally:
        session.stop()


def _session(master: str, *, partitions: int) -> SparkSession:
    builder = SparkSession.builder.master(master).appName("plon")
    builder = builder.config("spark.sql.shuffle.partitions", partitions)
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkException as error:
        raise InputUnusable(_NO_CLUSTER, engine=master) from error
