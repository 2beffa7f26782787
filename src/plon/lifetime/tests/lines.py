"""Sales made from a few rows, as a reader would leave them; for tests."""

from datetime import date, datetime, time
from typing import Any

import duckdb

from plon.lifetime.days import CustomerDays
from plon.lifetime.sales import RowCounts, Sales

_TABLE = """
    CREATE TABLE lines (file_no INTEGER, line_no BIGINT, customer VARCHAR, day DATE,
        moment TIMESTAMP, amount_minor BIGINT, margin_minor BIGINT, order_id VARCHAR,
        product VARCHAR, channel VARCHAR, is_return BOOLEAN)
"""


def line(customer: str, day: int, minor: int | None, **more: Any) -> dict[str, Any]:
    """Return a line of January 2026; a negative amount is a return."""
    return {"customer": customer, "day": date(2026, 1, day), "minor": minor, **more}


def sales_of(*lines: dict[str, Any], has_amount: bool = True, has_margin: bool = False) -> Sales:
    """Return the lines as Sales, numbered in the order given."""
    connection = duckdb.connect()
    connection.execute(_TABLE)
    rows = [_row(number, made, has_amount) for number, made in enumerate(lines, start=1)]
    connection.executemany(f"INSERT INTO lines VALUES ({', '.join('?' * 11)})", rows)
    days = [made["day"] for made in lines]
    returned = sum(row[-1] for row in rows)
    counts = RowCounts(read=len(rows), used=len(rows) - returned, returned=returned, rejected=0)
    return Sales(
        connection=connection,
        files=("sales.csv",),
        rows=counts,
        guesses=(),
        first_day=min(days),
        last_day=max(days),
        as_of=max(days),
        currency="PLN",
        has_amount=has_amount,
        has_margin=has_margin,
        has_order=True,
        has_product=True,
        has_channel=any("channel" in made for made in lines),
        has_time=any("at" in made for made in lines),
    )


def _row(number: int, made: dict[str, Any], has_amount: bool) -> tuple[Any, ...]:
    is_return = made.get("is_return", (made["minor"] or 0) < 0)
    return (
        1,
        number,
        made["customer"],
        made["day"],
        datetime.combine(made["day"], made.get("at", time())),
        made["minor"] if has_amount else None,
        made.get("margin"),
        made.get("order"),
        made.get("product"),
        made.get("channel"),
        is_return,
    )


def told(days: CustomerDays) -> dict[str, dict[int, int]]:
    """Return customer → day of January 2026 → minor units."""
    customers = days.customer.to_pylist()
    answer: dict[str, dict[int, int]] = {customer: {} for customer in customers}
    first = (date(2026, 1, 1) - date(1970, 1, 1)).days
    for index, day, minor in zip(days.index, days.day, days.value_minor, strict=True):
        answer[customers[index]][int(day) - first + 1] = int(minor)
    return answer


def returned(days: CustomerDays) -> dict[str, int]:
    """Return customer → unmatched returns."""
    return dict(zip(days.customer.to_pylist(), days.returned_minor.tolist(), strict=True))
