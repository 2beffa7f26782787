"""Parquet by a cluster's way: the same account and the same days as reading it here."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plon.lifetime.answer.analyse import AnalyseOptions, analyse
from plon.lifetime.answer.clustered import read_clustered
from plon.lifetime.errors import InputUnusable
from plon.lifetime.history.netting import customer_days
from plon.lifetime.reading import ReadOptions, read
from plon.lifetime.tests.bases import cdnow

TODAY = date(1998, 7, 1)
AS_OF = date(1997, 9, 30)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def parquet(name: str = "sales.parquet", **columns: Any) -> Path:
        pq.write_table(pa.table(columns), tmp_path / name)
        return tmp_path / name

    return parquet


def lines_of(bought: Any) -> dict[str, list[Any]]:
    lines = [(who, day, minor / 100) for who, own in bought.items() for day, minor in own.items()]
    return {
        name: list(values)
        for name, values in zip(
            ("customer", "date", "amount"), zip(*lines, strict=True), strict=True
        )
    }


def test_a_shop_comes_out_the_same_as_read_here(write: Write, tmp_path: Path) -> None:
    file = write(**lines_of(cdnow()))
    options = ReadOptions(as_of=AS_OF, currency="USD")

    sales, days = read_clustered(
        [file], options, engine="duckdb", today=TODAY, work_folder=tmp_path
    )
    here = read([file], options, today=TODAY, work_folder=tmp_path)

    assert sales.rows == here.rows
    assert (sales.first_day, sales.last_day, sales.as_of) == (
        here.first_day, here.last_day, here.as_of
    )  # fmt: skip
    expected = customer_days(here)
    assert days.customer.to_pylist() == expected.customer.to_pylist()
    assert days.day.tolist() == expected.day.tolist()
    assert days.value_minor.tolist() == expected.value_minor.tolist()
    assert (sales.currency, sales.has_amount, sales.has_channel) == ("USD", True, False)


@pytest.mark.parametrize(
    "amounts",
    [[10, 4, -4, 25], [10.0, 4.0, -4.0, 25.0], [1.005, 2.675, -1.115, 0.285]],
    ids=["whole numbers", "floats", "halves"],
)
def test_any_kind_of_number_is_the_money_read_here(
    write: Write, tmp_path: Path, amounts: list[float]
) -> None:
    january = [date(1997, 1, day) for day in (5, 7, 9, 11)]
    file = write(customer=["ann", "ann", "ann", "ben"], date=january, amount=amounts)
    folder: dict[str, Any] = {"today": TODAY, "work_folder": tmp_path}

    sales, days = read_clustered([file], ReadOptions(), engine="duckdb", **folder)
    here = read([file], ReadOptions(), **folder)

    assert days.value_minor.tolist() == customer_days(here).value_minor.tolist()
    returned = "SELECT amount_minor FROM lines WHERE is_return"
    told = [each.connection.execute(returned).fetchall() for each in (sales, here)]
    assert told[0] == told[1]


def test_the_days_of_another_engine_are_analysed_as_they_are(write: Write, tmp_path: Path) -> None:
    file = write(**lines_of(dict(list(cdnow().items())[:300])))
    options = ReadOptions(as_of=AS_OF)
    sales, days = read_clustered(
        [file], options, engine="duckdb", today=TODAY, work_folder=tmp_path
    )

    by_cluster = analyse(sales, days=days, options=AnalyseOptions(language="en"))
    here = analyse(
        read([file], options, today=TODAY, work_folder=tmp_path),
        options=AnalyseOptions(language="en"),
    )

    assert by_cluster.totals == here.totals
    assert by_cluster.customers.equals(here.customers)


def test_lines_set_aside_and_returned_are_kept_to_be_told(write: Write, tmp_path: Path) -> None:
    file = write(
        customer=["ann", "ann", "ben", "ben"],
        date=[date(1997, 1, 5), date(1997, 1, 9), date(1997, 1, 7), date(1999, 1, 1)],
        amount=[10.0, -4.0, 5.0, 1.0],
    )

    sales, _ = read_clustered(
        [file], ReadOptions(), engine="duckdb", today=TODAY, work_folder=tmp_path
    )

    assert (sales.rows.read, sales.rows.used, sales.rows.returned, sales.rows.rejected) == (
        4,
        2,
        1,
        1,
    )
    assert sales.rows.by_reason == {"date_in_future": 1}
    assert sales.as_of == date(1997, 1, 9)
    rejected = sales.connection.execute("SELECT * FROM rejected").fetchall()
    assert rejected == [(0, 4, "date", "1999-01-01", "date_in_future")]
    returned = "SELECT customer, amount_minor FROM lines WHERE is_return"
    assert sales.connection.execute(returned).fetchall() == [("ann", -400)]


def test_moments_are_days_of_the_business_zone(write: Write, tmp_path: Path) -> None:
    late = pa.array([867_970_800_000_000], pa.timestamp("us", tz="UTC"))  # 1997-07-03 23:00 UTC
    file = write(customer=["ann"], moment=late, amount=[1.0])

    sales, days = read_clustered(
        [file], ReadOptions(), engine="duckdb", today=TODAY, work_folder=tmp_path
    )

    assert sales.last_day == date(1997, 7, 4)
    assert date(1970, 1, 1).toordinal() + int(days.day[0]) == date(1997, 7, 4).toordinal()


def test_without_an_amount_purchases_are_counted(write: Write, tmp_path: Path) -> None:
    file = write(customer=["ann", "ann"], date=[date(1997, 1, 5), date(1997, 2, 5)])

    sales, days = read_clustered(
        [file], ReadOptions(), engine="duckdb", today=TODAY, work_folder=tmp_path
    )

    assert not sales.has_amount
    assert len(days) == 2


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"channel": "shop"}, "--channel"),
        ({"drop_duplicates": True}, "--drop-duplicates"),
        ({"as_of": date(1990, 1, 1)}, "--as-of"),
        ({"customer": "nobody"}, "nobody"),
    ],
)
def test_what_a_cluster_cannot_do_is_refused(
    write: Write, tmp_path: Path, options: dict[str, Any], named: str
) -> None:
    file = write(customer=["ann"], date=[date(1997, 1, 5)], amount=[1.0])

    with pytest.raises(InputUnusable, match=named):
        read_clustered(
            [file], ReadOptions(**options), engine="duckdb", today=TODAY, work_folder=tmp_path
        )


def test_a_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("customer;date\nann;1997-01-05\n")

    with pytest.raises(InputUnusable, match="Parquet"):
        read_clustered([file], ReadOptions(), engine="duckdb", today=TODAY, work_folder=tmp_path)
