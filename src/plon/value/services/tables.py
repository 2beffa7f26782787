"""The customers as Parquet and CSV, and the rejected rows with their reasons in words."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils import translation

from plon.lifetime.sales import Sales
from plon.ui.csv_rows import write_csv
from plon.value.services.files import sync
from plon.value.services.words import rejection_reason

REJECTED_COLUMNS = ("file", "line", "column", "value", "reason")
_BATCH_ROWS = 65_536
_REPEATING = ["group", "tier", "channel", "why"]  # a dictionary of others is as long as they are
_REJECTED = """
    select file_no, line_no, column_name, value, reason from rejected
    order by file_no, line_no, column_name, reason
"""


def write_customers(customers: pa.Table, *, parquet: Path, csv: Path, language: str) -> None:
    """Write one row a customer, in the table's order: exact in Parquet, for people in CSV."""
    with ThreadPoolExecutor(1) as beside:
        exact = beside.submit(_write_exact, customers, parquet)
        batches = customers.to_batches(max_chunksize=_BATCH_ROWS)
        write_csv(csv, batches, columns=customers.column_names, language=language)
        sync(csv)
        exact.result()


def _write_exact(customers: pa.Table, path: Path) -> None:
    pq.write_table(customers, path, compression="zstd", use_dictionary=_REPEATING)
    sync(path)


def write_rejected(sales: Sales, path: Path, *, language: str) -> None:
    """Write every rejected row with its place and its reason in words."""
    with translation.override(language):
        write_csv(path, _rejected(sales), columns=REJECTED_COLUMNS, language=language)


def _rejected(sales: Sales) -> Iterator[pa.RecordBatch]:
    reader = sales.connection.execute(_REJECTED).to_arrow_reader(_BATCH_ROWS)
    for batch in reader:
        files = pa.array(sales.files, pa.string()).take(batch["file_no"])
        reasons = batch["reason"].dictionary_encode()
        told = [rejection_reason(code) for code in reasons.dictionary.to_pylist()]
        columns = [files, batch["line_no"], batch["column_name"], batch["value"]]
        yield pa.RecordBatch.from_arrays(
            [*columns, pa.array(told, pa.string()).take(reasons.indices)],
            names=list(REJECTED_COLUMNS),
        )
