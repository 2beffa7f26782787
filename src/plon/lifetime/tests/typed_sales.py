"""A few sales as an Arrow table and in every other form they may come in; for tests."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from plon.lifetime.kernel.library import load

ENGINES = ["duckdb"] if load() is None else ["kernel", "duckdb"]

SALES = pa.table(
    {
        "customer": [7, 3, 7, 3, 7, 9],
        "date": pa.array([date(2026, 1, day) for day in (1, 2, 2, 2, 9, 9)], pa.date32()),
        "amount": [10.0, 20.5, 1.25, 0.5, 0.0, 3.0],
    }
)

FORMS = [
    *("table", "stream", "pandas", "pandas_times", "polars", "relation", "parquet"),
    *("glob", "list", "csv", "float_ids", "dates_as_text", "decimals", "singles"),
]


def forms(folder: Path) -> dict[str, Any]:
    """Return the same sales in every form they may come in."""
    pq.write_table(SALES, folder / "sales.parquet", row_group_size=2)
    for part, rows in enumerate((SALES.slice(0, 4), SALES.slice(4))):
        pq.write_table(rows, folder / f"part-{part}.parquet")
    pyarrow.csv.write_csv(SALES, folder / "sales.csv")
    connection = duckdb.connect()
    connection.register("sales", SALES)
    return {
        "table": SALES,
        "stream": pa.RecordBatchReader.from_batches(SALES.schema, SALES.to_batches()),
        "pandas": SALES.to_pandas(),
        "pandas_times": SALES.to_pandas(date_as_object=False),
        "polars": pl.DataFrame(SALES.to_pydict()),
        "relation": connection.table("sales"),
        "parquet": folder / "sales.parquet",
        "glob": str(folder / "part-*.parquet"),
        "list": [folder / "part-0.parquet", folder / "part-1.parquet"],
        "csv": str(folder / "sales.csv"),
        "float_ids": SALES.set_column(0, "customer", SALES["customer"].cast(pa.float64())),
        "dates_as_text": SALES.set_column(1, "date", SALES["date"].cast(pa.string())),
        "decimals": SALES.set_column(2, "amount", SALES["amount"].cast(pa.decimal128(18, 4))),
        "singles": SALES.set_column(2, "amount", SALES["amount"].cast(pa.float32())),
    }
