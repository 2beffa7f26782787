"""The workspace's orders as the library takes sales."""

from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from plon.lifetime.sales import RowCounts, Sales

# A refund takes back the same share of the margin as of the price.
_LINES = """
    CREATE TABLE lines AS
    WITH bought AS (
        SELECT "order", sum(amount_minor) AS amount, sum(margin_minor) AS margin
        FROM given WHERE amount_minor > 0 GROUP BY "order"
    )
    SELECT 1 AS file_no, row_number() OVER () AS line_no, given.customer, given.date AS day,
           given.date::TIMESTAMP AS moment, given.amount_minor,
           CASE WHEN given.amount_minor >= 0 THEN given.margin_minor
                ELSE round(given.amount_minor * bought.margin / bought.amount)::BIGINT
           END AS margin_minor,
           given."order" AS order_id, NULL::VARCHAR AS product,
           nullif(given.channel, '') AS channel, given.amount_minor < 0 AS is_return
    FROM given LEFT JOIN bought USING ("order") WHERE given.date <= ?
"""
_COUNTS = """
    SELECT count(*) FILTER (NOT is_return), count(*) FILTER (is_return), min(day), max(day),
           count(*) FILTER (NOT is_return AND margin_minor IS NULL),
           min(day) FILTER (NOT is_return AND margin_minor IS NULL), count(channel)
    FROM lines
"""


def with_margins(sold: pa.Table, margin_bp: int | None) -> pa.Table:
    """Return the sales with a margin of so many hundredths of a percent where they tell none."""
    if margin_bp is None:
        return sold
    share = pc.multiply(sold["amount_minor"].cast(pa.float64()), margin_bp / 10_000)
    guessed = pc.round(share).cast(pa.int64())
    is_open = pc.and_(pc.is_null(sold["margin_minor"]), pc.greater(sold["amount_minor"], 0))
    filled = pc.if_else(is_open, guessed, sold["margin_minor"])
    return sold.set_column(sold.schema.get_field_index("margin_minor"), "margin_minor", filled)


def sales_from(
    given: Any, *, currency: str, as_of: date, is_margin: bool | None = None
) -> Sales | None:
    """Return a table of orders.queries.SALES as sales seen until a day; None without a purchase.

    Value is made of margins only where every purchase has one: a mean of margin and turnover
    would be neither. is_margin: whether it is, where these are some sales of a larger base.
    """
    connection = duckdb.connect()
    connection.register("given", given)
    connection.execute(_LINES, [as_of])
    connection.execute("CREATE TABLE rejected (file_no INTEGER, line_no BIGINT, reason VARCHAR)")
    used, returned, first, last, unknown, since, named = connection.sql(_COUNTS).fetchall()[0]
    if not used:
        connection.close()
        return None
    return Sales(
        connection=connection,
        files=(),
        rows=RowCounts(read=used + returned, used=used, returned=returned, rejected=0),
        guesses=(),
        first_day=first,
        last_day=last,
        as_of=as_of,
        currency=currency,
        has_amount=True,
        has_margin=unknown == 0 if is_margin is None else is_margin,
        has_order=True,
        has_product=False,
        has_channel=named > 0,
        has_time=False,
        marginless=unknown,
        marginless_since=since,
    )
