"""What a check takes of memory, in a process of its own."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from plon.imports.domain import Kind
from plon.imports.services import Request, prepare
from plon.lifetime.reading import ReadOptions, look_at

ROWS = 200_000
MIB_MAX = 300  # beyond what the process takes before; a row costs some 250 bytes
CHECK = """
import resource, sys
from datetime import date
from pathlib import Path

import django

django.setup()
from plon.imports.domain import Kind
from plon.imports.services import Request, prepare

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

before, file = peak(), Path(sys.argv[1])
roles = {"order": "nr", "customer": "who", "date": "when", "amount": "much", "product": "what"}
told = prepare(Request(
    kind=Kind.ORDERS, file=file, mapping=roles, options={}, zone="Europe/Warsaw", currency="PLN",
    today=date(2026, 1, 1), into=file.parent,
))
print(told.counts["orders"], peak() - before)
"""


def test_the_check_of_many_sales_takes_little(tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    with file.open("w") as text:
        text.write("nr;who;when;much;what\n")
        text.writelines(
            f"Z{n};K{n % 20_011};202{n % 5}-0{1 + n % 9}-{10 + n % 19};{n % 900},50;P{n % 99}\n"
            for n in range(ROWS)
        )

    told = subprocess.run(
        [sys.executable, "-c", CHECK, str(file)], check=True, capture_output=True, text=True
    )

    orders, mib = map(int, told.stdout.split())  # nothing else is printed
    assert orders == ROWS
    assert mib < MIB_MAX


@pytest.mark.parametrize("kind", [Kind.ORDERS, Kind.CUSTOMERS])
def test_the_engine_is_bounded_from_the_first_line_on(
    kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[str] = []
    real = duckdb.connect

    def bounded(name: str = ":memory:", *, config: Any = None) -> Any:
        limits.append((config or {}).get("memory_limit", ""))
        return real(name, config=config or {})

    monkeypatch.setattr(duckdb, "connect", bounded)
    file = tmp_path / "sales.csv"
    file.write_text("who;when;much\nK1;2024-01-02;5,50\n")
    columns = {"customer": "who", "date": "when", "amount": "much"}
    prepare(
        Request(
            kind=kind,
            file=file,
            mapping=columns if kind is Kind.ORDERS else {"external_id": "who"},
            options={},
            zone="Europe/Warsaw",
            currency="PLN",
            today=date(2026, 1, 1),
            into=tmp_path,
        )
    )
    with real() as engine:
        engine.sql(f"COPY (SELECT 1 AS who) TO '{tmp_path / 'sales.parquet'}'")
    look_at(tmp_path / "sales.parquet", ReadOptions())

    assert limits == ["512MB", "512MB"]
