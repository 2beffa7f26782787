"""The same bits from DuckDB, from the kernel and from a real Spark cluster, in any machine's zone."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plon.lifetime.engines.tests import fingerprint as program
from plon.lifetime.engines.tests.cluster import environment, missing, running
from plon.lifetime.engines.tests.fingerprint import fingerprint, summarised
from plon.lifetime.kernel.library import load

ROWS = 6_000
FIRST = 1_672_531_200_000_000  # 2023-01-01 UTC, microseconds
YEAR = 365 * 86_400_000_000


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    """Moments at every hour of two years, fractions of a grosz, and three returns in a hundred."""
    rng = np.random.default_rng(7)
    amount = np.round(rng.gamma(2, 20, ROWS), 3) * np.where(rng.random(ROWS) < 0.03, -1, 1)
    table = {
        "customer": pa.array(rng.integers(0, 900, ROWS)),
        "moment": pa.array(FIRST + rng.integers(0, 2 * YEAR, ROWS), pa.timestamp("us", tz="UTC")),
        "amount": pa.array(amount),
        "order": pa.array(rng.integers(0, 3_000, ROWS).astype(str)),
    }
    file = tmp_path / "sales.parquet"
    pq.write_table(pa.table(table), file, row_group_size=1_500)
    return file


@pytest.mark.skipif(load() is None, reason="the kernel was not built")
def test_kernel_and_duckdb_give_the_same_bits(sales: Path) -> None:
    assert fingerprint(summarised(sales, "kernel")) == fingerprint(summarised(sales, "duckdb"))


@pytest.mark.skipif(bool(missing()), reason=missing() or "runs")
def test_a_cluster_gives_the_same_bits_as_duckdb(sales: Path, tmp_path: Path) -> None:
    with running(tmp_path) as address:
        answer = subprocess.run(
            [sys.executable, "-m", program.__name__, str(sales), address],
            env={**environment(tmp_path), "TZ": "Pacific/Auckland"},
            capture_output=True,
            text=True,
            check=False,
        )

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == fingerprint(summarised(sales, "duckdb"))
