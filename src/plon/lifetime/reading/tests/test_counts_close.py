"""Whatever the lines hold, each is counted once, with the number it has in the file."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading import ReadOptions, read
from plon.lifetime.reading.repair import repair
from plon.lifetime.reading.tests.conftest import TODAY, Reader, rejected, rows
from plon.lifetime.sales import REASONS, Sales

HEAD = "klient;data;kwota\nAnn;12.11.2026;10,00\nAnn;13.11.2026;5,00\n"
CELL = st.one_of(
    st.sampled_from(
        [
            "Ann",
            "",
            " ",
            "12.11.2026",
            "31.02.2026",
            "10,00",
            "-1,5",
            "1e308",
            "NaN",
            '"',
            '""',
            "a\nb",
            "\0",
            "ą",
            "K1;K2",
        ]
    ),
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=8),
)
GOOD = st.tuples(st.sampled_from(["Ann", "Ben"]), st.just("12.11.2026"), st.just("3,00"))
LINES = st.lists(st.one_of(GOOD, st.lists(CELL, max_size=5)), max_size=12)


def read_text(text: bytes) -> Sales:
    folder = Path(tempfile.mkdtemp())
    (folder / "sales.csv").write_bytes(text)
    return read([folder / "sales.csv"], ReadOptions(), today=TODAY, work_folder=folder)


@given(lines=LINES)
@settings(max_examples=30, deadline=None)
def test_garbage_between_good_lines_never_breaks_the_counts(lines: list[list[str]]) -> None:
    text = HEAD + "".join(";".join(line) + "\n" for line in lines)
    try:
        sales = read_text(text.encode())
    except InputUnusable:
        return
    numbers = [*rows(sales, "line_no"), *rows(sales, "line_no", "rejected")]
    sales.connection.close()

    assert sales.rows.read == len(numbers) == len(set(numbers))
    assert sum(sales.rows.by_reason.values()) == sales.rows.rejected
    assert set(sales.rows.by_reason) <= set(REASONS)
    assert sales.rows.used >= 2


@given(
    names=st.lists(
        st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=6),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=30, deadline=None)
def test_whatever_a_csv_writer_quotes_comes_back(names: list[str]) -> None:
    stream = io.StringIO(HEAD)
    stream.seek(0, io.SEEK_END)
    for name in names:
        csv.writer(stream, delimiter=";", lineterminator="\n").writerow(
            [f"x{name}x", "12.11.2026", "1,00"]
        )
    sales = read_text(stream.getvalue().encode())
    found = [name for (name,) in rows(sales, "customer")[2:]]
    sales.connection.close()

    assert found == [f"x{name}x" for name in names]


def test_line_numbers_of_a_long_file_are_those_of_the_file(reader: Reader) -> None:
    body = "".join(f"K{line};{1 + line % 28:02}.10.2026;{line},00\n" for line in range(2, 300_002))
    sales = reader("klient;data;kwota\n" + body)
    wrong = sales.connection.execute("SELECT count(*) FROM lines WHERE customer <> 'K' || line_no")

    assert sales.rows.used == 300_000
    assert wrong.fetchall() == [(0,)]


def test_cells_over_several_lines_keep_the_number_of_their_first(reader: Reader) -> None:
    sales = reader(HEAD + '"Ben\nSenior";14.11.2026;1,00\n\nCora;15.11.2026;2,00\n;;\n')

    assert rows(sales, "line_no, customer")[2:] == [(4, "Ben\nSenior"), (7, "Cora")]
    assert rejected(sales) == [(8, "klient", "", "no_customer")]


def test_an_unbalanced_quote_costs_one_line_only(reader: Reader) -> None:
    body = "".join(f"Ben;{day:02}.10.2026;1,00\n" for day in range(1, 29)) * 20
    sales = reader(HEAD + '"Dan;14.11.2026;1,00\n' + body + '"Eve;14.11.2026;1,00\n' + body)

    assert [line for line, *_ in rejected(sales)] == [4, 565]
    assert sales.rows.used == 2 + 2 * 560


def test_the_repaired_file_equals_the_fast_way(reader: Reader) -> None:
    body = "".join(
        f'"K ""{line % 7}""";{1 + line % 28:02}.10.2026;{line % 90},50\n' for line in range(500)
    )
    fast, slow = reader(HEAD + body), reader(HEAD + body + "zepsuta\n")
    columns = "line_no, customer, day, moment, amount_minor, is_return"

    assert rows(fast, columns) == rows(slow, columns)
    assert slow.rows.by_reason == {"row_malformed": 1}


def test_a_line_without_an_end_is_not_copied_whole_into_the_rejects(tmp_path: Path) -> None:
    source, good, bad = tmp_path / "in", tmp_path / "good", tmp_path / "bad"
    source.write_bytes(b"a;b\n" + b"x" * 3_000_000 + b"\n1;2\n" + b'"' + b"y" * 3_000_000)
    repair(source, good, bad, separator=";", width=2, first_line=2)

    assert good.read_bytes() == b"3;1;2\n"
    with bad.open(newline="") as stream:
        assert [(number, len(line)) for number, line in csv.reader(stream)] == [
            ("2", 1000),
            ("4", 1000),
        ]
