"""From loaded files to `lines` and `rejected`, with counts that close."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

import duckdb
import numpy as np

from plon.lifetime.kernel.repeats import repeated_rows
from plon.lifetime.reading.clean import tell_clean
from plon.lifetime.reading.faults import column_name_sql
from plon.lifetime.reading.plan import Plan, day_sql, kinds, stored_columns
from plon.lifetime.reading.refusals import disk_full, is_disk_full
from plon.lifetime.reading.sources import quoted
from plon.lifetime.sales import RowCounts

_SORTED_ROWS_MAX = 20_000_000  # 160 MB of hashes
_SHARED = ("customer", "moment", "amount_minor", "order_id", "product", "quantity")
_SAME = ", ".join(_SHARED)  # in lines that are equal


def make_tables(
    plans: Sequence[Plan], connection: Any, *, drop_duplicates: bool
) -> Callable[[], int]:
    """Make the view `lines` and the table `rejected`; return what tells how many lines repeat.

    Lines are kept in the files' tables and not copied. Repeats are equal in customer, moment,
    amount, order, product and quantity. They are counted when that is first asked for, by whatever
    thread, and by one at a time.
    """
    connection.execute("CREATE VIEW every AS " + " UNION ALL ".join(map(_lines_sql, plans)))
    connection.execute(
        "CREATE TABLE rejected AS SELECT file_no, line_no, CAST('' AS VARCHAR) AS column_name, "
        "line AS value, CAST('row_malformed' AS VARCHAR) AS reason FROM malformed"
    )
    for plan in plans:
        connection.execute(_rejected_sql(plan))
    if any(plan.keeps_cells for plan in plans):
        connection.execute("CREATE VIEW own AS " + " UNION ALL ".join(map(_own_sql, plans)))
    repeats = _counting(plans, connection)
    is_dropping = drop_duplicates and repeats() > 0
    if is_dropping:
        _drop_repeats(connection)
    kept = " ANTI JOIN repeats USING (file_no, line_no)" if is_dropping else ""
    connection.execute(
        f"CREATE VIEW lines AS SELECT * EXCLUDE (quantity, currency) FROM every{kept}"
    )
    return repeats


def count_rows(connection: Any) -> tuple[RowCounts, tuple[date, date] | None]:
    """Return the rows of all files, and the first and the last day of good lines if any."""
    used, returned, first, last = connection.execute(
        "SELECT count(*) FILTER (NOT is_return), count(*) FILTER (is_return), min(day), max(day) "
        "FROM lines"
    ).fetchone()
    reasons = connection.execute(
        "SELECT reason, count(*) FROM rejected GROUP BY reason ORDER BY reason"
    ).fetchall()
    by_reason = {str(reason): int(times) for reason, times in reasons}
    rejected = sum(by_reason.values())
    counts = RowCounts(
        read=used + returned + rejected,
        used=used,
        returned=returned,
        rejected=rejected,
        by_reason=by_reason,
    )
    return counts, ((first, last) if first else None)


def currencies_seen(connection: Any) -> dict[str, int]:
    """Return how many good lines are in each currency; "" counts those that name none."""
    rows = connection.execute(
        "SELECT COALESCE(currency, ''), count(*) FROM every GROUP BY 1"
    ).fetchall()
    return {str(code): int(times) for code, times in rows}


def anonymous_minor(plans: Sequence[Plan], connection: Any) -> int:
    """Return the turnover of lines that are good but for the customer, returns taken off."""
    return sum(_anonymous_minor(plan, connection) for plan in plans if plan.has_amount)


def _anonymous_minor(plan: Plan, connection: Any) -> int:
    until = min(plan.today, plan.as_of or plan.today).isoformat()
    tests = [
        "fault = 'no_customer'",
        f"{day_sql(plan)} BETWEEN DATE '1900-01-01' AND DATE '{until}'",
    ]
    if plan.currency is not None and "currency" in stored_columns(plan):
        tests.append(f"COALESCE(currency, '{plan.currency}') = '{plan.currency}'")
    query = f"SELECT COALESCE(sum(amount_minor), 0) FROM {plan.table} WHERE {' AND '.join(tests)}"
    return int(connection.execute(query).fetchone()[0])


def _line_no(plan: Plan) -> str:
    """Return SQL of the line's number: rows lie in the file's order, so rowid counts lines."""
    return "line_no" if plan.source.has_lines else f"rowid + {plan.source.first_line}"


def _lines_sql(plan: Plan) -> str:
    stored = stored_columns(plan)
    optional = [
        n if n in stored else f"CAST(NULL AS {kind}) AS {n}" for n, kind in kinds(plan).items()
    ]
    return f"""
        SELECT {plan.number} AS file_no, CAST({_line_no(plan)} AS BIGINT) AS line_no, customer,
            {day_sql(plan)} AS day, CAST(moment AS TIMESTAMP) AS moment, {", ".join(optional)},
            is_return
        FROM {plan.table} WHERE fault IS NULL"""


def _rejected_sql(plan: Plan) -> str:
    return f"""
        INSERT INTO rejected
        SELECT {plan.number}, {_line_no(plan)}, {column_name_sql(plan)}, COALESCE(fault_text, ''),
            fault
        FROM {plan.table} WHERE fault IS NOT NULL"""


def _own_sql(plan: Plan) -> str:
    width, parted = len(plan.source.columns), f"string_split(line, {quoted(plan.source.separator)})"
    return f"""
        SELECT {plan.number} AS file_no, CAST({_line_no(plan)} AS BIGINT) AS line_no, own AS cells
        FROM {plan.table} WHERE own IS NOT NULL
        UNION ALL SELECT file_no, line_no, list_resize({parted}, {width}) FROM malformed
        WHERE file_no = {plan.number}"""


def _counting(plans: Sequence[Plan], connection: Any) -> Callable[[], int]:
    clean = _clean_cells(plans)
    own = connection.cursor()  # made here: another thread may count
    for plan in plans:
        if plan.source.clean is not None:
            tell_clean(plan, plan.source.clean, own)

    @cache
    def counted() -> int:
        try:
            repeats = repeated_rows(clean) if clean else None
            repeats = _repeats(own) if repeats is None else repeats
        except duckdb.Error as error:  # whoever asks again gets it again
            if is_disk_full(error):
                raise disk_full() from error
            raise
        own.close()
        return repeats

    return counted


def _clean_cells(plans: Sequence[Plan]) -> list[Any]:
    """Return the columns that equal lines share, a table a file, where all files were clean."""
    tables = [plan.source.clean for plan in plans]
    if any(table is None for table in tables):
        return []
    return [table.select([c for c in _SHARED if c in table.column_names]) for table in tables]


def _repeats(connection: Any) -> int:
    """Return how many lines are equal to another, by their 64-bit hashes.

    Sorting the hashes takes a third of the time that grouping them in the engine does, as long as
    they fit in memory.
    """
    rows = connection.execute("SELECT count(*) FROM every").fetchone()[0]
    hashes = f"SELECT hash({_SAME}) AS same FROM every"
    if rows <= _SORTED_ROWS_MAX:
        same = np.sort(connection.execute(hashes).fetchnumpy()["same"])
        return int(np.count_nonzero(same[1:] == same[:-1]))
    query = (
        f"SELECT COALESCE(sum(times - 1), 0) FROM (SELECT count(*) AS times FROM ({hashes}) "
        "GROUP BY same HAVING count(*) > 1)"
    )
    return int(connection.execute(query).fetchone()[0])


def _drop_repeats(connection: Any) -> None:
    """Keep the first of equal lines; the others become rejected."""
    connection.execute(
        f"CREATE TABLE repeats AS SELECT file_no, line_no FROM (SELECT file_no, line_no, "
        f"row_number() OVER (PARTITION BY {_SAME} ORDER BY file_no, line_no) AS place FROM every) "
        "WHERE place > 1"
    )
    connection.execute(
        "INSERT INTO rejected SELECT file_no, line_no, '', '', 'duplicate' FROM repeats"
    )
