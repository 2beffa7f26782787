"""The embedded database that holds the lines: in memory for small files, on disk for large."""

from pathlib import Path
from typing import Any

import duckdb

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.sources import quoted

IN_MEMORY_BYTES = 512 << 20  # about ten million lines: a file of its own costs half as much again
MEMORY_LIMIT = "2GB"
_AFTERWARDS_LIMIT = "256MB"


def open_database(
    work_folder: Path, *, size_bytes: int, zone: str, memory_limit: str = MEMORY_LIMIT
) -> Any:
    """Return a DuckDB connection for files of that size; it spills into `work_folder`.

    memory_limit: what the engine may hold; more is spilled. Its zone is `zone`. Raises
    InputUnusable for a zone that does not exist.
    """
    name = ":memory:" if size_bytes <= IN_MEMORY_BYTES else str(work_folder / "lines.duckdb")
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "temp_directory": str(work_folder / "spill"),
        "autoinstall_known_extensions": "false",  # nothing may be fetched
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",  # a table's name never means a variable
    }
    connection = duckdb.connect(name, config=settings)
    connection.execute("SET enable_progress_bar = false")  # it prints; see `progress`
    try:
        connection.execute(f"SET TimeZone = {quoted(zone)}")
    except duckdb.Error:
        connection.close()
        raise InputUnusable(
            sentence('"%(zone)s" is no time zone: write for example Europe/Warsaw.'), zone=zone
        ) from None
    connection.execute("CREATE TABLE malformed (file_no INTEGER, line_no BIGINT, line VARCHAR)")
    return connection


def give_back_memory(connection: Any) -> None:
    """Give back what the engine keeps in memory of a database on disk; it reads on from there.

    Lines in memory stay where they are.
    """
    files = connection.execute("SELECT path FROM duckdb_databases() WHERE NOT internal").fetchall()
    if any(path for (path,) in files):
        connection.execute(f"SET memory_limit = '{_AFTERWARDS_LIMIT}'")
