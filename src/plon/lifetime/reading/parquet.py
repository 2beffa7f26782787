"""A Parquet file as a source: types are known, so only the roles are guessed."""

from pathlib import Path
from typing import Any

import duckdb

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.columns import SAMPLE_ROWS, Column
from plon.lifetime.reading.sources import Source, quoted_path, refuse_empty
from plon.lifetime.reading.tables import WIDTH_MAX

_KINDS = {
    "VARCHAR": "text",
    "DATE": "day",
    "TIMESTAMP WITH TIME ZONE": "instant",
    "FLOAT": "float",
    "DOUBLE": "float",
}


def open_parquet(path: Path, *, connection: Any) -> Source:
    """Describe a Parquet file. Raises InputUnusable for a broken, an empty or a too wide one."""
    file = f"read_parquet({quoted_path(path)})"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {file}").fetchall()
        rows = connection.execute(
            f"SELECT COLUMNS(*)::VARCHAR FROM {file} LIMIT {SAMPLE_ROWS}"
        ).fetchall()
    except duckdb.Error:
        raise InputUnusable(
            sentence('"%(file)s" cannot be read as Parquet: export it again.'), file=path.name
        ) from None
    if len(described) > WIDTH_MAX:
        raise InputUnusable(
            sentence(
                "The table has %(columns)s columns and at most %(most)s are read: "
                "leave only the customer, date, amount and a few more."
            ),
            columns=len(described),
            most=WIDTH_MAX,
        )
    if not rows:
        raise refuse_empty(path.name)
    columns = [
        Column(
            index=index,
            heading=heading,
            kind=_kind(kind),
            cells=tuple(cell.strip() for row in rows if (cell := row[index]) and cell.strip()),
        )
        for index, (heading, kind, *_) in enumerate(described)
    ]
    names = ", ".join(f'"{c.heading.replace(chr(34), chr(34) * 2)}" AS c{c.index}' for c in columns)
    return Source(
        name=path.name,
        relation=f"(SELECT {names} FROM {file})",
        columns=columns,
        first_line=1,
        has_lines=False,
        guesses=(),
    )


def _kind(sql_type: str) -> str:
    if sql_type in _KINDS:
        return _KINDS[sql_type]
    if sql_type.startswith("TIMESTAMP"):
        return "moment"
    is_number = sql_type.rstrip("0123456789(),").endswith("INT") or sql_type.startswith("DECIMAL")
    return "number" if is_number or sql_type in {"INTEGER", "UINTEGER"} else "other"
