"""Sales of small bases, as the reader would leave them, without a file."""

from datetime import date, datetime, time
from typing import Any

import duckdb
import pyarrow as pa

from plon.lifetime.sales import RowCounts, Sales
from plon.lifetime.tests.bases import Bought

_COLUMNS: dict[str, pa.DataType] = {
    "file_no": pa.int32(),
    "line_no": pa.int64(),
    "customer": pa.string(),
    "day": pa.date32(),
    "moment": pa.timestamp("us"),
    "amount_minor": pa.int64(),
    "margin_minor": pa.int64(),
    "order_id": pa.string(),
    "product": pa.string(),
    "channel": pa.string(),
    "is_return": pa.bool_(),
}


def sales_of(
    bought: Bought,
    *,
    as_of: date,
    has_amount: bool = True,
    margin_share: float | None = None,
    channel: str | None = None,
    returned: Bought | None = None,
) -> Sales:
    """Return the sales of a base: a line a purchase day, and a line a return."""
    lines: list[dict[str, Any]] = []
    for is_return, own in ((False, bought), (True, returned or {})):
        for customer, days in own.items():
            for day, minor in days.items():
                lines.append(
                    {
                        "file_no": 0,
                        "line_no": len(lines) + 2,
                        "customer": customer,
                        "day": day,
                        "moment": datetime.combine(day, time()),
                        "amount_minor": minor if has_amount else None,
                        "margin_minor": round(minor * margin_share) if margin_share else None,
                        "channel": channel,
                        "is_return": is_return,
                    }
                )
    connection = _database(lines)
    back = sum(len(days) for days in (returned or {}).values())
    seen = [line["day"] for line in lines]
    return Sales(
        connection=connection,
        files=("sales.csv",),
        rows=RowCounts(read=len(lines), used=len(lines) - back, returned=back, rejected=0),
        guesses=(),
        first_day=min(seen),
        last_day=max(seen),
        as_of=as_of,
        currency="PLN",
        has_amount=has_amount,
        has_margin=margin_share is not None,
        has_order=False,
        has_product=False,
        has_channel=channel is not None,
        has_time=False,
    )


def _database(lines: list[dict[str, Any]]) -> Any:
    table = pa.Table.from_pylist(lines, schema=pa.schema(list(_COLUMNS.items())))
    connection = duckdb.connect()
    connection.register("made", table)
    connection.execute("CREATE TABLE lines AS SELECT * FROM made")
    connection.execute(
        "CREATE TABLE rejected (file_no INTEGER, line_no BIGINT, column_name VARCHAR,"
        " value VARCHAR, reason VARCHAR)"
    )
    return connection
