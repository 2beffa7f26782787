"""`plon value --engine spark://…`: a real cluster adds up the days, the figures are the same."""

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plon.lifetime.engines.tests.cluster import environment, missing, running
from tests.acceptance.command import CDNOW, COMMAND, plon_value


def whole(amount: str) -> int:
    """Return dollars without their cents: whole numbers in a file are major units, too."""
    return int(amount.partition(".")[0])


@pytest.mark.big
@pytest.mark.skipif(bool(missing()), reason=missing() or "runs")
@pytest.mark.parametrize("kind", [float, whole], ids=["floats", "whole numbers"])
def test_a_cluster_gives_the_same_report(tmp_path: Path, kind: Callable[[str], Any]) -> None:
    rows = [line.split() for line in CDNOW.read_text().splitlines()]
    table = pa.table(
        {
            "customer": [row[1] for row in rows],
            "date": [date.fromisoformat(row[2]) for row in rows],
            "amount": [kind(row[4]) for row in rows],
        }
    )
    pq.write_table(table, tmp_path / "sales.parquet")
    arguments = ["sales.parquet", "--as-of", "1997-09-30", "--currency", "USD", "--json"]

    with running(tmp_path) as address:
        done = subprocess.run(
            [str(COMMAND), "value", *arguments, "--engine", address],
            cwd=tmp_path,
            env=dict(environment(tmp_path)),
            capture_output=True,
            check=False,
        )

    here = plon_value(*arguments, folder=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert told(done.stdout) == told(here.out)


def told(summary: str | bytes) -> dict[str, Any]:
    """Return what may not differ; a cluster guesses less and does not look for repeated lines."""
    document: dict[str, Any] = json.loads(summary)
    for name in ("generated_at", "timings", "input", "warnings"):
        document.pop(name)
    return document


def test_a_cluster_reads_parquet_only(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text("customer;date\nann;2026-01-05\n")

    run = plon_value("sales.csv", "--engine", "spark://localhost:7077", folder=tmp_path)

    assert run.code == 2
    assert "Parquet" in run.err
    assert run.made == {"sales.csv"}
