"""A file of any shape as a table of texts: for lists that are not sales."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from plon.lifetime.reading.amounts import BLANKS
from plon.lifetime.reading.columns import Column
from plon.lifetime.reading.database import MEMORY_LIMIT, open_database
from plon.lifetime.reading.files import file_kind
from plon.lifetime.reading.load import Make, load_source
from plon.lifetime.reading.opening import Opening, open_source
from plon.lifetime.reading.options import ReadOptions
from plon.lifetime.reading.overrides import check_kinds
from plon.lifetime.reading.plan import own_sql, text_sql
from plon.lifetime.reading.refusals import disk_full, is_disk_full
from plon.lifetime.reading.roles import find_column
from plon.lifetime.reading.sources import Source
from plon.lifetime.sales import Guess


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """A file in DuckDB. Tables: `cells` (line_no BIGINT, the columns asked for as VARCHAR,
    trimmed, NULL where blank; own VARCHAR[], every cell of the row in the order of `headings`)
    and `malformed` (file_no, line_no, line). separator: what parts the cells of a line.
    """

    connection: Any  # duckdb.DuckDBPyConnection
    columns: Mapping[str, Column]
    guesses: tuple[Guess, ...]
    headings: tuple[str, ...]
    separator: str


def read_cells(
    path: Path,
    options: ReadOptions,
    *,
    wanted: Mapping[str, str],
    work_folder: Path,
    memory_limit: str = MEMORY_LIMIT,
) -> Cells:
    """Read the columns wanted (name -> heading or 1-based number) of a file as texts.

    memory_limit: what the database may hold in memory; more is spilled. Blank lines are left out.
    Raises InputUnusable, one sentence; the connection is closed then.
    """
    kind = file_kind(path)
    check_kinds(options, [kind])
    size = path.stat().st_size
    connection = open_database(
        work_folder, size_bytes=size, zone=options.zone, memory_limit=memory_limit
    )
    try:
        opening = Opening(options=options, connection=connection, work_folder=work_folder)
        source = open_source(path, opening, kind=kind, number=0)
        columns = {name: find_column(given, source.columns) for name, given in wanted.items()}
        make = Make(number=0, table="loaded", sql=partial(_create_sql, columns))
        loaded = load_source(source, make, connection, work_folder=work_folder)
        connection.execute(_cells_sql(list(columns), loaded))
    except BaseException as error:
        connection.close()
        if is_disk_full(error):
            raise disk_full() from error
        raise
    return Cells(
        connection=connection,
        columns=columns,
        guesses=source.guesses,
        headings=tuple(column.name for column in source.columns),
        separator=source.separator,
    )


def _create_sql(columns: Mapping[str, Column], source: Source) -> str:
    stored = ["line_no"] if source.has_lines else []
    stored += [
        f"nullif(trim({text_sql(column)}, '{BLANKS}'), '') AS {name}"
        for name, column in columns.items()
    ]
    stored.append(f"{own_sql(source)} AS own")
    return f"CREATE OR REPLACE TABLE loaded AS SELECT {', '.join(stored)} FROM {source.relation}"


def _cells_sql(names: Sequence[str], source: Source) -> str:
    line_no = "line_no" if source.has_lines else f"CAST(rowid + {source.first_line} AS BIGINT)"
    shown = ", ".join([f"{line_no} AS line_no", *names, "own"])
    return (
        f"CREATE VIEW cells AS SELECT {shown} FROM loaded "
        f"WHERE COALESCE({', '.join(names)}) IS NOT NULL"
    )
