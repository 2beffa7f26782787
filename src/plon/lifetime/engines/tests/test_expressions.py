"""The committed SQL is what Ibis makes of the expressions, so DuckDB needs no Ibis to run."""

import subprocess
import sys

import pytest

from plon.lifetime.engines.duckdb import SQL

pytest.importorskip("ibis", reason="Ibis is not installed: it is the extra [spark]")

from tools.compile_sql import statements


def test_the_committed_statements_are_the_compiled_ones() -> None:
    committed = {file.stem: file.read_text(encoding="utf-8") for file in SQL.glob("*.sql")}

    assert committed == dict(statements())


def test_duckdb_and_kernel_run_without_ibis_and_frames() -> None:
    program = (
        "import sys, plon.lifetime.history.summarize\n"
        "print({'ibis', 'pyspark', 'pandas', 'polars'} & set(sys.modules))"
    )

    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "set()"
