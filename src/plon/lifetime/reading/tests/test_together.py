"""Several files of one shape are read as one; what one settles holds for the others."""

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading import ReadOptions, read
from plon.lifetime.reading.tests.conftest import TODAY, Reader, guess, rejected, rows

FIRST = "klient;data;kwota\nAnn;12.11.2026;10,00\nAnn;13.11.2026;5,00\n"


def test_files_are_numbered_and_each_has_its_own_lines(reader: Reader) -> None:
    sales = reader(FIRST, "kwota,klient,data\n1.50,Ben,2026-11-14\n2.50,Ben,2026-11-15\n")

    assert rows(sales, "file_no, line_no, customer, day, amount_minor") == [
        (0, 2, "Ann", date(2026, 11, 12), 1000),
        (0, 3, "Ann", date(2026, 11, 13), 500),
        (1, 2, "Ben", date(2026, 11, 14), 150),
        (1, 3, "Ben", date(2026, 11, 15), 250),
    ]
    assert sales.files == ("sales.csv", "1_sales.csv")


def test_a_file_without_a_column_of_the_first_is_refused(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match=r'"1_sales.csv" has no column "kwota"'):
        reader(FIRST, "klient;data\nAnn;14.11.2026\nAnn;15.11.2026\n")


def test_files_without_headings_are_matched_by_place(reader: Reader) -> None:
    sales = reader(
        "Ann;12.11.2026;10,00\nAnn;13.11.2026;5,00\n", "Ben;14.11.2026;1,00\nBen;15.11.2026;1,00\n"
    )

    assert rows(sales, "customer") == [("Ann",), ("Ann",), ("Ben",), ("Ben",)]


def test_rejects_and_repairs_of_each_file_are_told_apart(reader: Reader) -> None:
    sales = reader(FIRST + "zepsuta\n", FIRST + "\n;14.11.2026;1,00\n")

    assert rows(sales, "file_no, line_no, reason", "rejected") == [
        (0, 4, "row_malformed"),
        (1, 5, "no_customer"),
    ]
    assert sales.rows.read == 6


def test_day_and_month_are_asked_for_when_nothing_tells(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match="--date-format DD/MM/YYYY or --date-format MM/DD/YYYY"):
        reader("klient;data;kwota\nAnn;01/02/2026;1,00\nAnn;03/04/2026;1,00\n")


def test_a_date_format_given_settles_day_and_month(reader: Reader) -> None:
    text = "klient;data;kwota\nAnn;01/02/2026;1,00\nAnn;03/04/2026;1,00\n"

    assert reader(text, date_format="DD/MM/YYYY").first_day == date(2026, 2, 1)
    assert reader(text, date_format="MM/DD/YYYY").first_day == date(2026, 1, 2)
    assert guess(reader(text, date_format="%d/%m/%Y"), "date_format")[:2] == ("DD/MM/YYYY", "given")


@pytest.mark.parametrize(
    ("cell", "first_day"), [("13/01/2026", date(2026, 2, 1)), ("01/13/2026", date(2026, 1, 2))]
)
def test_one_line_beyond_the_sample_settles_day_and_month(
    reader: Reader, cell: str, first_day: date
) -> None:
    many = "Ann;01/02/2026;1,00\n" * 2_000
    sales = reader("klient;data;kwota\n" + many + f"Ann;{cell};1,00\n" + many)

    assert sales.rows.read == 4_001
    assert rows(sales, "day")[0] == (first_day,)


def test_one_file_settles_day_and_month_for_another(reader: Reader) -> None:
    clear = "klient;data;kwota\nAnn;13/02/2026;1,00\nAnn;03/04/2026;1,00\n"
    unclear = "klient;data;kwota\nAnn;05/06/2026;1,00\nAnn;03/04/2026;1,00\n"

    assert rows(reader(clear, unclear), "day")[2] == (date(2026, 6, 5),)


def test_the_lines_in_another_format_are_rejected(reader: Reader) -> None:
    sales = reader(FIRST + "Ben;11/14/2026;1,00\n")

    assert rejected(sales) == [(4, "data", "11/14/2026", "date_unreadable")]


def test_dates_that_nothing_reads_are_refused_with_the_option(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match="--date-format"):
        reader("klient;kiedy;kwota\nAnn;wczoraj;1,00\nAnn;dziś;1,00\n", date="kiedy")


def parquet(folder: Path, **columns: pa.Array) -> Path:
    path = folder / "sales.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def test_parquet_is_read_by_its_types(tmp_path: Path) -> None:
    moments = [datetime.fromisoformat(f"2026-11-{day} 23:30:00") for day in (12, 13, 14)]
    path = parquet(
        tmp_path,
        CustomerID=pa.array([17850, None, 13047], pa.float64()),
        InvoiceDate=pa.array(moments, pa.timestamp("us", "UTC")),
        Quantity=pa.array([3, 1, -2], pa.int32()),
        UnitPrice=pa.array([2.55, 1.0, 0.333], pa.float64()),
        Tags=pa.array([["a"], [], None]),
    )
    sales = read([path], ReadOptions(), today=TODAY, work_folder=tmp_path)

    assert rows(sales, "line_no, customer, day, amount_minor, is_return") == [
        (1, "17850", date(2026, 11, 13), 765, False),
        (3, "13047", date(2026, 11, 15), -67, True),
    ]
    assert rejected(sales) == [(2, "CustomerID", "", "no_customer")]
    assert sales.anonymous_minor == 100
    sales.connection.close()


def test_parquet_with_days_decimals_and_text_is_read(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        klient=pa.array([" Ann ", "Ann", ""]),
        data=pa.array([date(2026, 11, 12)] * 3),
        kwota=pa.array([float("nan"), 1.005, 2.0]),
    )
    sales = read([path], ReadOptions(), today=TODAY, work_folder=tmp_path)

    assert rows(sales, "customer, amount_minor") == [("Ann", 101)]
    assert sales.rows.by_reason == {"amount_out_of_range": 1, "no_customer": 1}
    assert not sales.has_time
    sales.connection.close()


def test_a_broken_an_empty_and_a_wide_parquet_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and nothing more")
    empty = parquet(tmp_path, klient=pa.array([], pa.string()), data=pa.array([], pa.date32()))
    with pytest.raises(InputUnusable, match="cannot be read as Parquet"):
        read([broken], ReadOptions(), today=TODAY, work_folder=tmp_path)
    with pytest.raises(InputUnusable, match="no line under it"):
        read([empty], ReadOptions(), today=TODAY, work_folder=tmp_path)
    wide = parquet(tmp_path, **{f"c{index}": pa.array([1]) for index in range(1_001)})
    with pytest.raises(InputUnusable, match="1001 columns"):
        read([wide], ReadOptions(), today=TODAY, work_folder=tmp_path)


def test_a_parquet_with_letters_of_sql_in_its_headings_is_read(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        **{'klient "x"': pa.array(["Ann", "Ann"]), "data": pa.array(["12.11.2026", "13.11.2026"])},
    )
    sales = read([path], ReadOptions(customer='klient "x"'), today=TODAY, work_folder=tmp_path)

    assert sales.rows.used == 2
    sales.connection.close()
