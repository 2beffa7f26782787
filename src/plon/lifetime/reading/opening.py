"""A file of any kind as a source."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plon.lifetime.reading.files import PARQUET, WORKBOOK
from plon.lifetime.reading.options import ReadOptions
from plon.lifetime.reading.parquet import open_parquet
from plon.lifetime.reading.sources import Source
from plon.lifetime.reading.text_source import open_text
from plon.lifetime.reading.workbooks import open_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a file is opened with, and where copies of it go."""

    options: ReadOptions
    connection: Any  # duckdb.DuckDBPyConnection
    work_folder: Path


def open_source(path: Path, opening: Opening, *, kind: str, number: int) -> Source:
    """Return a file of a kind (see `files`) ready to load. Raises InputUnusable."""
    options, connection = opening.options, opening.connection
    if kind == PARQUET:
        return open_parquet(path, connection=connection)
    if kind == WORKBOOK:
        return open_workbook(path, number=number, options=options, connection=connection)
    return open_text(path, number=number, options=options, work_folder=opening.work_folder)
