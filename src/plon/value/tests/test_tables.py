"""Tables for programs and for people."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plon.lifetime.sales import REASONS, Sales
from plon.lifetime.tests.sales_maker import sales_of
from plon.value.services.rejected import write_rejected
from plon.value.services.tables import write_customers

TABLE = pa.table(
    {"customer": ["=ann", "ben"], "value_12m_minor": [12_50, None], "share": [0.5, 1 / 3]}
)


@pytest.fixture
def sales() -> Sales:
    found = sales_of({"ann": {date(2026, 1, 5): 100}}, as_of=date(2026, 1, 5))
    found.connection.execute(
        "INSERT INTO rejected VALUES (0, 9, 'data', '31.02.2026', 'date_unreadable'),"
        " (0, 4, 'klient', NULL, 'no_customer')"
    )
    return found


def test_parquet_is_exact(tmp_path: Path) -> None:
    write_customers(TABLE, parquet=tmp_path / "t.parquet", csv=tmp_path / "t.csv", language="en")

    assert pq.read_table(tmp_path / "t.parquet").equals(TABLE)


def test_csv_is_for_people(tmp_path: Path) -> None:
    write_customers(TABLE, parquet=tmp_path / "t.parquet", csv=tmp_path / "t.csv", language="pl")

    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig") == (
        "customer;value_12m_minor;share\n'=ann;1250;0,500000\nben;;0,333333\n"
    )


def test_rejected_rows_stand_in_the_order_of_the_file(sales: Sales, tmp_path: Path) -> None:
    write_rejected(sales, tmp_path / "rejected.csv", language="en")

    assert (tmp_path / "rejected.csv").read_text() == (
        "file,line,column,value,reason\n"
        "sales.csv,4,klient,,no customer\n"
        "sales.csv,9,data,31.02.2026,unreadable date\n"
    )


def test_no_rejected_row_leaves_the_heading(tmp_path: Path) -> None:
    clean = sales_of({"ann": {date(2026, 1, 5): 100}}, as_of=date(2026, 1, 5))

    write_rejected(clean, tmp_path / "rejected.csv", language="pl")

    text = (tmp_path / "rejected.csv").read_text(encoding="utf-8-sig")
    assert text == "file;line;column;value;reason\n"


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_reason_has_words(tmp_path: Path, language: str) -> None:
    sales = sales_of({"ann": {date(2026, 1, 5): 100}}, as_of=date(2026, 1, 5))
    for line, reason in enumerate(REASONS):
        sales.connection.execute("INSERT INTO rejected VALUES (0, ?, 'c', 'v', ?)", [line, reason])

    write_rejected(sales, tmp_path / "rejected.csv", language=language)

    lines = (tmp_path / "rejected.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    words = [line.replace(";", ",").split(",")[4] for line in lines]
    assert len(set(words)) == len(REASONS)
    assert not set(words) & set(REASONS) - {"duplicate"}


@pytest.mark.parametrize("language", ["pl", "en"])
def test_csv_is_the_same_without_the_kernel(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pa.table(
        {
            "customer": ["=a", 'b"c', "d;e,f", "ż", None, ""],
            "day": pa.array([0, 20_000, None, -1, 1, 2], pa.int32()).cast(pa.date32()),
            "count": pa.array([1, -1, None, 127, -128, 0], pa.int8()),
            "is_slipping": [True, None, False, True, False, True],
            "share": [0.5, 1 / 128, float("nan"), -1e-9, None, 123_456.7890125],
        }
    ).slice(1)
    names = [tmp_path / name for name in ("with.csv", "without.csv")]
    for name, is_off in zip(names, ("", "1"), strict=True):
        monkeypatch.setenv("PLON_NO_KERNEL", is_off)
        write_customers(rows, parquet=tmp_path / "t.parquet", csv=name, language=language)

    assert names[0].read_bytes() == names[1].read_bytes()
