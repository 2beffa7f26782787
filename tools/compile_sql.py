"""Compile the Ibis expressions to the DuckDB statements in engines/sql; run after changing them."""

from collections.abc import Mapping
from itertools import product

import ibis

from plon.lifetime.engines import expressions
from plon.lifetime.engines.duckdb import SQL, ZONE


def statements() -> Mapping[str, str]:
    """Return every statement by its file's name."""
    texts = {}
    for date, amount in product(expressions.DATES, expressions.AMOUNTS):
        sales = expressions.sales_table(date, amount)
        is_minor = amount == "minor"
        lines = expressions.lines(sales, zone=ZONE, dialect="duckdb", is_minor=is_minor)
        texts[f"lines_{date}_{amount}"] = compiled(lines)
    lines = ibis.table({"customer": "int64", "day": "date", "minor": "int64"}, name="lines")
    days = expressions.customer_days(lines)
    texts["check"] = compiled(expressions.check(lines))
    texts["returned"] = compiled(expressions.returned(lines))
    texts["customer_days"] = compiled(days)
    texts["figures"] = compiled(expressions.figures(days))
    return texts


def compiled(expression: ibis.Table) -> str:
    """Return an expression as DuckDB's SQL."""
    return str(ibis.to_sql(expression, dialect="duckdb")) + "\n"


if __name__ == "__main__":
    for name, text in statements().items():
        (SQL / f"{name}.sql").write_text(text, encoding="utf-8")
