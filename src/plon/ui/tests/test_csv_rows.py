"""CSV as spreadsheets of both languages open it, without formulas."""

import csv
import io
import math
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.ui.csv_rows import DIALECTS, write_csv

COLUMNS: dict[str, pa.Array] = {
    "name": pa.array(["Żółw", None]),
    "share": pa.array([0.25, math.nan]),
    "count": pa.array([3, None]),
    "day": pa.array([date(2026, 11, 22), None]),
    "group": pa.array(["loyal", "new"]).dictionary_encode(),
}


def written(folder: Path, columns: dict[str, pa.Array], *, language: str) -> bytes:
    path = folder / "table.csv"
    batch = pa.RecordBatch.from_pydict(columns)
    write_csv(path, [batch], columns=list(columns), language=language)
    return path.read_bytes()


def test_polish_has_a_mark_semicolons_and_a_decimal_comma(tmp_path: Path) -> None:
    assert written(tmp_path, COLUMNS, language="pl").decode("utf-8") == (
        "\ufeffname;share;count;day;group\r\nŻółw;0,250000;3;2026-11-22;loyal\r\n;;;;new\r\n"
    )


def test_english_is_plain(tmp_path: Path) -> None:
    assert written(tmp_path, COLUMNS, language="en").decode("utf-8") == (
        "name,share,count,day,group\r\nŻółw,0.250000,3,2026-11-22,loyal\r\n,,,,new\r\n"
    )


@pytest.mark.parametrize("cell", ["=1+1", "+48 1", "-5", "@x", "\tx", "\rx", "\n=x"])
def test_a_cell_that_looks_like_a_formula_gets_an_apostrophe(tmp_path: Path, cell: str) -> None:
    text = written(tmp_path, {"name": pa.array([cell])}, language="en").decode()

    assert next(csv.reader(io.StringIO(text.split("\r\n", 1)[1], newline=""))) == ["'" + cell]


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    columns = {"money": pa.array([-5]), "share": pa.array([-0.5])}

    assert written(tmp_path, columns, language="en").endswith(b"\r\n-5,-0.500000\r\n")


def test_amounts_keep_two_decimals_and_quantities_more(tmp_path: Path) -> None:
    amounts = pa.array([Decimal("1.50"), Decimal("-2.00"), None], pa.decimal128(18, 2))
    quantities = pa.array([Decimal("1.500"), None, None], pa.decimal128(18, 3))

    text = written(tmp_path, {"amount": amounts, "quantity": quantities}, language="pl")

    assert text.endswith(b"\r\n1,50;1,500000\r\n-2,00;\r\n;\r\n")


@pytest.mark.parametrize("value", [1e-9, 1e20, -1e-9])
def test_numbers_have_no_exponent(tmp_path: Path, value: float) -> None:
    text = written(tmp_path, {"x": pa.array([value])}, language="en")

    assert b"e" not in text.split(b"\r\n")[1]


def test_batches_follow_one_another_under_one_heading(tmp_path: Path) -> None:
    batches = [
        pa.RecordBatch.from_pydict({"n": pa.array(cells, pa.int64())}) for cells in ([1], [], [2])
    ]

    write_csv(tmp_path / "t.csv", batches, columns=["n"], language="en")

    assert (tmp_path / "t.csv").read_bytes() == b"n\r\n1\r\n2\r\n"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(cells=st.lists(texts, min_size=1, max_size=5), language=st.sampled_from(["pl", "en"]))
def test_every_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str], language: str
) -> None:
    folder = tmp_path_factory.mktemp("csv")
    dialect = DIALECTS[language]

    text = written(folder, {"a": pa.array(cells), "b": pa.array(cells)}, language=language)

    lines = io.StringIO(text.decode(dialect.encoding), newline="")
    rows = list(csv.reader(lines, delimiter=dialect.separator))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == [
        [cell.removeprefix("'")] * 2 for cell in cells
    ]
