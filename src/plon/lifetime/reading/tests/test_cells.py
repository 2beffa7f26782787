"""Lists that are not sales; further columns of sales; a look that loads nothing."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading import ReadOptions, look_at, read, read_cells

PEOPLE = "Nr;Imię;Uwagi\n1; Ala ;\n;;\n2;Łucja;a\nb;c;d;e;f\n3;Ola;\n"


def rows(path: Path, wanted: dict[str, str], tmp_path: Path) -> list[tuple[object, ...]]:
    cells = read_cells(path, ReadOptions(), wanted=wanted, work_folder=tmp_path)
    try:
        found = cells.connection.execute("SELECT * FROM cells ORDER BY line_no").fetchall()
        return [tuple(row) for row in found]
    finally:
        cells.connection.close()


def test_a_list_is_read_with_its_line_numbers(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(PEOPLE.encode("cp1250"))

    assert rows(path, {"external_id": "nr", "first_name": "2"}, tmp_path) == [
        (2, "1", "Ala", ["1", " Ala ", None]),
        (4, "2", "Łucja", ["2", "Łucja", "a"]),
        (6, "3", "Ola", ["3", "Ola", None]),
    ]


def test_a_broken_line_is_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)
    cells = read_cells(path, ReadOptions(), wanted={"a": "Nr"}, work_folder=tmp_path)

    assert cells.connection.execute("SELECT line_no, line FROM malformed").fetchall() == [
        (5, "b;c;d;e;f")
    ]
    assert (cells.headings, cells.separator) == (("Nr", "Imię", "Uwagi"), ";")
    cells.connection.close()


def test_a_parquet_list_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    pq.write_table(pa.table({"Nr": [1.0, 2.5], "born": [date(1990, 1, 2), None]}), path)

    assert rows(path, {"a": "Nr", "b": "born"}, tmp_path) == [
        (1, "1", "1990-01-02", ["1", "1990-01-02"]),
        (2, "2.5", None, ["2.5", None]),
    ]


def test_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)

    with pytest.raises(InputUnusable, match="no column"):
        rows(path, {"a": "Nazwisko"}, tmp_path)


def test_sales_keep_further_columns_of_every_file(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("klient;data;kwota;e-mail\n1;2024-01-02;5,00; a@b.pl \n2;2024-01-03;6,00;\n")
    two.write_text("e-mail;kwota;data;klient\nc@d.pl;7,00;2024-01-04;3\n")
    options = ReadOptions(extras={"email": "e-mail"})

    sales = read([one, two], options, today=date(2024, 2, 1), work_folder=tmp_path)

    found = sales.connection.execute("SELECT customer, extra_email FROM every ORDER BY 1")
    assert found.fetchall() == [("1", "a@b.pl"), ("2", None), ("3", "c@d.pl")]
    sales.connection.close()


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_look_shows_the_columns_with_samples(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text("klient;kwota\n1;5,00\n2;6,00\n")
    else:
        pq.write_table(pa.table({"klient": ["1", "2"], "kwota": ["5,00", "6,00"]}), path)

    seen = look_at(path, ReadOptions())

    assert [(column.heading, column.samples) for column in seen.columns] == [
        ("klient", ("1", "2")),
        ("kwota", ("5,00", "6,00")),
    ]


def test_a_look_refuses_a_heading_without_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("klient;kwota\n")

    with pytest.raises(InputUnusable, match="no line under it"):
        look_at(path, ReadOptions())
