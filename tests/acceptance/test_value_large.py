"""A file far larger than memory: streamed, every row told of, nothing left on the disk."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.acceptance.command import COMMAND, FILES

GIB = 1 << 30
FILE_BYTES = int(float(os.environ.get("PLON_BIG_FILE_GB", "1")) * 1e9)
LINE_BYTES = 45
CUSTOMERS = 200_000
DAYS_OF_CUSTOMER = 12
RETURNS_EVERY, BROKEN_EVERY = 100_003, 1_000_003  # lines

# What the run may take: the engine's own limit of 2 GB and the program, then so much a customer
# with a dozen purchase days. Nothing is allowed for bytes of the file.
FIXED_BYTES = int(2.25 * GIB)
CUSTOMER_BYTES = 1_500


@dataclass(frozen=True, kw_only=True)
class Ended:
    """One run of the command, as the system saw it."""

    code: int
    peak_bytes: int
    summary: dict[str, Any]


@pytest.fixture(scope="module")
def receipts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return lines of receipts: the larger the file, the more lines a purchase day has."""
    file = tmp_path_factory.mktemp("receipts") / "receipts.csv"
    lines = FILE_BYTES // LINE_BYTES
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        connection.execute(
            f"""
            COPY (
              SELECT 'Z-' || lpad(n::VARCHAR, 9, '0') AS "order",
                'K' || lpad((n % {CUSTOMERS})::VARCHAR, 7, '0') AS customer,
                CASE WHEN n % {BROKEN_EVERY} = 7 THEN 'some day' ELSE strftime(DATE '2023-01-01'
                  + (n % {CUSTOMERS} * 7919 + n // {CUSTOMERS} % {DAYS_OF_CUSTOMER} * 53)::INTEGER
                  % 730, '%Y-%m-%d') END AS date,
                'P' || (1000 + n % 9000)::VARCHAR AS product,
                CASE WHEN n % {RETURNS_EVERY} = 5 THEN -1.25
                  ELSE (100 + n % 9900) / 100 END::DECIMAL(9, 2) AS amount
              FROM range({lines}) AS lines(n))
            TO '{file}' (HEADER, DELIMITER ',')"""
        )
    return file


def ended(file: Path, folder: Path) -> Ended:
    """Run `plon value` on a file; its peak is the system's word, of this process alone."""
    out = folder / "plon-value"
    process = subprocess.Popen(
        [str(COMMAND), "value", str(file), "--lang", "en", "--out", str(out)],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return Ended(code=process.returncode, peak_bytes=usage.ru_maxrss * 1024, summary=dict(summary))


@pytest.mark.big
def test_a_large_file_is_streamed(receipts: Path, tmp_path: Path) -> None:
    lines = FILE_BYTES // LINE_BYTES
    run = ended(receipts, tmp_path)
    rows = run.summary["rows"]

    assert run.code == 0
    assert rows["read"] == lines == rows["used"] + rows["returned"] + rows["rejected"]
    assert rows["rejected"] == len(range(7, lines, BROKEN_EVERY))
    assert rows["returned"] > 0
    assert run.summary["totals"]["customers"] == CUSTOMERS
    assert run.peak_bytes <= FIXED_BYTES + CUSTOMERS * CUSTOMER_BYTES
    assert [entry.name for entry in tmp_path.iterdir()] == ["plon-value"]
    assert {entry.name for entry in (tmp_path / "plon-value").iterdir()} == FILES
