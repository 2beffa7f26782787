"""A list as a CSV file, in the place of its page: the same address with ?format=csv."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
from django.http import FileResponse, HttpRequest

from plon.ui.csv_rows import MONEY_SCALE, write_csv
from plon.ui.language import active_language

TEXT, MONEY = pa.string(), pa.decimal128(18, MONEY_SCALE)
Columns: TypeAlias = Mapping[str, pa.DataType]  # heading -> TEXT or MONEY
Rows: TypeAlias = Sequence[Sequence[object]]  # texts, Decimals or None


def is_wanted(request: HttpRequest) -> bool:
    """Say whether the list is asked for as a file."""
    return request.GET.get("format") == "csv"


def csv_file(columns: Columns, parts: Iterable[Rows], *, name: str) -> FileResponse:
    """Return rows as a file, written part by part: memory holds one. No cell is a formula."""
    schema = pa.schema([pa.field(str(place), kind) for place, kind in enumerate(columns.values())])
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / f"{name}.csv"
        batches = (_batch(rows, schema) for rows in parts if rows)
        write_csv(path, batches, columns=list(columns), language=active_language())
        file = path.open("rb")  # on POSIX it can be read when its name is gone
    return FileResponse(file, as_attachment=True, filename=f"{name}.csv", content_type="text/csv")


def major(minor: int | None) -> Decimal | None:
    """Return minor units as a cell of MONEY."""
    return None if minor is None else Decimal(minor).scaleb(-MONEY_SCALE)


def _batch(rows: Rows, schema: pa.Schema) -> pa.RecordBatch:
    cells = zip(*rows, strict=True)
    columns = [pa.array(column, kind) for column, kind in zip(cells, schema.types, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
