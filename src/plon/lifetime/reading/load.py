"""Rows of a file into a table: typed, each with its fault or none. One pass over the file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from plon.lifetime.reading.clean import clean_table, show_clean
from plon.lifetime.reading.faults import fault_sql, fault_text_sql
from plon.lifetime.reading.plan import Plan, cells_sql, stored_columns
from plon.lifetime.reading.repair import repair
from plon.lifetime.reading.returns import TURNED, is_return_sql
from plon.lifetime.reading.sources import Source, TextTable, quoted, quoted_path, repaired_relation


def load(plan: Plan, connection: Any, *, work_folder: Path) -> Plan:
    """Load a plan's file into the table `plan.table`; return the plan as it was carried out.

    Columns: customer, moment, is_return, fault (a code of sales.REASONS, or NULL), fault_text,
    `stored_columns`, and line_no where the source has it. Broken lines of a text go to the table
    `malformed`. A clean text is no table of DuckDB's but a view of columns in memory.
    """
    clean = clean_table(plan)
    if clean is not None:
        show_clean(plan, clean, connection)
        return replace(plan, source=replace(plan.source, has_lines=True, clean=clean))
    make = Make(
        number=plan.number,
        table=plan.table,
        sql=lambda source: _create_sql(replace(plan, source=source)),
    )
    source = load_source(plan.source, make, connection, work_folder=work_folder)
    return replace(plan, source=source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    """How a source becomes a table: its number and name, and the SQL that creates it."""

    number: int
    table: str
    sql: Callable[[Source], str]


def load_source(source: Source, make: Make, connection: Any, *, work_folder: Path) -> Source:
    """Load a source into `make.table`; return the source as it was read.

    Broken lines of a text go to the table `malformed`.
    """
    text = source.text
    if text is None:
        connection.execute(make.sql(source))
        return source
    if not text.must_repair and _loads_whole(source, text, make, connection):
        return source
    return _load_repaired(source, text, make, connection, work_folder)


def _loads_whole(source: Source, text: TextTable, make: Make, connection: Any) -> bool:
    """Load the fast way; say whether every line of the file became one row."""
    try:
        connection.execute(make.sql(source))
    except duckdb.InvalidInputException:  # the reader gave up on quotes or line ends
        return False
    rows = _count(connection, make.table)
    return rows == text.records and _count(connection, f"broken_{make.number}") == 0


def _load_repaired(
    source: Source, text: TextTable, make: Make, connection: Any, work_folder: Path
) -> Source:
    """Load what `repair` makes of the file, and keep the lines that it set aside."""
    good = work_folder / f"file_{make.number}_repaired.csv"
    bad = work_folder / f"file_{make.number}_rejected.csv"
    repair(
        text.path,
        good,
        bad,
        separator=text.separator,
        width=text.width,
        first_line=text.first_line,
    )
    broken = f"broken_again_{make.number}"
    relation = repaired_relation(good, text, broken)
    repaired = replace(source, relation=relation, has_lines=True)
    connection.execute(make.sql(repaired))
    connection.execute(_malformed_sql(bad, make.number))
    connection.execute(_still_broken_sql(broken, text.separator, make.number))
    good.unlink()
    bad.unlink()
    return repaired


def _create_sql(plan: Plan) -> str:
    """Return SQL that makes the file's table: cells, then returns and faults, then the signs."""
    stored = ["line_no"] if plan.source.has_lines else []
    stored += ["customer", "moment", "is_return", "fault", f"{fault_text_sql(plan)} AS fault_text"]
    for name in stored_columns(plan):
        is_money = name in {"amount_minor", "margin_minor"} and plan.has_amount
        stored.append(TURNED.format(name) if is_money else name)
    if plan.keeps_cells:
        stored.append("CASE WHEN fault IS NOT NULL OR is_return THEN own END AS own")
    judged = f"{is_return_sql(plan)} AS is_return, {fault_sql(plan)} AS fault"
    return (
        f"CREATE OR REPLACE TABLE {plan.table} AS SELECT {', '.join(stored)} "
        f"FROM (SELECT *, {judged} FROM ({cells_sql(plan)}))"
    )


def _malformed_sql(path: Path, number: int) -> str:
    columns = "{'line_no': 'BIGINT', 'line': 'VARCHAR'}"
    return f"""
        INSERT INTO malformed SELECT {number}, line_no, line
        FROM read_csv({quoted_path(path)}, auto_detect=false, header=false, delim=',',
            quote='"', escape='"', columns={columns})"""


def _still_broken_sql(table: str, separator: str, number: int) -> str:
    """Return SQL for records that the reader refused even so; each begins with its line number."""
    line_no = f"TRY_CAST(split_part(csv_line, {quoted(separator)}, 1) AS BIGINT)"
    return f"""
        INSERT INTO malformed SELECT {number}, COALESCE({line_no}, 0), any_value(csv_line)
        FROM {table} GROUP BY line, 2"""


def _count(connection: Any, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
