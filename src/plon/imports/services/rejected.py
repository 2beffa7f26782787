"""The rejected rows as a file for a spreadsheet: as they were written, and why they were set aside.

Mended there, the file is brought in again as it is: the columns of ours stand last, and are left
out by whoever looks at it.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from plon.imports.domain import heading
from plon.imports.services.preparing import HEADINGS, REJECTED
from plon.imports.services.words import rejection_label
from plon.ui.csv_rows import write_csv

_TOLD = ("rejected_line", "rejected_column", "rejected_value", "rejected_reason")
_AT_ONCE = 10_000  # rows in memory


def write_rejected(folder: Path, target: Path, *, language: str) -> None:
    """Write the rejected rows of the last check as CSV; cells cannot become formulas."""
    with pq.ParquetFile(folder / REJECTED) as file:
        kept = file.schema_arrow.metadata or {}
        own = json.loads(kept.get(HEADINGS.encode(), "[]"))  # older files hold no cells
        titles = [*own, *(heading(name, language=language) for name in _TOLD)]
        write_csv(target, _told(file, own), columns=titles, language=language)


def _told(file: pq.ParquetFile, own: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Yield the rows with their reasons in words, each looked up once."""
    label = cache(rejection_label)
    for batch in file.iter_batches(_AT_ONCE):
        cells = [pc.list_element(batch.column("cells"), place) for place in range(len(own))]
        codes = batch.column("reason").to_pylist()
        reasons = pa.array([label(code) for code in codes], pa.string())
        columns = [*cells, *batch.columns[:3], reasons]
        yield pa.RecordBatch.from_arrays(columns, names=list(map(str, range(len(columns)))))
