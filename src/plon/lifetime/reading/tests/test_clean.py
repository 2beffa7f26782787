"""A clean file read by the kernel gives what the thorough way gives, line for line."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.errors import InputUnusable
from plon.lifetime.history.netting import customer_days
from plon.lifetime.kernel import clean_rows
from plon.lifetime.kernel.library import load
from plon.lifetime.reading import ReadOptions, read
from plon.lifetime.reading.tests.conftest import TODAY, Reader, rows
from plon.lifetime.sales import Sales

pytestmark = pytest.mark.skipif(load() is None, reason="the kernel was not built")

HEAD = "klient,data,kwota,nr zamówienia,kanał\n"
LINES = ("Ann,2026-11-12,10.00,F1,sklep", "Ben,2026-11-13,-5.5,korekta 2,", "Ann,2026-11-14,3,,www")
COLUMNS = "file_no, line_no, customer, day, moment, amount_minor, order_id, channel, is_return"


def is_clean(sales: Sales) -> bool:
    found = sales.connection.execute("SELECT count(*) FROM duckdb_views() WHERE view_name='file_0'")
    return bool(found.fetchone()[0])


def seen(path: Path, work: Path, options: dict[str, Any]) -> list[Any]:
    """Return all that a reading tells of a file, or why it is refused."""
    try:
        sales = read([path], ReadOptions(**options), today=TODAY, work_folder=work)
    except InputUnusable as refusal:
        return [refusal.sentence("en")]
    try:
        told = [sales.rows, sales.first_day, sales.last_day, sales.duplicate_rows, sales.guesses]
        return [*told, rows(sales, COLUMNS), rows(sales, "*", "rejected")]
    finally:
        sales.connection.close()


def test_customer_days_are_those_of_the_engine(reader: Reader) -> None:
    lines = [f"c{k * k % 7},2026-{k % 9 + 1:02}-1{k % 7},{k % 5}.50,F{k},www" for k in range(90)]
    sales = reader(HEAD.replace("kanał", "marża") + "\n".join(lines).replace("www", "0.75"))

    days, thorough = customer_days(sales), customer_days(replace(sales, purchases=()))

    assert [len(table) for table in sales.purchases] == [90]
    assert days.customer.equals(thorough.customer)
    for column in ("index", "day", "value_minor", "margin_minor", "returned_minor"):
        assert getattr(days, column).tolist() == getattr(thorough, column).tolist()


def test_returns_and_repeats_left_out_are_for_the_engine(reader: Reader) -> None:
    assert reader(HEAD + "\n".join(LINES)).purchases == ()
    bought = HEAD + "\n".join([LINES[0], *LINES[::2]])
    assert len(reader(bought).purchases[0]) == 3
    assert reader(bought, drop_duplicates=True).purchases == ()


def test_a_clean_file_stays_out_of_the_engine(reader: Reader) -> None:
    sales = reader(HEAD + "\n".join(LINES * 3))

    assert is_clean(sales)
    assert rows(sales, "line_no, customer, amount_minor, order_id, channel, is_return")[:3] == [
        (2, "Ann", 1000, "F1", "sklep", False),
        (3, "Ben", -550, "korekta 2", None, True),
        (4, "Ann", 300, None, "www", False),
    ]
    assert sales.duplicate_rows == 6


@pytest.mark.parametrize(
    "line",
    [
        '"Ann",2026-11-12,10.00,F1,sklep',
        " Ann,2026-11-12,10.00,F1,sklep",
        ",2026-11-12,10.00,F1,sklep",
        "Ann,2026-02-30,10.00,F1,sklep",
        "Ann,2026-1-12,10.00,F1,sklep",
        "Ann,2027-01-12,10.00,F1,sklep",
        "Ann,1899-12-31,10.00,F1,sklep",
        "Ann,2026-11-12,10.005,F1,sklep",
        "Ann,2026-11-12,+10,F1,sklep",
        "Ann,2026-11-12,1 000,F1,sklep",
        "Ann,2026-11-12,12345678901234,F1,sklep",
        "Ann,2026-11-12,,F1,sklep",
        "Ann,2026-11-12,10.,F1,sklep",
        "Ann,2026-11-12,10.00,F1",
        "Ann,2026-11-12,10.00,F1,sklep,6",
        "",
    ],
)
def test_one_odd_line_sends_the_whole_file_the_thorough_way(reader: Reader, line: str) -> None:
    sales = reader(HEAD + "\n".join([*LINES * 3, line, *LINES]))

    assert not is_clean(sales)
    assert len(rows(sales, "line_no")) >= 12


@pytest.mark.parametrize(
    ("form", "day"), [("{2}.{1}.{0}", "dots"), ("{0}/{1}/{2}", "slashes"), ("{1}/{2}/{0}", "us")]
)
def test_other_ways_to_write_a_day_are_clean_too(reader: Reader, form: str, day: str) -> None:
    dates = [form.format("2024", "02", "29"), form.format("2023", "12", "31")]
    sales = reader("klient;data;kwota\n" + "\n".join(f"Ann;{at};1,5" for at in dates * 3))

    assert is_clean(sales), day
    assert [str(at) for (at,) in rows(sales, "day")][:2] == ["2024-02-29", "2023-12-31"]


CELLS = {
    "customer": st.sampled_from(["Ann", "Ben", "Zoë Łęcka", "17", " Ann", "Ann ", "", "a\tb"]),
    "date": st.sampled_from(
        [
            "2026-11-12",
            "2024-02-29",
            "2023-02-29",
            "2026-13-01",
            "2026-11-31",
            "2026-11-2",
            "",
            "2026-11-12 ",
        ]
    ),
    "amount": st.sampled_from(
        ["1", "-2.5", "10.00", "0.005", "1.500", "007", "-0", "9999999999999.99", "1e3", "x", "5 "]
    ),
    "order": st.sampled_from(["F1", "C123", "C536379", "zwrot 3", "", "536379"]),
    "channel": st.sampled_from(["www", "sklep", ""]),
}
GOOD = {"customer": "Ann", "date": "2026-11-12", "amount": "1", "order": "F1", "channel": "www"}


@st.composite
def line(draw: st.DrawFn) -> str:
    """Draw a good line with one cell that may be odd."""
    name = draw(st.sampled_from(sorted(CELLS)))
    return ",".join((GOOD | {name: draw(CELLS[name])}).values())


@settings(max_examples=120, deadline=None)
@given(lines=st.lists(line(), min_size=3, max_size=8), end=st.sampled_from(["\n", "\r\n"]))
def test_both_ways_tell_the_same(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str
) -> None:
    folder = tmp_path_factory.mktemp("both")
    path = folder / "sales.csv"
    path.write_bytes(end.join([HEAD.strip(), *lines, ""]).encode())

    with pytest.MonkeyPatch.context() as here:
        here.setattr(clean_rows, "_CHUNK", 64)  # lines lie across the edges of parts
        quick = seen(path, folder, {})
        here.setenv("PLON_NO_KERNEL", "1")
        thorough = seen(path, folder, {})

    assert quick == thorough


def test_lines_repeat_across_clean_files_with_other_orders_of_columns(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("klient,data,kwota\nAnn,2026-11-12,10\nBen,2026-11-13,5\nBen,2026-11-13,5\n")
    second.write_text("data,kwota,klient\n2026-11-12,10.00,Ann\n2026-11-13,6,Ben\n")

    sales = read([first, second], ReadOptions(), today=TODAY, work_folder=tmp_path)

    assert is_clean(sales)
    assert sales.duplicate_rows == 2
    sales.connection.close()
