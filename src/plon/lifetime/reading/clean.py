"""A clean CSV read by the kernel: the same rows as DuckDB's, in a sixth of the time.

Clean is what most programs write: no quotes, no blanks at edges, days and amounts one way. One odd
cell, and the whole file is read the thorough way.
"""

import re
from datetime import date
from importlib import import_module
from typing import Any

import numpy as np
import pyarrow as pa

from plon.lifetime.kernel.clean_rows import CleanLines, clean_rows
from plon.lifetime.reading.faults import FIRST_DAY
from plon.lifetime.reading.plan import Plan, went_through_float
from plon.lifetime.reading.returns import TURNED, is_return_sql

BYTES_MAX = 128 << 20  # larger files stream through DuckDB
_READER = "pyarrow.dataset"  # DuckDB imports it by itself, and then a stop meanwhile is lost
_EPOCH = date(1970, 1, 1)
_FEED = 10
_MARK = b"\xef\xbb\xbf"  # of a UTF-8 file's beginning
_CELLS = {  # by role: the kind of cell, and the name of its column
    "customer": ("name", "customer"),
    "date": ("day", "moment"),
    "amount": ("minor", "amount_minor"),
    "margin": ("minor", "margin_minor"),
    "order": ("text", "order_id"),
    "product": ("text", "product"),
    "channel": ("text", "channel"),
}
_DAY = re.compile(r"%([Ymd])([-./])%([md])\2%([Ymd])")  # of forms with ten signs


def clean_table(plan: Plan) -> pa.Table | None:
    """Return the plan's columns with line_no; None where the file is not clean, or is large."""
    text, lines = plan.source.text, _lines_of(plan)
    if text is None or lines is None or text.path.stat().st_size > BYTES_MAX:
        return None
    letters = np.fromfile(text.path, dtype=np.uint8)
    start = _start(letters, text.first_line)
    rows = clean_rows(letters[start : _end(letters)], lines) if start is not None else None
    if rows is None or len(rows) != text.records:
        return None
    return rows.append_column("line_no", pa.array(np.arange(len(rows)) + text.first_line))


def show_clean(plan: Plan, table: pa.Table, connection: Any) -> None:
    """Make the table known to a connection as `plan.table`, with the columns that `load` tells.

    Other connections to the same database must be told of it, too: see `tell_clean`.
    """
    texts = [column for kind, column in _CELLS.values() if kind == "text"]
    empty = ", ".join(f"nullif({c}, '') AS {c}" for c in texts if c in table.column_names)
    cells = f"SELECT *{f' REPLACE ({empty})' if empty else ''} FROM {_name(plan)}"
    amounts = [c for c in ("amount_minor", "margin_minor") if c in table.column_names]
    turned = ", ".join(TURNED.format(column) for column in amounts)
    tell_clean(plan, table, connection)
    connection.execute(
        f"CREATE OR REPLACE VIEW {plan.table} AS SELECT * REPLACE ({turned}), "
        "CAST(NULL AS VARCHAR) AS fault, CAST(NULL AS VARCHAR) AS fault_text "
        f"FROM (SELECT *, {is_return_sql(plan)} AS is_return FROM ({cells}))"
    )


def tell_clean(plan: Plan, table: pa.Table, connection: Any) -> None:
    """Make the columns known to a connection; those who made the view know them already."""
    import_module(_READER)
    connection.register(_name(plan), table)


def _name(plan: Plan) -> str:
    return f"clean_{plan.number}"


def _lines_of(plan: Plan) -> CleanLines | None:
    """Return how the kernel is to read; None where the plan asks for what it does not know."""
    text, dates = plan.source.text, plan.dates
    day = _DAY.fullmatch(dates.forms[0]) if len(dates.forms) == 1 else None
    columns = plan.columns
    decimals = {number.decimal for number in plan.numbers.values()} or {"."}
    if (
        text is None
        or text.must_repair
        or day is None
        or dates.kind != "text"
        or plan.extras
        or plan.keeps_cells
        or "amount" not in columns
        or set(columns) - set(_CELLS)
        or any(column.has_odd_blanks for column in columns.values())
        or len({column.index for column in columns.values()}) < len(columns)
        or any(number.has_marks for number in plan.numbers.values())
        or len(decimals) > 1
        or went_through_float(columns["customer"])
    ):
        return None
    kinds, names = ["skip"] * text.width, {}
    for role, column in columns.items():
        kinds[column.index], names[column.index] = _CELLS[role]
    last = min(plan.today, plan.as_of or plan.today)
    return CleanLines(
        kinds=kinds,
        names=names,
        separator=text.separator,
        decimal=decimals.pop(),
        gap=day[2],
        order="".join(day.group(1, 3, 4)).lower(),
        first_day=(FIRST_DAY - _EPOCH).days,
        last_day=(last - _EPOCH).days,
    )


def _start(letters: np.ndarray, first_line: int) -> int | None:
    """Return where the first line of data begins; None where the head is too long to look at."""
    if letters[:3].tobytes() == _MARK and first_line == 1:
        return len(_MARK)
    feeds = np.flatnonzero(letters[: 1 << 20] == _FEED)
    if len(feeds) < first_line - 1:
        return None
    return int(feeds[first_line - 2]) + 1 if first_line > 1 else 0


def _end(letters: np.ndarray) -> int:
    """Return where the last line that is not blank ends."""
    tail = letters[-4096:].tobytes()
    return len(letters) - len(tail) + len(tail.rstrip(b"\r\n"))
