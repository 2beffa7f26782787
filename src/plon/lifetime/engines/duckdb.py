"""Figures by the embedded DuckDB: the compiled expressions of engines/sql, no Ibis needed.

Complete without the kernel, and equal to it bit for bit. Spills to disk above a memory limit.
"""

from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from plon.lifetime.errors import InputUnusable
from plon.lifetime.forecasting.splits import day_of
from plon.lifetime.history.batches import HAS_GAPS, NO_MONEY, TypedSales
from plon.lifetime.history.figures import Figures, figures_of
from plon.lifetime.history.transactions import ParquetSource, RelationSource, quoted_name
from plon.lifetime.kernel.daybook import CodedDays, days_of_table

SQL = Path(__file__).with_name("sql")
VIEW = "plon_sales"  # of the canonical columns
ZONE = ":zone"  # stands in the compiled text where the zone's name goes
MEMORY_LIMIT = "2GB"
_TYPES = {pa.int64(): "BIGINT", pa.large_string(): "VARCHAR", pa.float64(): "DOUBLE"}


@cache
def statement(name: str) -> str:
    """Return a compiled statement of engines/sql."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


class DuckEngine:
    """Sales in DuckDB, checked for empty cells; rows later than `until` are left out.

    until: days since 1970-01-01. Raises InputUnusable for a cell that is empty or no money.
    """

    def __init__(self, sales: TypedSales, *, zone: str, until: int | None, folder: str) -> None:
        self._sales = sales
        self._canonical = _canonical(sales, folder)
        lines = statement(f"lines_{date_kind(sales)}_{amount_kind(sales)}")
        lines = lines.replace(ZONE, zone.replace("'", "''"))
        end = "" if until is None else f" WHERE day <= DATE '{day_of(until)}'"
        self._lines = f"SELECT * FROM ({lines}){end}"
        counts = self._run(statement("check")).to_pylist()[0]
        for name, column in sales.columns.items():
            if counts.get(name):
                raise InputUnusable(HAS_GAPS, column=column)
        self.has_returns = counts["returns"] > 0

    def figures(self) -> Figures:
        """Return the customers' figures; marked are those who returned something."""
        return figures_of(self._run(statement("figures")), self._returned())

    def customer_days(self) -> CodedDays:
        """Return the gross days of every customer."""
        query = f"SELECT * FROM ({statement('customer_days')}) ORDER BY customer, day"
        return days_of_table(self._run(query), self._returned())

    def _returned(self) -> Any:
        return self._run(statement("returned"))["customer"] if self.has_returns else None

    def _run(self, query: str) -> Any:
        text = f"WITH lines AS ({self._lines}) SELECT * FROM ({query})"
        try:
            return self._canonical.query(VIEW, text).to_arrow_table()
        except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
            raise InputUnusable(NO_MONEY, column=self._sales.columns.get("amount", "")) from error


def date_kind(sales: TypedSales) -> str:
    """Return "date", "local" (wall time) or "moment" (of a time zone)."""
    type_ = sales.casts["date"]
    if pa.types.is_date(type_):
        return "date"
    return "local" if type_.tz is None else "moment"


def amount_kind(sales: TypedSales) -> str:
    """Return "none", "decimal", "double", "whole", or "minor" (whole numbers of minor units)."""
    type_ = sales.casts.get("amount")
    if type_ is None:
        return "none"
    if pa.types.is_decimal(type_):
        return "decimal"
    if pa.types.is_integer(type_):
        return "minor" if sales.is_minor else "whole"
    return "double"


def _canonical(sales: TypedSales, folder: str) -> Any:
    """Return a relation of the canonical columns, read by DuckDB itself where it can."""
    source = sales.source
    if not sales.is_plain or not isinstance(source, ParquetSource | RelationSource):
        schema = pa.schema({name: sales.casts[name] for name in sales.columns if name != "order"})
        return connect(folder).from_arrow(pa.Table.from_batches(sales.batches(), schema))
    native = (
        source.relation
        if isinstance(source, RelationSource)
        else connect(folder).read_parquet([str(file) for file in source.files])
    )
    return native.select(*(_column(sales, name) for name in sales.columns if name != "order"))


def _column(sales: TypedSales, name: str) -> Any:
    type_ = _TYPES.get(sales.casts[name])
    column = quoted_name(sales.columns[name])
    text = column if type_ is None else f"CAST({column} AS {type_})"
    return duckdb.SQLExpression(text).alias(name)


def connect(folder: str) -> duckdb.DuckDBPyConnection:
    """Return an embedded engine of limited memory that spills into a folder."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": folder,
        "preserve_insertion_order": False,
    }
    return duckdb.connect(config=settings)
