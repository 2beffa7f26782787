"""Rows of a file into a table: typed, each with its fault or none. One pass over the file."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from plon.lifetime.reading.faults import fault_sql, fault_text_sql
from plon.lifetime.reading.plan import Plan, cells_sql, stored_columns
from plon.lifetime.reading.repair import repair
from plon.lifetime.reading.returns import is_return_sql
from plon.lifetime.reading.sources import TextTable, quoted, quoted_path, repaired_relation

# A return that a document names may stand in the file as a positive amount.
_TURNED = "CASE WHEN is_return AND amount_minor > 0 THEN -{0} ELSE {0} END AS {0}"


def load(plan: Plan, connection: Any, *, work_folder: Path) -> Plan:
    """Load a plan's file into the table `plan.table`; return the plan as it was carried out.

    Columns: customer, moment, is_return, fault (a code of sales.REASONS, or NULL), fault_text,
    `stored_columns`, and line_no where the source has it. Broken lines of a text go to the table
    `malformed`.
    """
    text = plan.source.text
    if text is None:
        connection.execute(_create_sql(plan))
        return plan
    if not text.must_repair and _loads_whole(plan, text, connection):
        return plan
    return _load_repaired(plan, text, connection, work_folder)


def _loads_whole(plan: Plan, text: TextTable, connection: Any) -> bool:
    """Load the fast way; say whether every line of the file became one row."""
    try:
        connection.execute(_create_sql(plan))
    except duckdb.InvalidInputException:  # the reader gave up on quotes or line ends
        return False
    rows = _count(connection, plan.table)
    return rows == text.records and _count(connection, f"broken_{plan.number}") == 0


def _load_repaired(plan: Plan, text: TextTable, connection: Any, work_folder: Path) -> Plan:
    """Load what `repair` makes of the file, and keep the lines that it set aside."""
    good = work_folder / f"file_{plan.number}_repaired.csv"
    bad = work_folder / f"file_{plan.number}_rejected.csv"
    repair(
        text.path,
        good,
        bad,
        separator=text.separator,
        width=text.width,
        first_line=text.first_line,
    )
    broken = f"broken_again_{plan.number}"
    relation = repaired_relation(good, text, broken)
    repaired = replace(plan, source=replace(plan.source, relation=relation, has_lines=True))
    connection.execute(_create_sql(repaired))
    connection.execute(_malformed_sql(bad, plan.number))
    connection.execute(_still_broken_sql(broken, text.separator, plan.number))
    good.unlink()
    bad.unlink()
    return repaired


def _create_sql(plan: Plan) -> str:
    """Return SQL that makes the file's table: cells, then returns and faults, then the signs."""
    stored = ["line_no"] if plan.source.has_lines else []
    stored += ["customer", "moment", "is_return", "fault", f"{fault_text_sql(plan)} AS fault_text"]
    for name in stored_columns(plan):
        is_money = name in {"amount_minor", "margin_minor"} and plan.has_amount
        stored.append(_TURNED.format(name) if is_money else name)
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
