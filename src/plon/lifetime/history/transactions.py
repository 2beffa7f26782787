"""Typed sales from anywhere, as Arrow batches of canonical columns that can be read again.

A table or stream of Arrow, a frame of pandas or Polars, a DuckDB relation, or Parquet and CSV
files (a path, a glob, a list). Columns come out as customer (int64 or large_string), date (date32,
or a timestamp), amount (double, decimal128 or int64; absent without one) and order (large_string).
"""

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from plon.lifetime.errors import InputUnusable, sentence

BATCH = 131_072  # rows
BUFFER = 262_144  # bytes a column
ROLES = ("customer", "date", "amount", "order")


class Source(Protocol):
    """Something that gives its named columns as batches, again and again."""

    @property
    def schema(self) -> Any: ...

    @property
    def rows(self) -> int | None:
        """Return how many rows there are, where that is known without reading."""
        ...

    def bounds(self, column: str) -> tuple[int, int] | None:
        """Return the least and greatest whole number of a column, where that is cheap."""
        ...

    def batches(self, columns: Sequence[str]) -> Iterator[Any]: ...


@dataclass(frozen=True, slots=True, eq=False)
class TableSource:
    """A table in memory."""

    table: Any

    @property
    def schema(self) -> Any:
        return self.table.schema

    @property
    def rows(self) -> int | None:
        return len(self.table)

    def bounds(self, column: str) -> tuple[int, int] | None:
        if not len(self.table) or not pa.types.is_integer(self.schema.field(column).type):
            return None
        both = pc.min_max(self.table[column]).as_py()
        return None if both["min"] is None else (both["min"], both["max"])

    def batches(self, columns: Sequence[str]) -> Iterator[Any]:
        yield from self.table.select(columns).to_batches(max_chunksize=BATCH)


@dataclass(frozen=True, slots=True, eq=False)
class RelationSource:
    """A DuckDB relation, run anew for every reading."""

    relation: Any
    schema: Any

    @property
    def rows(self) -> int | None:
        return None

    def bounds(self, column: str) -> tuple[int, int] | None:
        return None

    def batches(self, columns: Sequence[str]) -> Iterator[Any]:
        quoted = (quoted_name(column) for column in columns)
        yield from self.relation.select(*map(duckdb.SQLExpression, quoted)).to_arrow_reader(BATCH)


@dataclass(frozen=True, slots=True, eq=False)
class ParquetSource:
    """Parquet files, streamed: a few batches in memory at a time."""

    files: tuple[Path, ...]
    schema: Any
    rows: int

    def bounds(self, column: str) -> tuple[int, int] | None:
        lows, highs = [], []
        for file in self.files:
            metadata = pq.read_metadata(file)
            at = metadata.schema.to_arrow_schema().get_field_index(column)
            if metadata.num_columns != len(self.schema):  # nested columns shift the places
                return None
            for group in range(metadata.num_row_groups):
                statistics = metadata.row_group(group).column(at).statistics
                if statistics is None or not isinstance(statistics.min, int):
                    return None
                lows.append(statistics.min)
                highs.append(statistics.max)
        return (min(lows), max(highs)) if lows else None

    def batches(self, columns: Sequence[str]) -> Iterator[Any]:
        for file in self.files:
            # Buffered ahead, the whole file would be in memory at the end.
            with pq.ParquetFile(file, pre_buffer=False, buffer_size=BUFFER) as parquet:
                yield from parquet.iter_batches(BATCH, columns=list(columns), use_threads=False)


def quoted_name(name: str) -> str:
    """Return an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def source_of(transactions: Any) -> Source:
    """Return transactions as a source. Raises InputUnusable for what cannot be read."""
    if isinstance(transactions, str | Path):
        return _of_files([transactions])
    if isinstance(transactions, list | tuple):
        return _of_files(transactions)
    if isinstance(transactions, pa.Table):
        return TableSource(transactions)
    if isinstance(transactions, duckdb.DuckDBPyRelation):
        return RelationSource(transactions, transactions.limit(0).to_arrow_table().schema)
    if hasattr(transactions, "__arrow_c_stream__"):
        return TableSource(pa.table(transactions))
    raise InputUnusable(
        sentence(
            "Transactions can be an Arrow table or stream, a pandas or Polars frame, a DuckDB "
            "relation, or paths of Parquet or CSV files, not %(kind)s."
        ),
        kind=type(transactions).__name__,
    )


def _of_files(patterns: Sequence[Any]) -> Source:
    files = [Path(found) for pattern in patterns for found in _expanded(str(pattern))]
    if all(file.suffix.lower() in {".parquet", ".pq"} for file in files):
        return _of_parquet(files)
    if any(file.suffix.lower() in {".parquet", ".pq"} for file in files):
        raise InputUnusable(sentence("Give Parquet files or CSV files, not both at once."))
    names = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    relation = duckdb.connect().sql(f"SELECT * FROM read_csv([{names}])")
    return RelationSource(relation, relation.limit(0).to_arrow_table().schema)


def _expanded(pattern: str) -> list[str]:
    found = [pattern] if Path(pattern).is_file() else sorted(glob.glob(pattern))
    if not found:
        raise InputUnusable(sentence('There is no file "%(file)s".'), file=pattern)
    return found


def _of_parquet(files: Sequence[Path]) -> Source:
    try:
        schemas = [pq.read_schema(file) for file in files]
        rows = sum(pq.read_metadata(file).num_rows for file in files)
    except pa.ArrowInvalid as error:
        raise InputUnusable(
            sentence("The file is not Parquet, although its name says so.")
        ) from error
    if any(schema.names != schemas[0].names for schema in schemas):
        raise InputUnusable(
            sentence("The files have different columns; give files of one kind at a time.")
        )
    return ParquetSource(tuple(files), schemas[0], rows)
