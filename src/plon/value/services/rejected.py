"""The rejected rows with their reasons in words."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from django.utils import translation

from plon.lifetime.sales import Sales
from plon.ui.csv_rows import write_csv
from plon.value.services.words import rejection_reason

REJECTED_COLUMNS = ("file", "line", "column", "value", "reason")
_BATCH_ROWS = 65_536
_REJECTED = """
    select file_no, line_no, column_name, value, reason from rejected
    order by file_no, line_no, column_name, reason
"""


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
