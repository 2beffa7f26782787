"""Parts of an import: a Parquet file each, a row group a batch, in the order of loading."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

BATCH_ROWS = 5_000
REJECTED = "rejected.parquet"
HEADINGS = "headings"  # of the file, in the metadata of its rejected rows
_BROKEN = pa.schema(
    [("line_no", pa.int64())]
    + [(name, pa.string()) for name in ("column_name", "value", "reason")]
    + [("cells", pa.list_(pa.string()))]
)
ORDER = ("products", "customers", "orders", "refunds", "records")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One kind of rows to load."""

    name: str
    batches: int
    rows: int


def put_parts(drafts: Path, folder: Path) -> None:
    """Put the parts of a check, all whole, in the place of an earlier one's.

    That may have taken the file for another list: a part that is no more goes.
    """
    for path in (*(_path(drafts, name) for name in ORDER), drafts / REJECTED):
        if path.exists():
            path.replace(folder / path.name)
        else:
            (folder / path.name).unlink(missing_ok=True)


def write_part(folder: Path, name: str, connection: Any, queries: Iterable[str]) -> Part:
    """Write the rows of SQL queries, one after another, as a part, batch by batch."""
    batches = rows = 0
    readers = (connection.execute(query).to_arrow_reader(BATCH_ROWS) for query in queries)
    first = next(readers)
    with pq.ParquetWriter(_path(folder, name), first.schema, compression="zstd") as writer:
        for batch in _even(chain(first, chain.from_iterable(readers)), first.schema):
            writer.write_table(batch, row_group_size=BATCH_ROWS)
            batches, rows = batches + 1, rows + batch.num_rows
    return Part(name=name, batches=batches, rows=rows)


def write_rows(folder: Path, name: str, rows: Iterable[Mapping[str, str]]) -> Part:
    """Write rows of texts as a part, batch by batch."""
    source, batches, count = iter(rows), 0, 0
    first = list(islice(source, BATCH_ROWS))
    schema = pa.schema([pa.field(column, pa.string()) for column in (first or [{}])[0]])
    with pq.ParquetWriter(_path(folder, name), schema, compression="zstd") as writer:
        while first:
            writer.write_table(pa.Table.from_pylist(first, schema=schema), BATCH_ROWS)
            batches, count = batches + 1, count + len(first)
            first = list(islice(source, BATCH_ROWS))
    return Part(name=name, batches=batches, rows=count)


def write_broken(
    folder: Path, rows: Iterable[Mapping[str, Any]], *, headings: Sequence[str]
) -> int:
    """Write rejected rows of a list that no engine read; return how many there are."""
    source, count = iter(rows), 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal count
        while part := list(islice(source, BATCH_ROWS)):
            count += len(part)
            yield pa.RecordBatch.from_pylist(part, schema=_BROKEN)

    reader = pa.RecordBatchReader.from_batches(_BROKEN, batches())
    write_rejected(folder, reader, headings=headings)
    return count


def write_rejected(folder: Path, reader: pa.RecordBatchReader, *, headings: Sequence[str]) -> None:
    """Write the rejected rows: line_no, column_name, value, reason, and the row's own cells."""
    schema = reader.schema.with_metadata({HEADINGS: json.dumps(headings)})
    with pq.ParquetWriter(folder / REJECTED, schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)


def read_batch(folder: Path, number: int) -> tuple[str, list[dict[str, Any]]]:
    """Return the part's name and the rows of a batch, counted from 0 over all parts."""
    for name in ORDER:
        path = _path(folder, name)
        if not path.exists():
            continue
        with pq.ParquetFile(path) as file:
            if number < file.num_row_groups:
                return name, file.read_row_group(number).to_pylist()
            number -= file.num_row_groups
    raise IndexError(number)


def _even(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """Yield tables of BATCH_ROWS rows; the engine's own batches are of any length."""
    kept: list[pa.RecordBatch] = []
    for batch in batches:
        kept.append(batch)
        while sum(map(len, kept)) >= BATCH_ROWS:
            table = pa.Table.from_batches(kept, schema)
            yield table.slice(0, BATCH_ROWS)
            kept = table.slice(BATCH_ROWS).to_batches()
    if any(map(len, kept)):
        yield pa.Table.from_batches(kept, schema)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"
