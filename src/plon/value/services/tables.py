"""The customers as Parquet and CSV."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from plon.ui.csv_rows import write_csv
from plon.value.services.files import sync

_BATCH_ROWS = 65_536
_REPEATING = ["group", "tier", "channel", "why"]  # a dictionary of others is as long as they are


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
